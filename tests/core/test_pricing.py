"""The arithmetic of the price review: by hand, and against fractions for any numbers."""

from decimal import Decimal
from fractions import Fraction

import pytest
from digiflow_core import pricing
from digiflow_core.pricing import PricingError
from hypothesis import given
from hypothesis import strategies as st

MONEY = st.decimals(min_value=0, max_value=10**9, places=2)
PRICE = st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2)
HOURS = st.decimals(min_value=Decimal("0.25"), max_value=10**6, places=2)
PERCENT = st.decimals(min_value=-99, max_value=400, places=2)
MARGIN = st.decimals(min_value=-100, max_value=Decimal("99.99"), places=2)
STEP = st.sampled_from([Decimal(text) for text in ("0.01", "0.05", "0.1", "0.5", "1", "5", "10")])
WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any)


def refused(action, *values):
    """Return the code of the PricingError that `action` ends with."""
    with pytest.raises(PricingError) as caught:
        action(*values)
    return caught.value.code


class TestByHand:
    """Figures worked out on paper."""

    @pytest.mark.parametrize(
        ("value", "step", "rounded"),
        [
            ("10.125", "0.01", "10.13"),
            ("-10.125", "0.01", "-10.13"),
            ("12.5", "5", "15"),
            ("12.49", "5", "10"),
            (1.005, 0.01, "1.01"),  # what a person typed, not the binary number below it
            (2.675, "0.01", "2.68"),
            (7, "0.1", "7.0"),
            (0.1 + 0.2 - 0.295, "0.01", "0.01"),  # 0.005, and not the noise beside it
            (78.57000000000001, "0.01", "78.57"),
        ],
    )
    def test_rounding(self, value, step, rounded):
        assert pricing.round_to_step(value, step) == Decimal(rounded)

    def test_cost_and_price_of_an_hour(self):
        # 612 500 over 8 750 hours are 70 an hour; with 30 % of the price left, 100.
        assert pricing.hour_cost(612500, 8750) == 70
        assert pricing.price_by_margin(70, 30) == 100
        assert pricing.price_by_margin(70, 35) == Decimal("107.69")
        assert pricing.price_by_margin(70, 35, 5) == 110
        assert pricing.price_by_margin(70, -40, 1) == 50

    def test_percent(self):
        assert pricing.price_by_percent(150, 7) == Decimal("160.50")
        assert pricing.price_by_percent(150, 7, 5) == 160
        assert pricing.price_by_percent(150, -10) == 135

    def test_no_percent_is_no_change(self):
        assert pricing.price_by_percent("12.30", 0, 5) == Decimal("12.30")

    def test_variation(self):
        assert pricing.variation(200, 230) == 15
        assert pricing.variation(200, 150) == -25
        assert pricing.variation(0, 150) is None

    def test_margin_and_effect(self):
        assert pricing.margin(1000, 650) == 35
        assert pricing.margin(1000, 1200) == -20
        assert pricing.income_effect(12, 150, "160.50") == 126
        assert pricing.income_effect(12, 150, 140) == -120

    def test_spread(self):
        assert pricing.spread(100, [1, 1, 1]) == [Decimal("33.34"), *[Decimal("33.33")] * 2]
        assert pricing.spread(1000, [3, 1], 100) == [800, 200]
        assert pricing.spread("1000.05", [1, 1, 0], 100) == [500, Decimal("500.05"), 0]
        assert pricing.spread(0, [1, 2]) == [0, 0]

    def test_undefined(self):
        assert refused(pricing.hour_cost, 100, 0) == "no_hours"
        assert refused(pricing.hour_cost, 100, -1) == "no_hours"
        assert refused(pricing.price_by_margin, 100, 100) == "margin"
        assert refused(pricing.price_by_margin, 100, 250) == "margin"
        assert refused(pricing.margin, 0, 10) == "no_income"
        assert refused(pricing.round_to_step, 1, 0) == "step"
        assert refused(pricing.spread, 10, [0, 0]) == "no_share"
        assert refused(pricing.spread, 10, []) == "no_share"
        assert refused(pricing.spread, 10, [2, -1]) == "no_share"
        for value in ("inf", "nan"):
            with pytest.raises(ValueError, match="no number"):
                pricing.exact(float(value))


class TestAnyNumbers:
    """What holds whatever the numbers, told by exact fractions."""

    @given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), STEP)
    def test_rounded_is_the_nearest_multiple(self, value, step):
        rounded = pricing.round_to_step(value, step)
        assert (Fraction(rounded) / Fraction(step)).denominator == 1
        assert abs(Fraction(rounded) - Fraction(value)) <= Fraction(step) / 2

    @given(MONEY, HOURS, MARGIN, STEP)
    def test_price_leaves_its_margin(self, cost, hours, margin, step):
        price = pricing.price_by_margin(pricing.hour_cost(cost, hours), margin, step)
        wanted = Fraction(cost) / Fraction(hours) / (1 - Fraction(margin) / 100)
        assert abs(Fraction(price) - wanted) <= Fraction(step) / 2 + Fraction(1, 10**9)

    @given(PRICE, PERCENT, STEP)
    def test_percent_and_variation_agree(self, price, percent, step):
        new = pricing.price_by_percent(price, percent, step)
        wanted = Fraction(price) * (1 + Fraction(percent) / 100)
        if percent:
            assert abs(Fraction(new) - wanted) <= Fraction(step) / 2
        found = Fraction(pricing.variation(price, new))
        exact = (Fraction(new) - Fraction(price)) / Fraction(price) * 100
        assert abs(found - exact) < Fraction(1, 10**12)

    @given(HOURS, PRICE, PRICE)
    def test_effect(self, units, old, new):
        effect = pricing.income_effect(units, old, new)
        assert abs(Fraction(effect) - Fraction(units) * (Fraction(new) - Fraction(old))) <= (
            Fraction(1, 100)
        )
        assert pricing.income(units, old) + effect == pricing.income(units, new)
        assert pricing.income_effect(units, new, old) == -effect

    @given(PRICE, MONEY)
    def test_margin_of_a_price(self, income, cost):
        share = Fraction(pricing.margin(income, cost))
        assert share <= 100
        assert abs(share - (1 - Fraction(cost) / Fraction(income)) * 100) < Fraction(1, 10**9)

    @given(MONEY, WEIGHTS, STEP)
    def test_spread_adds_up(self, amount, weights, unit):
        shares = pricing.spread(amount, weights, unit)
        assert sum(shares) == amount
        assert len(shares) == len(weights)
        for share, weight in zip(shares, weights, strict=True):
            wanted = Fraction(amount) * weight / sum(weights)
            assert abs(Fraction(share) - wanted) < 2 * Fraction(unit)
            assert share >= 0
            assert weight or not share
