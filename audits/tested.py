"""The rows that a registered model is audited on: its own test dates, rebuilt from the store, scored by its bundle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pydantic import ValidationError

from audits.cut import highest
from audits.groups import groups_of, people_of
from audits.rows import AuditRows
from records.refusal import Refused
from records.store import Snapshot
from training.bands import slots
from training.bundle import Bundle
from training.policy import Policy
from training.table import build_table, columns_of


@dataclass(frozen=True)
class Tested:
    """A bundle on its test dates: the table as built, inputs [n, inputs], raw margins [n], and the rows to audit.

    `terms` is the policy it was trained under, `capacity` the enquiries that could be made in the test period by those
    terms (k), and `sources` says where groups came from."""

    bundle: Bundle
    terms: Policy
    snapshot: Snapshot
    table: pa.Table
    inputs: np.ndarray
    margins: np.ndarray
    rows: AuditRows
    capacity: int
    sources: dict[str, str]


def on_test_dates(bundle: Bundle, snapshot: Snapshot) -> Tested:
    """Refused where the bundle was not made from a store, or where its test dates hold only one outcome here."""
    if bundle.outcome is None or bundle.cohort is None or not bundle.dates.test:
        raise Refused("this model was made from a table: audit its predictions with `reachable audit table`")
    terms = terms_of(bundle)
    table = build_table(snapshot, bundle.dates.test, bundle.cohort, bundle.catalogue, bundle.outcome)
    label = np.asarray(table["label"].to_numpy(), dtype=bool)
    if not len(label) or label.all() or not label.any():
        raise Refused(
            f"the test dates must hold rows with and without the outcome; {int(label.sum())} of {len(label)} have it"
        )
    inputs = columns_of(table, bundle.inputs)
    margins = bundle.margins(inputs)
    capacity = min(len(label), slots(terms.capacity.weekly_slots, len(bundle.dates.test)))
    groups = groups_of(snapshot, table["person_id"])
    rows = AuditRows(
        label=label,
        selected=highest(margins, capacity),
        score=margins,
        chance=bundle.chances(inputs),
        person=people_of(table["person_id"]),
        groups=groups.columns,
        tables=groups.tables,
    )
    return Tested(bundle, terms, snapshot, table, inputs, margins, rows, capacity, groups.sources)


def terms_of(bundle: Bundle) -> Policy:
    """The policy frozen in a bundle: what it is held to was written down before training and can't be moved after.
    Refused where that copy is not whole."""
    try:
        return Policy.model_validate(bundle.policy)
    except ValidationError as error:
        raise Refused(
            f"the bundle must hold the whole policy it was trained under; {error.error_count()} entries of its copy "
            "are missing or can't be used: train it again"
        ) from error
