"""From hours to weeks and phases."""

import pytest
from digiflow_core.work_plan import Phase, count_weeks, plan_phases
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("hours", "week_hours", "weeks"),
    [(0, 20, 0), (-3, 20, 0), (0.5, 20, 1), (20, 20, 1), (20.5, 20, 2), (0.1 + 0.2, 0.3, 1)],
)
def test_weeks(hours, week_hours, weeks):
    assert count_weeks(hours, week_hours) == weeks


def test_weeks_without_work_are_refused():
    with pytest.raises(ValueError, match="above 0"):
        count_weeks(10, 0)


def test_phases_follow_each_other():
    phases = [Phase("a", "", 25), Phase("none", "", 0), Phase("b", "", 50), Phase("c", "", 25)]
    planned = plan_phases(phases, 4)
    assert [(one.phase.name, one.first, one.last) for one in planned] == [
        ("a", 1, 1),
        ("b", 2, 3),
        ("c", 4, 4),
    ]
    assert [(one.start, one.width) for one in planned] == [(0, 25), (25, 50), (75, 25)]
    assert plan_phases(phases, 0) == []
    assert plan_phases([], 3) == []


@given(st.lists(st.floats(0.01, 1000), min_size=1, max_size=12), st.integers(1, 200))
def test_phases_fill_the_weeks(shares, weeks):
    planned = plan_phases([Phase("x", "", share) for share in shares], weeks)
    assert planned[0].first == 1
    assert planned[-1].last == weeks
    assert sum(one.width for one in planned) == 100
    assert all(1 <= one.first <= one.last <= weeks for one in planned)
    lasts = [one.last for one in planned]
    assert lasts == sorted(lasts)
