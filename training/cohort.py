"""Who may be scored at all as of a date, and in plain words why anybody else is not. One rule for one and for all.

By default: aged 10 to 24, known to an agency in the three years before or with a spell open, and not dead or moved
away as of that date. Only what was visible counts. Source: shared design, contract.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from records.kinds import kinds
from records.refusal import Refused, WrongUse
from records.toml_text import toml_of
from records.visibility import ended
from training.days import day_number, day_numbers
from training.known import Known, known_of
from training.policy import Policy
from training.written import rule_from

DAYS_A_YEAR = 365


@dataclass(frozen=True)
class CohortRule:
    """Who is in: what is left out of a file sets no condition. Empty `known_kinds` mean any kind of record.

    A person is known by a record of `known_kinds` in the last `known_within_days` or by an open `open_kinds` spell;
    a cancelled record makes nobody known."""

    min_age: int | None = None
    max_age: int | None = None
    known_within_days: int | None = None
    known_kinds: tuple[str, ...] = ()
    open_kinds: tuple[str, ...] = ()


def usual_cohort(policy: Policy) -> CohortRule:
    """The cohort of policy.toml, with every kind of ours that has an end as a spell."""
    spells = tuple(one.kind for one in kinds().values() if one.spell)
    return CohortRule(**policy.cohort.model_dump(), open_kinds=spells)


def load_cohort(path: Path) -> CohortRule:
    """A cohort from a TOML file; Refused where an entry is unknown or of the wrong type."""
    if not path.is_file():
        raise WrongUse(f"a cohort must be a TOML file; there is no file {path.name}")
    try:
        said = toml_of(path)
    except ValueError as error:
        raise Refused(f"{path.name} must be TOML in UTF-8: {error}") from error
    faults = [fault for name, value in said.items() if (fault := _fault(name, value))]
    if faults:
        raise Refused(*(f"{path.name}: {fault}" for fault in faults))
    rule = rule_from(CohortRule, said)
    assert rule is not None
    return rule


@dataclass(frozen=True, eq=False)
class Cohort:
    """A rule over `people` (unique ids), made ready for any number of dates; `known` is None where it asks for none."""

    people: pa.Table
    rule: CohortRule
    known: Known | None

    def why_not(self, as_of: date) -> pa.Array:
        """In plain words why each of the people is not in; null for those who are."""
        why: NDArray[Any] = np.full(len(self.people), None, dtype=object)
        for reason, applies in reversed(self._reasons(as_of)):
            why[applies] = reason
        return pa.array(why, pa.string())

    def within(self, as_of: date) -> NDArray[np.bool_]:
        """[people]: who is in."""
        return ~np.any([applies for _, applies in self._reasons(as_of)], axis=0)

    def _reasons(self, as_of: date) -> list[tuple[str, NDArray[np.bool_]]]:
        """Each reason with the people whom it keeps out; the first that applies is the one that is told."""
        people, rule, day = self.people, self.rule, day_number(as_of)
        age = whole_years(people["born_on"], as_of)
        unborn = pc.is_null(people["born_on"]).to_numpy(zero_copy_only=False)
        left = ended(day_numbers(people["left_on"]), day_numbers(people["left_known_on"]), day)
        found = [("no longer lives in the area", left)]
        if rule.min_age is not None or rule.max_age is not None:
            found.append(("date of birth not known", unborn))
        if rule.min_age is not None:
            found.append((f"aged under {rule.min_age}", age < rule.min_age))
        if rule.max_age is not None:
            found.append((f"aged over {rule.max_age}", age > rule.max_age))
        if self.known is not None:
            found.append((_not_known(rule), ~self.known.as_of(day)))
        return found


def cohort_of(people: pa.Table, events: pa.Table, rule: CohortRule) -> Cohort:
    """The rule made ready over `people`, known by `events`."""
    asked = rule.known_within_days is not None or rule.open_kinds
    return Cohort(people, rule, known_of(people, events, rule) if asked else None)


def eligibility(people: pa.Table, events: pa.Table, as_of: date, rule: CohortRule) -> pa.Table:
    """person_id, why_not (null for the eligible), one row for each row of `people`, in their order."""
    why_not = cohort_of(people, events, rule).why_not(as_of)
    return pa.table({"person_id": people["person_id"], "why_not": why_not})


def whole_years(born_on: pa.ChunkedArray | pa.Array, as_of: date) -> NDArray[np.int64]:
    """Completed years on `as_of`, by the calendar; -1 where the date of birth is not known."""
    born = day_numbers(born_on)
    days = np.where(pc.is_null(born_on).to_numpy(zero_copy_only=False), 0, born).astype("datetime64[D]")
    born_months = days.astype("datetime64[M]")
    months = (np.datetime64(as_of, "M") - born_months).astype(np.int64)
    before_the_day = (days - born_months.astype("datetime64[D]")).astype(np.int64) + 1 > as_of.day
    years = (months - before_the_day) // 12
    return np.where(pc.is_null(born_on).to_numpy(zero_copy_only=False), -1, years)


def _not_known(rule: CohortRule) -> str:
    if rule.known_within_days is None:
        return "no open spell of the kinds that the cohort asks for"
    years, rest = divmod(rule.known_within_days, DAYS_A_YEAR)
    words = {1: "year", 2: "two years", 3: "three years", 4: "four years", 5: "five years"}
    span = f"{rule.known_within_days} days" if rest else words.get(years, f"{years} years")
    return f"not known to an agency in the last {span}"


def _fault(name: str, value: Any) -> str | None:
    if name not in {field.name for field in fields(CohortRule)}:
        return f"{name} is not an entry of a cohort"
    if name.endswith("kinds"):
        fine = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return None if fine else f"{name} must be a list of kinds"
    fine = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return None if fine else f"{name} must be a whole number of at least 0"
