from odoo import fields, models


class DigiflowOfferFollowup(models.Model):
    """When a client that got an offer is asked what became of it, and about what."""

    _name = "digiflow.offer.followup"
    _description = "Follow-up of offers"
    _order = "days, id"

    days = fields.Integer(
        string="Working days", required=True, help="After the offer was sent, in Lima."
    )
    name = fields.Char(string="What to do", required=True, translate=True)
    note = fields.Html(string="Notes", translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies.", ondelete="cascade"
    )

    _sql_constraints = [
        (
            "days_range",
            "CHECK (days BETWEEN 1 AND 365)",
            "A client is asked 1 to 365 working days after the offer was sent.",
        ),
    ]
