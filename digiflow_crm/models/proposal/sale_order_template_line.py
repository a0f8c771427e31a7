from odoo import fields, models

from .catalog import QUANTITY_FIXED, QUANTITY_SELECTION, VOLUME_DOCUMENTS, VOLUME_SELECTION


class SaleOrderTemplateLine(models.Model):
    """A line of a template: for which volumes it is offered, and how many times."""

    _inherit = "sale.order.template.line"

    digiflow_quantity = fields.Selection(
        QUANTITY_SELECTION,
        string="Offered",
        default=QUANTITY_FIXED,
        required=True,
        help="The quantity of the line is multiplied by this number of the survey.",
    )
    digiflow_volume = fields.Selection(
        VOLUME_SELECTION,
        string="Volume",
        default=VOLUME_DOCUMENTS,
        required=True,
        help="Which monthly volume of the survey the band is of.",
    )
    digiflow_from = fields.Integer(string="From", help="Least monthly volume of the band.")
    digiflow_to = fields.Integer(
        string="Up to", help="Greatest monthly volume of the band. 0: there is no band."
    )

    _sql_constraints = [
        (
            "digiflow_band_order",
            "CHECK (digiflow_from >= 0 AND (COALESCE(digiflow_to, 0) = 0 "
            "OR digiflow_to >= digiflow_from))",
            "A band goes from a volume up to the same or a greater one.",
        ),
    ]
