"""What the attacker knows of sums between groups: also where one group holds everybody and a table names only some."""

from audits.disclosure import NOTHING, Rule, levels
from audits.figures import Figures
from audits.measures import Counts
from audits.solve import Tables, remainders

ALL_OF = frozenset({("send", "K"), ("care", "none")})


def group(by: tuple[str, ...], name: tuple[str, ...], *counts: int) -> Figures:
    return Figures(by, name, Counts(*counts), {}, {}, {}, ALL_OF if by else frozenset())


FOUND = [
    group((), (), 30, 30, 40, 200),
    group(("send",), ("K",), 30, 30, 40, 200),
    group(("care",), ("none",), 30, 30, 40, 200),
    group(("apart",), ("Gypsy/Roma",), 3, 5, 4, 12),
]


def test_what_a_table_leaves_over_is_counted_once_for_each_whole_and_never_below_nothing() -> None:
    rests = remainders(FOUND)
    assert [rest.counts for rest in rests] == [Counts(27, 25, 36, 188)] * 3
    assert all(min(rest.counts.tp, rest.counts.fp, rest.counts.fn, rest.counts.tn) >= 0 for rest in rests)


def test_every_sum_holds_of_the_true_counts() -> None:
    tables = Tables.of(FOUND, remainders(FOUND))
    assert tables.sums
    assert all(sum(tables.counts[at] * sign for at, sign in row.items()) == 0 for row in tables.sums)


def test_a_small_group_apart_hides_while_one_group_holds_everybody() -> None:
    allowed = levels(FOUND, Rule(1, 9))
    assert allowed[3] > NOTHING
    assert allowed[3] < max(allowed)
