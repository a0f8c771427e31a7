from odoo import fields, models

from ...compat import COUNTED_ONCE
from ..info_pack.modalities import MODALITY_SELECTION
from .client_report_sql import KIND_SALE, KIND_SERVICE, REPORT_FIELDS, VIEW_SQL
from .res_partner import SIZE_SELECTION


class DigiflowClientReport(models.Model):
    """Sales and services of clients by segment.

    A view: grouped and filtered in the database, never written.
    """

    _name = "digiflow.client.report"
    _description = "Clients by segment"
    _auto = False
    _rec_name = "partner_id"
    _order = "day desc, id desc"
    _depends = REPORT_FIELDS

    # Row
    kind = fields.Selection(
        [(KIND_SALE, "Sale"), (KIND_SERVICE, "Running service")], string="What", readonly=True
    )
    day = fields.Date(
        readonly=True,
        help="In Lima: of a sale, its order's; of a service that runs, today.",
    )
    order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    stay_id = fields.Many2one("digiflow.client.service", string="Client's service", readonly=True)
    # Segment
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", readonly=True)
    size = fields.Selection(SIZE_SELECTION, string="Company size", readonly=True)
    district = fields.Char(readonly=True)
    modality = fields.Selection(MODALITY_SELECTION, readonly=True)
    service_id = fields.Many2one("digiflow.service", readonly=True)
    user_id = fields.Many2one("res.users", string="Sales executive", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    # Figures
    amount = fields.Monetary(string="Sold, without taxes", readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True, **COUNTED_ONCE)
    client_count = fields.Integer(string="Clients", readonly=True, **COUNTED_ONCE)
    monthly_amount = fields.Monetary(
        string="Worth a month", readonly=True, help="Of the services that run today."
    )

    @property
    def _table_query(self):
        """What was sold and what runs, with the segments of its client."""
        return VIEW_SQL

    def action_open_source(self):
        """Open what is behind this row: the order or the client's service."""
        self.ensure_one()
        return (self.order_id or self.stay_id).get_formview_action()
