from odoo import models


class MailTemplate(models.Model):
    """An e-mail made from a template of offers is not sent for one without its review."""

    _inherit = "mail.template"

    def send_mail(self, res_id, *args, **kwargs):
        self._check_offers_may_go([res_id])
        return super().send_mail(res_id, *args, **kwargs)

    def send_mail_batch(self, res_ids, *args, **kwargs):
        """19.0's way to send to many at once."""
        self._check_offers_may_go(res_ids)
        return super().send_mail_batch(res_ids, *args, **kwargs)

    def _check_offers_may_go(self, res_ids):
        """Refuse offers among `res_ids` whose review is not done."""
        if self.model == "sale.order":
            self.env["sale.order"].browse(res_ids).exists()._check_may_go_out()
