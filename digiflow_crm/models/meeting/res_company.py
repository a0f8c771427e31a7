from odoo import fields, models


class ResCompany(models.Model):
    """How presentations are booked in this company."""

    _inherit = "res.company"

    digiflow_meeting_minutes = fields.Integer(
        string="Length of a presentation", default=60, help="In minutes."
    )
    digiflow_meeting_days = fields.Integer(
        string="Days to choose from", default=10, help="Working days whose free times are shown."
    )
    digiflow_no_show_hours = fields.Integer(
        string="Call again after a no-show",
        default=24,
        help="Hours until the call desk gives the company to somebody again.",
    )

    _sql_constraints = [
        (
            "meeting_minutes_range",
            "CHECK (digiflow_meeting_minutes BETWEEN 15 AND 480)",
            "A presentation takes from 15 to 480 minutes.",
        ),
        (
            "meeting_days_range",
            "CHECK (digiflow_meeting_days BETWEEN 1 AND 60)",
            "Free times are shown for 1 to 60 working days.",
        ),
        (
            "no_show_hours_range",
            "CHECK (digiflow_no_show_hours BETWEEN 0 AND 720)",
            "After a no-show a company is called again within 0 to 720 hours.",
        ),
    ]
