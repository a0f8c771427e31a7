from odoo import api, fields, models

from .offer_states import CONFIRMED_STATES, STATE_CANCEL


class SaleOrder(models.Model):
    """When an offer came to its end, for the statistics of offers."""

    _inherit = "sale.order"

    digiflow_ended_on = fields.Datetime(
        string="Offer ended",
        compute="_compute_digiflow_ended_on",
        store=True,
        copy=False,
        help="When the client accepted it, or it was cancelled or replaced.",
    )

    @api.depends("state", "is_digiflow")
    def _compute_digiflow_ended_on(self):
        """Now, as it comes to its end; a confirmed order that is locked did not end again."""
        now = fields.Datetime.now()
        for order in self:
            ended = order.is_digiflow and order.state in (STATE_CANCEL, *CONFIRMED_STATES)
            order.digiflow_ended_on = (order.digiflow_ended_on or now) if ended else False

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_without_end(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_without_end(vals))


def _without_end(vals):
    """`vals` without the date of the end, which is the server's."""
    return {name: value for name, value in vals.items() if name != "digiflow_ended_on"}
