from odoo import fields, models


class DigiflowCallSamplePerson(models.Model):
    """A telemarketer who called in a week, and how many of the calls were to be drawn."""

    _name = "digiflow.call.sample.person"
    _description = "Telemarketer of a sample"
    _order = "sample_id desc, user_id"
    _rec_name = "user_id"

    sample_id = fields.Many2one(
        "digiflow.call.sample", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", string="Telemarketer", required=True, readonly=True, ondelete="restrict"
    )
    quota = fields.Integer(string="Calls to draw", readonly=True)
    company_id = fields.Many2one(related="sample_id.company_id", store=True)
    week = fields.Date(related="sample_id.week", store=True)

    _sql_constraints = [
        (
            "user_uniq",
            "UNIQUE(sample_id, user_id)",
            "This telemarketer is in the sample already.",
        ),
    ]
