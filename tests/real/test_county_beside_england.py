"""The made-up county comes near England: published figures, read from their sheets, beside the county's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.county.calibrate import Figure, calibration, county_figures, main, table

SHEETS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "uk"
FEWEST, MOST_OFF = 70, 2.0  # figures within their tolerance; and no figure held is further off than twice it
EVER = ("absent", "suspended", "excluded", "provision", "in_need", "looked_after")

pytestmark = [
    pytest.mark.skipif(not SHEETS.is_dir(), reason="the shared data folder uk is not here"),
    pytest.mark.xdist_group("county beside england"),
]


@pytest.fixture(scope="module")
def county() -> dict[str, float]:
    """The county's own figures, from one cohort and one county."""
    return county_figures()


@pytest.fixture(scope="module")
def figures(county: dict[str, float]) -> dict[str, Figure]:
    return {figure.published.name: figure for figure in calibration(SHEETS, county)}


def test_enough_published_figures_are_within_their_tolerance(figures: dict[str, Figure]) -> None:
    held = [figure for figure in figures.values() if not figure.published.unheld]
    assert len(held) >= 75
    missed = {figure.published.name: round(figure.off, 2) for figure in held if not figure.fits}
    assert len(held) - len(missed) >= FEWEST, missed


def test_no_figure_that_is_held_is_far_off(figures: dict[str, Figure]) -> None:
    far = {name: one.off for name, one in figures.items() if one.off > MOST_OFF and not one.published.unheld}
    assert far == {}


def test_a_figure_that_is_not_held_says_why_and_they_are_few(figures: dict[str, Figure]) -> None:
    unheld = [figure.published.unheld for figure in figures.values() if figure.published.unheld]
    assert len(unheld) <= 14
    assert all(len(why.split()) > 5 for why in unheld)


def test_published_figures_are_those_of_the_shared_readme(figures: dict[str, Figure]) -> None:
    told = {"absent": (45, 85), "suspended": (14, 82), "excluded": (1, 16), "provision": (3, 40)}
    told |= {"in_need": (11, 54), "looked_after": (2, 24), "male": (51, 86)}
    for name, values in told.items():
        found = (figures[f"{name}_all"].published.value, figures[f"{name}_serious"].published.value)
        assert found == values, name
    assert figures["serious_violence"].published.value == pytest.approx(1.08, abs=0.005)
    ages = [figures[f"age_{years}_serious"].published.value for years in range(10, 19)]
    assert ages == [1, 3, 5, 10, 16, 20, 20, 18, 8]


@pytest.mark.parametrize("name", EVER)
def test_the_more_serious_the_sanction_the_commoner_the_trouble_before(county: dict[str, float], name: str) -> None:
    assert county[f"{name}_all"] < county[f"{name}_any"] < county[f"{name}_serious"]


def test_suspected_is_not_sanctioned(county: dict[str, float]) -> None:
    assert county["any_suspected"] > 3 * county["any_offence"]
    assert county["serious_suspected"] > 3 * county["serious_violence"]


def test_the_page_shows_every_figure_with_its_sheet(figures: dict[str, Figure], county: dict[str, float]) -> None:
    shown = table(tuple(figures.values()), county)
    for figure in figures.values():
        assert f"| {figure.published.says} |" in shown
        assert Path(figure.published.sheet).stem in shown


def test_a_folder_without_the_sheets_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "folder of the published sheets" in capsys.readouterr().err
