from odoo import _, api, models

from ...core import indicators
from .digiflow_dashboard_words import NOBODY, TOTAL
from .lost_sql import REASONS_SQL

UNITS = {"amount": indicators.AMOUNT, "share": indicators.PERCENT}
# Part -> the same of the indicator of lost opportunities.
PARTS = {"lost": "lost", "offered": "lost_offered"}


class DigiflowDashboard(models.AbstractModel):
    """The opportunities lost in a period, by reason: how many, with an offer or not, how much."""

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_lost(self, company, kind, span):
        """``{"reasons": [{"key" (of the reason; 0 of none), "name" (None of none), "lost",
        "offered", "amount"}]}``
        """
        found = self._ask(REASONS_SQL, company, span)
        ids = [reason_id for reason_id, *_rest in found if reason_id]
        reasons = self.env["crm.lost.reason"].browse(ids)
        names = {reason.id: reason.name for reason in reasons}
        return {
            "reasons": [
                {
                    "key": reason_id or NOBODY,
                    "name": names.get(reason_id),
                    "lost": lost,
                    "offered": offered,
                    "amount": amount,
                }
                for reason_id, lost, offered, amount in found
            ]
        }

    @api.model
    def _present_lost(self, company, kind, span, numbers):
        """A row for each reason, the most frequent first: those with offers before the others.

        Rows have ``amount`` (of the last offers, without taxes) and ``share`` (of all that was
        lost, in percent), each with its ``_text``.
        """
        found = numbers["reasons"]
        found.sort(key=lambda one: (-one["offered"], -one["lost"], one["name"] or "", one["key"]))
        lost = sum(one["lost"] for one in found)
        none = _("No reason given")
        rows = [self._present_reason(one, one["name"] or none, lost) for one in found]
        whole = {name: sum(one[name] for one in found) for name in ("lost", "offered", "amount")}
        whole = {**whole, "key": TOTAL}
        total = self._present_reason(whole, _("Total"), lost) if rows else None
        self._format_numbers(company, [*rows, total], UNITS)
        return {
            "rows": rows,
            "total": total,
            "empty": None if rows else _("No opportunity was lost in this period."),
        }

    @api.model
    def _find_lost(self, company, kind, span, key, part):
        """The lost opportunities, archived as they are."""
        reason = self.env["crm.lost.reason"]
        if key not in (NOBODY, TOTAL):
            reason = reason.browse(key if isinstance(key, int) else []).exists()
            if not reason:
                raise self._refuse_figure(key, part)
        if part not in PARTS:
            raise self._refuse_figure(key, part)
        model, domain = self._find_indicator_results(company, kind, span, None, PARTS[part])
        if key != TOTAL:
            domain = [*domain, ("lost_reason_id", "=", reason.id)]
        name = {NOBODY: _("No reason given"), TOTAL: _("Total")}.get(key, reason.name)
        words = {"lost": _("lost"), "offered": _("lost with a proposal")}
        return model, domain, f"{name}: {words[part]}"

    @api.model
    def _present_reason(self, numbers, name, lost):
        """The row of a reason, or of all.

        :param int lost: how many were lost in all
        """
        return {
            "key": numbers["key"],
            "name": name,
            "amount": numbers["amount"],
            "share": self._percent(numbers["lost"], lost),
            "counts": {part: numbers[part] for part in PARTS},
        }
