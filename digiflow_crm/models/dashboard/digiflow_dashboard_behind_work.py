from odoo import api, models

from ...core import periods
from ...core.satisfaction import SATISFIED
from ..quality.review_states import CALIBRATION, DRAFT
from ..satisfaction.feedback_states import ASKED


class DigiflowDashboard(models.AbstractModel):
    """What is behind the indicators of the daily work, of clients' answers and of training."""

    _inherit = "digiflow.dashboard"

    @api.model
    def _find_indicator_satisfaction(self, company, kind, span, indicator, part):
        """See digiflow_dashboard_behind."""
        first, last = span.first.isoformat(), span.last.isoformat()
        quarters = [("date_from", ">=", first), ("date_to", "<=", last)]
        own = [("company_id", "=", company.id)]
        if part == "campaigns":
            return "digiflow.satisfaction.campaign", own + quarters
        given = ("score", "in", SATISFIED) if part == "satisfied" else ("score", "!=", False)
        asked = [(f"campaign_id.{name}", *rest) for name, *rest in quarters]
        return "digiflow.satisfaction.answer", [*own, *asked, ("state", "in", ASKED), given]

    @api.model
    def _find_indicator_telemarketing(self, company, kind, span, indicator, part):
        """See digiflow_dashboard_behind."""
        if part in ("calls", "effective"):
            effective = [("is_effective", "=", True)] if part == "effective" else []
            own = [("company_id", "=", company.id), *self._within("start", span)]
            return "digiflow.call", own + effective
        _begin, made = self._within("create_date", span)
        _begin, called = self._within("contacted_date", span)
        lists = [
            ("prospect_list_id.company_id", "=", company.id),
            ("prospect_list_id.active", "=", True),
            ("prospect_list_id.state", "=", "distributed"),
        ]
        return "crm.lead", [*lists, made, *([called] if part == "called" else [])]

    @api.model
    def _find_indicator_meetings(self, company, kind, span, indicator, part):
        """See digiflow_dashboard_behind."""
        states = {"held": ["held"], "no_show": ["no_show"], "expected": ["held", "no_show"]}
        booked = part == "booked"
        happened = [] if booked else [("digiflow_state", "in", states[part])]
        own = [
            *("|", "|", ("opportunity_id", "=", False), ("opportunity_id.company_id", "=", False)),
            ("opportunity_id.company_id", "=", company.id),
        ]
        presented = [("digiflow_kind", "=", "presentation"), *own]
        when = self._within("create_date" if booked else "start", span)
        return "calendar.event", [*presented, *when, *happened]

    @api.model
    def _find_indicator_quality(self, company, kind, span, indicator, part):
        """See digiflow_dashboard_behind."""
        judged = [("state", "!=", DRAFT), ("origin", "!=", CALIBRATION)]
        own = [("company_id", "=", company.id), *self._within("call_start", span), *judged]
        return "digiflow.call.review", own + ([("failed", "=", True)] if part == "failed" else [])

    @api.model
    def _find_indicator_training(self, company, kind, span, indicator, part):
        """See digiflow_dashboard_behind."""
        if part in ("staff", "trained"):
            staff = company._find_staff(min(span.last, periods.today()))
            ids = [user_id for user_id, trained in staff.items() if trained or part == "staff"]
            return "res.users", [("id", "in", sorted(ids))]
        told = [
            ("attempt_id.company_id", "=", company.id),
            ("attempt_id.state", "=", "done"),
            *self._within("attempt_id.done_on", span),
        ]
        right = [("correct", "=", True)] if part == "right" else []
        return "digiflow.training.attempt.question", told + right
