from datetime import timedelta

from odoo import _, api, fields, models

from ...compat import check_access
from ...core import periods
from ...notices import notify
from .campaign_states import CAMPAIGN_RUNNING
from .feedback_states import STATE_SENT, STATE_TO_SEND

# E-mails that one run of the job puts into Odoo's queue; what is left, the next run does.
BATCH = 200


class DigiflowSatisfactionCampaign(models.Model):
    """The e-mails of a campaign: invitations and reminders, by a job that goes on by itself."""

    _inherit = "digiflow.satisfaction.campaign"

    def action_remind(self):
        """Remind who was invited and has not answered: now, and once a day at most.

        :return: a client action that tells how many
        """
        self.ensure_one()
        check_access(self, "write")
        self._check_state(CAMPAIGN_RUNNING, _("Only clients of a running campaign are reminded."))
        # sudo: nobody writes the rows of a campaign but the campaign; its right was checked.
        answers = self.env["digiflow.satisfaction.answer"].sudo()
        waiting = answers.search([*self._get_waiting_domain(), ("reminder_due", "=", False)])
        waiting.write({"reminder_due": True})
        self._trigger_job()
        return notify(_("Clients that are being reminded: %(number)s", number=len(waiting)))

    def action_pause(self):
        """Stop sending; answers are still taken."""
        check_access(self, "write")
        self._check_state(CAMPAIGN_RUNNING, _("The campaign is not running."))
        return self._update({"paused": True})

    def action_resume(self):
        """Go on sending where it was stopped."""
        check_access(self, "write")
        self._check_state(CAMPAIGN_RUNNING, _("The campaign is not running."))
        self._update({"paused": False})
        self._trigger_job()
        return True

    @api.model
    def _trigger_job(self):
        # sudo: a scheduled job is nobody's; it is only told that there is work.
        self.env.ref("digiflow_crm.ir_cron_satisfaction").sudo()._trigger()

    @api.model
    def _cron_send(self):
        """Put the next e-mails of running campaigns into the queue, a batch in a transaction.

        Whoever was done in a batch is marked with it: if the work stops, the next run goes on
        with the others, and nobody gets an e-mail twice.
        """
        self.env["digiflow.satisfaction.answer"]._settle_sent(fields.Datetime.now())
        done = 0
        for campaign in self.search([("state", "=", CAMPAIGN_RUNNING), ("paused", "=", False)]):
            # Whoever reads why it was not sent reads it in their language.
            own = campaign.with_context(lang=campaign.user_id.lang or self.env.lang)
            own._plan_reminders()
            done += own._send_next(BATCH - done)
        if done == BATCH:
            self._trigger_job()

    def _plan_reminders(self):
        """Note whom the job has to remind today; a day that nobody worked on is not made up for."""
        answers = self.env["digiflow.satisfaction.answer"]
        waiting = answers.search(self._get_waiting_domain())
        for days in self._get_reminder_days():
            before = periods.starts_at(periods.today() - timedelta(days=days - 1))
            due = waiting.filtered(
                lambda one, days=days, before=before: (
                    one.sent_date < before and one.reminder_day < days
                )
            )
            due.write({"reminder_due": True, "reminder_day": days})

    def _get_waiting_domain(self):
        """Domain of the clients that were invited, have not answered, and heard nothing today."""
        today = periods.starts_at(periods.today())
        return [
            ("campaign_id", "=", self.id),
            ("state", "=", STATE_SENT),
            ("sent_date", "<", today),
            "|",
            ("reminded_date", "=", False),
            ("reminded_date", "<", today),
        ]

    def _send_next(self, limit):
        """Send invitations, then reminders, to so many clients.

        :return: to how many it was
        """
        answers = self.env["digiflow.satisfaction.answer"]
        own = [("campaign_id", "=", self.id)]
        to_send = [*own, ("state", "=", STATE_TO_SEND)]
        first = answers.search(to_send, order="id", limit=limit) if limit else answers
        first._lock_rows()._send_batch()
        left = limit - len(first)
        due = [*own, ("state", "=", STATE_SENT), ("reminder_due", "=", True)]
        second = answers.search(due, order="id", limit=left) if left else answers
        second._lock_rows()._remind_batch()
        return len(first) + len(second)
