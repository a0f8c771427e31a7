"""How much of the tariff an offer gives away: pure Python, amounts as Decimal.

What is given away on one line is never paid back by a dearer one: the discount of an offer is all
that its lines concede, of all that they cost by the tariff.
"""

from decimal import Decimal
from typing import NamedTuple

WHOLE = Decimal(100)
ZERO = Decimal(0)
# Amounts are rounded to cents, line by line: so much may a line be below the tariff.
CENT = Decimal("0.01")


class PricedLine(NamedTuple):
    """A line by the tariff and as it is offered, before taxes, in one currency.

    Both are 0 or more for what is sold. A line without a tariff (`listed` not above 0) concedes
    what it takes off the offer, if it is negative.
    """

    listed: Decimal
    offered: Decimal


def conceded(line):
    """Return how much less than by the tariff the line costs; 0 when it does not."""
    return max(max(line.listed, ZERO) - line.offered, ZERO)


def line_discount(line):
    """Return the percentage (Decimal) that the line concedes; 100 when it has no tariff."""
    return _percentage(conceded(line), line.listed)


def total_discount(lines):
    """Return the percentage (Decimal) of the tariff that all `lines` concede together."""
    return _percentage(sum(map(conceded, lines), ZERO), _listed(lines))


def is_beyond(lines, limit):
    """Return whether `lines`, any of them or all together, concede more than `limit` percent.

    :param Decimal limit: percentage of the tariff
    """
    lines = list(lines)
    together = sum(map(conceded, lines), ZERO)
    return any(_exceeds(conceded(line), line.listed, limit, 1) for line in lines) or _exceeds(
        together, _listed(lines), limit, len(lines)
    )


def _listed(lines):
    """What `lines` cost by the tariff."""
    return sum((max(line.listed, ZERO) for line in lines), ZERO)


def _exceeds(given, listed, limit, count):
    """Whether `given` is more than `limit` percent of `listed`, rounding of `count` lines apart."""
    return given > max(listed, ZERO) * limit / WHOLE + CENT * count


def _percentage(given, listed):
    """`given` as a percentage of `listed`."""
    if listed > 0:
        return given / listed * WHOLE
    return WHOLE if given else ZERO
