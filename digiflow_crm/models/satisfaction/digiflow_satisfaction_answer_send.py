from odoo import _, fields, models

from ...exceptions import ProcessError, WorkflowError
from .campaign_states import CAMPAIGN_RUNNING
from .feedback_states import STATE_NOT_SENT, STATE_TO_SEND


class DigiflowSatisfactionAnswer(models.Model):
    """The e-mails of a campaign to its clients: each once, and those that cannot go with reason."""

    _inherit = "digiflow.satisfaction.answer"

    def action_send(self):
        """Invite these clients now: the address was corrected.

        :raise ProcessError: it still cannot be sent; it says why
        :raise WorkflowError: it was sent or answered already, or the campaign is closed
        """
        self._check_may_type()
        # sudo: nobody writes an answer but its own methods; who may was checked.
        for answer in self.sudo():
            if answer.state not in (STATE_TO_SEND, STATE_NOT_SENT):
                raise WorkflowError(_("The form was sent already; each client answers once."))
            answer._lock_campaign()
            answer._find_recipient()
            obstacle = answer._get_obstacle()
            if obstacle:
                raise ProcessError(obstacle)
            answer._send()
        return True

    def _lock_rows(self):
        """Those of these clients that nobody else is writing: whoever answers now waits."""
        if not self:
            return self
        self.flush_recordset()
        self.env.cr.execute(
            "SELECT id FROM digiflow_satisfaction_answer WHERE id IN %s FOR UPDATE SKIP LOCKED",
            [self._ids],
        )
        locked = {id_ for (id_,) in self.env.cr.fetchall()}
        return self.filtered(lambda one: one.id in locked)

    def _send_batch(self):
        """Invite these clients; one that cannot be is left with the reason, the others go on."""
        self._sort_out_unreachable()
        ready = self.filtered(lambda one: one.state == STATE_TO_SEND)
        try:
            with self.env.cr.savepoint():
                ready._send()
        except Exception:  # one of them: found out one by one, each with its reason
            for one in ready:
                one._send_or_fail()

    def _remind_batch(self):
        """Remind these clients."""
        if not self:
            return
        obstacles = self._get_obstacles()
        for one in self:
            if not obstacles[one.id]:
                one.mail_id = one._queue_mail(one.campaign_id.reminder_template_id)
                one.reminder_count += 1
        self.write({"reminder_due": False, "reminded_date": fields.Datetime.now()})

    def _get_open_domain(self):
        return [("campaign_id.state", "=", CAMPAIGN_RUNNING)]

    def _on_refused(self, reason):
        """Who got the invitation was asked, also when a reminder does not arrive."""
        if self.reminder_count:
            return self.write({"failure": reason, "mail_id": False})
        return super()._on_refused(reason)

    def _sort_out_unreachable(self):
        """Keep the reason of those whom no invitation can go to."""
        reasons = self._get_obstacles()
        for reason in sorted(set(reasons.values()) - {""}):
            blocked = self.filtered(lambda one, reason=reason: reasons[one.id] == reason)
            blocked._mark_not_sent(reason)
