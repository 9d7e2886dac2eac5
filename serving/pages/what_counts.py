"""What counts about you: the catalogue told to the young person, for a worker to show, to read aloud or to print."""

from __future__ import annotations

from starlette.responses import Response

from features.indicators import CATALOGUE
from features.plainly import TITLE, parts_of
from serving.pages.asking import Ask


def what_counts(ask: Ask) -> Response:
    """The page, the same for everybody who is signed in: nothing on it is about anyone."""
    return ask.page("what_counts.html", TITLE, told=parts_of(CATALOGUE))
