from datetime import timedelta

from odoo import _, fields, models

from ...compat import check_access
from .campaign_states import CAMPAIGN_CLOSED, CAMPAIGN_RUNNING
from .digiflow_satisfaction_campaign_figure import COUNTS
from .feedback_states import STATE_ANSWERED, STATE_EXPIRED, STATE_NOT_SENT, STATE_SENT

CLOSE_SUMMARY_TYPE = "mail.mail_activity_data_todo"


class DigiflowSatisfactionCampaign(models.Model):
    """The end of a campaign: its figures are kept, and its forms take no more answers."""

    _inherit = "digiflow.satisfaction.campaign"

    def action_close(self):
        """Keep the figures for good; who has not answered cannot any more.

        :raise WorkflowError: the campaign is not running
        """
        check_access(self, "write")
        self._check_state(CAMPAIGN_RUNNING, _("Only a running campaign is closed."))
        for campaign in self:
            campaign._close()
        return True

    def _close(self):
        """Close this campaign."""
        # sudo: nobody writes the rows of a campaign but the campaign; its right was checked.
        own = self.sudo()
        own._lock_answers()
        own._end_forms()
        counts = dict(zip(COUNTS, own._count_figure()))
        self._update(
            {
                "state": CAMPAIGN_CLOSED,
                "paused": False,
                "closed_date": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
                **{f"closed_{name}": number for name, number in counts.items()},
                "closed_base": own._get_base(),
                "closed_target": own._get_target(),
            }
        )
        self.activity_unlink([CLOSE_SUMMARY_TYPE])
        self._on_closed()

    def _lock_answers(self):
        """Wait for the answers that are coming in, and let no other begin.

        An answer that came in after this transaction began makes it fail, and Odoo does it again
        from the beginning: with that answer in the figures.
        """
        self.flush_recordset()
        self.env.cr.execute(
            "SELECT id FROM digiflow_satisfaction_campaign WHERE id = %s FOR UPDATE", [self.id]
        )
        self.env["digiflow.satisfaction.answer"].flush_model()
        self.env.cr.execute(
            "SELECT id FROM digiflow_satisfaction_answer WHERE campaign_id = %s FOR UPDATE",
            [self.id],
        )

    def _end_forms(self):
        """The links of who has not answered lead to a page that says it is over."""
        answers = self.env["digiflow.satisfaction.answer"]
        waiting = answers.search([("campaign_id", "=", self.id), ("state", "!=", STATE_ANSWERED)])
        waiting.user_input_id.deadline = fields.Datetime.now() - timedelta(seconds=1)
        asked = waiting.filtered(lambda one: one.state == STATE_SENT)
        asked.write({"state": STATE_EXPIRED, "reminder_due": False})
        never = waiting.filtered(lambda one: one.state not in (STATE_EXPIRED, STATE_NOT_SENT))
        never._mark_not_sent(_("The campaign was closed before it was sent."))

    def _on_closed(self):
        """Hook: what follows from the figures that were just kept."""
