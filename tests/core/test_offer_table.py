"""What is paid once, each month and each year: groups and sums."""

from decimal import Decimal

from digiflow_core.offer_table import (
    MONTH,
    ONCE,
    YEAR,
    OfferLine,
    group_lines,
    to_amount,
    to_cents,
)
from hypothesis import given
from hypothesis import strategies as st

LINES = st.builds(
    OfferLine,
    name=st.just("x"),
    period=st.sampled_from((ONCE, MONTH, YEAR)),
    gross=st.integers(0, 10**9),
    subtotal=st.integers(0, 10**9),
    tax=st.integers(0, 10**8),
)


def test_groups_are_in_their_order_and_never_empty():
    year, once = OfferLine("a", period=YEAR, subtotal=5), OfferLine("b", subtotal=7)
    assert [(group.period, group.lines) for group in group_lines([year, once])] == [
        (ONCE, [once]),
        (YEAR, [year]),
    ]
    assert group_lines([]) == []
    assert group_lines([], tax=3) == []


@given(st.lists(LINES), st.integers(-5, 5))
def test_sums_are_those_of_the_lines_and_of_the_order(lines, rest):
    tax = sum(line.tax for line in lines) + rest
    groups = group_lines(lines, tax=tax)
    assert sum(group.subtotal for group in groups) == sum(line.subtotal for line in lines)
    assert sum(group.tax for group in groups) == (tax if lines else 0)
    assert all(group.total == group.subtotal + group.tax for group in groups)
    assert all(group.discount == group.gross - group.subtotal for group in groups)


def test_the_cents_of_rounding_go_to_the_most_taxed():
    lines = [OfferLine("a", tax=10), OfferLine("b", period=MONTH, tax=90)]
    assert [group.tax for group in group_lines(lines, tax=101)] == [10, 91]


def test_discount():
    assert OfferLine("a", gross=30000, subtotal=28500).discount == 5.0
    assert OfferLine("a", gross=30000, subtotal=20000).discount == 33.33
    assert OfferLine("a", gross=100, subtotal=120).discount == 0.0
    assert OfferLine("a", gross=100, subtotal=0).discount == 100.0
    assert OfferLine("a").is_included
    assert not OfferLine("a", gross=100).is_included


def test_cents():
    assert to_cents(1.005) == 101
    assert to_cents(-1.005) == -101
    assert to_cents(None) == 0
    assert to_amount(123456) == Decimal("1234.56")
