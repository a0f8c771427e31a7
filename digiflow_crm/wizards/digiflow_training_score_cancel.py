from odoo import fields, models


class DigiflowTrainingScoreCancel(models.TransientModel):
    """Asks why a score is wrong."""

    _name = "digiflow.training.score.cancel"
    _description = "Cancel a score"

    attempt_id = fields.Many2one("digiflow.training.attempt", required=True, ondelete="cascade")
    reason = fields.Text(string="Why is it wrong?", required=True)

    def action_cancel_score(self):
        """Cancel the score.

        :return: the action that closes the form
        """
        self.ensure_one()
        self.attempt_id._cancel_score(self.reason)
        return {"type": "ir.actions.act_window_close"}
