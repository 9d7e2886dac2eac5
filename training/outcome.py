"""What counts as the outcome of a row: which records, in which window, known by when. Labels are made here alone.

A record is an outcome of (person, D) when its date falls in [D, D+h) and it is visible at D+h+m: known before, and not
withdrawn or replaced by then. Source: shared design, contract. NDAS failed on exactly this definition (domain).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.indicator import MOST_DAYS
from records.events import ROLES, STATUSES
from records.refusal import Refused, WrongUse
from records.toml_text import toml_of
from records.visibility import visible
from training.days import day_numbers
from training.policy import Policy
from training.written import rule_from

SERIOUS_VIOLENCE = ("serious_violence", "robbery")


@dataclass(frozen=True)
class Outcome:
    """One outcome. Empty roles, statuses or codes mean any; a code that ends in * means every code that begins so.

    `date` says which date must fall in the window: when it happened, or when the record first became known.
    `plain_count` names the indicator that the model must beat; without it, the number of themes with any flag."""

    name: str
    kinds: tuple[str, ...]
    horizon_days: int
    maturity_days: int
    roles: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    date: Literal["happened_on", "known_on"] = "happened_on"
    plain_count: str | None = None

    def __post_init__(self) -> None:
        faults = [f"outcome {self.name}: {fault}" for fault in _faults(self)]
        if faults:
            raise Refused(*faults)


def usual_outcome(target: str, policy: Policy) -> Outcome:
    """`harmed` (a victim of serious violence or robbery) or `involved` (reported as a suspect of it, not cleared)."""
    if target not in policy.targets or target not in WHO:
        raise WrongUse(f"the target must be one of {', '.join(WHO)}, or name an outcome file with --outcome")
    terms = policy.targets[target]
    return Outcome(target, SERIOUS_VIOLENCE, terms.horizon_days, terms.maturity_days, **WHO[target])


WHO: dict[str, Any] = {
    "harmed": {
        "roles": ("victim",),
        "statuses": tuple(
            one for one in STATUSES if one != "cancelled"
        ),  # harm is harm, whatever became of the suspect
    },
    "involved": {"roles": ("suspect",), "statuses": ("recorded", "charged", "cautioned_or_convicted")},
}


def load_outcome(path: Path) -> Outcome:
    """An outcome from a TOML file; Refused where an entry is unknown, missing or can't be."""
    if not path.is_file():
        raise WrongUse(f"an outcome must be harmed, involved or a TOML file; there is no file {path.name}")
    try:
        said = toml_of(path)
    except ValueError as error:
        raise Refused(f"{path.name} must be TOML in UTF-8: {error}") from error
    unknown = sorted(said.keys() - {field.name for field in fields(Outcome)})
    missing = sorted({"name", "kinds", "horizon_days", "maturity_days"} - said.keys())
    if unknown or missing:
        raise Refused(f"{path.name}: unknown entries {unknown or 'none'}, missing entries {missing or 'none'}")
    outcome = rule_from(Outcome, said)
    assert outcome is not None
    return outcome


def labels(events: pa.Table, rows: pa.Table, outcome: Outcome) -> NDArray[np.bool_]:
    """True for each row (person_id, as_of) whose person has an outcome record in the row's window."""
    mine = _records(events, outcome)
    people = pc.unique(rows["person_id"])
    known = pc.index_in(mine["person_id"], people).to_numpy(zero_copy_only=False)
    row_people = pc.index_in(rows["person_id"], people).to_numpy(zero_copy_only=False)
    as_of = day_numbers(rows["as_of"])
    found = np.zeros(len(rows), dtype=bool)
    for day in np.unique(as_of):
        having = known[_in_window(mine, outcome, int(day))]
        here = as_of == day
        found[here] = np.isin(row_people[here], having[~np.isnan(having)])
    return found


def _records(events: pa.Table, outcome: Outcome) -> pa.Table:
    """The versions of the outcome's kinds, roles, statuses and codes, with the date that the outcome goes by."""
    dated = _with_first_known(events.filter(pc.is_in(events["kind"], pa.array(outcome.kinds, pa.string()))))
    for column, wanted in (("role", outcome.roles), ("status", outcome.statuses)):
        if wanted:
            dated = dated.filter(pc.is_in(dated[column], pa.array(wanted, pa.string())))
    return dated.filter(_code_mask(dated["code"], outcome.codes)) if outcome.codes else dated


def _with_first_known(events: pa.Table) -> pa.Table:
    """A later version of a record is not a new record: what counts is when the record first became known."""
    first = events.select(["record_id", "known_on"]).group_by("record_id").aggregate([("known_on", "min")])
    at = pc.index_in(events["record_id"], first["record_id"].combine_chunks())
    return events.append_column("first_known_on", first["known_on_min"].combine_chunks().take(at))


def _code_mask(codes: pa.ChunkedArray, wanted: tuple[str, ...]) -> Any:
    codes = codes.cast(pa.string())  # words held once each have no beginnings in Arrow
    exact = pc.is_in(codes, pa.array([one for one in wanted if not one.endswith("*")], pa.string()))
    for beginning in (one[:-1] for one in wanted if one.endswith("*")):
        exact = pc.or_(exact, pc.fill_null(pc.starts_with(codes, beginning), False))
    return exact


def _in_window(records: pa.Table, outcome: Outcome, day: int) -> NDArray[np.bool_]:
    ripe = day + outcome.horizon_days + outcome.maturity_days
    dated = day_numbers(records["first_known_on" if outcome.date == "known_on" else "happened_on"])
    happened, known, gone = (day_numbers(records[column]) for column in ("happened_on", "known_on", "superseded_on"))
    counts = visible(happened, known, gone, ripe)
    return (dated >= day) & (dated < day + outcome.horizon_days) & counts


def _faults(one: Outcome) -> list[str]:
    faults = [f"{name} must be text" for name in ("name", "plain_count") if not _is_text(getattr(one, name), name)]
    for name, words in (("kinds", None), ("roles", ROLES), ("statuses", STATUSES), ("codes", None)):
        faults += _faults_of_words(name, getattr(one, name), words)
    for name, least in (("horizon_days", 1), ("maturity_days", 0)):
        if type(getattr(one, name)) is not int or not least <= getattr(one, name) <= MOST_DAYS:
            faults.append(f"{name} must be a whole number from {least} to {MOST_DAYS}")
    if one.kinds == ():
        faults.append("must name at least one kind of record")
    if one.date not in ("happened_on", "known_on"):
        faults.append("date must be happened_on or known_on")
    return faults


def _is_text(value: Any, name: str) -> bool:
    return (isinstance(value, str) and bool(value.strip())) or (value is None and name == "plain_count")


def _faults_of_words(name: str, said: Any, words: tuple[str, ...] | None) -> list[str]:
    if not (isinstance(said, tuple) and all(isinstance(one, str) and one for one in said)):
        return [f"{name} must be a list of words"]
    return [f"{one!r} in {name} is not one of {', '.join(words)}" for one in said if words and one not in words]
