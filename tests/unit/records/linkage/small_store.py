"""A store made straight from tables: people whom agencies know by name, with a record each."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd

from records.events import EVENTS
from records.frames import typed
from records.kept import AGENCY_PEOPLE, IDENTITIES, KEPT_IDENTIFIERS, WHOSE, arrow, tables_of
from records.swap import one_writer, swap_in

RECEIVED = date(2024, 7, 1)


def store_of(folder: Path, identifiers: pd.DataFrame, keys: dict[str, str] | None = None) -> Path:
    """A store of everyone in `identifiers` (columns of the table, with `agency`), received on 1 July 2024."""
    people = identifiers.drop_duplicates("agency_person_id").reset_index(drop=True)
    tables = tables_of(None)
    ids = people["agency_person_id"]
    tables["identifiers"] = typed(identifiers.assign(feed=identifiers["agency"]), KEPT_IDENTIFIERS)
    born = people["born_on"].to_numpy().astype("datetime64[M]").astype("datetime64[s]")
    tables["people_by_agency"] = typed(
        people.assign(person_id=ids, born_on=born, feed=people["agency"])[["person_id", "born_on", "agency", "feed"]],
        AGENCY_PEOPLE,
    )
    tables["events"] = events_of(people)
    tables["whose"] = typed(pd.DataFrame({"record_id": tables["events"]["record_id"], "agency_person_id": ids}), WHOSE)
    keyed = pd.DataFrame({"agency_person_id": list(keys or {}), "shared_key": list((keys or {}).values())})
    tables["identities"] = typed(keyed, IDENTITIES)
    tables["people"] = tables["people_by_agency"][["person_id", "born_on"]]
    log = [{"feed": agency, "received_on": RECEIVED.isoformat()} for agency in sorted(people["agency"].unique())]
    with one_writer(folder):
        swap_in(folder, arrow(tables), json.loads(json.dumps(log)))
    return folder


def events_of(people: pd.DataFrame) -> pd.DataFrame:
    """One missing episode for each agency's person, known in March 2024."""
    days = pd.Timestamp("2024-03-01") + pd.to_timedelta(range(0, len(people)), unit="D") % pd.Timedelta(days=28)
    return typed(
        pd.DataFrame(
            {
                "record_id": people["agency"] + ":x:" + people["agency_person_id"],
                "version": 1,
                "person_id": people["agency_person_id"],
                "agency": people["agency"],
                "kind": "missing_episode",
                "role": "concerned",
                "status": "recorded",
                "happened_on": days,
                "known_on": days,
                "known_basis": "recorded",
                "may_discuss": "with_the_young_person",
            }
        ),
        EVENTS,
    )
