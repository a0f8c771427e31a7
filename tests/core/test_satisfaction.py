"""The arithmetic of satisfaction."""

from datetime import date, timedelta

from digiflow_core.satisfaction import figure, percentage, quarter_of


def test_figure():
    assert figure(3, 4, 8) == {
        "satisfied": 3,
        "answers": 4,
        "sent": 8,
        "rate": 75.0,
        "response_rate": 50.0,
    }


def test_nothing_is_neither_all_nor_none():
    assert figure(0, 0, 0)["rate"] is None
    assert figure(0, 0, 0)["response_rate"] is None
    assert figure(0, 0, 5)["response_rate"] == 0.0
    assert percentage(0, 3) == 0.0


def test_quarters_follow_each_other():
    day, quarter = date(2024, 1, 1), quarter_of(date(2024, 1, 1))
    starts = []
    while day < date(2027, 1, 1):
        if not quarter.first <= day <= quarter.last:
            assert day == quarter.last + timedelta(days=1)
            quarter = quarter_of(day)
            starts.append(quarter.first)
        assert quarter_of(day) == quarter
        day += timedelta(days=1)
    assert [start.month for start in starts] == [4, 7, 10, 1] * 2 + [4, 7, 10]
    assert all(start.day == 1 for start in starts)
