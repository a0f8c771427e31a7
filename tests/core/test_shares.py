"""Who gets how many: against what one would do by hand, one at a time."""

import random

import pytest
from digiflow_core.shares import even_shares, place_owners, weighted_shares


def one_by_one(count, loads):
    """Give `count` one at a time, each to whoever has least."""
    loads = list(loads)
    shares = [0] * len(loads)
    for _number in range(count):
        person = min(range(len(loads)), key=lambda one: (loads[one] + shares[one], one))
        shares[person] += 1
    return shares


class TestEven:
    """Loads as equal as can be."""

    @pytest.mark.parametrize(
        ("count", "loads", "shares"),
        [
            (9, [0, 0, 0], [3, 3, 3]),
            (10, [0, 0, 0], [4, 3, 3]),
            (5, [10, 0, 2], [0, 4, 1]),
            (0, [3, 1], [0, 0]),
            (2, [0], [2]),
            (1, [5, 5], [1, 0]),
        ],
    )
    def test_by_hand(self, count, loads, shares):
        assert even_shares(count, loads) == shares

    def test_equal_to_giving_one_by_one(self):
        dice = random.Random(3)
        for _try in range(500):
            loads = [dice.randrange(30) for _person in range(dice.randrange(1, 8))]
            count = dice.randrange(120)
            shares = even_shares(count, loads)
            assert sum(shares) == count
            after = sorted(map(sum, zip(loads, shares, strict=True)))
            assert after == sorted(map(sum, zip(loads, one_by_one(count, loads), strict=True)))

    def test_nobody(self):
        with pytest.raises(ValueError, match="nobody"):
            even_shares(1, [])


class TestWeighted:
    """Shares in proportion to weights."""

    @pytest.mark.parametrize(
        ("count", "weights", "shares"),
        [
            (10, [1, 1], [5, 5]),
            (10, [3, 1], [8, 2]),
            (10, [1, 0], [10, 0]),
            (3, [1, 1], [2, 1]),
            (7, [0.5, 0.25, 0.25], [3, 2, 2]),
            (0, [1, 2], [0, 0]),
        ],
    )
    def test_by_hand(self, count, weights, shares):
        assert weighted_shares(count, weights) == shares

    def test_floors_are_part_of_the_share(self):
        assert weighted_shares(6, [1, 1], [4, 0]) == [1, 5]
        assert weighted_shares(2, [1, 1, 1], [9, 0, 0]) == [0, 1, 1]
        assert weighted_shares(3, [1, 0], [0, 5]) == [3, 0]

    def test_never_off_by_one_or_more(self):
        dice = random.Random(4)
        for _try in range(500):
            weights = [dice.choice([0, 0.1, 1, 2, 3.3]) for _person in range(5)] + [1]
            count = dice.randrange(200)
            shares = weighted_shares(count, weights)
            assert sum(shares) == count
            for share, weight in zip(shares, weights, strict=True):
                assert abs(share - count * weight / sum(weights)) < 1

    def test_sum_with_floors(self):
        dice = random.Random(5)
        for _try in range(500):
            weights = [dice.choice([0, 1, 2, 3.3]) for _person in range(4)] + [1]
            floors = [dice.randrange(20) for _person in weights]
            count = dice.randrange(100)
            shares = weighted_shares(count, weights, floors)
            assert sum(shares) == count
            assert min(shares) >= 0

    def test_no_weight(self):
        with pytest.raises(ValueError, match="weight"):
            weighted_shares(1, [0, 0])


class TestPlaces:
    """Whole places, biggest first, to the least loaded."""

    def test_by_hand(self):
        places = {"150122": 10, "150101": 30, "070101": 25, "150131": 5}
        owners = place_owners(places, {"ana": 0, "beto": 0})
        assert owners == {"150101": "ana", "070101": "beto", "150122": "beto", "150131": "ana"}

    def test_loads_count(self):
        loads = {"ana": 50, "beto": 0}
        assert place_owners({"a": 20, "b": 20}, loads) == {"a": "beto", "b": "beto"}
        assert loads == {"ana": 50, "beto": 0}

    def test_order_of_equals_is_fixed(self):
        assert place_owners({"b": 1, "a": 1}, {2: 0, 1: 0}) == {"a": 2, "b": 1}

    def test_nobody(self):
        with pytest.raises(ValueError, match="nobody"):
            place_owners({"a": 1}, {})
