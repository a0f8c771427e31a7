from odoo import fields, models


class ResCompany(models.Model):
    """How soon somebody talks with a client who is not satisfied, and reads a comment."""

    _inherit = "res.company"

    digiflow_dissatisfied_days = fields.Integer(
        string="Case of a client who is not satisfied",
        default=2,
        help="Working days until the case of an answer of 1 or 2 is due.",
    )
    digiflow_fairly_days = fields.Integer(
        string="Call to a client who is fairly satisfied",
        default=5,
        help="Working days until the call after an answer of 3, or to whom asked for it, is due.",
    )
    digiflow_unread_days = fields.Integer(
        string="Comments are read within",
        default=7,
        help="Days after which the managers are reminded of comments that nobody has read; 0: "
        "never.",
    )

    _sql_constraints = [
        (
            "satisfaction_days_range",
            "CHECK (digiflow_dissatisfied_days BETWEEN 1 AND 60"
            " AND digiflow_fairly_days BETWEEN 1 AND 60"
            " AND digiflow_unread_days BETWEEN 0 AND 365)",
            "Clients are talked with within 1 to 60 working days, and comments read within a year.",
        ),
    ]
