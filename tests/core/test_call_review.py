"""Arithmetic of call reviews, against figures worked out by hand."""

import pytest
from digiflow_core.call_review import Rated, compare, reckon

MARK = 70
SCRIPT, NEEDS, ETHICS = Rated(20, 80), Rated(30, 50), Rated(50, 100, critical=True)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # (20*80 + 30*50 + 50*100) / 100
        ([SCRIPT, NEEDS, ETHICS], (81.0, False, False)),
        # What does not apply is left out of both sums: (20*80 + 50*100) / 70
        ([SCRIPT, NEEDS._replace(applies=False), ETHICS], (94.29, False, False)),
        # A critical criterion under the mark fails the call whatever its score ...
        ([SCRIPT, NEEDS, ETHICS._replace(points=69)], (65.5, True, True)),
        ([Rated(99, 100), Rated(1, 69, critical=True)], (99.69, True, True)),
        # ... also when it has no weight, not when it does not apply, and not just at the mark.
        ([Rated(10, 100), Rated(0, 0, critical=True)], (100.0, True, True)),
        ([Rated(10, 100), Rated(5, 0, True, applies=False)], (100.0, False, False)),
        ([Rated(10, 70, critical=True)], (70.0, False, False)),
        # The score that is shown is the one that passes: 69.995 is 70.00.
        ([Rated(199, 70), Rated(1, 69)], (70.0, False, False)),
        ([Rated(99, 70), Rated(1, 69)], (69.99, False, True)),
        ([Rated(0.1, 100), Rated(0.2, 40)], (60.0, False, True)),
        ([Rated(10, 0)], (0.0, False, True)),
        ([Rated(10, 50, applies=False)], (None, False, False)),
        ([Rated(0, 100, critical=True)], (None, False, False)),
        ([], (None, False, False)),
    ],
)
def test_score(lines, expected):
    assert tuple(reckon(lines, MARK)) == expected


def test_difference():
    """Second minus first; what one of them leaves out cannot be compared."""
    first = [Rated(50, 100), Rated(30, 50), Rated(20, 80)]
    second = [Rated(50, 75), Rated(30, 60), Rated(20, 0, applies=False)]
    by_criterion, score, mean = compare(first, second, MARK)
    assert by_criterion == [-25, 10, None]
    # 81 against (50*75 + 30*60) / 80 = 69.375
    assert score == -11.62
    assert mean == 17.5


def test_nothing_to_compare():
    one, two = Rated(10, 50, applies=False), Rated(10, 50)
    assert tuple(compare([one], [two], MARK)) == ([None], None, None)
    with pytest.raises(ValueError, match="criterion"):
        compare([one], [], MARK)
