"""A small made-up population for the linkage tests: families, twins, typos, moves, new names and missing fields."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pandas as pd

FORENAMES = [
    "Olivia",
    "Amelia",
    "Isla",
    "Ava",
    "Ivy",
    "Freya",
    "Lily",
    "Florence",
    "Mia",
    "Willow",
    "Noah",
    "Oliver",
    "George",
    "Arthur",
    "Muhammad",
    "Leo",
    "Harry",
    "Oscar",
    "Archie",
    "Henry",
    "Aaliyah",
    "Zainab",
    "Fatima",
    "Aisha",
    "Maryam",
    "Ibrahim",
    "Yusuf",
    "Hamza",
    "Omar",
    "Bilal",
    "Chidi",
    "Ngozi",
    "Kwame",
    "Ama",
    "Kofi",
    "Precious",
    "Destiny",
    "Jayden",
    "Tyrone",
    "Shanice",
    "Łukasz",
    "Zofia",
    "Björn",
    "Siân",
    "José",
    "Nguyễn",
    "Mehmet",
    "Elif",
    "Priya",
    "Arjun",
    "Rohan",
    "Simran",
]
SURNAMES = [
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Williams",
    "Wilson",
    "Johnson",
    "Davies",
    "Patel",
    "Robinson",
    "Wright",
    "Thompson",
    "Evans",
    "Walker",
    "White",
    "Roberts",
    "Green",
    "Hall",
    "Wood",
    "Jackson",
    "Clarke",
    "Khan",
    "Ali",
    "Hussain",
    "Ahmed",
    "Begum",
    "Okafor",
    "Mensah",
    "Adeyemi",
    "Campbell",
    "Lewis",
    "Nowak",
    "Kowalska",
    "O'Brien",
    "Murphy",
    "Smith-Jones",
    "Singh",
    "Kaur",
    "Sharma",
    "Demir",
    "Yılmaz",
    "Nguyen",
    "Da-Silva",
    "Evans-Clarke",
    "Boswell",
]
STREETS = [
    "High",
    "Station",
    "Church",
    "Mill",
    "Park",
    "Victoria",
    "Green",
    "Queens",
    "Kings",
    "Manor",
    "Albert",
    "New",
    "West",
    "North",
    "South",
]
AGENCIES = ("social_care", "school", "police")


def population(families: int, seed: int = 1) -> tuple[pd.DataFrame, pd.Series]:
    """The identifiers table of `families` families' children, and the truth: who each agency_person_id is."""
    draw = random.Random(seed)
    rows: list[dict] = []
    person = 0
    for _ in range(families):
        for child in _children(draw):
            person += 1
            rows += _rows(draw, child, person)
    table = pd.DataFrame(rows)
    truth = table.drop_duplicates("agency_person_id").set_index("agency_person_id")["truth"]
    dates = {name: pd.to_datetime(table[name]).astype("datetime64[s]") for name in ("born_on", "known_on")}
    return table.assign(**dates).drop(columns="truth"), truth


def _children(draw: random.Random) -> list[dict]:
    surname, home = draw.choice(SURNAMES), _home(draw)
    born = [date(2000, 1, 1) + timedelta(days=draw.randrange(5000)) for _ in range(draw.choice((1, 1, 2, 3)))]
    if draw.random() < 0.03:
        born.append(born[0])  # a twin
    names = draw.sample(FORENAMES, len(born))
    return [{"forename": n, "surname": surname, "born_on": day, **home} for n, day in zip(names, born, strict=True)]


def _home(draw: random.Random) -> dict:
    address = f"{draw.randrange(1, 120)} {draw.choice(STREETS)} {draw.choice(('Street', 'Road', 'Lane'))}"
    return {"address": address, "postcode": f"CT{draw.randrange(1, 30)} {draw.randrange(1, 9)}{draw.choice('ABDE')}X"}


def _rows(draw: random.Random, child: dict, person: int) -> list[dict]:
    moved, number = _home(draw), f"{9000000000 + person * 7919}"
    found = []
    for agency in AGENCIES:
        if draw.random() < 0.25:
            continue
        known = {**child, "truth": person, "agency": agency, "agency_person_id": f"{agency}-{person * 31 + 7}"}
        known["nhs_number"] = number if agency == "social_care" and draw.random() < 0.7 else None
        known["school_number"] = f"U{person:07d}" if agency != "police" and draw.random() < 0.6 else None
        known["known_on"] = date(2020, 1, 1)
        found.append(_spoilt(draw, known))
        if draw.random() < 0.15:
            found.append({**known, **moved, "known_on": date(2023, 1, 1)})
    return found


def _spoilt(draw: random.Random, row: dict) -> dict:
    for name in ("forename", "surname", "address"):
        if draw.random() < 0.06:
            row = {**row, name: _typo(draw, row[name])}
    if draw.random() < 0.02:
        row = {**row, "born_on": row["born_on"] + timedelta(days=draw.choice((-1, 1, 10, 365)))}
    if draw.random() < 0.05:
        row = {**row, draw.choice(("forename", "postcode", "address", "born_on")): None}
    return row


def _typo(draw: random.Random, word: str) -> str:
    at = draw.randrange(1, max(2, len(word) - 1))
    return draw.choice((word[:at] + word[at + 1 :], word[:at] + word[at : at + 1] * 2 + word[at + 1 :], word.upper()))
