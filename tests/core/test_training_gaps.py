"""Which batches are under their mark: the last closed one of each question or module alone."""

from datetime import date

import pytest
from digiflow_core import training_gaps
from digiflow_core.training_gaps import Batch

TODAY = date(2026, 11, 22)
Q1, Q2 = (1, 1, 11), (1, 2, 12)


def batch(subject, key, closed_on, right, total=18):
    """A batch closed on a day of November; None: not closed."""
    return Batch(subject, key, closed_on and date(2026, 11, closed_on), right, total)


@pytest.mark.parametrize(
    ("batches", "found"),
    [
        # 16 of 18 is 88.9 %, 17 of 18 is 94.4 %.
        ([batch(Q1, "a", 1, 16), batch(Q2, "a", 1, 17)], ["a"]),
        # The mark itself is reached.
        ([batch(Q1, "a", 1, 9, 10)], []),
        ([batch(Q1, "a", 1, 899, 1000)], ["a"]),
        # An older batch was judged in its time.
        ([batch(Q1, "a", 1, 2), batch(Q1, "b", 2, 18)], []),
        ([batch(Q1, "b", 2, 2), batch(Q1, "a", 1, 18)], ["b"]),
        # What is closed from today on counts, what is not closed, or empty, does not.
        ([batch(Q1, "a", 22, 2)], ["a"]),
        ([batch(Q1, "a", 23, 2)], []),
        ([batch(Q1, "a", None, 2)], []),
        ([batch(Q1, "a", 1, 2), batch(Q1, "b", None, 18), batch(Q1, "c", 3, 0, 0)], ["a"]),
        # The worst comes first.
        ([batch(Q1, "a", 1, 16), batch(Q2, "b", 1, 3)], ["b", "a"]),
    ],
)
def test_under_mark(batches, found):
    low = training_gaps.under_mark(batches, TODAY, lambda _subject: 90.0)
    assert [one.key for one in low] == found


def test_marks_are_those_of_the_subject():
    batches = [batch(Q1, "a", 1, 16), batch(Q2, "b", 1, 16)]
    marks = {Q1: 0.0, Q2: 89.0}
    assert training_gaps.under_mark(batches, TODAY, marks.get) == [batches[1]]
