"""Who lives in the county: birth dates, groups in realistic shares, areas, and the leanings that last.

Ethnicity, sex apart from the outcomes' own weights, and gender change nothing about what is recorded here.
Shares are assumptions near England's: ONS Census 2021 by ethnic group, DfE special educational needs 2024.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from records.county.addresses import Homes, draw_homes
from records.county.dates import LAST_DATE, NEVER, YEAR_DAYS, Array, Days, day
from records.county.families import draw_families, shared
from records.county.names import Names, draw_names
from records.county.network import Network, draw_network, households
from records.county.profile import AREAS as AREAS
from records.county.profile import Profile

# Leanings that last a lifetime here, standard normal, and how they go together: an assumption.
LEANINGS = ("home", "street", "conduct", "frailty", "learning", "support")
CORRELATION = np.array(
    [
        [1.00, 0.35, 0.30, 0.35, 0.25, -0.35],
        [0.35, 1.00, 0.40, 0.30, 0.25, -0.25],
        [0.30, 0.40, 1.00, 0.15, 0.35, -0.30],
        [0.35, 0.30, 0.15, 1.00, 0.20, -0.25],
        [0.25, 0.25, 0.35, 0.20, 1.00, -0.15],
        [-0.35, -0.25, -0.30, -0.25, -0.15, 1.00],
    ]
)

OLDEST_BORN, YOUNGEST_BORN = day("1995-01-01"), day("2015-12-31")  # 24 on 2020-01-01; 10 on the last date
MALE_SHARE = 0.51  # DfE/MoJ, Gender sheet: all pupils
OTHER_GENDER_SHARE = 0.007
PUPIL_SHARE = 0.93  # the rest are at independent schools or taught at home
LEAVES_PER_YEAR, DEATHS_PER_YEAR = 0.012, 0.0003
# How much of each leaning brothers and sisters share, as a share of its variance: an assumption.
SHARED_AT_HOME = np.array([0.75, 0.45, 0.35, 0.35, 0.35, 0.55])
NEED_CUTS = (0.75, 2.0)  # of learning plus noise: support from the first, a plan (EHCP) from the second


@dataclass(frozen=True)
class People:
    """Columns by person, all of one length; `leanings` is [people, 6]; dates that never come are `NEVER`.

    `number` is the person's own, for good; brothers and sisters have one `family`, and those who live together one
    `household`, both numbered from 0 when drawn; a `twin` was born with the person of the row before.
    """

    number: Array
    family: Array
    household: Array
    twin: Array
    born: Days
    male: Array
    other_gender: Array
    ethnicity: Array
    sen: Array
    disabled: Array
    area: Array
    pupil: Array
    left: Days
    died: Days
    leanings: Array
    names: Names
    homes: Homes
    network: Network
    profile: Profile

    def __len__(self) -> int:
        return len(self.born)

    def keep(self, rows: Array) -> People:
        """The people at `rows`, in that order."""
        columns = [field.name for field in fields(self) if field.name not in ("network", "profile")]
        kept = {name: getattr(self, name)[rows] for name in columns}
        return People(**kept, network=self.network.among(np.asarray(rows), len(self)), profile=self.profile)

    def age_on(self, date: int) -> Array:
        """Age in years on `date`, to fractions."""
        return (date - self.born) / YEAR_DAYS

    def young(self) -> Array:
        """True for those aged 10 to 24 on the last date; the others were, within the history, and grew up."""
        return self.born > LAST_DATE - 25 * YEAR_DAYS


def draw_people(count: int, rng: np.random.Generator, profile: Profile = Profile()) -> People:
    """`count` people of the county of `profile`, known to an agency or not; families stand together."""
    family, born, twin = draw_families(count, OLDEST_BORN, YOUNGEST_BORN, rng)
    household = households(family, rng)
    homes = int(household[-1]) + 1
    areas = len(profile.areas)
    area = rng.choice(areas, homes, p=np.array(profile.area_sizes) / sum(profile.area_sizes))[household]
    groups = np.array(list(profile.ethnicity.values()))
    ethnicity = rng.choice(list(profile.ethnicity), homes, p=groups / groups.sum())[household]
    leanings = _leanings(area, household, profile, rng)
    street, conduct, learning = (leanings[:, LEANINGS.index(name)] for name in ("street", "conduct", "learning"))
    died = _date_at_rate(DEATHS_PER_YEAR, count, rng)
    male = rng.random(count) < MALE_SHARE
    return People(
        number=np.arange(count),
        family=family,
        household=household,
        twin=twin,
        born=born,
        male=male,
        other_gender=rng.random(count) < OTHER_GENDER_SHARE,
        ethnicity=ethnicity,
        sen=np.array(["N", "K", "E"])[np.searchsorted(NEED_CUTS, learning + rng.normal(0, 0.6, count))],
        disabled=rng.random(count) < 0.03 + 0.05 * (learning > 1),
        area=area,
        pupil=rng.random(count) < PUPIL_SHARE,
        left=np.minimum(_date_at_rate(LEAVES_PER_YEAR, homes, rng)[household], died).astype(np.int32),
        died=died,
        leanings=leanings,
        names=draw_names(family, ethnicity, male, twin, rng),
        homes=draw_homes(household, area, born, areas, profile.moves_per_year, rng),
        network=draw_network(household, area, born, street, conduct, rng),
        profile=profile,
    )


def _leanings(area: Array, household: Array, profile: Profile, rng: np.random.Generator) -> Array:
    drawn = rng.standard_normal((len(area), len(LEANINGS))) @ np.linalg.cholesky(CORRELATION).T
    drawn = shared(drawn, household, SHARED_AT_HOME, CORRELATION, rng)
    drawn[:, LEANINGS.index("street")] += rng.normal(0, profile.area_spread, len(profile.areas))[area]
    return drawn.astype(np.float32)


def _date_at_rate(per_year: float, count: int, rng: np.random.Generator) -> Days:
    date = day("2017-01-01") + rng.exponential(YEAR_DAYS / per_year, count)
    return np.where(date < LAST_DATE, date, NEVER).astype(np.int32)
