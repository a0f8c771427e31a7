"""Which lines of a quotation template an offer takes, and how many times: pure Python."""

from typing import NamedTuple

FIXED = "fixed"
EXTRA = "extra"
THOUSAND = 1000


class TemplateLine(NamedTuple):
    """A line of a template that the client asks for.

    ``kind`` says what its quantity is multiplied by: `FIXED`, `EXTRA`, or a key of the numbers.
    ``high`` is the greatest monthly volume of its band, 0 without a band.
    """

    key: object
    kind: str
    each: float
    volume: str
    low: int
    high: int


class BandError(ValueError):
    """No band of the template holds a volume.

    :ivar str volume: which volume
    :ivar int amount: how much it is
    :ivar int top: the greatest volume that the template has a band for
    """

    def __init__(self, volume, amount, top):
        super().__init__(volume, amount, top)
        self.volume, self.amount, self.top = volume, amount, top


class NumberError(ValueError):
    """The client has a number of something that no line of the template offers.

    :ivar str kind: key of the number
    """

    def __init__(self, kind):
        super().__init__(kind)
        self.kind = kind


def choose(lines, numbers, volumes):
    """Return ``[(key, quantity)]`` of the lines that are offered, in their order; none is 0.

    :param lines: `TemplateLine` of everything the client asks for
    :param dict numbers: kind -> how many (integrations, hours...); each needs a line when it is
        not 0
    :param dict volumes: volume -> how much a month
    :raise BandError: a volume fits no band, and there is no line for what is beyond the greatest
    :raise NumberError: a number has no line
    """
    for kind, number in numbers.items():
        if number and not any(line.kind == kind for line in lines):
            raise NumberError(kind)
    limits = {volume: _limit(lines, volume, volumes[volume]) for volume in volumes}
    chosen = []
    for line in lines:
        quantity = _quantity(line, numbers, volumes, limits)
        if quantity:
            chosen.append((line.key, quantity))
    return chosen


def _limit(lines, volume, amount):
    """The amount that the bands are asked for: no more than the greatest, when more can be had."""
    banded = [line for line in lines if line.volume == volume and line.high]
    if not banded or not amount:
        return amount
    top = max(line.high for line in banded)
    beyond = any(line.volume == volume and line.kind == EXTRA for line in lines)
    limit = min(amount, top) if beyond else amount
    if not any(line.low <= limit <= line.high for line in banded):
        raise BandError(volume, amount, top)
    return limit


def _quantity(line, numbers, volumes, limits):
    """How many times `line` is offered."""
    amount, limit = volumes.get(line.volume, 0), limits.get(line.volume, 0)
    if line.kind == EXTRA:
        return line.each * -(-(amount - limit) // THOUSAND)
    if line.high and not (limit and line.low <= limit <= line.high):
        return 0
    return line.each if line.kind == FIXED else line.each * numbers.get(line.kind, 0)
