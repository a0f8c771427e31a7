"""The arithmetic of before and after."""

from datetime import date, timedelta

from digiflow_core.training_effect import (
    AFTER,
    BEFORE,
    FEW,
    Case,
    compare_numbers,
    compare_shares,
    first_passed,
    merged,
    split_people,
    windows,
)

DAY = date(2026, 3, 1)


def cases(before, after):
    """Cases numbered from 1 on each side, with these values."""
    return [
        Case(side, number, value)
        for side, values in ((BEFORE, before), (AFTER, after))
        for number, value in enumerate(values, 1)
    ]


def test_both_sides_are_as_long_and_leave_the_day_out():
    sides = windows(DAY, 30)
    assert sides[BEFORE] == (date(2026, 1, 30), date(2026, 2, 28))
    assert sides[AFTER] == (date(2026, 3, 2), date(2026, 3, 31))
    for period in sides.values():
        assert (period.last - period.first).days == 29
        assert not period.first <= DAY <= period.last


def test_whose_days_after_are_not_over_is_not_compared():
    people = {"over": DAY, "today is the last": DAY + timedelta(days=1)}
    ready, waiting = split_people(people, 30, today=date(2026, 4, 1))
    assert ready == {"over": DAY}
    assert waiting == {"today is the last": DAY + timedelta(days=1)}


def test_a_programme_is_passed_with_the_last_of_its_parts():
    passed = {1: date(2026, 1, 5), 2: date(2026, 2, 7), 9: date(2026, 3, 1)}
    assert first_passed([1, 2], passed) == date(2026, 2, 7)
    assert first_passed([1, 2, 3], passed) is None
    assert first_passed([], passed) is None


def test_a_record_counts_once_on_a_side_and_on_each_side():
    twice = [Case(BEFORE, 1, 0), Case(BEFORE, 1, 1), Case(AFTER, 1, 0)]
    assert sorted(merged(twice)) == [Case(AFTER, 1, 0), Case(BEFORE, 1, 1)]


def test_shares():
    figures = compare_shares(cases([1, 0, 0, 0], [1, 1, 0, 0]))
    assert figures[BEFORE] == {"cases": 4, "part": 1, "value": 25.0}
    assert figures[AFTER] == {"cases": 4, "part": 2, "value": 50.0}
    assert figures["change"] == 25.0


def test_numbers():
    figures = compare_numbers(cases([10, 20, 60], [10, 20]))
    assert figures[BEFORE] == {"cases": 3, "value": 30.0, "median": 20}
    assert figures[AFTER] == {"cases": 2, "value": 15.0, "median": 15.0}
    assert figures["change"] == -15.0


def test_nothing_is_no_number():
    for compare in (compare_shares, compare_numbers):
        figures = compare(cases([], [1] * FEW))
        assert figures[BEFORE]["value"] is None
        assert figures["change"] is None
        assert figures["few"]


def test_few_cases_on_either_side_are_said():
    assert not compare_shares(cases([1] * FEW, [0] * FEW))["few"]
    assert compare_shares(cases([1] * FEW, [0] * (FEW - 1)))["few"]
    assert compare_shares(cases([1] * (FEW - 1), [0] * FEW))["few"]
