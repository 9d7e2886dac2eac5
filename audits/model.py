"""`reachable audit MODEL STORE`: the whole evidence on one registered bundle, for the board that decides on it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from audits.assemble import internal, published
from audits.basis import agencies_behind_label, left_out, share_left_out, untested
from audits.beside import as_audited, baselines, calibration_bins, outcome_by_band
from audits.beside_rounded import rounded_baselines
from audits.changes import changes
from audits.checks import identities, without_figures
from audits.cut import at_capacity
from audits.disclosure import ALL
from audits.explained import by_theme, proxies
from audits.figures import figures
from audits.kept import accepted_of, earlier_report, keep
from audits.linkage import linkage
from audits.signoffs import signoffs
from audits.table import policy_sha256
from audits.tested import Tested, on_test_dates
from audits.transparency import write_records
from audits.write import write_reports
from records.store import open_store
from training.bundle import read_bundle
from training.fitting import held_to
from training.policy import Bar, Policy

Json = dict[str, Any]
DIGITS = 6  # decimals of an internal figure beside the model's: with four, 6.445% stood as 6.4% and as 6.5%


def audit_model(ref: str, store: Path, out: Path, policy: Policy) -> Json:
    """Writes the reports, the transparency record and the model card into `out`, keeps a copy for the gate, and
    returns the internal report. Refused where rows, groups or figures can't be had. `policy` rules what may be shown
    and what is a gap; the success bar and the capacity are those that the bundle was trained under."""
    from training.runs import fetch_bundle, find

    registered = find(ref)
    with tempfile.TemporaryDirectory() as scratch:
        bundle = read_bundle(fetch_bundle(ref, Path(scratch) / "bundle"), registered.sha256)
    audited = on_test_dates(bundle, open_store(store))
    accepted = {"accepted": accepted_of(bundle.sha256)}
    exact, rounded = (report | accepted for report in model_reports(audited, registered.version, policy))
    write_reports(exact, rounded, out)
    write_records(rounded, bundle, out)
    keep(out, bundle.sha256)
    return exact


def model_reports(audited: Tested, version: int, policy: Policy) -> tuple[Json, Json]:
    """The internal and the published report of a tested bundle."""
    found = figures(audited.rows, policy.audit.confidence)
    beside = baselines(audited, audited.terms.training.bootstraps)
    evidence = {"explanations": by_theme(audited), "proxies": proxies(audited, policy.audit)}
    simpler = (_rounded(beside), rounded_baselines(beside, audited, policy.audit))
    bar = _bar(audited.bundle.target, audited.terms)
    about = {
        "kind": "model",
        "title": _title(audited, version),
        "checks": [
            identities(found),
            at_capacity(audited.rows.selected, audited.capacity),
            *held_to(bar, beside["model"], beside["plain_count"]),
        ],
        "inputs": _inputs(audited, policy),
        "policy": policy.audit.model_dump(),
        "model": _model(audited, version, policy),
        "operating_point": _operating_point(audited),
        "signoffs": signoffs(),
        "sources": audited.sources,
    }
    earlier = earlier_report(audited.bundle.name, version)
    reports = []
    versions = (internal(found, policy.audit), published(found, policy.audit))
    for assembled, ranked, to in zip(versions, simpler, (1, policy.audit.round_to), strict=True):
        report = {**assembled.figures, **about, "data": _data(audited, policy, to), "published": to > 1}
        if assembled.everyone_level == ALL:
            row = as_audited(ranked["model"], beside["model"], found[0], assembled.figures["overall"])
            report |= {**evidence, **_observed(audited, policy, to), "baselines": ranked | {"model": row}}
        if report["published"]:
            report["checks"] = without_figures(report["checks"])
        reports.append(report | {"changes": changes(report, earlier)})
    return reports[0], reports[1]


def _title(audited: Tested, version: int) -> str:
    """As the pages name the model, `Harm from serious violence: audit of harmed, version 1`."""
    target = audited.terms.targets.get(audited.bundle.target)
    about = f"audit of {audited.bundle.name}, version {version}"
    return f"{target.title}: {about}" if target else about[:1].upper() + about[1:]


def _bar(target: str, terms: Policy) -> Bar:
    return terms.targets[target].bar if target in terms.targets else terms.other_outcomes.bar


def _inputs(audited: Tested, policy: Policy) -> Json:
    """What this report was made from, each by its sha256."""
    bundle = audited.bundle
    return {
        "bundle": bundle.sha256,
        "catalogue": bundle.catalogue.fingerprint,
        "policy": policy_sha256(policy),
        "policy_at_training": policy_sha256(audited.terms),
        "store": audited.snapshot.sha,
        **{k: v for k, v in sorted(bundle.evidence.items()) if isinstance(v, str)},
    }


def _model(audited: Tested, version: int, policy: Policy) -> Json:
    bundle = audited.bundle
    target = audited.terms.targets.get(bundle.target)
    return {
        "name": bundle.name,
        "version": version,
        "target": bundle.target,
        "form": bundle.form,
        "title": target.title if target else bundle.target,
        "question": target.question if target else f"has the outcome {bundle.target}",
        "owner": policy.partnership.owner,
        "partnership": policy.partnership.name,
        "inputs": list(bundle.inputs),
        "horizon_days": bundle.outcome.horizon_days if bundle.outcome else None,
        "dates": {name: [str(day) for day in getattr(bundle.dates, name)] for name in ("train", "calibration", "test")},
    }


def _operating_point(audited: Tested) -> Json:
    policy = audited.terms
    return {
        "rule": f"the highest scores of the test period, as near to {audited.capacity} as ties allow: "
        f"{policy.capacity.weekly_slots} a week",
        "capacity": audited.capacity,
        "weekly_slots": policy.capacity.weekly_slots,
        "decided_by": policy.partnership.owner,
    }


def _observed(audited: Tested, policy: Policy, to: int) -> Json:
    return {
        "bands": outcome_by_band(audited, policy.audit, to),
        "calibration": calibration_bins(audited, policy.audit, to),
    }


def _data(audited: Tested, policy: Policy, to: int) -> Json:
    return {
        "left_out": left_out(audited, policy.audit),
        "share_left_out": share_left_out(audited, "ethnicity", policy.audit, to),
        "untested": untested(audited, "ethnicity", policy.audit, to),
        "label_agencies": agencies_behind_label(audited),
        "linkage": linkage(audited.snapshot, policy.audit, to),
        "linked_later": audited.bundle.evidence.get("linked_later"),
        "received_to": str(audited.snapshot.last_receipt()),
    }


def _rounded(beside: Json) -> Json:
    return {
        who: {name: {end: round(value, DIGITS) for end, value in figure.items()} for name, figure in figures.items()}
        for who, figures in beside.items()
    }
