"""The figures of call quality, added up from what the database counted. Pure Python.

A figure is reckoned from its sums, never from the rounded figures of its parts: the average of a
team is the one of its reviews, not of its people. Where there is nothing to divide by it is None.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple


class Reviewed(NamedTuple):
    """Reviews of one person in one week."""

    user_id: int
    week: object  # the date of its Monday
    reviews: int
    score_sum: float  # of scores from 0 to 100
    failed: int


class Rated(NamedTuple):
    """How often one criterion was rated in the reviews of one person and week."""

    user_id: int
    week: object
    criterion_id: int
    rated: int
    points_sum: float


class Covered(NamedTuple):
    """How much of what was to be drawn of one person and week has been reviewed."""

    user_id: int
    week: object
    quota: int
    reviewed: int


def average(total, count):
    """Return a mean to hundredths, halves away from zero; None of nothing."""
    return _divide(total, count, "0.01")


def percentage(part, whole):
    """Return a percentage to a tenth, halves away from zero; None of nothing."""
    return _divide(part * 100, whole, "0.1")


def figure(reviewed, covered):
    """Add up some people's weeks.

    :param reviewed: list of Reviewed
    :param covered: list of Covered
    :return: ``{"reviews", "average", "failed", "failed_rate" (percent), "quota", "reviewed",
        "coverage" (percent)}``
    """
    reviews = sum(one.reviews for one in reviewed)
    failed = sum(one.failed for one in reviewed)
    quota = sum(one.quota for one in covered)
    done = sum(one.reviewed for one in covered)
    return {
        "reviews": reviews,
        "average": average(sum(one.score_sum for one in reviewed), reviews),
        "failed": failed,
        "failed_rate": percentage(failed, reviews),
        "quota": quota,
        "reviewed": done,
        "coverage": percentage(done, quota),
    }


def figures_by(name, keys, reviewed, covered):
    """Return ``{key: figure}`` by ``user_id`` or ``week``, for each of ``keys``."""
    groups = {key: ([], []) for key in keys}
    for place, rows in enumerate((reviewed, covered)):
        for row in rows:
            groups[getattr(row, name)][place].append(row)
    return {key: figure(*rows) for key, rows in groups.items()}


def criterion(rated):
    """Add up how one criterion was rated: ``{"rated", "average"}``."""
    count = sum(one.rated for one in rated)
    return {"rated": count, "average": average(sum(one.points_sum for one in rated), count)}


def criteria_by(name, criterion_ids, keys, rated):
    """Return ``{criterion's id: [criterion() for each of keys]}`` by ``user_id`` or ``week``."""
    groups = {}
    for one in rated:
        groups.setdefault((one.criterion_id, getattr(one, name)), []).append(one)
    return {
        criterion_id: [criterion(groups.get((criterion_id, key), ())) for key in keys]
        for criterion_id in criterion_ids
    }


def _divide(total, count, step):
    """Divide, and round as people do."""
    if not count:
        return None
    # A sum of hundredths that a computer keeps a little beside it.
    exact = Decimal(str(round(total, 6))) / Decimal(count)
    return float(exact.quantize(Decimal(step), ROUND_HALF_UP))
