import base64

from odoo import api, models
from odoo.tools import format_date

from ...core import indicator_periods, periods
from ..prospecting.digiflow_prospect_list_mail import XLSX


class DigiflowRadar(models.AbstractModel):
    """The radar by e-mail, once or every Monday."""

    _inherit = "digiflow.radar"

    @api.model
    def _cron_send(self):
        """Send the radar of the quarter that runs to who asked for it, with their own rights."""
        quarter = indicator_periods.period_of(periods.today(), indicator_periods.QUARTER)
        wanting = [
            ("digiflow_radar_weekly", "=", True),
            ("share", "=", False),
            ("email", "!=", False),
        ]
        for user in self.env["res.users"].search(wanting):
            if user._may_read_digiflow_radar():
                own = self.with_user(user).with_context(
                    allowed_company_ids=user.company_ids.ids, lang=user.lang
                )
                own._send(quarter.first, periods.today())

    @api.model
    def _send(self, first, last):
        """Queue an e-mail with the radar of those days to the user.

        :return: the mail.mail
        """
        name, content = self._make(first, last)
        # sudo: whoever reads the radar may have it sent; the template is the manager's.
        template = self.env.ref("digiflow_crm.mail_template_radar").sudo()
        days = " - ".join(format_date(self.env, day) for day in (first, last))
        template = template.with_context(digiflow_days=days)
        values = {"name": name, "datas": base64.b64encode(content), "mimetype": XLSX}
        # sudo: it belongs to a mail of the queue, which no role of ours reaches.
        workbook = self.env["ir.attachment"].sudo().create(values)
        email_values = {"attachment_ids": [(4, workbook.id)]}
        mail_id = template.send_mail(self.env.uid, email_values=email_values)
        # sudo: the queue of mails is nobody's; what went into it is what the user reads.
        mail = self.env["mail.mail"].sudo().browse(mail_id)
        # It goes when the mail goes.
        workbook.write({"res_model": "mail.message", "res_id": mail.mail_message_id.id})
        return mail
