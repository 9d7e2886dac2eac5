"""How a clerk gets a word or a date wrong: letters turned, left out, doubled or mistaken; day and month swapped."""

from __future__ import annotations

import numpy as np

from records.county.dates import LAST_DATE, Array

LETTERS = np.array([ord(letter) for letter in "abcdefghijklmnopqrstuvwxyz"], np.uint32)
BESIDE = np.array([ord(letter) for letter in "qvxsrdgjohklnbpoaetyicezus"], np.uint32)  # typed or heard for it


def misspelt(text: Array, rng: np.random.Generator) -> Array:
    """Each of `text` (strings) with one slip after its first letter; those of fewer than three letters as they were."""
    if not len(text):
        return text
    width = int(np.strings.str_len(text).max()) + 1
    letters = text.astype(f"<U{width}").view(np.uint32).reshape(len(text), width)
    length = np.maximum(3, np.strings.str_len(text))
    place = rng.integers(1, length - 1)[:, None]
    columns, slip = np.arange(width)[None, :], rng.integers(0, 4, len(text))[:, None]
    turned = columns + (columns == place) - (columns == place + 1)
    left_out, doubled = columns + (columns >= place), columns - (columns > place)
    source = np.choose(slip, [turned, left_out, doubled, columns + 0 * place])
    wrong = np.take_along_axis(letters, np.clip(source, 0, width - 1), 1)
    mistaken = (slip == 3) & (columns == place)
    wrong = np.where(mistaken, _beside(wrong), wrong).astype(np.uint32)
    return np.where(np.strings.str_len(text) < 3, text, np.ascontiguousarray(wrong).view(f"<U{width}")[:, 0])


def _beside(letters: Array) -> Array:
    place = np.clip(letters.astype(np.int64) - ord("a"), 0, 25)
    return np.where((letters >= ord("a")) & (letters <= ord("z")), BESIDE[place], letters)


def misdated(days: Array, rng: np.random.Generator) -> Array:
    """Each of `days` with one slip: day and month swapped (where that is a date), a year or a day out, or 1 January."""
    date = days.astype("datetime64[D]")
    month, year = date.astype("datetime64[M]"), date.astype("datetime64[Y]")
    of_month, month_number = (date - month).astype(int) + 1, (month - year).astype(int) + 1
    swapped = (year.astype("datetime64[M]") + (of_month - 1)).astype("datetime64[D]") + (month_number - 1)
    swapped = np.where(of_month <= 12, swapped, date + 1)
    same_day = np.minimum(of_month, 28) - 1
    year_out = (month + 12 * rng.choice((-1, 1), len(days))).astype("datetime64[D]") + same_day
    day_out = date + rng.choice((-10, -1, 1, 10), len(days))
    slip = rng.choice(4, len(days), p=(0.45, 0.2, 0.25, 0.1))
    wrong = np.choose(slip, [swapped, year_out, day_out, year.astype("datetime64[D]")]).astype("datetime64[D]")
    return np.minimum(wrong.astype(np.int32), LAST_DATE - 1)
