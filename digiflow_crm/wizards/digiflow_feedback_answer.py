from odoo import fields, models

from ..models.info_pack.res_partner import SATISFACTION_SELECTION


class DigiflowFeedbackAnswer(models.TransientModel):
    """What a client answers by phone."""

    _name = "digiflow.feedback.answer"
    _description = "Feedback by phone"

    feedback_id = fields.Many2one(
        "digiflow.feedback", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(related="feedback_id.kind", string="With what")
    score = fields.Selection(SATISFACTION_SELECTION, string="How satisfied are you?", required=True)
    comment = fields.Text(help="In the client's words.")

    def action_confirm(self):
        """Answer the form for the client."""
        self.ensure_one()
        self.feedback_id.answer_by_phone(self.score, self.comment)
        return {"type": "ir.actions.act_window_close"}
