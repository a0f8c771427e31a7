from odoo import fields, models


class DigiflowImprovementStep(models.Model):
    """One thing to do of an improvement action: who does it, by when, and when it was done."""

    _name = "digiflow.improvement.step"
    _description = "Step of an improvement action"
    _order = "sequence, id"

    improvement_id = fields.Many2one(
        "digiflow.improvement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="improvement_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What to do", required=True)
    user_id = fields.Many2one(
        "res.users", string="Who", required=True, default=lambda self: self.env.user
    )
    date_deadline = fields.Date(string="By when")
    done = fields.Boolean()
    done_on = fields.Date(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Done by", readonly=True, copy=False)
    note = fields.Char(string="What came of it")
