from odoo import api, models


class MailThread(models.AbstractModel):
    """The mail gateway tells information packs which of their e-mails came back."""

    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """By the very message that bounced: others to the same address are not touched."""
        res = super()._routing_handle_bounce(email_message, message_dict)
        message, reason = message_dict["bounced_message"], message_dict.get("body")
        self.env["digiflow.info.pack"]._receive_bounce(message, reason)
        return res
