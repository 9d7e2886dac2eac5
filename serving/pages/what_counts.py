"""What counts about you, told to the young person, for a worker to show, to read aloud or to print.

It is made from what the models in use count, so that a board's own catalogue is told too; ours where none is in use.
"""

from __future__ import annotations

from starlette.responses import Response

from features.indicators import CATALOGUE
from features.plainly import TITLE, parts_counting
from serving.pages.asking import Ask


def what_counts(ask: Ask) -> Response:
    """The page, the same for everybody who is signed in: nothing on it is about anyone."""
    counted = [one for model in ask.state.in_use() for one in model.bundle.catalogue.indicators]
    return ask.page("what_counts.html", TITLE, told=parts_counting(counted or CATALOGUE.indicators))
