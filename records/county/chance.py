"""Where chance comes from: one stream of numbers for each part of the county, all from one seed.

A part that draws more or fewer numbers than before leaves all the other parts as they were.
"""

from __future__ import annotations

import numpy as np


def chance(seed: int, part: str) -> np.random.Generator:
    """The stream of `part` in the county of `seed`."""
    return np.random.default_rng([seed, *part.encode()])
