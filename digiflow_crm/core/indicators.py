"""The arithmetic of indicators: pure Python.

An indicator is good when it is high (satisfaction) or when it is low (days until a sale). Where
there is nothing to count its value is None: neither 0 nor 100 %.
"""

import math
from typing import NamedTuple, Optional

PERCENT, NUMBER, DAYS, AMOUNT = "percent", "number", "days", "amount"
# Points of 0 to 100, such as a call is given.
SCORE = "score"
HIGHER, LOWER = "higher", "lower"
IMPROVED, SAME, WORSE = "improved", "same", "worse"
# Values are shown, and judged, with so many decimals.
DECIMALS = {PERCENT: 1, NUMBER: 0, DAYS: 1, AMOUNT: 2, SCORE: 1}
TOLERANCE = 1e-6


class Measure(NamedTuple):
    """What an indicator came to, and what from; None is what there is no number of.

    ``inputs`` is a JSON-able dict of whatever else it was reckoned with.
    """

    value: Optional[float]
    numerator: Optional[float] = None
    denominator: Optional[float] = None
    inputs: Optional[dict] = None


NO_DATA = Measure(None)


def measure(unit, numerator, denominator, value=None):
    """Return the value of an indicator with what it is reckoned from.

    A percentage is 100 * numerator / denominator, any other unit numerator / denominator. A value
    without the two is taken as it is: a count, or what was reckoned elsewhere.

    :param str unit: ``percent``, ``number``, ``days`` or ``amount``
    :param denominator: number; 0 or None when there was nothing to count
    :return: a Measure; its value is None where there is nothing to divide by and none is given
    :raise ValueError: a number is none, or the value is not what the two others give
    """
    given = [number for number in (numerator, denominator, value) if number is not None]
    if not all(math.isfinite(number) for number in given):
        raise ValueError(given)
    if not denominator:
        return Measure(value, numerator, denominator)
    reckoned = (numerator or 0) * (100 if unit == PERCENT else 1) / denominator
    if value is not None and not equal(value, reckoned):
        raise ValueError((value, reckoned))
    return Measure(reckoned, numerator, denominator)


def counted(value, **inputs):
    """Return the Measure of what is a number by itself, None where nobody knows it."""
    return Measure(None if value is None else float(value), inputs=inputs)


def rate(unit, numerator, denominator, **inputs):
    """Return the Measure of one number over another; without data where there is no other."""
    if numerator is None:
        return Measure(None, inputs=inputs)
    return measure(unit, float(numerator), float(denominator or 0))._replace(inputs=inputs)


def equal(one, other):
    """Whether two numbers are the same, but for how a computer keeps them; None is no number."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def is_missed(value, target, direction):
    """Whether a value does not reach its target; False without one of the two."""
    if value is None or target is None or equal(value, target):
        return False
    return value < target if direction == HIGHER else value > target


def verdict(before, after, direction, unit):
    """Compare what an indicator was before something was done and after it.

    :return: (``improved``, ``same`` or ``worse``, the difference as it is shown)
    """
    decimals = DECIMALS[unit]
    difference = round(round(after, decimals) - round(before, decimals), decimals)
    if not difference:
        return SAME, 0.0
    better = difference > 0 if direction == HIGHER else difference < 0
    return IMPROVED if better else WORSE, difference
