"""Weeks, fortnights and months as Lima counts them: pure Python.

A day is the one of America/Lima: a call at 20:00 on 31 March there is of March, though UTC, in
which everything is stored, has begun April. A week runs from Monday to Sunday; the fortnights of a
month are its days 1 to 15 and the rest.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import pytz

LIMA = pytz.timezone("America/Lima")
WEEK, FORTNIGHT, MONTH = "week", "fortnight", "month"
KINDS = (WEEK, FORTNIGHT, MONTH)
ONE_DAY = timedelta(days=1)
SECOND_FORTNIGHT = 16


class Period(NamedTuple):
    """Some days in Lima, both ends included."""

    first: date
    last: date

    def to_json(self):
        """Return ``{"date_from": ISO text, "date_to": ISO text}``."""
        return {"date_from": self.first.isoformat(), "date_to": self.last.isoformat()}


def today(now=None):
    """Return the day it is in Lima; ``now`` is an aware datetime."""
    return (now or datetime.now(pytz.utc)).astimezone(LIMA).date()


def aware(moment):
    """Return a naive UTC datetime, as everything is stored, as an aware one."""
    return pytz.utc.localize(moment)


def parse_day(value):
    """Return the date that ``value`` is: a date, or ISO text like 2026-03-31.

    :raise ValueError: it is neither
    """
    if isinstance(value, datetime) or not isinstance(value, (date, str)):
        raise ValueError(value)
    return value if isinstance(value, date) else date.fromisoformat(value)


def period_of(day, kind):
    """Return the whole period of that kind which ``day`` belongs to."""
    if kind == WEEK:
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=6))
    if kind == FORTNIGHT and day.day < SECOND_FORTNIGHT:
        return Period(day.replace(day=1), day.replace(day=SECOND_FORTNIGHT - 1))
    first = day.replace(day=SECOND_FORTNIGHT if kind == FORTNIGHT else 1)
    in_next_month = day.replace(day=28) + timedelta(days=4)
    return Period(first, in_next_month.replace(day=1) - ONE_DAY)


def closed(kind, day):
    """Return the last whole period of that kind which was over when ``day`` began."""
    return period_of(period_of(day, kind).first - ONE_DAY, kind)


def split(first, last, kind=None):
    """Return the periods of that kind from ``first`` to ``last``; one of all days without a kind.

    The first and the last one end where the days end: they may be shorter.
    """
    if kind is None:
        return [Period(first, last)]
    periods = []
    while first <= last:
        end = min(period_of(first, kind).last, last)
        periods.append(Period(first, end))
        first = end + ONE_DAY
    return periods


def starts_at(day):
    """Return the moment when ``day`` begins in Lima, as a naive UTC datetime."""
    midnight = LIMA.localize(datetime.combine(day, time()))
    return midnight.astimezone(pytz.utc).replace(tzinfo=None)


def boundaries(periods):
    """Return the moments when consecutive periods begin, and the one when the last is over.

    :return: a naive UTC datetime for each period, and one more
    """
    return [*(starts_at(period.first) for period in periods), starts_at(periods[-1].last + ONE_DAY)]
