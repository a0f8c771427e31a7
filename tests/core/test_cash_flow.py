"""Loans, present value, rates of return and payback, each against an own way to the number."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from digiflow_core.cash_flow import (
    discounted,
    internal_rates,
    loan_schedule,
    net_present_value,
    payback,
    present_value,
)

# From -99 % to far beyond what is drawn, finer than two rates that are drawn can be near.
GRID = [-0.99 + 0.0005 * step for step in range(12000)]


def test_loan_is_paid_back_in_equal_parts():
    """What is owed is told year by year in exact fractions."""
    for amount, rate, years in ((272327.60, 0.085, 5), (1000, 0.3, 1), (90000, 0.01, 30)):
        schedule = loan_schedule(amount, rate, years)
        owed = Fraction(amount)
        for part in schedule:
            interest = owed * Fraction(rate)
            owed -= Fraction(part.payment) - interest
            assert part.interest == pytest.approx(float(interest), abs=1e-6)
            assert part.balance == pytest.approx(float(owed), abs=1e-6)
            assert part.interest + part.amortisation == pytest.approx(part.payment)
        assert len({part.payment for part in schedule}) == 1
        assert schedule[-1].balance == 0


def test_loan_without_interest():
    assert [part.amortisation for part in loan_schedule(900, 0, 3)] == [300, 300, 300]


@pytest.mark.parametrize("impossible", [(-1, 0.1, 5), (1, -0.1, 5), (1, 0.1, 0)])
def test_no_such_loan(impossible):
    with pytest.raises(ValueError, match=r"\("):
        loan_schedule(*impossible)


def test_present_value():
    assert present_value(0.1, [110, 121]) == pytest.approx(200)
    assert net_present_value(0.1, [-200, 110, 121]) == pytest.approx(0, abs=1e-9)
    assert sum(discounted(0.1, [-200, 110, 121])) == pytest.approx(0, abs=1e-9)
    with pytest.raises(ValueError, match="-1"):
        present_value(-1, [1])


@pytest.mark.parametrize(
    ("flows", "rates", "changes"),
    [
        ([-100, 110], (0.10,), 1),
        ([-100, 0, 0, 133.1], (0.10,), 1),
        ([-100, 50], (-0.5,), 1),
        ([100, -110], (0.10,), 1),  # a loan that is taken
        ([-100, 230, -132], (0.10, 0.20), 2),
        ([-1, 6, -11, 6], (0.0, 1.0, 2.0), 3),
        ([-1, 2, -1], (0.0,), 2),  # it only touches 0
        ([-100, 100, -100], (), 2),  # never 0
        ([-100, -5], (), 0),
        ([100, 5], (), 0),
        ([0, 0], (), 0),
        ([], (), 0),
        ([0, -100, 110, 0], (0.10,), 1),
    ],
)
def test_rates_of_return(flows, rates, changes):
    found = internal_rates(flows)
    assert found.rates == pytest.approx(rates, abs=1e-7)
    assert found.sign_changes == changes
    assert found.rate == (found.rates[0] if len(rates) == 1 else None)


def test_every_rate_is_found():
    """As many as a walk over a fine grid sees the present value go through 0, and it is 0 there."""
    draw = random.Random(16)
    several = 0
    for _case in range(60):
        flows = [draw.uniform(-100, 100) for _year in range(draw.randint(2, 9))]
        found = internal_rates(flows)
        size = sum(abs(flow) for flow in flows)
        for rate in found.rates:
            terms = sum(abs(flow) for flow in discounted(rate, flows))
            assert abs(net_present_value(rate, flows)) <= 1e-6 * max(size, terms)
        values = [net_present_value(rate, flows) > 0 for rate in GRID]
        seen = sum(one != other for one, other in pairwise(values))
        inside = [rate for rate in found.rates if GRID[0] < rate < GRID[-1]]
        assert len(inside) == seen
        assert len(found.rates) <= found.sign_changes
        several += len(found.rates) > 1
    assert several > 3


@pytest.mark.parametrize(
    ("flows", "years"),
    [
        ([-100, 50, 50], 2.0),
        ([-100, 80, 80], 1.25),
        ([-100, 50], None),
        ([10, 20], 0.0),
        ([-100, 150, -100, 100], 2.5),  # paid back, then not, then for good
    ],
)
def test_payback(flows, years):
    assert payback(flows) == (years if years is None else pytest.approx(years))
