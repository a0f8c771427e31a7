"""Figures of call quality: from the sums, and nothing where there is nothing to divide by."""

import datetime

from digiflow_core.call_figures import (
    Covered,
    Rated,
    Reviewed,
    average,
    criteria_by,
    figure,
    figures_by,
    percentage,
)

ONE, TWO = datetime.date(2026, 11, 9), datetime.date(2026, 11, 16)
REVIEWED = [
    Reviewed(7, ONE, 3, 270.0, 0),
    Reviewed(7, TWO, 1, 50.0, 1),
    Reviewed(8, TWO, 2, 120.5, 2),
]
COVERED = [Covered(7, ONE, 3, 3), Covered(7, TWO, 3, 1), Covered(8, TWO, 3, 0)]
NOTHING = {
    "reviews": 0,
    "average": None,
    "failed": 0,
    "failed_rate": None,
    "quota": 0,
    "reviewed": 0,
    "coverage": None,
}


def test_the_team_is_not_the_mean_of_its_people():
    team = figure(REVIEWED, COVERED)
    # 440.5 of 6 reviews; the mean of 80.00 and 60.25 would be 70.13.
    assert team == {
        "reviews": 6,
        "average": 73.42,
        "failed": 3,
        "failed_rate": 50.0,
        "quota": 9,
        "reviewed": 4,
        "coverage": 44.4,
    }


def test_by_person_and_by_week():
    people = figures_by("user_id", [7, 8, 9], REVIEWED, COVERED)
    assert [people[one]["average"] for one in (7, 8, 9)] == [80.0, 60.25, None]
    assert [people[one]["coverage"] for one in (7, 8, 9)] == [66.7, 0.0, None]
    assert people[9] == NOTHING
    weeks = figures_by("week", [ONE, TWO], REVIEWED, COVERED)
    assert [weeks[one]["reviews"] for one in (ONE, TWO)] == [3, 3]
    assert [weeks[one]["failed_rate"] for one in (ONE, TWO)] == [0.0, 100.0]


def test_by_criterion():
    rated = [Rated(7, ONE, 1, 2, 150.0), Rated(8, TWO, 1, 1, 0.0), Rated(7, TWO, 2, 4, 330.0)]
    found = criteria_by("user_id", [1, 2], [7, 8], rated)
    assert found == {
        1: [{"rated": 2, "average": 75.0}, {"rated": 1, "average": 0.0}],
        2: [{"rated": 4, "average": 82.5}, {"rated": 0, "average": None}],
    }


def test_halves_go_up_as_people_round():
    assert average(0.1 + 0.2, 1) == 0.3
    assert average(166.71, 2) == 83.36
    assert percentage(1, 16) == 6.3
    assert average(0, 0) is None
    assert percentage(0, 0) is None
