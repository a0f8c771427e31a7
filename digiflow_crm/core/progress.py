"""The figures of prospect lists' progress, added up from counted groups: pure Python."""

from collections import defaultdict
from typing import NamedTuple

# The prospects that were in the list by the end of a period; all others happened within it.
TOTAL = "total"
MILESTONES = (
    "contacted",
    "effective",
    "meetings_booked",
    "meetings_held",
    "proposals",
    "won",
    "lost",
)
COUNTS = (TOTAL, *MILESTONES)
# Milestone -> the figure with its amount.
AMOUNTS = {"proposals": "proposals_amount", "won": "won_amount"}
FIGURES = (*COUNTS, *AMOUNTS.values())
DECIMALS = 2


class Group(NamedTuple):
    """How many leads of a list and its people reached a milestone in a period.

    ``period`` counts from 1; 0 is what came before the first one. ``telemarketer`` and
    ``executive`` are user ids, None when nobody has the leads.
    """

    milestone: str
    list_id: int
    telemarketer: int
    executive: int
    period: int
    count: int
    amount: float


class Tally:
    """The figures of whatever was added to it: over all periods, and for each of them."""

    def __init__(self, periods):
        """``periods``: how many there are."""
        self._counts = [dict.fromkeys(COUNTS, 0) for _number in range(periods + 1)]
        self._amounts = [dict.fromkeys(AMOUNTS.values(), 0.0) for _number in range(periods + 1)]

    def add(self, group):
        """Add the leads of a Group."""
        self._counts[group.period][group.milestone] += group.count
        if group.milestone in AMOUNTS:
            self._amounts[group.period][AMOUNTS[group.milestone]] += group.amount

    def by_period(self):
        """Return the figures of each period, in order: a list of dicts with FIGURES as keys."""
        rows, total = [], self._counts[0][TOTAL]
        for counts, amounts in zip(self._counts[1:], self._amounts[1:]):
            total += counts[TOTAL]
            rows.append({**counts, TOTAL: total, **_rounded(amounts)})
        return rows

    def overall(self):
        """Return the figures over all periods, a dict with FIGURES as keys."""
        counts = {name: sum(row[name] for row in self._counts) for name in COUNTS}
        amounts = {name: sum(row[name] for row in self._amounts) for name in AMOUNTS.values()}
        return {**counts, **_rounded(amounts)}


def tally(groups, periods):
    """Add up groups by list, telemarketer and executive.

    :param groups: iterable of Group
    :param int periods: how many periods there are
    :return: ``{list id: (Tally, {user id or None: Tally}, {user id or None: Tally})}``, of the
        list, of its telemarketers and of its executives
    """

    def new():
        return Tally(periods)

    found = defaultdict(lambda: (new(), defaultdict(new), defaultdict(new)))
    for group in groups:
        whole, telemarketers, executives = found[group.list_id]
        for one in (whole, telemarketers[group.telemarketer], executives[group.executive]):
            one.add(group)
    return found


def has_moved(figures):
    """Return whether anything happened: any milestone was reached."""
    return any(figures[name] for name in MILESTONES)


def _rounded(amounts):
    return {name: round(amount, DECIMALS) for name, amount in amounts.items()}
