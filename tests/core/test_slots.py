"""Free times: what is open less what is taken."""

from datetime import date, datetime, timedelta

from odoo.addons.digiflow_crm.core import slots


def at(hour, minute=0, day=30):
    """A moment of March 2026, in UTC."""
    return datetime(2026, 3, day, hour, minute)


def test_merge():
    joined = slots.merge([(at(15), at(16)), (at(13), at(14)), (at(14), at(15, 30)), (at(9), at(9))])
    assert joined == [(at(13), at(16))]


def test_intersect():
    one = [(at(13), at(17)), (at(18), at(22))]
    other = [(at(15), at(19))]
    assert slots.intersect(one, other) == [(at(15), at(17)), (at(18), at(19))]
    assert slots.intersect(one, []) == []


def test_subtract():
    day = [(at(13), at(22))]
    assert slots.subtract(day, [(at(12), at(14)), (at(16), at(17)), (at(21), at(23))]) == [
        (at(14), at(16)),
        (at(17), at(21)),
    ]
    assert slots.subtract(day, [(at(10), at(23))]) == []
    assert slots.subtract(day, []) == day


def test_covers():
    work = [(at(13), at(17)), (at(17), at(18)), (at(19), at(22))]
    assert slots.covers(work, at(16), at(18))
    assert not slots.covers(work, at(17), at(19, 30))


def test_starts_at_full_and_half_hours():
    assert slots.slot_starts([(at(13, 10), at(15))], 60) == [at(13, 30), at(14)]
    assert slots.slot_starts([(at(13), at(15))], 60) == [at(13), at(13, 30), at(14)]
    assert slots.slot_starts([(at(13), at(13, 59))], 60) == []
    assert slots.slot_starts([(at(13), at(14))], 20, step=20) == [at(13), at(13, 20), at(13, 40)]


def test_seconds_do_not_round_down():
    begin = at(13) + timedelta(seconds=1)
    assert slots.slot_starts([(begin, at(15))], 60) == [at(13, 30), at(14)]


def test_days_are_those_of_lima():
    assert slots.lima_day(datetime(2026, 4, 1, 4, 59)) == date(2026, 3, 31)
    assert slots.lima_day(datetime(2026, 4, 1, 5)) == date(2026, 4, 1)
    assert slots.to_lima(datetime(2026, 4, 1, 1)).strftime("%d %H:%M") == "31 20:00"
    # No summer time: the same hours in July and in January.
    assert slots.to_lima(datetime(2026, 7, 1, 13)).hour == 8
    assert slots.to_lima(datetime(2026, 1, 1, 13)).hour == 8
