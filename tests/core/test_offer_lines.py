"""Which lines an offer takes: bands, numbers, what is beyond them."""

import math

import pytest
from digiflow_core.offer_lines import (
    EXTRA,
    FIXED,
    BandError,
    NumberError,
    TemplateLine,
    choose,
)
from hypothesis import given
from hypothesis import strategies as st

TOPS = (500, 2000, 10000)


def band(low, high):
    """A plan for a band of documents."""
    return TemplateLine(f"plan {high}", FIXED, 1, "documents", low, high)


PLANS = [band(1, 500), band(501, 2000), band(2001, 10000)]
MORE = TemplateLine("more", EXTRA, 1, "documents", 0, 0)
HOURS = TemplateLine("hours", "hours", 1, "documents", 0, 0)


@given(st.integers(min_value=1, max_value=10**6))
def test_one_plan_holds_any_volume(amount):
    chosen = dict(choose([*PLANS, MORE], {}, {"documents": amount}))
    top = next((top for top in TOPS if amount <= top), TOPS[-1])
    extra = chosen.pop("more", 0)
    assert chosen == {f"plan {top}": 1}
    assert extra == max(0, math.ceil((amount - TOPS[-1]) / 1000))


@pytest.mark.parametrize("amount", [10001, 10**9])
def test_beyond_without_a_line_for_it(amount):
    with pytest.raises(BandError) as caught:
        choose(PLANS, {}, {"documents": amount})
    assert (caught.value.volume, caught.value.amount, caught.value.top) == (
        "documents",
        amount,
        10000,
    )


def test_a_gap_is_told():
    with pytest.raises(BandError):
        choose([band(1, 500), band(700, 900), MORE], {}, {"documents": 600})


def test_no_volume_no_plan():
    assert choose([*PLANS, MORE], {}, {"documents": 0}) == []


@given(st.integers(min_value=0, max_value=500), st.integers(min_value=1, max_value=12))
def test_numbers_multiply(hours, each):
    chosen = choose([HOURS._replace(each=each)], {"hours": hours}, {"documents": 1})
    assert chosen == ([("hours", each * hours)] if hours else [])


def test_a_number_needs_a_line():
    with pytest.raises(NumberError) as caught:
        choose(PLANS, {"hours": 3}, {"documents": 5})
    assert caught.value.kind == "hours"


def test_a_fixed_line_is_always_there():
    line = TemplateLine("support", FIXED, 2, "documents", 0, 0)
    assert choose([line], {"hours": 0}, {"documents": 0}) == [("support", 2)]


def test_the_bands_of_two_volumes():
    guides = TemplateLine("guides", FIXED, 1, "gre", 1, 100)
    chosen = choose([*PLANS, guides], {}, {"documents": 600, "gre": 50})
    assert chosen == [("plan 2000", 1), ("guides", 1)]
