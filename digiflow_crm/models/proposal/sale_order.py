from odoo import _, api, fields, models

from ...core import periods
from ...exceptions import WorkflowError


class SaleOrder(models.Model):
    """An offer of the Digiflow pipeline: a round of the negotiation of an opportunity."""

    _inherit = "sale.order"

    is_digiflow = fields.Boolean(
        string="Digiflow offer",
        related="opportunity_id.is_digiflow",
        store=True,
        index=True,
        precompute=True,
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
    newer_requirement_id = fields.Many2one(
        "digiflow.requirement",
        string="Newer survey",
        compute="_compute_newer_requirement_id",
        help="A version that was validated after the one that the offer answers.",
    )
    is_offer_expired = fields.Boolean(compute="_compute_is_offer_expired")
    # Rounds
    round = fields.Integer(
        readonly=True, copy=False, help="Number of the offer among those of its opportunity."
    )
    previous_round_id = fields.Many2one(
        "sale.order",
        string="Replaces",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="The offer that this one changes.",
    )
    next_round_ids = fields.One2many("sale.order", "previous_round_id", string="Replaced by")
    round_ids = fields.Many2many("sale.order", string="Rounds", compute="_compute_round_ids")
    round_count = fields.Integer(string="Number of rounds", compute="_compute_round_ids")
    round_reason = fields.Text(
        string="Why it changed", readonly=True, copy=False, help="What the new round is for."
    )
    offer_sent_on = fields.Datetime(string="Offer sent", readonly=True, copy=False)
    # Invoices
    # sudo: roles that read offers and no invoices open the form all the same: it asks how many.
    invoice_ids = fields.Many2many(compute_sudo=True)
    invoice_count = fields.Integer(compute_sudo=True)
    # Money
    digiflow_list_total = fields.Monetary(
        string="At list price", compute="_compute_digiflow_discount", store=True
    )
    digiflow_discount = fields.Float(
        string="Discount on the tariff (%)",
        compute="_compute_digiflow_discount",
        store=True,
        digits=(16, 2),
        help="How much less than the tariff the whole offer asks for, lines of discount included.",
    )
    digiflow_show_usd = fields.Boolean(
        string="Show in dollars too", help="The proposal tells its total in dollars as well."
    )
    digiflow_usd_rate = fields.Float(
        string="Dollar rate",
        digits=(12, 4),
        compute="_compute_digiflow_usd_rate",
        store=True,
        help="How much of the offer's currency a dollar is worth, as it was kept with the offer.",
    )
    digiflow_usd_total = fields.Float(
        string="Total in dollars", compute="_compute_digiflow_usd_total", digits=(16, 2)
    )

    @api.depends("opportunity_id")
    def _compute_requirement_id(self):
        """The newest validated survey; not again when a newer one comes: that is a new round."""
        for order in self:
            if order.requirement_id.lead_id != order.opportunity_id or not order.requirement_id:
                order.requirement_id = order.opportunity_id._get_validated_requirement()

    @api.depends("opportunity_id.requirement_ids.state", "requirement_id")
    def _compute_newer_requirement_id(self):
        for order in self:
            newest = order.opportunity_id._get_validated_requirement()
            is_newer = order.is_digiflow and newest.id > order.requirement_id._origin.id
            order.newer_requirement_id = newest if is_newer else False

    @api.depends("validity_date", "state", "is_digiflow")
    def _compute_is_offer_expired(self):
        today = periods.today()
        for order in self:
            waits = order.is_digiflow and order.state in ("draft", "sent")
            order.is_offer_expired = bool(
                waits and order.validity_date and order.validity_date < today
            )

    @api.depends("opportunity_id.order_ids", "is_digiflow")
    def _compute_round_ids(self):
        for order in self:
            rounds = order.opportunity_id.order_ids if order.is_digiflow else order
            order.round_ids = rounds.sorted("round")
            order.round_count = len(rounds)

    @api.depends(
        "order_line.digiflow_list_price",
        "order_line.price_unit",
        "order_line.discount",
        "order_line.product_uom_qty",
    )
    def _compute_digiflow_discount(self):
        for order in self:
            amounts = [line._get_digiflow_amounts() for line in order.order_line]
            listed = sum(amount for amount, _asked in amounts)
            # What one line asks beyond the tariff does not hide the discount of another.
            asked = sum(min(amounts_of_line) for amounts_of_line in amounts)
            order.digiflow_list_total = listed
            order.digiflow_discount = 100 * (listed - asked) / listed if listed else 0.0

    @api.depends("digiflow_show_usd", "currency_id", "company_id")
    def _compute_digiflow_usd_rate(self):
        for order in self:
            order.digiflow_usd_rate = order._get_usd_rate() if order.digiflow_show_usd else 0.0

    @api.depends("digiflow_usd_rate", "amount_total")
    def _compute_digiflow_usd_total(self):
        for order in self:
            rate = order.digiflow_usd_rate
            order.digiflow_usd_total = order.amount_total / rate if rate else 0.0

    @api.depends("opportunity_id.is_digiflow")
    def _compute_pricelist_id(self):
        """Offers are priced by the tariff of the company, whatever the price list of the client."""
        own = self.filtered(
            lambda order: (order.is_digiflow or order.digiflow_guarded) and order._get_tariff()
        )
        for order in own:
            if order.state == "draft" and order.partner_id:
                order.pricelist_id = order._get_tariff()
        return super(SaleOrder, self - own)._compute_pricelist_id()

    @api.constrains("requirement_id", "opportunity_id")
    def _check_requirement_id(self):
        for order in self.filtered("requirement_id"):
            # sudo: a survey that the user may not read is checked all the same.
            survey = order.requirement_id.sudo()
            if survey.lead_id != order.opportunity_id or not survey.is_validated:
                raise WorkflowError(
                    _(
                        "%(order)s: an offer answers a validated survey of its own opportunity. "
                        "Choose one of those, or have it validated first.",
                        order=order.name,
                    )
                )

    def _get_tariff(self):
        """The price list of this order's company."""
        self.ensure_one()
        # sudo: which tariff a company has is nobody's secret; its prices are read as usual.
        return self.company_id.sudo().digiflow_pricelist_id.sudo(False)

    def _get_tariff_date(self):
        """The moment (naive UTC) whose tariff prices this offer: its date.

        Not before it was made: an older date would bring back older prices.
        """
        self.ensure_one()
        made_on = self.create_date or fields.Datetime.now()
        return max(self.date_order or made_on, made_on)

    def _get_usd_rate(self):
        """How much of this offer's currency a dollar is worth today; 0.0 where no rate is kept."""
        self.ensure_one()
        dollar = self.env.ref("base.USD")
        own = self.currency_id or self.company_id.currency_id
        if own != dollar and not (own | dollar).rate_ids:
            return 0.0
        return dollar._convert(1.0, own, self.company_id, periods.today(), round=False)
