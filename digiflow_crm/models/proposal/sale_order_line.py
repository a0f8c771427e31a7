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

    @api.depends("product_id", "product_uom_qty", "order_id.currency_id", "order_id.is_digiflow")
    def _compute_digiflow_list_price(self):
        for line in self:
            line.digiflow_list_price = line._get_digiflow_list_price()

    def _get_digiflow_list_price(self):
        """The price of the tariff for the product and the quantity of this line."""
        self.ensure_one()
        order = self.order_id
        tariff = order.company_id.digiflow_pricelist_id
        if not order.is_digiflow or not self.product_id or not tariff:
            return 0.0
        date = order._get_tariff_date()
        price = tariff._get_product_price(self.product_id, self.product_uom_qty or 1.0, date=date)
        return tariff.currency_id._convert(
            price, order.currency_id or tariff.currency_id, order.company_id, date.date()
        )
