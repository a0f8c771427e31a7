from odoo import _, api, models

from ...core import indicator_periods, indicators
from .rankings_sql import AIMED_SQL, HELD_SQL, LOST_SQL, SENT_SQL, SOLD_BY_SQL, WON_SQL

STATEMENTS = (
    (WON_SQL, ("won", "won_offered")),
    (LOST_SQL, ("lost", "lost_offered")),
    (SOLD_BY_SQL, ("sold", "amount")),
    (AIMED_SQL, ("aimed",)),
    (SENT_SQL, ("sent",)),
    (HELD_SQL, ("held",)),
)
# Part -> (family of indicators that knows its records, their part of it).
PARTS = {
    "won": ("results", "won"),
    "lost": ("results", "lost"),
    "sold": ("sales", "orders"),
    "sent": ("proposals", "offers"),
    "held": ("meetings", "held"),
}
UNITS = {
    "amount": indicators.AMOUNT,
    "target_amount": indicators.AMOUNT,
    "target": indicators.PERCENT,
    "win_rate": indicators.PERCENT,
    "win_rate_offered": indicators.PERCENT,
}


class DigiflowDashboard(models.AbstractModel):
    """The ranking of the executives of a period.

    Won and lost are those of whom the opportunity is; sold, against the target, and sent those of
    whom the offer is; held those of whom the presentation was.
    """

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_executives(self, company, kind, span):
        """See `_reckon_people`; ``aimed`` is what they were to sell, of a month a third of its
        quarter's target.
        """
        quarters = tuple(
            (str(year), str(number)) for year, number in indicator_periods.quarters_of(span)
        )
        part = min(indicator_periods.MONTHS[kind] / 3, 1)
        return self._reckon_people(company, span, STATEMENTS, quarters=quarters, part=part)

    @api.model
    def _present_executives(self, company, kind, span, numbers):
        """A row for each person who sold, lost, or was to sell, by what they sold.

        Rows have ``amount`` (sold), ``target_amount``, ``target`` (percent of it that was reached,
        None without one), ``is_under_target``, ``win_rate`` (won of won and lost, percent) and
        ``win_rate_offered`` (the same of those with an offer), each with its ``_text``.
        """
        shown = self._present_people(
            numbers["people"],
            self._present_executive,
            lambda one: (-one["amount"], -one["won"], -one["sent"], -one["held"]),
            self._get_no_executive(),
        )
        self._format_numbers(company, [*shown["rows"], shown["total"]], UNITS)
        empty = _(
            "Nobody sold, sent or presented anything in this period, nor was to. Set the targets "
            "of the executives, and give them opportunities."
        )
        return {**shown, "empty": None if shown["rows"] else empty}

    @api.model
    def _find_executives(self, company, kind, span, key, part):
        """The opportunities, offers and presentations of an executive."""

        def find():
            family, own = PARTS[part]
            found = getattr(self, f"_find_indicator_{family}")(company, kind, span, None, own)
            return (*found, "user_id")

        words = {
            "won": _("won"),
            "lost": _("lost"),
            "sold": _("proposals confirmed"),
            "sent": _("proposals sent"),
            "held": _("presentations held"),
        }
        return self._find_of_person(key, part, find, self._get_no_executive(), words)

    @api.model
    def _present_executive(self, numbers, name):
        """The row of an executive, or of all."""
        aimed = numbers["aimed"] or None
        reached = self._percent(numbers["amount"], aimed)
        offered = numbers["won_offered"] + numbers["lost_offered"]
        return {
            "key": numbers["key"],
            "name": name,
            "amount": numbers["amount"],
            "target_amount": aimed,
            "target": reached,
            "is_under_target": indicators.is_missed(reached, 100, indicators.HIGHER),
            "win_rate": self._percent(numbers["won"], numbers["won"] + numbers["lost"]),
            "win_rate_offered": self._percent(numbers["won_offered"], offered),
            "counts": {part: numbers[part] for part in PARTS},
        }

    @api.model
    def _get_no_executive(self):
        """What the row of nobody is called."""
        return _("No executive")
