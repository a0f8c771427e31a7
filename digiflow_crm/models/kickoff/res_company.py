from odoo import fields, models


class ResCompany(models.Model):
    """How this company hands its sales over."""

    _inherit = "res.company"

    digiflow_handover_user_id = fields.Many2one(
        "res.users",
        string="Receives handovers",
        domain="[('share', '=', False)]",
        help="Is asked to accept what is submitted. Empty: everybody of Implementation.",
    )
    digiflow_handover_reminder_days = fields.Integer(
        string="Remind of the checklist",
        default=2,
        help="Days before an item is due at which its responsible is reminded.",
    )
    # A number, for the app of projects may not be installed.
    digiflow_project_number = fields.Integer(string="Template of projects")

    _sql_constraints = [
        (
            "handover_reminder_range",
            "CHECK (digiflow_handover_reminder_days BETWEEN 0 AND 30)",
            "People are reminded from 0 to 30 days before an item is due.",
        ),
    ]
