"""The economic offer as a table: what is paid once, each month and each year. No database.

Amounts are counted in cents (int), so that the totals are exactly the sums of what is shown.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

ONCE, MONTH, YEAR = "once", "month", "year"
# In the order in which a proposal shows them.
PERIODS = (ONCE, MONTH, YEAR)
# How often a year's price is paid.
PAYMENTS_A_YEAR = {ONCE: 1, MONTH: 12, YEAR: 1}


@dataclass(frozen=True)
class OfferLine:
    """A line of the offer; money in cents, of the whole line but for `list_price`.

    `list_price` and `gross` are before the discount, `subtotal` after it, all of them without tax.
    """

    name: str
    text: str = ""
    section: str = ""
    period: str = ONCE
    quantity: float = 1.0
    unit: str = ""
    list_price: int = 0
    gross: int = 0
    subtotal: int = 0
    tax: int = 0

    @property
    def discount(self):
        """Percent (float, two places) that the client is let off; 0.0 for none."""
        if self.gross <= self.subtotal or not self.gross:
            return 0.0
        return round(100 * (self.gross - self.subtotal) / self.gross, 2)

    @property
    def is_included(self):
        """Whether it costs nothing by the tariff already."""
        return not self.gross and not self.subtotal


@dataclass(frozen=True)
class OfferGroup:
    """The lines that are paid in one period, and their sums in cents."""

    period: str
    lines: list = field(default_factory=list)
    gross: int = 0
    subtotal: int = 0
    tax: int = 0

    @property
    def total(self):
        """Cents with tax."""
        return self.subtotal + self.tax

    @property
    def discount(self):
        """Cents that the client is let off."""
        return max(self.gross - self.subtotal, 0)


def to_cents(amount):
    """Return a number as cents (int), halves away from zero."""
    exact = Decimal(str(amount or 0)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return int(exact * 100)


def to_amount(cents):
    """Return cents as a Decimal of two places."""
    return Decimal(cents) / 100


def group_lines(lines, tax=None):
    """Put `lines` into groups by period, in their order; a period without lines has no group.

    :param lines: iterable of OfferLine
    :param tax: cents of the whole offer's tax, when it is known: it may differ by some cents from
        the sum of the lines', being rounded once; the biggest group takes the difference
    :return: list of OfferGroup
    """
    lines = list(lines)
    groups = [
        _sum_group(period, [line for line in lines if line.period == period]) for period in PERIODS
    ]
    groups = [group for group in groups if group.lines]
    return groups if tax is None else _settle_tax(groups, tax)


def _sum_group(period, lines):
    return OfferGroup(
        period,
        lines,
        gross=sum(max(line.gross, line.subtotal) for line in lines),
        subtotal=sum(line.subtotal for line in lines),
        tax=sum(line.tax for line in lines),
    )


def _settle_tax(groups, tax):
    """Give the cents of rounding to the group with the most tax."""
    rest = tax - sum(group.tax for group in groups)
    if not rest or not groups:
        return groups
    biggest = max(range(len(groups)), key=lambda place: abs(groups[place].tax))
    group = groups[biggest]
    settled = OfferGroup(group.period, group.lines, group.gross, group.subtotal, group.tax + rest)
    return [*groups[:biggest], settled, *groups[biggest + 1 :]]
