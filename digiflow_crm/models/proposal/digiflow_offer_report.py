from odoo import fields, models

from ...compat import AVERAGED
from ..info_pack.modalities import MODALITY_SELECTION
from ..requirements.project_kinds import KIND_SELECTION

RESULT_WON, RESULT_LOST, RESULT_REPLACED, RESULT_WITHDRAWN, RESULT_OPEN = RESULTS = (
    "1_won",
    "2_lost",
    "3_replaced",
    "4_withdrawn",
    "5_open",
)
# Key of a band -> the most documents a month in it; in the order of a table.
BANDS = {"1_500": 500, "2_2000": 2000, "3_10000": 10_000, "4_50000": 50_000, "5_more": None}
# Columns of crm_lead under their own names: what the reach of a role looks at is among them.
LEAD_COLUMNS = (
    "prospect_list_id",
    "telemarketer_id",
    "user_id",
    "presales_user_id",
    "stage_id",
    "source_id",
    "team_id",
    "is_digiflow",
)
LIMA_DAY = "({date} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date"
# A round that replaced the offer comes before the loss: of the rounds of a lost opportunity the
# last one is lost. Cancelled while the opportunity goes on: withdrawn.
RESULT_SQL = """
    CASE WHEN offer.state IN ('sale', 'done') THEN '1_won'
    WHEN next_offer.id IS NOT NULL THEN '3_replaced'
    WHEN lead.active IS NOT TRUE THEN '2_lost'
    WHEN offer.state = 'cancel' THEN '4_withdrawn' ELSE '5_open' END
"""
OFFERS_SQL = """
    SELECT offer.id, offer.id AS order_id, offer.opportunity_id AS lead_id, offer.partner_id,
        offer.company_id, offer.round, offer.offer_sent_on, {result} AS result,
        {sent_day} AS day, COALESCE(offer.digiflow_ended_on, lead.lost_date) AS ended_on,
        survey.modality, survey.project_kind, {band} AS size_band,
        lead.lost_reason_id, lead.digiflow_competitor_id, {lead_columns},
        offer.digiflow_discount AS discount,
        offer.amount_untaxed / COALESCE(NULLIF(offer.currency_rate, 0), 1) AS amount
    FROM sale_order offer
    JOIN crm_lead lead ON lead.id = offer.opportunity_id
    LEFT JOIN digiflow_requirement survey ON survey.id = offer.requirement_id
    LEFT JOIN LATERAL (
        SELECT id FROM sale_order WHERE previous_round_id = offer.id LIMIT 1
    ) next_offer ON TRUE
    WHERE offer.is_digiflow AND offer.offer_sent_on IS NOT NULL
"""
VIEW_SQL = """
    SELECT report.id, report.order_id, report.lead_id, report.partner_id, report.company_id,
        report.round, report.offer_sent_on, report.day, report.result, report.modality,
        report.project_kind, report.size_band, report.discount, report.amount, {lead_columns},
        CASE WHEN report.result = '2_lost' THEN report.lost_reason_id END AS lost_reason_id,
        CASE WHEN report.result = '2_lost' THEN report.digiflow_competitor_id END AS competitor_id,
        CASE WHEN report.result <> '5_open' THEN report.ended_on END AS ended_on,
        CASE WHEN report.result <> '5_open' THEN {ended_day} - report.day END AS days,
        1 AS offer_count,
        (report.result = '1_won')::int AS won_count,
        (report.result = '2_lost')::int AS lost_count,
        CASE WHEN report.result = '1_won' THEN report.amount ELSE 0 END AS won_amount,
        company.currency_id
    FROM ({offers}) report JOIN res_company company ON company.id = report.company_id
"""


class DigiflowOfferReport(models.Model):
    """What became of the offers presented: a row for each order that a client was sent.

    A view of sale_order: grouped and filtered in the database, never written.
    """

    _name = "digiflow.offer.report"
    _description = "Offer presented"
    _auto = False
    _rec_name = "order_id"
    _order = "offer_sent_on desc, id desc"
    _depends = {
        "sale.order": [
            *("opportunity_id", "partner_id", "company_id", "round", "offer_sent_on", "state"),
            *("digiflow_ended_on", "digiflow_discount", "amount_untaxed", "currency_rate"),
            *("previous_round_id", "requirement_id", "is_digiflow"),
        ],
        "crm.lead": [
            *LEAD_COLUMNS,
            *("active", "lost_date", "lost_reason_id", "digiflow_competitor_id"),
        ],
        "digiflow.requirement": ["modality", "project_kind", "monthly_documents"],
        "res.company": ["currency_id"],
    }

    # Offer
    order_id = fields.Many2one("sale.order", string="Offer", readonly=True)
    round = fields.Integer(readonly=True, **AVERAGED)
    offer_sent_on = fields.Datetime(string="Sent", readonly=True)
    day = fields.Date(string="Day sent", readonly=True, help="The day in Lima.")
    ended_on = fields.Datetime(string="Ended", readonly=True)
    result = fields.Selection(
        [
            (RESULT_WON, "Won"),
            (RESULT_LOST, "Lost"),
            (RESULT_REPLACED, "Replaced by another round"),
            (RESULT_WITHDRAWN, "Withdrawn"),
            (RESULT_OPEN, "Open"),
        ],
        readonly=True,
    )
    lost_reason_id = fields.Many2one("crm.lost.reason", string="Reason", readonly=True)
    competitor_id = fields.Many2one("digiflow.competitor", readonly=True)
    # Opportunity
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    prospect_list_id = fields.Many2one("digiflow.prospect.list", readonly=True)
    telemarketer_id = fields.Many2one("res.users", readonly=True)
    user_id = fields.Many2one("res.users", string="Sales executive", readonly=True)
    presales_user_id = fields.Many2one("res.users", string="Presales engineer", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales team", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    is_digiflow = fields.Boolean(string="In the Digiflow pipeline", readonly=True)
    # Project
    modality = fields.Selection(MODALITY_SELECTION, readonly=True)
    project_kind = fields.Selection(KIND_SELECTION, string="Kind of project", readonly=True)
    size_band = fields.Selection(
        [
            ("1_500", "Up to 500 documents"),
            ("2_2000", "501 to 2 000 documents"),
            ("3_10000", "2 001 to 10 000 documents"),
            ("4_50000", "10 001 to 50 000 documents"),
            ("5_more", "More than 50 000 documents"),
        ],
        string="Size",
        readonly=True,
        help="Documents a month.",
    )
    # Figures
    offer_count = fields.Integer(string="Offers", readonly=True)
    won_count = fields.Integer(string="Won", readonly=True)
    lost_count = fields.Integer(string="Lost", readonly=True)
    days = fields.Integer(
        string="Days to the end",
        readonly=True,
        help="From the day it was sent to the day of its end, both in Lima; open offers have none.",
        **AVERAGED,
    )
    discount = fields.Float(string="Discount (%)", readonly=True, help="On the tariff.", **AVERAGED)
    amount = fields.Monetary(readonly=True, string="Offered, without taxes")
    won_amount = fields.Monetary(readonly=True, string="Won, without taxes")

    def action_open_offer(self):
        """Open the offer behind this row."""
        self.ensure_one()
        return self.order_id._get_form_action()

    @property
    def _table_query(self):
        """The offers presented, in the currency of their company."""
        offers = OFFERS_SQL.format(
            result=RESULT_SQL,
            band=_band_sql(),
            sent_day=LIMA_DAY.format(date="offer.offer_sent_on"),
            lead_columns=", ".join(f"lead.{name}" for name in LEAD_COLUMNS),
        )
        return VIEW_SQL.format(
            offers=offers,
            ended_day=LIMA_DAY.format(date="report.ended_on"),
            lead_columns=", ".join(f"report.{name}" for name in LEAD_COLUMNS),
        )


def _band_sql():
    """The band of the documents a month of a survey; NULL where an offer answers none."""
    cases = [
        f"WHEN survey.monthly_documents <= {most} THEN '{key}'"
        for key, most in BANDS.items()
        if most
    ]
    return f"CASE WHEN survey.id IS NULL THEN NULL {' '.join(cases)} ELSE '5_more' END"
