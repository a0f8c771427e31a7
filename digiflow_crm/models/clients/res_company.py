from odoo import fields, models


class ResCompany(models.Model):
    """How long a case may take, and when a client is at risk of leaving."""

    _inherit = "res.company"

    # Cases
    digiflow_case_days = fields.Integer(
        string="Days to solve a case",
        default=3,
        help="Working days from its opening to the deadline that is proposed.",
    )
    # Limits of a client at risk
    digiflow_risk_fall = fields.Integer(string="Fall of volume (%)", default=30)
    digiflow_risk_contract_days = fields.Integer(string="Days before a contract ends", default=60)
    digiflow_risk_contact_days = fields.Integer(string="Days without contact", default=60)
    # Points of its reasons
    digiflow_risk_points_volume = fields.Integer(string="Points of a falling volume", default=25)
    digiflow_risk_points_satisfaction = fields.Integer(
        string="Points of a low satisfaction", default=30
    )
    digiflow_risk_points_claims = fields.Integer(string="Points of open claims", default=20)
    digiflow_risk_points_contract = fields.Integer(
        string="Points of a contract that ends", default=15
    )
    digiflow_risk_points_contact = fields.Integer(string="Points of no contact", default=10)
    digiflow_risk_medium = fields.Integer(string="Medium risk from", default=25)
    digiflow_risk_high = fields.Integer(string="High risk from", default=50)

    _sql_constraints = [
        (
            "digiflow_case_days_range",
            "CHECK (digiflow_case_days BETWEEN 1 AND 60)",
            "A case takes 1 to 60 working days.",
        ),
        (
            "digiflow_risk_limits_range",
            "CHECK (digiflow_risk_fall BETWEEN 1 AND 100 "
            "AND digiflow_risk_contract_days BETWEEN 1 AND 730 "
            "AND digiflow_risk_contact_days BETWEEN 1 AND 730)",
            "A fall of volume is from 1 to 100 %, and the days from 1 to 730.",
        ),
        (
            "digiflow_risk_points_range",
            "CHECK (digiflow_risk_points_volume BETWEEN 0 AND 100 "
            "AND digiflow_risk_points_satisfaction BETWEEN 0 AND 100 "
            "AND digiflow_risk_points_claims BETWEEN 0 AND 100 "
            "AND digiflow_risk_points_contract BETWEEN 0 AND 100 "
            "AND digiflow_risk_points_contact BETWEEN 0 AND 100)",
            "A reason has 0 to 100 points; with 0 it is not looked at.",
        ),
        (
            "digiflow_risk_levels_order",
            "CHECK (digiflow_risk_medium BETWEEN 1 AND 99 "
            "AND digiflow_risk_high BETWEEN 2 AND 100 "
            "AND digiflow_risk_medium < digiflow_risk_high)",
            "Medium risk begins at 1 point or more, and high risk above it, at 100 at most.",
        ),
    ]
