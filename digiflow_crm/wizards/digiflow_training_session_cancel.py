from odoo import fields, models


class DigiflowTrainingSessionCancel(models.TransientModel):
    """Asks why a session is cancelled; its people read the answer."""

    _name = "digiflow.training.session.cancel"
    _description = "Cancel a training session"

    session_id = fields.Many2one("digiflow.training.session", required=True, ondelete="cascade")
    reason = fields.Text(string="Why is it cancelled?", required=True)

    def action_cancel_session(self):
        """Cancel the session and tell its people.

        :return: the action that closes the form
        """
        self.ensure_one()
        self.session_id._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
