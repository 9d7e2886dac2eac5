"""A sample of the looked-after return (SSDA903): the dataset's own rows as header, episodes, missing and oc2 of a year.

Children looked after at any time in the year, with the whole of each time in care, as it stood at the year's end. Only
what the dataset holds is filled in; previous_permanence is not made: the county has no adoptions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from records.county.care_tables import InCare, times_in_care
from records.county.census_sample import once_a_day
from records.county.dates import NEVER, Array, day
from records.county.extracts import Dates, Extract, write_csv
from records.county.people import People

BEGINS, ENDS = day("2024-04-01"), day("2025-03-31")
NOT_GIVEN = "XXXXXXX"  # the return's word for a place without a number of its own
NO_UPN = "UN3"
MALE, FEMALE = "1", "2"
HEADER = "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB"
EPISODES = "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN"
MISSING = "CHILD DOB MISSING MIS_START MIS_END"
OC2 = (
    "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT "
    "SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED"
)

Row = dict[str, str]
Tables = dict[str, Extract]


def write_return(folder: Path, tables: Tables, people: People, own_ids: Array) -> None:
    """Writes the return's four files from social care's `tables`; `own_ids` are its ids by person."""
    care = times_in_care(tables["ssd_cla_episodes"])
    reported = (care.start <= ENDS) & (care.end >= BEGINS)
    care = InCare(care.person[reported], care.start[reported], care.end[reported])
    who = {person: {"CHILD": str(own_ids[person]), "DOB": _british(int(people.born[person]))} for person in care.person}
    files = {
        "header": (HEADER, _header(tables["ssd_send"], people, who)),
        "episodes": (EPISODES, _episodes(tables, care, who)),
        "missing": (MISSING, _missing(tables["ssd_missing"], care, who)),
        "oc2": (OC2, _in_the_year(tables, care, who)),
    }
    for name, (columns, rows) in files.items():
        made = list(rows)
        cells = {one: np.array([row.get(one, "") for row in made], dtype=object) for one in columns.split()}
        write_csv(folder / f"{name}.csv", cells)


def _header(send: Extract, people: People, who: dict[int, Row]) -> Iterator[Row]:
    numbers = dict(zip(send.person.tolist(), _texts(send, "send_upn"), strict=True))
    for person in sorted(who):
        known = {"SEX": MALE if people.male[person] else FEMALE, "ETHNIC": str(people.ethnicity[person])}
        yield who[person] | known | {"UPN": numbers.get(person) or NO_UPN}


def _episodes(tables: Tables, care: InCare, who: dict[int, Row]) -> Iterator[Row]:
    """An episode is one placement under one legal status: a placement is cut on the day a new status begins."""
    stays, places = tables["ssd_cla_episodes"], _rows(tables["ssd_cla_placement"], "clap_cla_placement_id")
    statuses = _statuses(tables["ssd_legal_status"])
    entered = {(person, start) for person, start in zip(care.person.tolist(), care.start.tolist(), strict=True)}
    started, ended = _days(stays, "clae_cla_episode_start_date"), _days(stays, "clae_cla_episode_ceased_date")
    since, rows = _days(stays, "clae_entered_care_date"), list(_all_rows(stays))
    for at in np.lexsort((started, stays.person)).tolist():
        person, row = int(stays.person[at]), rows[at]
        if (person, int(since[at])) in entered:
            days = (int(started[at]), int(ended[at]))
            place = places[row["clae_cla_placement_id"]]
            yield from (who[person] | one for one in _cut(row, place, days, statuses[person]))


def _cut(row: Row, place: Row, days: tuple[int, int], statuses: list[tuple[int, str]]) -> Iterator[Row]:
    start, end = days
    cuts = [on for on, _ in statuses if start < on < end]
    for begins, until in zip([start, *cuts], [*cuts, end], strict=True):
        if begins > ENDS:
            return
        over = until <= ENDS
        moved_on = until == end
        yield {
            "DECOM": _british(begins),
            "RNE": row["clae_cla_episode_start_reason"] if begins == start else "L",
            "LS": [status for on, status in statuses if on <= begins][-1],
            "CIN": row["clae_cla_primary_need_code"],
            "PLACE": place["clap_cla_placement_type"],
            "PLACE_PROVIDER": place["clap_cla_placement_provider"],
            "DEC": _british(until) if over else "",
            "REC": (row["clae_cla_episode_ceased_reason"] if moved_on else "X1") if over else "",
            "REASON_PLACE_CHANGE": place["clap_cla_placement_change_reason"] if over and moved_on else "",
            "URN": NOT_GIVEN,
        }


def _missing(away: Extract, care: InCare, who: dict[int, Row]) -> Iterator[Row]:
    """Episodes of the year that began while the child was looked after; the form tells one from another by the day."""
    began = _days(away, "miss_missing_episode_start_date")
    found, types = _days(away, "miss_missing_episode_end_date"), _texts(away, "miss_missing_episode_type")
    of_the_year = np.flatnonzero((began >= BEGINS) & (began <= ENDS))
    for at in once_a_day(away.person, began, of_the_year).tolist():
        mine = care.person == away.person[at]
        if (mine & (care.start <= began[at]) & (began[at] < care.end)).any():
            days = {
                "MIS_START": _british(int(began[at])),
                "MIS_END": _british(int(found[at])) if found[at] <= ENDS else "",
            }
            yield who[int(away.person[at])] | {"MISSING": types[at]} | days


def _in_the_year(tables: Tables, care: InCare, who: dict[int, Row]) -> Iterator[Row]:
    """What is asked of those looked after for the whole year."""
    scores = _told(tables["ssd_sdq_scores"], "csdq_sdq_completed_date", "csdq_sdq_score")
    convicted = _told(tables["ssd_cla_convictions"], "clac_cla_conviction_date", "clac_cla_conviction_id")
    misuse = tables["ssd_cla_substance_misuse"]
    helped = _told(misuse, "clas_substance_misuse_date", "clas_intervention_received")
    whole_year = (care.start <= BEGINS) & (care.end > ENDS)
    for person in care.person[whole_year].tolist():
        help_given = {"INTERVENTION_RECEIVED": _flag(helped.get(person) == "Y"), "INTERVENTION_OFFERED": "0"}
        yield who[person] | {
            "SDQ_SCORE": scores.get(person, ""),
            "CONVICTED": _flag(person in convicted),
            "SUBSTANCE_MISUSE": _flag(person in helped),
            **(help_given if person in helped else {}),
        }


def _told(extract: Extract, on: str, what: str) -> dict[int, str]:
    """By person, what a table tells of the year."""
    days, said = _days(extract, on), _texts(extract, what)
    rows = np.flatnonzero((days >= BEGINS) & (days <= ENDS)).tolist()
    return {int(extract.person[at]): said[at] for at in rows}


def _statuses(extract: Extract) -> dict[int, list[tuple[int, str]]]:
    days, said = _days(extract, "lega_legal_status_start_date"), _texts(extract, "lega_legal_status")
    by: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for at in np.argsort(days, kind="stable").tolist():
        by[int(extract.person[at])].append((int(days[at]), said[at]))
    return by


def _rows(extract: Extract, key: str) -> dict[str, Row]:
    return {row[key]: row for row in _all_rows(extract)}


def _all_rows(extract: Extract) -> Iterator[Row]:
    named = {name: _texts(extract, name) for name, column in extract.columns.items() if not isinstance(column, Dates)}
    return (dict(zip(named, cells, strict=True)) for cells in zip(*named.values(), strict=True))


def _days(extract: Extract, name: str) -> Array:
    column = extract.columns[name]
    assert isinstance(column, Dates)
    return column.days


def _texts(extract: Extract, name: str) -> list[str]:
    column = extract.columns.get(name)
    if column is None or isinstance(column, Dates):
        return [""] * len(extract.person)
    return [str(value) for value in column.tolist()]


def _flag(found: bool) -> str:
    return "1" if found else "0"


def _british(number: int) -> str:
    year, month, of_month = str(np.datetime64(number, "D")).split("-") if number != NEVER else ("", "", "")
    return f"{of_month}/{month}/{year}" if year else ""
