from datetime import timedelta

from odoo import _, api, fields, models

from ...compat import grouped_counts
from .digiflow_satisfaction_answer_consequences import UNREAD


class DigiflowSatisfactionCampaign(models.Model):
    """Comments that nobody has read in time are named to the managers."""

    _inherit = "digiflow.satisfaction.campaign"

    @api.model
    def _cron_remind_unread(self):
        """Tell the managers of each company which campaigns have comments that wait too long."""
        now = fields.Datetime.now()
        for company in self.env["res.company"].search([("digiflow_unread_days", ">", 0)]):
            late = [
                ("company_id", "=", company.id),
                ("answered_date", "<", now - timedelta(days=company.digiflow_unread_days)),
            ]
            answers = self.env["digiflow.satisfaction.answer"]
            counts = grouped_counts(answers, [*UNREAD, *late], "campaign_id")
            for campaign in self.browse(counts):
                campaign._tell_unread(counts[campaign.id])

    def _tell_unread(self, count):
        """Tell the commercial managers, each in their language, that comments wait.

        :param int count: how many wait too long
        """
        self.ensure_one()
        for manager in self.answer_ids[:1]._get_managers():
            own = self.with_context(lang=manager.lang)
            own.message_notify(partner_ids=manager.partner_id.ids, **own._prepare_unread(count))

    def _prepare_unread(self, count):
        """What they are told, in the language of this record."""
        subject = _("Comments that nobody has read: %(campaign)s", campaign=self.name)
        body = _(
            "%(count)s comments of clients wait to be read for more than %(days)s days. Open "
            "Satisfaction, Unread comments.",
            count=count,
            days=self.company_id.digiflow_unread_days,
        )
        return {"subject": subject, "body": body}
