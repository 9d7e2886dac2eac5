"""Records that a caller holds, made into the same shape as the store's, so that one scorer serves both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from records.chronology import IN_ORDER
from records.events import EVENTS, LINKS
from records.kinds import kinds
from records.store import EVENT_ORDER, PersonRecords
from records.visibility import NEVER, counts_until
from serving.problem import Problem
from serving.requests import EventGiven, LinkGiven, ScoreRecordsRequest

UNKNOWN_KIND = "ask_source_first"
MOST_TOLD = 20


def person_records(asked: ScoreRecordsRequest, today: date, agencies: Collection[str]) -> PersonRecords:
    """The request's records as tables of the contract; Problem 422 names each entry that breaks it. `agencies` may have
    told a record: by a slip in the word for one, the answer would call its records missing."""
    faults = _faults(asked, today) + _strangers(asked, agencies)
    if faults:
        raise Problem(422, "The records break the contract.", tuple(faults[:MOST_TOLD]))
    person_id = asked.person.person_id
    events = [_event(one, person_id) for one in asked.events]
    links = [{**one.model_dump(), "person_id": person_id} for one in asked.links]
    ordered = pa.Table.from_pylist(events, schema=EVENTS).sort_by([(name, "ascending") for name in EVENT_ORDER])
    return PersonRecords(asked.person.model_dump(), ordered, pa.Table.from_pylist(links, schema=LINKS))


def planned(asked: ScoreRecordsRequest) -> list[str]:
    """A sentence where records or links were known before they happened: right for what was planned, else two dates
    changed places. None otherwise."""
    n = sum(one.known_on < one.happened_on for one in asked.events)
    n += sum(one.known_on < one.started_on for one in asked.links)
    if not n:
        return []
    was, they = ("was", "it counts") if n == 1 else ("were", "they count")
    happened = "it happened" if n == 1 else "they happened"
    return [f"{n} of the records given {was} known before {happened}: {they} as planned, from the day {happened}."]


def unheard_of(asked: ScoreRecordsRequest, counted: Collection[str]) -> list[str]:
    """A sentence where records are of a kind that is neither ours nor among those `counted` by a model: a slip, or
    something that no band can rest on. None otherwise."""
    n = sum(one.kind not in kinds() and one.kind not in counted for one in asked.events)
    are, they = ("is", "it counts") if n == 1 else ("are", "they count")
    return [f"{n} of the records given {are} of a kind that is not known here: {they} for nothing."] if n else []


def _event(one: EventGiven, person_id: str) -> dict[str, Any]:
    usual = kinds()[one.kind].may_discuss if one.kind in kinds() else UNKNOWN_KIND
    told = {"person_id": person_id, "may_discuss": one.may_discuss or usual, "superseded_on": _until(one)}
    return {**one.model_dump(), **told}


def _until(one: EventGiven) -> date | None:
    """The last day as of which the version counts: a record past its keeping counts no more here than in the store."""
    replaced, expires = (day.toordinal() if day else NEVER for day in (one.superseded_on, one.expires_on))
    until = counts_until(replaced, expires)
    return None if until == NEVER else date.fromordinal(until)


def _faults(asked: ScoreRecordsRequest, today: date) -> list[str]:
    rows = [("person", asked.person), *((f"events.{place}", one) for place, one in enumerate(asked.events))]
    rows += [(f"links.{place}", one) for place, one in enumerate(asked.links)]
    faults = [fault for where, one in rows for fault in _date_faults(where, one.model_dump(), today)]
    faults += [
        f"links.{place}.other_id must be somebody else than the person"
        for place, one in enumerate(asked.links)
        if one.other_id == asked.person.person_id
    ]
    if (born_on := asked.person.born_on) and born_on.day != 1:
        faults.append("person.born_on must be the first of the month of birth: the day of birth is not taken")
    faults += _twice("events", asked.events, [(one.record_id, one.version) for one in asked.events], "version")
    return faults + _twice("links", asked.links, [(one.record_id, one.known_on) for one in asked.links], "known_on")


def _twice(
    what: str, rows: Sequence[EventGiven | LinkGiven], versions: list[tuple[Any, ...]], told_by: str
) -> list[str]:
    """Records of which more than one version stands, and entries that say a version again."""
    faults = []
    standing = [one.record_id for one in rows if one.superseded_on is None]
    if len(set(standing)) < len(standing):
        faults.append(f"{what}: superseded_on must close every version of a record but its last")
    if n := len(versions) - len(set(versions)):
        repeat = "1 entry repeats" if n == 1 else f"{n} entries repeat"
        faults.append(f"{what}: {repeat} the record_id and {told_by} of another")
    return faults


def _strangers(asked: ScoreRecordsRequest, agencies: Collection[str]) -> list[str]:
    ours = ", ".join(sorted({one.agency for one in kinds().values()}))
    must = f"must be one of {ours}, or an agency whose records this store holds"
    return [f"events.{place}.agency {must}" for place, one in enumerate(asked.events) if one.agency not in agencies]


def _date_faults(where: str, row: dict[str, Any], today: date) -> list[str]:
    days = {name: value for name, value in row.items() if isinstance(value, date) and name != "expires_on"}
    faults = [f"{where}.{name} must not be in the future" for name, day in days.items() if day > today]
    for ended, known in (("ended_on", "ended_known_on"), ("left_on", "left_known_on")):
        if row.get(ended) is not None and row.get(known) is None:
            faults.append(f"{where}.{ended} needs {known}")
    for earlier, later in IN_ORDER:
        first, then = row.get(earlier), row.get(later)
        if first and then and then < first:
            faults.append(f"{where}.{later} must not be before {earlier}")
    return faults
