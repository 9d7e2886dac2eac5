"""The catalogue of the partnership: every indicator of every file in this folder, in the order of the files' names."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from features.catalogue import Catalogue
from features.indicator import Indicator


def _files() -> dict[str, tuple[Indicator, ...]]:
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").INDICATORS for name in names}


FILES = _files()
CATALOGUE = Catalogue("partnership", tuple(one for indicators in FILES.values() for one in indicators))
