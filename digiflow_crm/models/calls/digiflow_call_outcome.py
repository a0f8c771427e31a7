from odoo import _, api, fields, models

from ...core.call_times import add_delay, best_parts, next_try
from ...exceptions import CallRefusedError, ProcessError
from ..pipeline.steps import STEP_INFO_SENT
from .outcomes import (
    BUSY,
    CALLBACK,
    DO_NOT_CALL,
    EFFECTIVE,
    NO_ANSWER,
    OUTCOME_SELECTION,
    REFUSED,
    UNANSWERED,
    WRONG_NUMBER,
)

UNIT_SELECTION = [("minutes", "Minutes"), ("hours", "Hours"), ("days", "Days")]
# What the desk asks for before it can save a call with this outcome.
ASKED = {
    CALLBACK: ["callback_at"],
    EFFECTIVE: ["contact_name", "decision_maker_role", "current_system"],
    REFUSED: ["lost_reason_id"],
}
# Outcomes that close the opportunity: one key too many must not do it.
CONFIRMED = (REFUSED, DO_NOT_CALL)


class DigiflowCallOutcome(models.Model):
    """What follows from each outcome of a call: a row each, which the manager adjusts.

    What an outcome is stays fixed (`code`): an effective contact is one in every report. What can
    be set is when to try again, after how many calls to give up, and why it is then lost.
    """

    _name = "digiflow.call.outcome"
    _description = "Outcome of a call"
    _order = "sequence, id"

    code = fields.Selection(OUTCOME_SELECTION, required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    shortcut = fields.Char(string="Key", size=1, required=True, help="The key of the call desk.")
    # Retry
    delay = fields.Integer(string="Next try after", default=1)
    delay_unit = fields.Selection(UNIT_SELECTION, default="days", required=True)
    other_hour = fields.Boolean(
        string="At another hour",
        help="In a part of the day when the company answered before, else in one tried least.",
    )
    attempt_cap = fields.Integer(
        string="Give up after",
        help="After so many calls in a row without speaking to anybody the opportunity is lost. "
        "0: never.",
    )
    lost_reason_id = fields.Many2one(
        "crm.lost.reason",
        string="Reason when lost",
        ondelete="restrict",
        help="The reason when it is given up; for «not interested», when the telemarketer "
        "gives no other.",
    )
    consequence = fields.Char(compute="_compute_consequence")

    _sql_constraints = [
        ("code_uniq", "UNIQUE(code)", "There is a row for each outcome already. Change that one."),
        ("shortcut_uniq", "UNIQUE(shortcut)", "Each outcome has a key of its own. Choose another."),
        (
            "retry_positive",
            "CHECK (delay >= 0 AND attempt_cap >= 0)",
            "Delay and number of calls cannot be negative.",
        ),
    ]

    @api.depends("code", "delay", "delay_unit", "other_hour", "attempt_cap", "lost_reason_id")
    @api.depends_context("lang")
    def _compute_consequence(self):
        for outcome in self:
            outcome.consequence = outcome._describe()

    @api.constrains("attempt_cap", "lost_reason_id", "code")
    def _check_lost_reason(self):
        """Whatever closes an opportunity says why."""
        for outcome in self:
            closes = outcome.attempt_cap or outcome.code in CONFIRMED
            if closes and not outcome.lost_reason_id:
                raise ProcessError(
                    _(
                        "%(outcome)s: say with which reason the opportunity is lost.",
                        outcome=outcome.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(vals_list)

    def write(self, vals):
        if any("code" in vals and vals["code"] != outcome.code for outcome in self):
            raise ProcessError(_("What an outcome stands for cannot be changed: only its name."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_outcomes(self):
        raise ProcessError(
            _("The outcomes of a call cannot be deleted: each one is a key of the call desk.")
        )

    @api.model
    def _get(self, code):
        """The row of an outcome."""
        # sudo: whoever logs a call is bound by the table, whether or not they may read it.
        return self.sudo().search([("code", "=", code)])

    def _describe(self):
        """What the desk says will follow, before the key is pressed."""
        self.ensure_one()
        if self.code in UNANSWERED:
            return self._describe_retry()
        return {
            CALLBACK: _("It comes back to your desk at the agreed time"),
            EFFECTIVE: _("Records the effective contact; on to «Information sent»"),
            REFUSED: _("The opportunity is lost"),
            DO_NOT_CALL: _("The number is blocked and the opportunity lost"),
        }.get(self.code, "")

    def _describe_retry(self):
        time = self._describe_delay()
        text = _("Again in %(time)s", time=time)
        if self.code == WRONG_NUMBER:
            text = _("The next number at once; without one, again in %(time)s", time=time)
        if self.other_hour:
            text = _("%(text)s, at another hour", text=text)
        if self.attempt_cap:
            text = _("%(text)s; lost after %(count)s calls", text=text, count=self.attempt_cap)
        return text

    def _describe_delay(self):
        """The delay in words."""
        if self.delay == 1:
            return {"minutes": _("1 minute"), "hours": _("1 hour"), "days": _("1 day")}[
                self.delay_unit
            ]
        return {
            "minutes": _("%(count)s minutes", count=self.delay),
            "hours": _("%(count)s hours", count=self.delay),
            "days": _("%(count)s days", count=self.delay),
        }[self.delay_unit]

    def _apply(self, call):
        """Do to the opportunity of `call` what follows from this outcome."""
        self.ensure_one()
        consequences = {
            NO_ANSWER: self._retry,
            BUSY: self._retry,
            WRONG_NUMBER: self._try_next_number,
            CALLBACK: self._call_back,
            EFFECTIVE: self._record_effective,
            REFUSED: self._lose,
            DO_NOT_CALL: self._block,
        }
        consequences[self.code](call)

    def _retry(self, call, at_once=False):
        """Try again later, or give up when it has been tried often enough."""
        lead = call.lead_id
        attempts = lead.call_attempts + 1
        if self.attempt_cap and attempts >= self.attempt_cap:
            return self._lose(call)
        when = call.start if at_once else self._get_next_try(call)
        return lead._queue_retry(when, attempts)

    def _try_next_number(self, call):
        """Call the next number known at once; without one, somebody has to find it first."""
        lead = call.lead_id
        following = lead._get_next_phone()
        if following:
            lead.phone = following
        self._retry(call, at_once=bool(following))

    def _call_back(self, call):
        call.lead_id._queue_callback(call.callback_at, call.note)

    def _record_effective(self, call):
        """Keep whom they spoke to, and go on to sending the information if nothing is missing."""
        lead = call.lead_id
        vals = {"effective_contact_date": lead.effective_contact_date or call.start}
        for name in ("contact_name", "decision_maker_role"):
            if call[name]:
                vals[name] = call[name]
        lead.write(vals)
        lead._leave_queue()
        lead._advance_to(STEP_INFO_SENT)

    def _lose(self, call):
        reason = call.lost_reason_id or self.lost_reason_id
        call.lead_id._leave_queue()
        call.lead_id.action_set_lost(lost_reason_id=reason.id)

    def _block(self, call):
        """Nobody calls the number again, whichever opportunity it stands on."""
        number = call._get_number() or call.lead_id.phone_sanitized
        if not number:
            raise CallRefusedError(
                _(
                    "%(lead)s has no valid number to block. Correct the phone first, or choose "
                    "«Not interested».",
                    lead=call.lead_id.name,
                )
            )
        # sudo: Odoo keeps the list of blocked numbers to administrators; who is asked not to call
        # again has to be able to add the one number of this call.
        self.env["phone.blacklist"].sudo()._add([number])
        self._lose(call)

    def _get_next_try(self, call):
        """When to try again (naive UTC), within the hours and days on which people work."""
        earliest = add_delay(call.start, self.delay, self.delay_unit)
        company = call.company_id or self.env.company
        parts = best_parts(call._get_tries()) if self.other_hour else None
        return next_try(earliest, company._is_working_day, parts)
