"""Scoring with a rubric: criteria with weights, points from 0 to 100. Pure Python."""

from decimal import ROUND_HALF_UP, Decimal

LEAST, MOST = 0, 100
CENT = Decimal("0.01")


def shares(weights):
    """Return what part each weight is of all, in percent to one decimal.

    :param list weights: numbers, none below 0
    :return: list of float; None for each where they come to nothing
    """
    total = sum(_exact(weight) for weight in weights)
    if not total:
        return [None] * len(weights)
    return [_round(100 * _exact(weight) / total, Decimal("0.1")) for weight in weights]


def weighted_score(marks):
    """Return the score of some points by their weights, to two decimals.

    A half is rounded up: 69.995 is 70.00. Nobody is failed by how a computer holds a number.

    :param marks: (weight, points or None) of each criterion
    :return: float from 0 to 100; None while a criterion has no points, or without any weight
    :raise ValueError: points that are not from 0 to 100
    """
    marks = list(marks)
    if any(points is None for _weight, points in marks):
        return None
    for _weight, points in marks:
        demand_points(points)
    total = sum(_exact(weight) for weight, _points in marks)
    if not total:
        return None
    return _round(sum(_exact(weight) * _exact(points) for weight, points in marks) / total, CENT)


def demand_points(points):
    """Return ``points`` as a float from 0 to 100.

    :raise ValueError: they are something else
    """
    # True is a number to Python, and no points to anybody.
    if isinstance(points, bool) or not isinstance(points, (int, float)):
        raise ValueError(f"{points!r} is not a number of points")
    if not LEAST <= points <= MOST:
        raise ValueError(f"{points} is not from {LEAST} to {MOST}")
    return float(points)


def _exact(number):
    """Return a number as it is written: 33.3, and not the nearest that a float holds."""
    return Decimal(str(number))


def _round(number, step):
    """Return a number to a step, halves upwards."""
    return float(number.quantize(step, ROUND_HALF_UP))
