from odoo import _, api, models
from odoo.exceptions import AccessError

from ...core import indicator_periods, periods
from .digiflow_indicator_values import MANAGER


class DigiflowIndicator(models.Model):
    """The weekly e-mail: the figures of the quarter that runs, those under their target first."""

    _inherit = "digiflow.indicator"

    @api.model
    def set_digest(self, wanted):
        """Whether the user gets the weekly e-mail of the indicators.

        :return: True
        :raise AccessError: the user has no role of the commercial process
        """
        user = self.env.user
        if not user._has_digiflow_role():
            raise AccessError(_("The weekly e-mail is for who has a role in Digiflow CRM."))
        # sudo: everybody says this of themselves, and of nobody else.
        user.sudo().digiflow_no_digest = not wanted
        return True

    @api.model
    def _cron_send_digest(self):
        """Send the quarter that runs to who steers by it, for each of their companies."""
        span = indicator_periods.period_of(periods.today(), indicator_periods.QUARTER)
        for user in self._get_digest_users():
            for company in user.company_ids:
                own = self.with_user(user).with_company(company).with_context(lang=user.lang)
                own._send_digest(user, span)

    @api.model
    def _get_digest_users(self):
        """The commercial managers and the owners of indicators who want the e-mail and have one."""
        wanting = [
            ("share", "=", False),
            ("email", "!=", False),
            ("digiflow_no_digest", "=", False),
        ]
        users = self.env["res.users"].search(wanting)
        owners = self.search([("owner_id", "!=", False)]).owner_id
        return users.filtered(
            lambda user: user.has_group(MANAGER) or (user in owners and user._has_digiflow_role())
        )

    @api.model
    def _send_digest(self, user, span):
        """Queue the e-mail of the company at work to `user`; none where nothing happened.

        :param span: core.periods.Period, a quarter
        :return: the mail.mail, or none
        """
        # sudo: the queue of mails is nobody's; what goes into it is what the user reads.
        mails = self.env["mail.mail"].sudo()
        found = self._get_values(indicator_periods.QUARTER, span)
        rows = [row for row in found["values"] if row["value"] is not None]
        if not any(row["value"] for row in rows):
            return mails
        missed = [row for row in rows if row["is_under_target"]]
        table = self.env["ir.qweb"]._render(
            "digiflow_crm.indicator_digest_mail",
            {
                "missed": missed,
                "others": [row for row in rows if row not in missed],
                "silent": len(found["values"]) - len(rows),
                "link": self._get_screen_link(),
            },
        )
        # sudo: whoever reads the figures may have them sent; the template is the manager's.
        template = self.env.ref("digiflow_crm.mail_template_indicator_digest").sudo()
        template = template.with_context(
            digiflow_digest=table,
            digiflow_period=found["period"]["label"],
            digiflow_company=self.env.company.name,
            digiflow_missed=str(len(missed)),
        )
        return mails.browse(template.send_mail(user.id))

    @api.model
    def _get_screen_link(self):
        """The address of the screen of the indicators."""
        action = self.env.ref("digiflow_crm.digiflow_indicator_screen_action")
        return f"{self.get_base_url()}/web#action={action.id}"
