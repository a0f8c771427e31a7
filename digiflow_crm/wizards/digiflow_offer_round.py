from odoo import api, fields, models


class DigiflowOfferRound(models.TransientModel):
    """Why an offer changes, before its new round begins."""

    _name = "digiflow.offer.round"
    _description = "New round of an offer"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade")
    newer_requirement_id = fields.Many2one(related="order_id.newer_requirement_id")
    has_survey = fields.Boolean(compute="_compute_has_survey")
    from_survey = fields.Boolean(
        string="Make the lines anew from the newest survey",
        help="Else the new round begins with the lines of the offer that it replaces.",
    )
    reason = fields.Text(string="Why it changes", required=True)

    @api.depends("order_id")
    def _compute_has_survey(self):
        for wizard in self:
            lead = wizard.order_id.opportunity_id
            wizard.has_survey = bool(lead._get_validated_requirement())

    def action_confirm(self):
        """Begin the round, and open it."""
        self.ensure_one()
        return self.order_id.action_new_round(self.reason, from_survey=self.from_survey)
