from odoo import api, fields, models


class SaleOrder(models.Model):
    """An offer of the Digiflow pipeline: a round of the negotiation of an opportunity."""

    _inherit = "sale.order"

    is_digiflow = fields.Boolean(
        string="Digiflow offer", related="opportunity_id.is_digiflow", store=True, index=True
    )
    requirement_id = fields.Many2one(
        "digiflow.requirement",
        string="Survey",
        compute="_compute_requirement_id",
        store=True,
        readonly=False,
        index=True,
        ondelete="restrict",
        help="The version of the requirements survey that the offer answers.",
    )
    round = fields.Integer(
        readonly=True, copy=False, help="Number of the offer among those of its opportunity."
    )
    previous_round_id = fields.Many2one(
        "sale.order",
        string="Replaces",
        readonly=True,
        copy=False,
        index=True,
        help="The offer that this one changes.",
    )
    round_ids = fields.Many2many(
        "sale.order", string="Rounds", compute="_compute_round_ids", compute_sudo=False
    )
    round_reason = fields.Text(
        string="Why it changed", readonly=True, copy=False, help="What the new round is for."
    )
    offer_sent_on = fields.Datetime(string="Offer sent", readonly=True, copy=False)
    # Dollars
    digiflow_show_usd = fields.Boolean(
        string="Show in dollars too", help="The proposal tells its total in dollars as well."
    )
    digiflow_usd_rate = fields.Float(
        string="Dollar rate",
        digits=(12, 4),
        readonly=True,
        copy=False,
        help="How much of the offer's currency a dollar is worth, as it was kept with the offer.",
    )

    @api.depends("opportunity_id")
    def _compute_requirement_id(self):
        """The newest validated survey; not again when a newer one comes: that is a new round."""
        for order in self:
            order.requirement_id = order.opportunity_id._get_validated_requirement()

    @api.depends("opportunity_id.order_ids")
    def _compute_round_ids(self):
        for order in self:
            rounds = order.opportunity_id.order_ids if order.is_digiflow else order
            order.round_ids = rounds.sorted("round")

    def _get_tariff_date(self):
        """The moment (naive UTC) whose tariff prices this offer: its date.

        Not before it was made: an older date would bring back older prices.
        """
        self.ensure_one()
        made_on = self.create_date or fields.Datetime.now()
        return max(self.date_order or made_on, made_on)
