from odoo import api, models

from .crm_lead_movement import WRITTEN_TYPES

# Model of a discussion -> the path from its record to the opportunity.
DISCUSSIONS = {"crm.lead": "", "sale.order": "opportunity_id"}


class MailMessage(models.Model):
    """What people write about an opportunity or its offers, and activities done, move it."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        for model, path in DISCUSSIONS.items():
            moving = messages.filtered(
                lambda one, model=model: one.model == model and one._is_movement()
            )
            if moving:
                # sudo: only the date of the opportunity follows, whoever writes.
                records = self.env[model].sudo().browse(moving.mapped("res_id")).exists()
                leads = records[path] if path else records
                leads._mark_movement()
        return messages

    def _is_movement(self):
        """Whether a person wrote it, it was written to one, or it tells of an activity done."""
        self.ensure_one()
        # sudo: of one's own message, which a record rule may hide as soon as it is written.
        message = self.sudo()
        if message.mail_activity_type_id:
            return True
        robot = self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root")
        by_robot = message.message_type == "comment" and message.author_id.id == robot
        return message.message_type in WRITTEN_TYPES and not by_robot
