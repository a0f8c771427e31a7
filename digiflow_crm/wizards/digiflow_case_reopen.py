from odoo import fields, models


class DigiflowCaseReopen(models.TransientModel):
    """Why a case that was solved is opened again."""

    _name = "digiflow.case.reopen"
    _description = "Reopening of a case"

    case_id = fields.Many2one("digiflow.case", required=True, readonly=True, ondelete="cascade")
    reason = fields.Char(required=True, help="What the solution did not solve.")

    def action_save(self):
        """Tell it to the case, which checks it."""
        self.ensure_one()
        self.case_id.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
