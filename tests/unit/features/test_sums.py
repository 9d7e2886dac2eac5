"""Sums of amounts come out the same to the last bit in whatever order records of one day arrive."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pyarrow as pa

from features.build import one_row
from features.catalogue import as_catalogue
from features.indicators import CATALOGUE
from features.reference import value_on

DAY, AS_OF = date(2024, 5, 1), date(2024, 6, 1)
AMOUNTS = (1e16, 1.0, -1e16, 3.0)
SESSIONS = as_catalogue([CATALOGUE["suspension_sessions_year"], CATALOGUE["suspension_sessions_decayed"]])


def suspensions(amounts: tuple[float, ...]) -> pa.Table:
    n = len(amounts)
    words = {"person_id": "P1", "agency": "school", "kind": "suspension", "role": "concerned", "status": "recorded"}
    columns = {name: pa.array([word] * n) for name, word in words.items()}
    dates = {name: pa.array([DAY] * n, pa.date32()) for name in ("happened_on", "known_on")}
    return pa.table(columns | dates | {"amount": pa.array(amounts)})


def test_the_order_of_arrival_leaves_no_trace_in_a_sum():
    plain = {sum(amounts, 0.0) for amounts in permutations(AMOUNTS)}
    assert len(plain) > 1, "in order of arrival they would differ"
    sums = {tuple(one_row(suspensions(amounts), AS_OF, SESSIONS)) for amounts in permutations(AMOUNTS)}
    assert len(sums) == 1
    assert list(sums.pop()) == [value_on(suspensions(AMOUNTS), one, AS_OF) for one in SESSIONS.indicators]


def test_an_amount_that_is_missing_counts_nothing():
    events = suspensions((2.0, float("nan"), 3.0))
    events = events.set_column(events.num_columns - 1, "amount", pa.array([2.0, float("nan"), None]))
    assert one_row(events, AS_OF, SESSIONS)[0] == 2.0
