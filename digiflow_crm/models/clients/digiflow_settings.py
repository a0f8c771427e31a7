from odoo import fields, models


class DigiflowSettings(models.TransientModel):
    """Settings of cases, and of when a client is at risk."""

    _inherit = "digiflow.settings"

    digiflow_case_days = fields.Integer(related="company_id.digiflow_case_days", readonly=False)
    digiflow_risk_fall = fields.Integer(related="company_id.digiflow_risk_fall", readonly=False)
    digiflow_risk_contract_days = fields.Integer(
        related="company_id.digiflow_risk_contract_days", readonly=False
    )
    digiflow_risk_contact_days = fields.Integer(
        related="company_id.digiflow_risk_contact_days", readonly=False
    )
    digiflow_risk_points_volume = fields.Integer(
        related="company_id.digiflow_risk_points_volume", readonly=False
    )
    digiflow_risk_points_satisfaction = fields.Integer(
        related="company_id.digiflow_risk_points_satisfaction", readonly=False
    )
    digiflow_risk_points_claims = fields.Integer(
        related="company_id.digiflow_risk_points_claims", readonly=False
    )
    digiflow_risk_points_contract = fields.Integer(
        related="company_id.digiflow_risk_points_contract", readonly=False
    )
    digiflow_risk_points_contact = fields.Integer(
        related="company_id.digiflow_risk_points_contact", readonly=False
    )
    digiflow_risk_medium = fields.Integer(related="company_id.digiflow_risk_medium", readonly=False)
    digiflow_risk_high = fields.Integer(related="company_id.digiflow_risk_high", readonly=False)
