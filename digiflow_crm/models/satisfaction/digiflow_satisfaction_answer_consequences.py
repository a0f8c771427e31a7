from markupsafe import Markup

from odoo import _, fields, models

from ...compat import grouped_counts
from ..clients.case_states import KIND_DISSATISFACTION
from .digiflow_feedback_answers import UNSATISFIED
from .feedback_states import ORIGIN_PHONE

FAIRLY = "3"
CALL = "mail.mail_activity_data_call"
UNREAD = [("comment", "not in", [False, ""]), ("read_date", "=", False)]


class DigiflowSatisfactionAnswer(models.Model):
    """What follows from an answer: a case, a call, and a comment that somebody reads."""

    _inherit = "digiflow.satisfaction.answer"

    case_ids = fields.One2many("digiflow.case", "satisfaction_answer_id", readonly=True)
    case_count = fields.Integer(compute="_compute_case_count")

    def _compute_case_count(self):
        cases = self.env["digiflow.case"]
        own = [("satisfaction_answer_id", "in", self.ids)]
        counts = grouped_counts(cases, own, "satisfaction_answer_id")
        for answer in self:
            answer.case_count = counts.get(answer.id, 0)

    def action_view_case(self):
        """Open the case that this answer opened."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "digiflow.case",
            "views": [(False, "form")],
            "res_id": self.case_ids[:1].id,
        }

    def _on_answered(self):
        """Who is not satisfied is talked with, and so is who asked for it."""
        res = super()._on_answered()
        for answer in self:
            if answer.score in UNSATISFIED:
                answer._open_case()
            elif answer.score == FAIRLY or answer.call_me:
                answer._plan_call()
        return res

    def _open_case(self):
        """A case for whose client it is, once; the managers are told."""
        self.ensure_one()
        # sudo: the client's answer opens it, or who typed it in, who may open no cases.
        own = self.sudo()
        if own.case_ids:
            return
        responsible = own._get_responsible()
        case = own.env["digiflow.case"]._open_for(
            own.partner_id,
            KIND_DISSATISFACTION,
            user=responsible,
            deadline=own.company_id._get_working_day(own.company_id.digiflow_dissatisfied_days),
            **own.with_context(lang=responsible.lang or self.env.lang)._prepare_case_vals(),
        )
        own._tell_managers(case)

    def _prepare_case_vals(self):
        """What the case says, in the language of this record."""
        self.ensure_one()
        call = self.call_me and _("The client asks for a call.")
        return {
            "summary": _("Not satisfied: %(answer)s", answer=self._describe()),
            "satisfaction_answer_id": self.id,
            "company_id": self.company_id.id,
            "contact_id": self.contact_id.id if self.contact_id != self.partner_id else False,
            "channel": "phone" if self.origin == ORIGIN_PHONE else "web",
            "description": "\n".join(part for part in (self.comment, call) if part),
        }

    def _plan_call(self):
        """A call that whose client it is has to make."""
        self.ensure_one()
        # sudo: the client's answer plans it, or who typed it in.
        own = self.sudo()
        responsible = own._get_responsible()
        if not responsible:
            return
        own.partner_id.activity_schedule(
            CALL,
            date_deadline=own.company_id._get_working_day(own.company_id.digiflow_fairly_days),
            user_id=responsible.id,
            **own.with_context(lang=responsible.lang or self.env.lang)._prepare_call_vals(),
        )

    def _prepare_call_vals(self):
        """What the call is about, in the language of this record."""
        self.ensure_one()
        fairly = self.score == FAIRLY
        asks, says = _("Call the client: asks for a call"), _("Call the client: fairly satisfied")
        return {"summary": says if fairly else asks, "note": self._get_notice()}

    def _get_responsible(self):
        """Whose client it is, else a commercial manager (res.users); perhaps nobody."""
        self.ensure_one()
        executive = self._get_executive()
        if executive.active and self.company_id in executive.company_ids:
            return executive
        return self._get_managers()[:1]

    def _get_company(self):
        return self.company_id

    def _get_client_title(self):
        return self.client_name

    def _get_notice(self):
        """The answer in words, with the comment, as markup."""
        self.ensure_one()
        parts = [self._describe(), self.comment or ""]
        if self.call_me:
            parts.append(_("The client asks for a call."))
        return Markup("").join(Markup("<p>%s</p>") % part for part in parts if part)
