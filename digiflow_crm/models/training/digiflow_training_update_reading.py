from odoo import fields, models


class DigiflowTrainingUpdateReading(models.Model):
    """Whether one person has read one normative update; nobody can say it for another."""

    _name = "digiflow.training.update.reading"
    _description = "Reading of a normative update"
    _inherit = ["digiflow.guarded.mixin"]
    _order = "read_on desc, user_id, id"
    _rec_name = "update_id"

    update_id = fields.Many2one(
        "digiflow.training.update", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="update_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    read_on = fields.Datetime(string="Read on", readonly=True, copy=False)

    _sql_constraints = [
        (
            "user_uniq",
            "UNIQUE(update_id, user_id)",
            "This person has a reading of the update already.",
        ),
    ]
