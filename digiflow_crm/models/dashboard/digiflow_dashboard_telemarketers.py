from odoo import _, api, models

from ...core import indicators
from ..quality.review_states import CALIBRATION, DRAFT
from .rankings_sql import BOOKED_SQL, CALLED_SQL, REVIEWED_SQL

STATEMENTS = (
    (CALLED_SQL, ("calls", "effective")),
    (BOOKED_SQL, ("booked", "held")),
    (REVIEWED_SQL, ("reviews", "scores")),
)
# Part -> (family of indicators that knows its records, field of the person).
PARTS = {
    "calls": ("telemarketing", "user_id"),
    "effective": ("telemarketing", "user_id"),
    "booked": ("meetings", "booked_by_id"),
    "held": ("meetings", "booked_by_id"),
    "reviews": ("quality", "user_id"),
}
UNITS = {"effective_rate": indicators.PERCENT, "quality": indicators.SCORE}


class DigiflowDashboard(models.AbstractModel):
    """The ranking of those who call and book presentations, whichever role they have."""

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_telemarketers(self, company, kind, span):
        """See `_reckon_people`; ``held`` are presentations of the period that they had booked,
        ``scores`` the sum of those that the reviews of their calls gave.
        """
        kinds = {"draft": DRAFT, "calibration": CALIBRATION}
        return self._reckon_people(company, span, STATEMENTS, **kinds)

    @api.model
    def _present_telemarketers(self, company, kind, span, numbers):
        """A row for each person who called, booked or was reviewed, by effective contacts.

        Rows have ``effective_rate`` (percent of the calls) and ``quality`` (average score of the
        reviewed calls), None where there is none, each with its ``_text``.
        """
        shown = self._present_people(
            numbers["people"],
            self._present_telemarketer,
            lambda one: (-one["effective"], -one["booked"], -one["calls"]),
            self._get_no_telemarketer(),
        )
        self._format_numbers(company, [*shown["rows"], shown["total"]], UNITS)
        empty = _(
            "Nobody called or booked a presentation in this period. Distribute a list: its "
            "companies come to the call desk by themselves."
        )
        return {**shown, "empty": None if shown["rows"] else empty}

    @api.model
    def _find_telemarketers(self, company, kind, span, key, part):
        """The calls, presentations and reviews of a telemarketer."""

        def find():
            family, name = PARTS[part]
            found = getattr(self, f"_find_indicator_{family}")(company, kind, span, None, part)
            return (*found, name)

        words = {
            "calls": _("calls"),
            "effective": _("effective contacts"),
            "booked": _("presentations booked"),
            "held": _("presentations held"),
            "reviews": _("calls reviewed"),
        }
        return self._find_of_person(key, part, find, self._get_no_telemarketer(), words)

    @api.model
    def _present_telemarketer(self, numbers, name):
        """The row of a telemarketer, or of all."""
        reviewed = indicators.rate(indicators.SCORE, numbers["scores"], numbers["reviews"])
        return {
            "key": numbers["key"],
            "name": name,
            "effective_rate": self._percent(numbers["effective"], numbers["calls"]),
            "quality": reviewed.value,
            "counts": {part: numbers[part] for part in PARTS},
        }

    @api.model
    def _get_no_telemarketer(self):
        """What the row of nobody is called."""
        return _("No telemarketer")
