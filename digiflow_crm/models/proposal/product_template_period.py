from odoo import api, fields, models

from ...core.offer_table import MONTH, ONCE, YEAR
from .catalog import KIND_BRANCH, KIND_MODULE, KIND_PLAN

PERIOD_SELECTION = [(ONCE, "Once"), (MONTH, "Every month"), (YEAR, "Every year")]
MONTHLY_KINDS = (KIND_PLAN, KIND_MODULE, KIND_BRANCH)


class ProductTemplate(models.Model):
    """How often a product is paid: proposals tell what is paid once from what is paid again."""

    _inherit = "product.template"

    digiflow_period = fields.Selection(
        PERIOD_SELECTION,
        string="Paid",
        compute="_compute_digiflow_period",
        store=True,
        readonly=False,
        precompute=True,
        help="The price is of one time, of a month or of a year.",
    )

    @api.depends("digiflow_kind")
    def _compute_digiflow_period(self):
        for product in self:
            product.digiflow_period = MONTH if product.digiflow_kind in MONTHLY_KINDS else ONCE
