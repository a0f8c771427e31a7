"""Free times for a meeting, from what is open and what is taken: pure arithmetic of intervals.

An interval is a pair (start, stop) of naive UTC datetimes, its end not included. Days and the
full and half hours at which meetings begin are those of America/Lima.
"""

from datetime import timedelta

import pytz

from .periods import LIMA

# Minutes from one possible beginning of a meeting to the next.
STEP = 30


def lima_day(moment):
    """Return the day that it is in Lima at ``moment``, a naive UTC datetime."""
    return to_lima(moment).date()


def to_lima(moment):
    """Return ``moment``, a naive UTC datetime, as an aware one of Lima."""
    return pytz.utc.localize(moment).astimezone(LIMA)


def merge(intervals):
    """Return the same time as sorted intervals that neither touch nor overlap."""
    merged = []
    for start, stop in sorted(interval for interval in intervals if interval[0] < interval[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def intersect(one, other):
    """Return the time that lies in both lists of intervals."""
    return merge(
        (max(start, begin), min(stop, end))
        for start, stop in merge(one)
        for begin, end in merge(other)
    )


def subtract(intervals, taken):
    """Return the time of ``intervals`` that is in none of ``taken``."""
    left = merge(intervals)
    for begin, end in merge(taken):
        pieces = []
        for start, stop in left:
            pieces += [(start, min(stop, begin)), (max(start, end), stop)]
        left = merge(pieces)
    return left


def covers(intervals, start, stop):
    """Return whether all the time from ``start`` to ``stop`` lies in ``intervals``."""
    return any(begin <= start and stop <= end for begin, end in merge(intervals))


def slot_starts(free, minutes, step=STEP):
    """Return when a meeting of ``minutes`` can begin in the ``free`` time.

    Meetings begin at the full hour in Lima or a multiple of ``step`` minutes after it.
    """
    length, starts = timedelta(minutes=minutes), []
    for start, stop in merge(free):
        begin = _next_beginning(start, step)
        while begin + length <= stop:
            starts.append(begin)
            begin += timedelta(minutes=step)
    return starts


def _next_beginning(moment, step):
    """The first beginning at ``moment`` or after it."""
    # Lima is whole hours away from UTC, all year long.
    hour = moment.replace(minute=0, second=0, microsecond=0)
    steps = -((hour - moment) // timedelta(minutes=step))
    return hour + steps * timedelta(minutes=step)
