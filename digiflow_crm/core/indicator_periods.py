"""The months, quarters and years that indicators are reckoned for, and their codes: pure Python."""

import re
from datetime import date

from . import client_counts, periods, years
from .periods import ONE_DAY

MONTH, QUARTER, YEAR = KINDS = ("month", "quarter", "year")
MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII
)


def period_of(day, kind):
    """Return the whole month, quarter or year that ``day`` belongs to, as a Period.

    :raise KeyError: ``kind`` is none of KINDS
    """
    if kind == MONTH:
        return periods.period_of(day, periods.MONTH)
    return client_counts.period_of(day, kind)


def kind_of(first, last):
    """Return which kind of period goes from ``first`` to ``last``; None where it is none."""
    found = (kind for kind in KINDS if period_of(first, kind) == (first, last))
    return next(found, None)


def before(period, kind):
    """Return the period of that kind before this one."""
    return period_of(period.first - ONE_DAY, kind)


def after(period, kind):
    """Return the period of that kind after this one."""
    return period_of(period.last + ONE_DAY, kind)


def quarters_of(period):
    """Return the quarters that a period touches: ``[(year, number from 1 to 4)]``."""
    found = client_counts.split(period.first, period.last, QUARTER)
    return [(one.first.year, (one.last.month + 2) // 3) for one in found]


def code_of(period, kind):
    """Return what a period is called for other programs: 2026, 2026-Q3 or 2026-09."""
    year = period.first.year
    if kind == YEAR:
        return str(year)
    if kind == QUARTER:
        return f"{year}-Q{(period.last.month + 2) // 3}"
    return f"{year}-{period.first.month:02d}"


def parse(code):
    """Return (kind, Period) of a code like 2026, 2026-Q3 or 2026-09.

    :raise ValueError: it is none, or of another century
    """
    found = CODE.fullmatch(code) if isinstance(code, str) else None
    if not found:
        raise ValueError(code)
    first = date(years.parse_year(found["year"]), 1, 1)
    if found["quarter"]:
        return QUARTER, period_of(first.replace(month=3 * int(found["quarter"])), QUARTER)
    if found["month"]:
        return MONTH, period_of(first.replace(month=int(found["month"])), MONTH)
    return YEAR, period_of(first, YEAR)
