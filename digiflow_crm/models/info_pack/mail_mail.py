from odoo import models


class MailMail(models.Model):
    """The queue of mails tells information packs what became of their e-mails."""

    _inherit = "mail.mail"

    def _postprocess_sent_message(self, *args, **kwargs):
        """Odoo calls it after each try to send, successful or not."""
        self.env["digiflow.info.pack"]._settle_mails(self)
        return super()._postprocess_sent_message(*args, **kwargs)

    def cancel(self):
        """Who cancels an e-mail of the queue cancels its information pack."""
        res = super().cancel()
        self.env["digiflow.info.pack"]._settle_mails(self)
        return res
