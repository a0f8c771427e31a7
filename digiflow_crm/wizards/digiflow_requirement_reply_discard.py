from odoo import fields, models


class DigiflowRequirementReplyDiscard(models.TransientModel):
    """Asks why a client's answers are discarded."""

    _name = "digiflow.requirement.reply.discard"
    _description = "Discard a client's answers"

    reply_id = fields.Many2one(
        "digiflow.requirement.reply", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Text(required=True)

    def action_discard(self):
        """Discard the answers; they stay on record with the reason."""
        self.ensure_one()
        return self.reply_id.action_discard(self.reason)
