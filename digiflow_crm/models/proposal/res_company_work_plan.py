from odoo import fields, models


class ResCompany(models.Model):
    """How fast this company works on a project: proposals turn hours into weeks with it."""

    _inherit = "res.company"

    digiflow_week_hours = fields.Float(
        string="Hours of a project in a week",
        default=20.0,
        help="How many hours Digiflow's people work on one project in a week.",
    )

    _sql_constraints = [
        (
            "week_hours_range",
            "CHECK (digiflow_week_hours > 0 AND digiflow_week_hours <= 168)",
            "A project gets more than 0 and at most 168 hours a week.",
        ),
    ]
