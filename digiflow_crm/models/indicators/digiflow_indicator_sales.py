from odoo import models

from ...core import indicator_periods, indicators
from ...core.indicators import DAYS, PERCENT
from .indicator_sql import PROPOSALS_SQL, RESULTS_SQL, SOLD_PERIOD_SQL, TARGETS_SQL

RESULTS = (
    *("won", "won_offered", "cycles", "cycle_days", "median"),
    *("lost", "lost_offered", "called", "called_won"),
)


class DigiflowIndicator(models.Model):
    """Proposals, what became of the opportunities, and what was sold."""

    _inherit = "digiflow.indicator"

    def _reckon_proposals(self, company, span):
        """Opportunities that were sent a proposal in a period, and for how much."""
        [(count, amount)] = self._ask(PROPOSALS_SQL, company, span)
        return {
            "proposals_sent": indicators.counted(count),
            "proposals_amount": indicators.counted(amount or 0, offers=count),
        }

    def _reckon_results(self, company, span):
        """Opportunities won and lost in a period, of whom, and how long it took."""
        [row] = self._ask(RESULTS_SQL, company, span)
        one = dict(zip(RESULTS, row))
        won, lost, called = one["won"], one["lost"], one["called"]
        offered = one["won_offered"], one["won_offered"] + one["lost_offered"]
        return {
            "won": indicators.counted(won),
            "lost": indicators.counted(lost, lost_offered=one["lost_offered"]),
            "win_rate": indicators.rate(PERCENT, won, won + lost),
            "win_rate_offered": indicators.rate(PERCENT, *offered),
            "conversion": indicators.rate(PERCENT, won, called),
            "conversion_cohort": indicators.rate(PERCENT, one["called_won"], called),
            "cycle_average": indicators.rate(DAYS, one["cycle_days"], one["cycles"]),
            "cycle_median": indicators.counted(one["median"], cycles=one["cycles"]),
        }

    def _reckon_sales(self, company, span):
        """What was sold in a period, against what was to be, and below the tariff."""
        [(orders, sold, given, listed)] = self._ask(SOLD_PERIOD_SQL, company, span)
        targets, aimed = self._get_sales_target(company, span)
        counts = {"orders": orders, "targets": targets}
        return {
            "discount": indicators.rate(PERCENT, given, listed, orders=orders),
            "sales_target": indicators.rate(PERCENT, sold or 0, aimed, **counts),
        }

    def _get_sales_target(self, company, span):
        """What all executives are to sell in a period: the targets of its quarters.

        A month is a third of its quarter; days that are no month, quarter or year have no target.

        :return: (number of targets, amount or None)
        """
        kind = self._get_kind(span)
        if not kind:
            return 0, None
        quarters = tuple(
            (str(year), str(number)) for year, number in indicator_periods.quarters_of(span)
        )
        [(count, amount)] = self._ask(TARGETS_SQL, company, span, quarters=quarters)
        return count, float(amount or 0) * min(indicator_periods.MONTHS[kind] / 3, 1)
