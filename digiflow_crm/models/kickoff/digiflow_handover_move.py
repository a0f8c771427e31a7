from odoo import fields, models

from .states import MOVE_SELECTION, STATE_SELECTION


class DigiflowHandoverMove(models.Model):
    """One move of a handover: who brought it where, when and why.

    Rows are written by the handover only, never by people.
    """

    _name = "digiflow.handover.move"
    _description = "Move of a handover"
    _order = "id desc"
    _rec_name = "handover_id"

    handover_id = fields.Many2one(
        "digiflow.handover", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="handover_id.company_id", store=True)
    move = fields.Selection(MOVE_SELECTION, string="What", required=True)
    from_state = fields.Selection(STATE_SELECTION, string="From")
    to_state = fields.Selection(STATE_SELECTION, string="To")
    user_id = fields.Many2one("res.users", string="Who", required=True, ondelete="restrict")
    date = fields.Datetime(string="When", required=True)
    reason = fields.Text()
