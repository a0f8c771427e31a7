from odoo import fields, models


class DigiflowRecordingWithdrawal(models.TransientModel):
    """Asks why a recording is taken back."""

    _name = "digiflow.recording.withdrawal"
    _description = "Withdrawal of a recording"

    recording_id = fields.Many2one("digiflow.call.recording", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_withdraw(self):
        """Withdraw the recording; the reason stays on record."""
        self.recording_id.withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
