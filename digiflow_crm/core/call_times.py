"""When to try a company again that nobody could speak to: pure Python, in Lima's time.

A day of calls has four parts; a retry falls into one where the company answered before, else into
one that was tried least, so that it is not rung at the same hour again and again.
"""

from datetime import datetime, time, timedelta
from typing import NamedTuple

import pytz

from .periods import LIMA, ONE_DAY

# Hours of the day in Lima, the end not included; nobody decides anything over lunch.
PARTS = ((9, 11), (11, 13), (15, 17), (17, 19))
# Within so many days every part of a working day comes up, holidays of a long weekend included.
DAYS_AHEAD = 14


class Try(NamedTuple):
    """A call that was made: when (naive UTC datetime), and whether somebody answered."""

    moment: datetime
    answered: bool


def part_of(moment):
    """Return the index of the part of the day that a naive UTC datetime is nearest to."""
    hour = _in_lima(moment).hour
    return min(range(len(PARTS)), key=lambda part: abs(sum(PARTS[part]) / 2 - 0.5 - hour))


def best_parts(tries):
    """Return the parts to try next: where somebody answered, else those tried least.

    :param tries: the calls made so far, as ``Try``
    :return: set of indexes of PARTS, never empty
    """
    answered = {part_of(call.moment) for call in tries if call.answered}
    if answered:
        return answered
    counts = [0] * len(PARTS)
    for call in tries:
        counts[part_of(call.moment)] += 1
    return {part for part, count in enumerate(counts) if count == min(counts)}


def next_try(earliest, is_working_day, parts=None):
    """Return when to call next: from ``earliest`` on, on a working day, within ``parts`` of it.

    :param earliest: naive UTC datetime
    :param is_working_day: function of a date in Lima
    :param parts: indexes of PARTS; all of them when it is None
    :return: naive UTC datetime; ``earliest`` itself when no day ahead is a working day
    """
    local = _in_lima(earliest)
    for days in range(DAYS_AHEAD):
        day = local.date() + days * ONE_DAY
        if not is_working_day(day):
            continue
        for part, (first, last) in enumerate(PARTS):
            begin, end = _moment(day, first), _moment(day, last)
            if end > earliest and (parts is None or part in parts):
                return max(begin, earliest)
    return earliest


def add_delay(moment, amount, unit):
    """Return ``moment`` later by an amount of ``minutes``, ``hours`` or ``days``."""
    return moment + timedelta(**{unit: amount})


def _in_lima(moment):
    """Return a naive UTC datetime as an aware one in Lima."""
    return pytz.utc.localize(moment).astimezone(LIMA)


def _moment(day, hour):
    """Return an hour of a day in Lima as a naive UTC datetime."""
    local = LIMA.localize(datetime.combine(day, time(hour)))
    return local.astimezone(pytz.utc).replace(tzinfo=None)
