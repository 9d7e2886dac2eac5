"""Records that our own flag caused: they are marked, and raise nothing. A source may say so, or a practitioner.

What a practitioner named stays marked when a later delivery brings the record again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from records.agreements import Agreement
from records.frames import among, typed
from records.kept import MARKS, arrow, tables_of
from records.purge import own_store
from records.refusal import Refused, WrongUse
from records.swap import one_writer, swap_in

PART = r"#[a-z_]+$"  # of a record's id, where one delivered row makes several records


def mark(store: Path, records: Path, because: str, by: str) -> int:
    """Marks the records that the file names, one record_id a line, in our own store; says how many were news.

    Refused, and nothing is marked, where the file names records that the store does not hold.
    """
    named = _named(records)
    if not because.strip() or not by.strip():
        raise WrongUse("--because and --by must say why, and who says so")
    with one_writer(store):
        before = own_store(store)
        tables = tables_of(before)
        unknown = ~among(pd.Series(named, dtype="str"), tables["events"]["record_id"])
        if unknown.any():
            raise Refused(f"{records.name} must hold record_ids of the store; {int(unknown.sum())} are not")
        news = [one for one in named if one not in set(tables["marks"]["record_id"])]
        today = pd.Timestamp(date.today())
        added = pd.DataFrame({"record_id": news, "because": because, "marked_by": by, "marked_on": today})
        marks = typed(pd.concat([frame for frame in (tables["marks"], added) if len(frame)] or [added]), MARKS)
        events = with_marks(tables["events"], marks)
        swap_in(store, arrow({**tables, "marks": marks, "events": events}), before.ingests())
    return len(news)


def with_marks(events: pd.DataFrame, marks: pd.DataFrame, agreement: Agreement | None = None) -> pd.DataFrame:
    """Events with `our_flag` on each version of a record that is marked, and on those whose source says so: in a column
    of its own, or by a code that its agreement names. Such a code speaks of all that its row tells: the referral that
    our flag led to and the child in need episode that it opened are one row."""
    flagged = events["our_flag"].to_numpy() | among(events["record_id"], marks["record_id"])
    if agreement and agreement.our_flag_codes:
        row = events["record_id"].str.replace(PART, "", regex=True)
        flagged |= among(row, row[among(events["code"], agreement.our_flag_codes)])
    return events.assign(our_flag=flagged)


def _named(file: Path) -> list[str]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse("--records must name a text file in UTF-8, one record_id a line; it can't be read") from error
    named = sorted({line.strip() for line in lines} - {""})
    if not named:
        raise Refused(f"{file.name} must hold record_ids, one a line; it is empty")
    return named
