from odoo import _, api, models

from ...core import periods
from ...core.progress import COUNTS
from ...core.satisfaction import percentage
from ..prospecting.digiflow_prospect_list import STATE_DISTRIBUTED
from ..prospecting.digiflow_prospect_list_progress import DATES
from .lists_sql import PROGRESS_SQL

LISTS = "digiflow.prospect.list"
TOTAL = "total"


class DigiflowDashboard(models.AbstractModel):
    """How far the companies of each list at work have come by the end of a period.

    The figures are those of the lists' progress report from the beginning to that day.
    """

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_lists(self, company, kind, span):
        """The milestones of each list that is distributed, the newest list first; one that had no
        companies yet is left out.

        :return: ``{"rows": [{"id", "name", and core.progress.COUNTS}]}``
        """
        found = self._ask(PROGRESS_SQL, company, span)
        rows = [dict(zip(("id", "name", *COUNTS), row)) for row in found]
        return {"rows": [row for row in rows if any(row[name] for name in COUNTS)]}

    @api.model
    def _present_lists(self, company, kind, span, numbers):
        """A row for each list with how many of its companies came how far.

        Beside its counts a row has ``progress`` (called, in % of its companies) and
        ``effective_rate`` (effective contacts, likewise), each None of an empty list, and both as
        ``..._text``.
        """
        rows = [
            self._present_list(one["id"], one["name"], {name: one[name] for name in COUNTS})
            for one in numbers["rows"]
        ]
        whole = {name: sum(row["counts"][name] for row in rows) for name in COUNTS}
        return {
            "rows": rows,
            "total": self._present_list(TOTAL, _("All lists"), whole) if rows else None,
            "empty": None
            if rows
            else _(
                "No list is being called. Import one and distribute it among the telemarketers."
            ),
        }

    @api.model
    def _find_lists(self, company, kind, span, key, part):
        """The opportunities of a list, or of all of them, that reached a milestone."""
        lists = self.env[LISTS].search(
            [("company_id", "=", company.id), ("state", "=", STATE_DISTRIBUTED)]
        )
        if key != TOTAL:
            lists = lists.filtered(lambda one: str(one.id) == str(key))
        if part not in COUNTS or (key != TOTAL and not lists):
            raise self._refuse_figure(key, part)
        end = periods.boundaries([span])[1].isoformat(" ")
        reached = [(DATES[part], "<", end)] if part != TOTAL else []
        if part in (TOTAL, "contacted"):
            reached.append(("create_date", "<", end))
        title = _("All lists") if key == TOTAL else lists.name
        return "crm.lead", [("prospect_list_id", "in", lists.ids), *reached], title

    @api.model
    def _present_list(self, key, name, counts):
        """What is told of a list, or of all of them."""
        progress = percentage(counts["contacted"], counts[TOTAL])
        effective = percentage(counts["effective"], counts[TOTAL])
        return {
            "key": key,
            "name": name,
            "counts": counts,
            "progress": progress,
            "progress_text": self._format_rate(progress),
            "effective_rate": effective,
            "effective_rate_text": self._format_rate(effective),
        }
