import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import _, api, fields, models
from odoo.tools import mute_logger

from ...compat import check_access
from ...exceptions import ProcessError, WorkflowError
from ..meeting.states import STATE_HELD
from .feedback_states import KIND_PRESENTATION, STATE_NOT_SENT, STATE_TO_SEND

_logger = logging.getLogger(__name__)

# Forms that one run of the job sends; what is left, the next run does.
BATCH = 100


class DigiflowFeedback(models.Model):
    """The e-mail with the form: planned when a presentation was held, sent by the job, once."""

    _inherit = "digiflow.feedback"

    def action_send(self):
        """Send the form now: the address was corrected, or nobody wants to wait.

        :raise ProcessError: it still cannot be sent; it says why
        :raise WorkflowError: it was sent or answered already
        """
        check_access(self.lead_id, "write")
        # sudo: nobody writes a feedback but its own methods; the right to the lead was checked.
        for feedback in self.sudo():
            if feedback.state not in (STATE_TO_SEND, STATE_NOT_SENT):
                raise WorkflowError(_("The form was sent already; each client answers once."))
            feedback._find_recipient()
            obstacle = feedback._get_obstacle()
            if obstacle:
                raise ProcessError(obstacle)
            feedback._send()
        return True

    @api.model
    def _ask_about(self, events):
        """Plan the form for presentations that were held, one each however often it is asked.

        :param events: calendar.event
        """
        # sudo: whoever tells that it was held lets the client be asked.
        feedbacks = self.sudo()
        known = feedbacks.search([("event_id", "in", events.ids)])
        known._plan_again()
        for event in events.sudo() - known.event_id:
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    feedbacks.create(feedbacks._prepare_vals(event))
            except UniqueViolation:
                _logger.info("Somebody else has asked about presentation %s", event.id)
        due = feedbacks.search([("event_id", "in", events.ids), ("state", "=", STATE_TO_SEND)])
        # sudo: a scheduled job is nobody's; it is only told that there is work, and when.
        job = self.env.ref("digiflow_crm.ir_cron_feedback").sudo()
        for moment in set(due.mapped("due_date")):
            job._trigger(at=moment)

    def _plan_again(self):
        """What was not sent is planned once more: its presentation was held after all."""
        for feedback in self.filtered(lambda one: one.state == STATE_NOT_SENT):
            feedback.write({**feedback._prepare_vals(feedback.event_id), "failure": False})

    @api.model
    def _prepare_vals(self, event):
        """Values of the feedback on a presentation that has just been held."""
        company = event.opportunity_id._get_client_company()
        delay = timedelta(hours=company.digiflow_feedback_hours)
        return {
            "kind": KIND_PRESENTATION,
            "event_id": event.id,
            "user_id": event.user_id.id,
            "date": event.start,
            "due_date": fields.Datetime.now() + delay,
            "state": STATE_TO_SEND,
        }

    def _prepare_contact_vals(self):
        """Whom to ask: the client's person who was invited, else the opportunity's contact."""
        self.ensure_one()
        lead = self.lead_id
        guests = self.event_id.partner_ids.filtered(lambda one: not one.user_ids)
        # With an address first; Python sorts without changing the order otherwise.
        partner = guests.sorted(lambda one: not one.email)[:1] or lead.partner_id
        return {"partner_id": partner.id, "email": partner.email or lead.email_from}

    def _find_recipient(self):
        self.write(self._prepare_contact_vals())

    @api.model
    def _cron_send(self):
        """Send the forms that are due, and note which were not answered in time."""
        now = fields.Datetime.now()
        domain = [("state", "=", STATE_TO_SEND), ("due_date", "<=", now)]
        due = self.search(domain, order="due_date, id", limit=BATCH)
        for feedback in due:
            # Whoever reads why it was not sent reads it in their language.
            lang = feedback._get_executive().lang or self.env.lang
            feedback.with_context(lang=lang)._send_or_fail()
        if len(due) == BATCH:
            self.env.ref("digiflow_crm.ir_cron_feedback")._trigger()
        self._settle_sent(now)

    def _send_or_fail(self):
        if self.event_id and self.event_id.digiflow_state != STATE_HELD:
            reason = _("It was recorded that the presentation was not held after all.")
            return self._mark_not_sent(reason)
        return super()._send_or_fail()

    def _get_deadline(self):
        days = self._get_company().digiflow_feedback_days
        return fields.Datetime.now() + timedelta(days=days)

    def _on_sent(self):
        self._get_thread()._message_log(
            body=_("The client was asked for feedback (%(email)s).", email=self.email)
        )
