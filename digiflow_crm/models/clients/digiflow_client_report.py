from odoo import fields, models

from ...compat import AVERAGED, COUNTED_ONCE
from ..info_pack.modalities import MODALITY_SELECTION
from .client_report_sql import (
    KIND_ANSWER,
    KIND_SALE,
    KIND_SCORE,
    KIND_SERVICE,
    REPORT_FIELDS,
    VIEW_SQL,
)
from .res_partner import SIZE_SELECTION


class DigiflowClientReport(models.Model):
    """Sales, services and satisfaction of clients by segment.

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
        [
            (KIND_SALE, "Sale"),
            (KIND_SERVICE, "Running service"),
            (KIND_ANSWER, "Satisfaction answer"),
            (KIND_SCORE, "Score of a service"),
        ],
        string="What",
        readonly=True,
    )
    day = fields.Date(
        readonly=True,
        help="In Lima: of a sale, its order's; of an answer, when it came; of a service that runs, "
        "today.",
    )
    order_id = fields.Many2one("sale.order", readonly=True)
    stay_id = fields.Many2one("digiflow.client.service", string="Client's service", readonly=True)
    answer_id = fields.Many2one("digiflow.satisfaction.answer", readonly=True)
    # Segment: of an answer, as the client was when it was asked
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
    answer_count = fields.Integer(string="Answers", readonly=True)
    satisfied_count = fields.Integer(string="Satisfied", readonly=True, help="Scores 4 and 5.")
    satisfied_rate = fields.Float(
        string="Satisfied (%)",
        readonly=True,
        digits=(16, 1),
        help="Scores 4 and 5 of the answers.",
        **AVERAGED,
    )
    score = fields.Float(string="Average score", readonly=True, digits=(16, 2), **AVERAGED)
    service_score = fields.Float(
        string="Score of the service",
        readonly=True,
        digits=(16, 2),
        help="What clients answered about one service.",
        **AVERAGED,
    )
    service_satisfied_rate = fields.Float(
        string="Satisfied with the service (%)",
        readonly=True,
        digits=(16, 1),
        help="Scores 4 and 5 of what clients answered about one service.",
        **AVERAGED,
    )

    def action_open_source(self):
        """Open what is behind this row.

        :return: a window action on the order, the client's service or the answer
        """
        self.ensure_one()
        return (self.order_id or self.stay_id or self.answer_id).get_formview_action()

    @property
    def _table_query(self):
        """What was sold, what runs and what clients answered, with the segments of its client."""
        return VIEW_SQL
