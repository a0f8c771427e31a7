from odoo import api, models


class MailMessage(models.Model):
    """The note of a call that was done counts as a contact with the opportunity."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        lead_ids = {
            vals.get("res_id")
            for vals in vals_list
            if vals.get("mail_activity_type_id") and vals.get("model") == "crm.lead"
        }
        if lead_ids:
            self.env["crm.lead"].browse(lead_ids)._on_called()
        return messages
