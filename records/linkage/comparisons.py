"""Which likenesses count: names, birth dates, homes, school and NHS numbers, each in steps from same to different.

Each step begins with the chance that it holds for two records of one person (m) and of two people (u): assumptions,
which stand where a store has too few people to estimate them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

ALIKE, NEAR = 0.92, 0.80  # Jaro-Winkler: about a typo apart, and about two; Splink's own steps for names
NUMBERS = ("school_number", "nhs_number")
STEPS = ("gamma_forename", *(f"gamma_{name}" for name in NUMBERS))  # Splink's columns of which step a pair reached
ANOTHER, SAME_NUMBER = 0, 2  # the places of the last and the first step, as Splink counts them


def comparisons(by_frequency: bool = True) -> list[Any]:
    """Splink's comparisons over the columns of `rows.comparable`; `by_frequency`: a rare name in common counts more."""
    names = [
        _name("forename", "forenames", "surnames", by_frequency),
        _name("surname", "surnames", "forenames", by_frequency),
    ]
    return [*names, _born(), _home(), *(_number(column) for column in NUMBERS)]


def needs_a_second_look(pairs: pd.DataFrame) -> pd.Series:
    """True where two records agree in all but the forename, or lack it, and no number says that they are one person.

    Twins share a surname, a birth date and a home: a different forename never links by itself.
    """
    forename_agrees = pairs[STEPS[0]] > ANOTHER
    number_agrees = pairs[list(STEPS[1:])].eq(SAME_NUMBER).any(axis=1)
    return ~(forename_agrees | number_agrees)


def _name(column: str, forms: str, swapped: str, by_frequency: bool) -> Any:
    from splink import comparison_level_library as level

    other_way_round = f"list_contains({swapped}_r, {column}_l) or list_contains({swapped}_l, {column}_r)"
    return _steps(
        column,
        (level.NullLevel(column), None, None),
        (level.ExactMatchLevel(column, term_frequency_adjustments=by_frequency), 0.85, 0.008),
        (level.CustomLevel(f"list_has_any({forms}_l, {forms}_r)"), 0.05, 0.004),
        (level.CustomLevel(other_way_round), 0.01, 0.0005),
        (level.JaroWinklerLevel(column, ALIKE), 0.05, 0.004),
        (level.JaroWinklerLevel(column, NEAR), 0.02, 0.01),
        (level.ElseLevel(), 0.02, 0.9735),
    )


def _born() -> Any:
    from splink import comparison_level_library as level

    year, month, day = ((f"substr(born_on_{side}, {at}, {n})" for side in "lr") for at, n in ((1, 4), (6, 2), (9, 2)))
    (year_l, year_r), (month_l, month_r), (day_l, day_r) = year, month, day
    swapped = f"{year_l} = {year_r} and {month_l} = {day_r} and {day_l} = {month_r}"
    return _steps(
        "born_on",
        (level.NullLevel("born_on"), None, None),
        (level.ExactMatchLevel("born_on"), 0.93, 0.0002),
        (level.CustomLevel(swapped), 0.01, 0.0001),
        (level.DamerauLevenshteinLevel("born_on", 1), 0.04, 0.003),
        (level.DamerauLevenshteinLevel("born_on", 2), 0.01, 0.03),
        (level.ElseLevel(), 0.01, 0.9667),
    )


def _home() -> Any:
    from splink import comparison_level_library as level

    unknown = " and ".join(f"({name}_l is null or {name}_r is null)" for name in ("addresses", "postcodes"))
    return _steps(
        "home",
        (level.CustomLevel(unknown).configure(is_null_level=True), None, None),
        (level.CustomLevel("list_has_any(addresses_l, addresses_r)"), 0.60, 0.0002),
        (level.CustomLevel("list_has_any(postcodes_l, postcodes_r)"), 0.10, 0.0008),
        (level.JaroWinklerLevel("address", ALIKE), 0.05, 0.002),
        (level.ElseLevel(), 0.25, 0.997),
    )


def _number(column: str) -> Any:
    from splink import comparison_level_library as level

    return _steps(
        column,
        (level.NullLevel(column), None, None),
        (level.ExactMatchLevel(column), 0.95, 0.000001),
        (level.DamerauLevenshteinLevel(column, 2), 0.04, 0.0001),
        (level.ElseLevel(), 0.01, 0.999899),
    )


def _steps(name: str, *levels: tuple[Any, float | None, float | None]) -> Any:
    from splink import comparison_library

    steps = [one if m is None else one.configure(m_probability=m, u_probability=u) for one, m, u in levels]
    return comparison_library.CustomComparison(output_column_name=name, comparison_levels=steps)
