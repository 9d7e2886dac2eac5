"""What happened in the county, kept as it is lived: by name, who, when, until when, and what it looked like."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from records.county.dates import FIRST_DATE, LAST_DATE, NEVER, Array, Days, known_by_the_end


@dataclass(frozen=True)
class Happenings:
    """All happenings of one name in order of life: `person` indexes the people; `picture` is [rows, factors]
    as they stood on the day, where that was kept, or one column of further detail."""

    person: Array
    day: Days
    end: Days
    picture: Array

    def __len__(self) -> int:
        return len(self.person)

    def where(self, mask: Array) -> Happenings:
        """The happenings at `mask` (booleans or rows)."""
        return Happenings(self.person[mask], self.day[mask], self.end[mask], self.picture[mask])

    def entered_by(self, date: int) -> Happenings:
        """Those begun before `date`; one that had not ended by then is open."""
        ends = np.where(self.end < date, self.end, NEVER).astype(np.int32)
        return Happenings(self.person, self.day, ends, self.picture).where(self.day < date)


def within(spells: Happenings, person: Array, day: Array) -> Array:
    """True where `person` was in one of `spells` on `day`; the spells of one person must not overlap."""
    row, order = latest(spells, person, day)
    return (row >= 0) & (day <= spells.end[order][row]) if len(order) else row >= 0


def latest(spells: Happenings, person: Array, day: Array) -> tuple[Array, Array]:
    """For each person and day the last of that person's `spells` begun by then, as a row of the order that is
    the second answer; -1 where there was none."""
    order = np.lexsort((spells.day, spells.person))
    if not len(order):
        return np.full(len(person), -1), order
    key = _key(spells.person[order], spells.day[order])
    row = np.searchsorted(key, _key(person, day), side="right") - 1
    return np.where(spells.person[order][row] == person, row, -1), order


def _key(person: Array, day: Array) -> Array:
    return person.astype(np.int64) * 1_000_000 + day


class Journal:
    """Takes happenings in while lives are lived; gives those of the nine years out by name."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._rows: dict[str, list[Happenings]] = {name: [] for name in names}
        self._incidents: dict[str, Array] = {}

    def note(
        self, name: str, person: Array, day: Array, end: Array | None = None, picture: Array | None = None
    ) -> None:
        """Adds happenings; without an `end` they end the day they happen."""
        ends = day if end is None else end
        seen = np.empty((len(person), 0), np.float32) if picture is None else picture
        self._rows[name].append(Happenings(person, day.astype(np.int32), ends.astype(np.int32), seen))

    def of(self, name: str, since: int = FIRST_DATE) -> Happenings:
        """Those called `name` that began before the last date and had not ended before `since`."""
        parts = self._rows[name]
        if not parts:
            return Happenings(np.empty(0, np.int64), *(np.empty(0, np.int32),) * 2, np.empty((0, 1), np.float32))
        columns = (np.concatenate([getattr(p, c) for p in parts]) for c in ("person", "day", "end", "picture"))
        every = Happenings(*columns)
        kept = every.where((every.day < LAST_DATE) & (every.end >= since))
        return Happenings(kept.person, kept.day, known_by_the_end(kept.end), kept.picture)

    def take(self, other: Journal, rows: Array) -> None:
        """Adds what `other` noted of people who stand at `rows` here."""
        for name, parts in other._rows.items():
            self._rows[name] += [replace(part, person=rows[part.person]) for part in parts]

    def put(self, name: str, happenings: Happenings, incidents: Array) -> None:
        """Takes `happenings` in place of those that `of` gave for `name`, with the number of each one's incident."""
        self._rows[name], self._incidents[name] = [happenings], incidents

    def incidents(self, name: str) -> Array:
        """The number of the incident that each of `of(name)` was in; -1 for one that is an incident by itself."""
        return self._incidents.get(name, np.full(len(self.of(name)), -1))
