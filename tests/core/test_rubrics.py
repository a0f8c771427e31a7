"""The arithmetic of rubrics."""

import pytest
from digiflow_core.rubrics import demand_points, shares, weighted_score


def test_the_score_weighs_each_criterion():
    # (40*80 + 35*60 + 25*90) / 100
    assert weighted_score([(40, 80), (35, 60), (25, 90)]) == 75.5
    # the weights need not add up to 100
    assert weighted_score([(2, 100), (1, 40)]) == 80.0


def test_a_half_is_rounded_up_as_people_do():
    # 69.995 is a little less as a float: 70 is passed
    assert weighted_score([(1, 69.99), (1, 70.0)]) == 70.0
    assert weighted_score([(33.3, 70), (33.3, 70), (33.4, 70)]) == 70.0
    assert weighted_score([(1, 100), (2, 0)]) == 33.33


def test_without_all_points_there_is_no_score():
    assert weighted_score([(40, 80), (60, None)]) is None
    assert weighted_score([]) is None
    assert weighted_score([(0, 50)]) is None


@pytest.mark.parametrize("points", [-0.01, 100.01, "80", True, float("nan")])
def test_points_are_numbers_from_0_to_100(points):
    with pytest.raises(ValueError, match="is not"):
        demand_points(points)
    with pytest.raises(ValueError, match="is not"):
        weighted_score([(1, points)])


def test_shares_are_percents_of_all_weights():
    assert shares([40, 35, 25]) == [40.0, 35.0, 25.0]
    assert shares([1, 1, 1]) == [33.3, 33.3, 33.3]
    assert shares([]) == []
    assert shares([0, 0]) == [None, None]
