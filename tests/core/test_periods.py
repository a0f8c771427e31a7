"""Weeks, fortnights and months, and the moments when they begin in Lima."""

from datetime import date, datetime, timedelta

import pytest
import pytz
from digiflow_core import periods
from digiflow_core.periods import FORTNIGHT, KINDS, MONTH, WEEK, Period
from hypothesis import given
from hypothesis import strategies as st

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (WEEK, "2026-11-16", "2026-11-16", "2026-11-22"),
        (WEEK, "2026-11-22", "2026-11-16", "2026-11-22"),
        (WEEK, "2027-01-01", "2026-12-28", "2027-01-03"),
        (FORTNIGHT, "2026-02-15", "2026-02-01", "2026-02-15"),
        (FORTNIGHT, "2026-02-16", "2026-02-16", "2026-02-28"),
        (FORTNIGHT, "2028-02-29", "2028-02-16", "2028-02-29"),
        (FORTNIGHT, "2026-12-31", "2026-12-16", "2026-12-31"),
        (MONTH, "2026-01-31", "2026-01-01", "2026-01-31"),
        (MONTH, "2026-12-01", "2026-12-01", "2026-12-31"),
    ],
)
def test_period_of(kind, day, first, last):
    found = periods.period_of(date.fromisoformat(day), kind)
    assert found == Period(date.fromisoformat(first), date.fromisoformat(last))


@given(days, st.sampled_from(KINDS))
def test_every_day_is_in_its_period_and_the_next_begins_the_day_after(day, kind):
    period = periods.period_of(day, kind)
    assert period.first <= day <= period.last
    assert periods.period_of(period.last, kind) == period
    after = periods.period_of(period.last + timedelta(days=1), kind)
    assert after.first == period.last + timedelta(days=1)
    assert periods.closed(kind, after.first) == period
    assert periods.closed(kind, after.last) == period


@given(days, st.integers(0, 400), st.sampled_from([None, *KINDS]))
def test_split_covers_each_day_once(first, length, kind):
    last = first + timedelta(days=length)
    spans = periods.split(first, last, kind)
    covered = [
        span.first + timedelta(days=number)
        for span in spans
        for number in range((span.last - span.first).days + 1)
    ]
    assert covered == [first + timedelta(days=number) for number in range(length + 1)]
    if kind:
        wholes = [periods.period_of(span.first, kind) for span in spans]
        assert len(set(wholes)) == len(spans)
        assert spans[1:-1] == wholes[1:-1]
    else:
        assert spans == [Period(first, last)]


def test_a_day_begins_at_five_in_utc():
    assert periods.starts_at(date(2026, 4, 1)) == datetime(2026, 4, 1, 5)
    spans = periods.split(date(2026, 3, 16), date(2026, 4, 15), FORTNIGHT)
    assert periods.boundaries(spans) == [
        datetime(2026, 3, 16, 5),
        datetime(2026, 4, 1, 5),
        datetime(2026, 4, 16, 5),
    ]


def test_lima_had_summer_time_once():
    """In the summer of 1994 its clocks were an hour ahead."""
    assert periods.starts_at(date(1994, 2, 1)) == datetime(1994, 2, 1, 4)


def test_today_is_limas():
    late = datetime(2026, 4, 1, 1, tzinfo=pytz.utc)
    assert periods.today(late) == date(2026, 3, 31)
    assert periods.today(late + timedelta(hours=4)) == date(2026, 4, 1)
    assert abs(periods.today() - datetime.now(pytz.utc).date()) <= timedelta(days=1)


def test_parse_day():
    assert periods.parse_day("2026-03-31") == date(2026, 3, 31)
    assert periods.parse_day(date(2026, 3, 31)) == date(2026, 3, 31)


@pytest.mark.parametrize("value", ["31/03/2026", "2026-02-30", "", None, 20260331, datetime.now()])
def test_what_is_no_day(value):
    with pytest.raises(ValueError, match=r"isoformat|day is out|2026|None"):
        periods.parse_day(value)


def test_json():
    assert Period(date(2026, 3, 1), date(2026, 3, 15)).to_json() == {
        "date_from": "2026-03-01",
        "date_to": "2026-03-15",
    }
