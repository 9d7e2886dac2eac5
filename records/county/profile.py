"""What makes one county differ from another: its people's mix, areas, base rates, and how its agencies record.

The code is the same for every county; profiles.toml says where one departs from the first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from typing import Any

from records.refusal import WrongUse

# Shares near England's, by School Census code: ONS Census 2021 by ethnic group.
ETHNICITY = {
    "WBRI": 0.700,
    "WIRI": 0.003,
    "WIRT": 0.001,
    "WROM": 0.004,
    "WOTH": 0.050,
    "MWBC": 0.020,
    "MWBA": 0.011,
    "MWAS": 0.014,
    "MOTH": 0.018,
    "AIND": 0.028,
    "APKN": 0.042,
    "ABAN": 0.017,
    "AOTH": 0.018,
    "BCRB": 0.016,
    "BAFR": 0.033,
    "BOTH": 0.009,
    "CHNE": 0.004,
    "OOTH": 0.006,
    "REFU": 0.002,
    "NOBT": 0.004,
}
AREAS = (
    "Ashcombe",
    "Brackenfield",
    "Castlegate",
    "Dunmere",
    "Eastgate",
    "Fallowhill",
    "Greenway",
    "Harbourside",
    "Ironbridge",
    "Kingsmead",
    "Longmoor",
    "Millbank",
)
FIRST = "first"


@dataclass(frozen=True)
class Profile:
    """One county: `area_sizes` are relative; `times` multiplies hazards' yearly rates by name.

    Of recording: `slips` multiplies the clerks' slips, `shared_key` is the share of people with the county reference
    everywhere, `lags` multiplies the days until something is recorded by agency, and `recorded` is the share of what
    a writer would record that is recorded, by "agency/file" or, for crimes, "agency/file/role".
    """

    name: str = FIRST
    areas: tuple[str, ...] = AREAS
    area_sizes: tuple[float, ...] = (1.0,) * len(AREAS)
    area_spread: float = 0.35  # standard deviation of the street leaning between areas: an assumption
    ethnicity: Mapping[str, float] = field(default_factory=lambda: ETHNICITY)
    postcode_letter: str = "X"  # no real postcode begins with it
    moves_per_year: float = 0.08
    times: Mapping[str, float] = field(default_factory=dict)
    slips: float = 1.0
    shared_key: float = 0.93
    lags: Mapping[str, float] = field(default_factory=dict)
    recorded: Mapping[str, float] = field(default_factory=dict)


@cache
def _told() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("records.county").joinpath("profiles.toml").read_text(encoding="utf-8"))


def profile_called(name: str) -> Profile:
    """The profile of that name; `WrongUse` where there is none."""
    if name == FIRST:
        return Profile()
    if name not in _told():
        raise WrongUse(f"--profile must be one of {', '.join((FIRST, *_told()))}; it is not")
    told: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in _told()[name].items()
    }
    unknown = set(told) - {one.name for one in fields(Profile)}
    assert not unknown, unknown
    return Profile(name=name, **told)
