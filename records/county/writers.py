"""Who writes which agency's files, but those about the person alone; an agency without files is not in the county."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from records.county.extracts import Extract
from records.county.housing import housing
from records.county.journal import Journal
from records.county.navigator import navigator
from records.county.people import People
from records.county.police import police
from records.county.police_reports import police_reports
from records.county.school import school
from records.county.school_places import school_places
from records.county.social_care import social_care
from records.county.youth_justice import youth_justice

Writer = Callable[[Journal, People, np.random.Generator], dict[str, Extract]]


def _school(journal: Journal, people: People, rng: np.random.Generator) -> dict[str, Extract]:
    return school(journal, rng) | school_places(journal, people, rng)


def _police(journal: Journal, people: People, rng: np.random.Generator) -> dict[str, Extract]:
    return police(journal, rng) | police_reports(journal, people, rng)


WRITERS: dict[str, Writer] = {
    "social_care": lambda journal, _, rng: social_care(journal, rng),
    "school": _school,
    "police": _police,
    "youth_justice": youth_justice,
    "housing": housing,
    "health": navigator,
}
