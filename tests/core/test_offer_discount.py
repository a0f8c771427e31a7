"""What an offer gives away: against a count of every line by itself, in fractions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from digiflow_core.offer_discount import (
    CENT,
    PricedLine,
    conceded,
    is_beyond,
    line_discount,
    total_discount,
)
from hypothesis import given
from hypothesis import strategies as st

amounts = st.integers(min_value=-1_000_000, max_value=1_000_000).map(lambda n: Decimal(n) / 100)
lines_of_offers = st.lists(st.builds(PricedLine, amounts, amounts), max_size=8)
limits = st.integers(min_value=0, max_value=9900).map(lambda n: Decimal(n) / 100)


def line(listed, offered):
    """A line of two numbers of soles."""
    return PricedLine(Decimal(str(listed)), Decimal(str(offered)))


class TestByHand:
    """Cases whose answer anybody can see."""

    @pytest.mark.parametrize(
        ("listed", "offered", "discount"),
        [
            (100, 100, 0),
            (100, 90, 10),
            (100, 120, 0),
            (100, 0, 100),
            (100, -50, 150),
            (0, 0, 0),
            (0, 80, 0),
            (0, -80, 100),
            (-100, -100, 100),
        ],
    )
    def test_one_line(self, listed, offered, discount):
        assert line_discount(line(listed, offered)) == discount
        assert total_discount([line(listed, offered)]) == discount

    def test_dearer_line_does_not_hide_a_cheaper_one(self):
        offer = [line(100, 40), line(100, 160)]
        assert total_discount(offer) == 30
        assert is_beyond(offer, Decimal(59))

    def test_negative_line_is_a_discount_of_the_whole(self):
        offer = [line(900, 900), line(100, 100), line(0, -200)]
        assert total_discount(offer) == 20
        assert is_beyond(offer, Decimal(20))
        assert not is_beyond([line(900, 900), line(100, 100)], Decimal(0))

    def test_one_line_alone_may_be_beyond(self):
        offer = [line(10_000, 10_000), line(100, 80)]
        assert total_discount(offer) < 1
        assert is_beyond(offer, Decimal(19))
        assert not is_beyond(offer, Decimal(20))

    def test_the_limit_itself_is_within(self):
        assert not is_beyond([line(100, 95)], Decimal(5))
        assert is_beyond([line(100, "94.98")], Decimal(5))

    def test_nothing_offered(self):
        assert total_discount([]) == 0
        assert not is_beyond([], Decimal(0))


class TestAnyOffer:
    """The same, counted another way."""

    @given(lines_of_offers)
    def test_total_is_what_all_concede(self, offer):
        listed = given_away = Fraction(0)
        for one in offer:
            tariff = max(Fraction(one.listed), Fraction(0))
            listed += tariff
            given_away += max(tariff - Fraction(one.offered), Fraction(0))
        if listed:
            expected = given_away * 100 / listed
            assert abs(Fraction(total_discount(offer)) - expected) < Fraction(1, 10**9)
        else:
            assert total_discount(offer) == (100 if given_away else 0)

    @given(lines_of_offers, limits)
    def test_within_the_limit_nobody_gave_more(self, offer, limit):
        """Where nothing is beyond, no line and no sum is below its share of the tariff."""
        if is_beyond(offer, limit):
            return
        kept = 1 - Fraction(limit) / 100
        for one in offer:
            least = max(Fraction(one.listed), 0) * kept
            assert Fraction(one.offered) >= least - Fraction(CENT)

    @given(lines_of_offers, limits)
    def test_raising_another_line_does_not_help(self, offer, limit):
        raised = [*offer, line(0, 1_000_000)]
        if is_beyond(offer, limit):
            assert is_beyond(raised, limit)

    @given(st.builds(PricedLine, amounts, amounts))
    def test_conceded_is_never_negative(self, one):
        assert conceded(one) >= 0
