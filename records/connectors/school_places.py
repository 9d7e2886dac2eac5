"""Where a young person learns: managed moves, alternative provision, and what the council's tracking says after 16.

A code that tells of health, pregnancy, religion, disability or nationality makes no record of something that counts
against anybody; of something good, it makes the record without the code.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from records.connectors.files import ENDED_RECORDED, RECORDED, File, RecordedFeed
from records.kinds import code_list, words_of
from records.validate import Column, Sieve

PERSON = "pupil_id"
MOVES = File(
    "managed_moves",
    (
        Column("move_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("moved_on", "day", required=True),
        RECORDED,
    ),
    ("move_id",),
    since_birth="moved_on",
)
PROVISION = File(
    "alternative_provision",
    (
        Column("placement_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("type", required=True, words=words_of("alternative_provision.csv", "code")),
        Column("start_date", "day", required=True),
        Column("end_date", "day"),
        RECORDED,
        ENDED_RECORDED,
    ),
    ("placement_id",),
    (("start_date", "end_date"), ("end_date", "ended_recorded_on")),
    since_birth="start_date",
)
PARTICIPATION = File(
    "participation",
    (
        Column("spell_id", "id", required=True),
        Column(PERSON, "id", required=True),
        Column("activity", required=True, words=words_of("participation.csv", "code"), whole_number=True),
        Column("start_date", "day", required=True),
        Column("end_date", "day"),
        RECORDED,
        ENDED_RECORDED,
    ),
    ("spell_id",),
    (("start_date", "end_date"), ("end_date", "ended_recorded_on")),
    since_birth="start_date",
)
FILES = (MOVES, PROVISION, PARTICIPATION)


def events(feed: RecordedFeed, sieves: Mapping[str, Sieve]) -> list[pd.DataFrame]:
    """The records of whichever of these files came."""
    makers = {"managed_moves": _moves, "alternative_provision": _provision, "participation": _participation}
    return [make(feed, sieves[name].rows) for name, make in makers.items() if name in sieves]


def _moves(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    return feed.events(
        rows.assign(person=rows[PERSON]),
        "managed_moves",
        "move_id",
        "managed_move",
        happened_on=rows["moved_on"],
        recorded=rows["recorded_on"],
    )


def _provision(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    told = words_of("alternative_provision.csv", "code", passed_on="yes")
    rows = rows[rows["type"].isin(told)]
    return feed.events(
        rows.assign(person=rows[PERSON]),
        "alternative_provision",
        "placement_id",
        "alternative_provision",
        happened_on=rows["start_date"],
        recorded=rows["recorded_on"],
        ended_on=rows["end_date"],
        ended_known_on=feed.ending(rows["ended_recorded_on"], rows["end_date"]),
        code=rows["type"],
    )


def _participation(feed: RecordedFeed, rows: pd.DataFrame) -> pd.DataFrame:
    kind_of = {row["code"]: row["kind"] for row in code_list("participation.csv") if row["kind"]}
    told = words_of("participation.csv", "code", passed_on="yes")
    rows = rows[rows["activity"].isin(kind_of)]
    return feed.events(
        rows.assign(person=rows[PERSON]),
        "participation",
        "spell_id",
        rows["activity"].map(kind_of),
        happened_on=rows["start_date"],
        recorded=rows["recorded_on"],
        ended_on=rows["end_date"],
        ended_known_on=feed.ending(rows["ended_recorded_on"], rows["end_date"]),
        code=rows["activity"].where(rows["activity"].isin(told)),
    )
