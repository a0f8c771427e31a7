"""The arithmetic of indicators."""

import math

import pytest
from digiflow_core.indicators import (
    HIGHER,
    IMPROVED,
    LOWER,
    SAME,
    WORSE,
    counted,
    is_missed,
    measure,
    rate,
    verdict,
)


@pytest.mark.parametrize(
    ("unit", "given", "value"),
    [
        ("percent", (3, 4, None), 75.0),
        ("percent", (3, 4, 75.0), 75.0),
        ("percent", (0, 4, None), 0.0),
        ("percent", (0, 0, None), None),
        ("percent", (None, None, None), None),
        ("percent", (None, None, 62.5), 62.5),
        ("days", (90, 4, None), 22.5),
        ("days", (0, 0, None), None),
        ("number", (None, None, 737), 737),
        ("number", (None, None, 0), 0),
        ("amount", (1000, 8, 125), 125),
    ],
)
def test_value(unit, given, value):
    assert measure(unit, *given).value == value


@pytest.mark.parametrize(
    "given", [(3, 4, 74.0), (math.nan, 4, None), (3, math.inf, None), (None, None, math.nan)]
)
def test_numbers_that_contradict(given):
    with pytest.raises(ValueError, match=r"\d|nan"):
        measure("percent", *given)


@pytest.mark.parametrize(
    ("value", "target", "direction", "missed"),
    [
        (79.9, 80, HIGHER, True),
        (80, 80, HIGHER, False),
        # 100 * 4 / 5 and the like are not exact in a computer
        (79.99999999999999, 80, HIGHER, False),
        (81, 80, HIGHER, False),
        (31, 30, LOWER, True),
        (30, 30, LOWER, False),
        (None, 80, HIGHER, False),
        (10, None, HIGHER, False),
    ],
)
def test_missed(value, target, direction, missed):
    assert is_missed(value, target, direction) is missed


@pytest.mark.parametrize(
    ("before", "after", "direction", "unit", "found"),
    [
        (72, 81.5, HIGHER, "percent", (IMPROVED, 9.5)),
        (72, 60, HIGHER, "percent", (WORSE, -12.0)),
        (40, 31, LOWER, "days", (IMPROVED, -9.0)),
        (31, 40, LOWER, "days", (WORSE, 9.0)),
        (72, 72, HIGHER, "percent", (SAME, 0.0)),
        # What looks the same on the screen is the same.
        (72.01, 72.04, HIGHER, "percent", (SAME, 0.0)),
        (100.4, 100.6, HIGHER, "number", (IMPROVED, 1)),
    ],
)
def test_verdict(before, after, direction, unit, found):
    assert verdict(before, after, direction, unit) == found


def test_counts_and_rates():
    assert counted(0, OSE=0) == (0.0, None, None, {"OSE": 0})
    assert counted(None).value is None
    assert rate("percent", 3, 4, lost=1) == (75.0, 3.0, 4.0, {"lost": 1})
    assert rate("score", 140, 2).value == 70.0
    for nothing in ((0, 0), (0, None), (None, 4), (None, None)):
        assert rate("percent", *nothing).value is None
