"""Years and their quarters as Lima counts them: pure Python."""

from datetime import date, timedelta

from .periods import starts_at

QUARTERS = (1, 2, 3, 4)
FIRST_YEAR, LAST_YEAR = 2000, 2099
ONE_SECOND = timedelta(seconds=1)


def parse_year(text):
    """Return the year that a text of four digits names.

    :raise ValueError: it is no year of this century
    """
    text = str(text or "")
    if len(text) != 4 or not text.isascii() or not text.isdigit():
        raise ValueError(text)
    if not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise ValueError(text)
    return int(text)


def bounds(year):
    """Return the first and the last second of a year in Lima, as naive UTC datetimes."""
    return starts_at(date(year, 1, 1)), starts_at(date(year + 1, 1, 1)) - ONE_SECOND
