"""Where training did not reach its mark: pure Python.

What is judged of a question, or of a module, is its last closed batch: the answers of a session
that was held, or those that were given outside of sessions in a month that is over (in Lima).
Older batches were judged in their time; one that is not closed may still change.
"""

from datetime import date
from typing import NamedTuple, Optional

from .satisfaction import percentage

QUESTION, MODULE, PEOPLE = KINDS = ("question", "module", "people")


class Batch(NamedTuple):
    """What came of a question, or of a module, in one session or month.

    ``subject`` is whatever is judged; ``right`` of ``total`` are answers, or points of those that
    could be had. ``closed_on`` is the day from which it is closed; None: it is not.
    """

    subject: tuple
    key: str
    closed_on: Optional[date]
    right: float
    total: float

    @property
    def rate(self):
        """The share that was right, from 0 to 100, unrounded."""
        return percentage(self.right, self.total)


def last_closed(batches, today):
    """Return the last batch of each subject that is closed ``today``.

    Of two that closed on the same day it is that with the greater key: any fixed one would do.
    """
    last = {}
    for batch in batches:
        known = last.get(batch.subject)
        if not batch.total or not batch.closed_on or batch.closed_on > today:
            continue
        if known is None or (batch.closed_on, batch.key) > (known.closed_on, known.key):
            last[batch.subject] = batch
    return list(last.values())


def under_mark(batches, today, marks):
    """Return the last closed batches that are under the mark, the worst first.

    :param marks: function of a subject: its mark from 0 to 100; 0 asks for nothing
    :return: list of Batch
    """
    low = [batch for batch in last_closed(batches, today) if batch.rate < marks(batch.subject)]
    return sorted(low, key=lambda batch: (batch.rate, batch.subject))
