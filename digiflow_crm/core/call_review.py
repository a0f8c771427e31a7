"""The arithmetic of call reviews: pure Python.

A criterion has a weight, and from 0 to 100 points in a review, or it does not apply to the call.
The score is the weighted mean of the points of those that apply. A critical criterion whose points
are under the mark fails the call, whatever its score.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple, Optional

HUNDREDTH = Decimal("0.01")


class Rated(NamedTuple):
    """What a review says of one criterion."""

    weight: float
    points: int  # 0-100; without meaning when it does not apply
    critical: bool = False
    applies: bool = True


class Result(NamedTuple):
    """What follows from the criteria of a review."""

    score: Optional[float]  # 0-100, to hundredths; None: no criterion with a weight applies
    critical_failed: bool
    failed: bool


class Difference(NamedTuple):
    """How far apart two reviews of one call are."""

    by_criterion: list  # second minus first, in points; None where one says that it does not apply
    score: Optional[float]  # second minus first; None when one has no score
    mean: Optional[float]  # mean of the distances by criterion; None when none can be compared


def reckon(lines, mark):
    """Return the :class:`Result` of a review.

    :param lines: :class:`Rated` of each criterion
    :param float mark: points from 0 to 100 that a passed call, and each critical criterion, reaches
    """
    applied = [line for line in lines if line.applies]
    score = _score(applied)
    critical_failed = any(line.critical and line.points < mark for line in applied)
    return Result(score, critical_failed, critical_failed or (score is not None and score < mark))


def compare(first, second, mark):
    """Return the :class:`Difference` of two reviews with the same criteria in the same order.

    :raise ValueError: they do not have the same number of criteria
    """
    if len(first) != len(second):
        raise ValueError("two reviews are compared criterion by criterion")
    by_criterion = [
        two.points - one.points if one.applies and two.applies else None
        for one, two in zip(first, second)
    ]
    known = [abs(difference) for difference in by_criterion if difference is not None]
    scores = [reckon(lines, mark).score for lines in (first, second)]
    return Difference(
        by_criterion,
        None if None in scores else _rounded(Fraction(str(scores[1])) - Fraction(str(scores[0]))),
        _rounded(Fraction(sum(known), len(known))) if known else None,
    )


def _score(applied):
    weights = [Fraction(str(line.weight)) for line in applied]
    total = sum(weights)
    if not total:
        return None
    return _rounded(sum(w * line.points for w, line in zip(weights, applied)) / total)


def _rounded(fraction):
    """To hundredths, halves away from zero, as people round."""
    exact = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return float(exact.quantize(HUNDREDTH, ROUND_HALF_UP))
