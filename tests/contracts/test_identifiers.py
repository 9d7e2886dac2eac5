"""Names, births and addresses are for linkage alone: no other code may so much as name the table that holds them."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("records", "features", "training", "audits", "serving", "benchmarks")
CODE = sorted([*ROOT.glob("*.py"), *(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))])
TABLE = {"identifiers", "IDENTIFIERS", "KEPT_IDENTIFIERS"}
# These put the table in its place and take rows out of it; none of them gives it to anybody.
KEEPERS = {"delivery", "events", "kept", "alongside", "taken_in", "purge", "unlisted", "erase"}


def names_it(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        said = {
            getattr(node, "value", None) if isinstance(node, ast.Constant) else None,
            node.id if isinstance(node, ast.Name) else None,
            node.attr if isinstance(node, ast.Attribute) else None,
            *([alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []),
        }
        if said & TABLE:
            return True
    return False


def may_name_it(path: Path) -> bool:
    place = path.relative_to(ROOT)
    if place.parts[0] != "records":
        return False
    writers = place.parts[1] in ("connectors", "county")  # they make what linkage is given
    return writers or place.parts[1].startswith("linkage") or (len(place.parts) == 2 and place.stem in KEEPERS)


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_identifiers_are_read_by_linkage_alone(path: Path) -> None:
    assert may_name_it(path) or not names_it(path)


def test_neither_people_nor_events_hold_an_identifier() -> None:
    from records.events import EVENTS, IDENTIFIERS, PEOPLE

    telling = set(IDENTIFIERS.names) - {"born_on", "known_on", "agency_person_id"}
    assert telling.isdisjoint({*PEOPLE.names, *EVENTS.names})
