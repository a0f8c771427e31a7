"""What changed for people after something they learned: pure Python.

Days are counted as Lima counts them. The same number of days is looked at before the day of a
training and after it; that day itself belongs to neither side. Where there is nothing to divide by
a figure is None: neither 0 nor 100 %.
"""

import statistics
from datetime import timedelta
from typing import NamedTuple

from .periods import ONE_DAY, Period
from .satisfaction import percentage

BEFORE, AFTER = "before", "after"
SIDES = (BEFORE, AFTER)
# With fewer cases on one side a difference says little: one case more or less would turn it round.
FEW = 10
# Nobody's figure is compared over less than a week or more than two years.
DAYS_RANGE = (7, 730)


class Case(NamedTuple):
    """One case of a figure: an opportunity, a client, an answer."""

    side: str
    record: int
    value: float


def windows(day, days):
    """Return the days before and after ``day``: two Periods of ``days`` days each."""
    length = timedelta(days=days)
    return {
        BEFORE: Period(day - length, day - ONE_DAY),
        AFTER: Period(day + ONE_DAY, day + length),
    }


def split_people(people, days, today):
    """Return who can be compared, and who not yet: the days after are not over.

    :param dict people: person -> date of the training
    :param int days: length of each side
    :param date today: the day it is in Lima, which is not over
    :return: (dict of those whose days after are over, dict of the others)
    """
    ready = {who: day for who, day in people.items() if windows(day, days)[AFTER].last < today}
    return ready, {who: day for who, day in people.items() if who not in ready}


def first_passed(needed, passed):
    """Return the day when somebody first had everything that a programme asks for.

    :param needed: what is to be passed, any hashable
    :param dict passed: what was passed -> the first date
    :return: date, or None while something is missing or nothing is needed
    """
    days = [passed.get(one) for one in needed]
    return max(days) if days and all(days) else None


def merged(cases):
    """Return the cases with each record once on a side: with its highest value."""
    best = {}
    for case in cases:
        key = (case.side, case.record)
        if key not in best or best[key].value < case.value:
            best[key] = case
    return list(best.values())


def compare_shares(cases):
    """Compare a share before and after.

    :param cases: a Case's value is 1 where it counts for the share, 0 where it does not
    :return: ``{"before": {"cases", "part", "value"}, "after": the same, "change", "few"}``; value
        and change in percent and percentage points, None without cases
    """
    figures = {}
    for side, values in _by_side(cases).items():
        part = sum(1 for value in values if value)
        share = percentage(part, len(values))
        figures[side] = {"cases": len(values), "part": part, "value": share}
    return _compared(figures)


def compare_numbers(cases):
    """Compare a number, such as days or points, before and after.

    :param cases: a Case's value is the number
    :return: ``{"before": {"cases", "value", "median"}, "after": the same, "change", "few"}``; value
        is the mean, and change that of the mean, None without cases
    """
    figures = {}
    for side, values in _by_side(cases).items():
        figures[side] = {
            "cases": len(values),
            "value": statistics.fmean(values) if values else None,
            "median": statistics.median(values) if values else None,
        }
    return _compared(figures)


def _by_side(cases):
    """Return the values of the cases of each side."""
    return {side: [case.value for case in cases if case.side == side] for side in SIDES}


def _compared(figures):
    """Return both sides with their difference, and whether there are too few cases to trust it."""
    before, after = (figures[side]["value"] for side in SIDES)
    return {
        **figures,
        "change": None if before is None or after is None else after - before,
        "few": any(figures[side]["cases"] < FEW for side in SIDES),
    }
