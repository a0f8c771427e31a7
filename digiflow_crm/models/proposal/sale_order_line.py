from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """A line of an offer beside the price of the tariff."""

    _inherit = "sale.order.line"

    digiflow_list_price = fields.Float(
        string="List price",
        compute="_compute_digiflow_list_price",
        store=True,
        digits="Product Price",
        help="Unit price of the tariff in force, in the currency of the offer, without discount.",
    )
    digiflow_discount = fields.Float(
        string="Off the tariff (%)",
        compute="_compute_digiflow_discount",
        digits=(16, 2),
        help="How much less than the list price the line asks for; below zero it asks for more.",
    )

    @api.depends("product_id", "product_uom_qty", "order_id.currency_id", "order_id.is_digiflow")
    def _compute_digiflow_list_price(self):
        """By the tariff, on the server: not what anybody typed, and not again when it changes."""
        for line in self:
            presented = line.order_id and line.order_id._is_presented()
            price = line.digiflow_list_price if presented else line._get_digiflow_list_price()
            line.digiflow_list_price = price

    @api.depends("digiflow_list_price", "price_unit", "discount")
    def _compute_digiflow_discount(self):
        for line in self:
            listed = line.digiflow_list_price
            asked = line.price_unit * (1 - line.discount / 100)
            line.digiflow_discount = 100 * (listed - asked) / listed if listed > 0 else 0.0

    def _get_digiflow_list_price(self):
        """The price of the tariff for the product and the quantity of this line."""
        self.ensure_one()
        order = self.order_id
        tariff = order._get_tariff() if order else False
        if not tariff or not self.product_id:
            return 0.0
        if not (order.is_digiflow or order.digiflow_guarded):
            return 0.0
        date = order._get_tariff_date()
        price = tariff._get_product_price(self.product_id, self.product_uom_qty or 1.0, date=date)
        return tariff.currency_id._convert(
            price, order.currency_id or tariff.currency_id, order.company_id, date.date()
        )

    def _get_digiflow_amounts(self):
        """What this line costs by the tariff and what it asks for, both without taxes."""
        self.ensure_one()
        listed = max(self.digiflow_list_price * self.product_uom_qty, 0.0)
        return listed, self.price_unit * self.product_uom_qty * (1 - self.discount / 100)
