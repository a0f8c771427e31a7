from odoo import api, fields, models
from odoo.tools import sql

# As in the step of the proposal; `done` is 16.0's.
CONFIRMED_STATES = ("sale", "done")
# When somebody first called each lead: a call activity was done, which leaves a note.
FIRST_CALLS_SQL = """
    SELECT note.res_id, min(note.date)
    FROM mail_message note JOIN mail_activity_type kind ON kind.id = note.mail_activity_type_id
    WHERE note.model = 'crm.lead' AND kind.category = 'phonecall'
        AND (%(leads)s IS NULL OR note.res_id = ANY(%(leads)s))
    GROUP BY note.res_id
"""
FILL_CALLS_SQL = """
    UPDATE crm_lead lead SET contacted_date = call.date
    FROM ({calls}) call(lead_id, date) WHERE call.lead_id = lead.id
"""
COLUMNS = {
    "contacted_date": "timestamp",
    "meeting_booked_date": "timestamp",
    "proposal_date": "timestamp",
    "won_date": "timestamp",
    "lost_date": "timestamp",
    "proposal_amount": "numeric",
    "won_amount": "numeric",
}
# The same as the computes below, for the leads that were there before the addon: without
# reading a million of them into memory, and without a new write_date.
FILL_SQL = [
    "UPDATE crm_lead SET proposal_amount = 0, won_amount = 0",
    FILL_CALLS_SQL.format(calls=FIRST_CALLS_SQL),
    """
    UPDATE crm_lead SET contacted_date = LEAST(contacted_date, effective_contact_date)
    WHERE effective_contact_date IS NOT NULL
    """,
    """
    UPDATE crm_lead lead SET meeting_booked_date = event.date
    FROM (
        SELECT opportunity_id, min(create_date) FROM calendar_event GROUP BY opportunity_id
    ) event(lead_id, date) WHERE event.lead_id = lead.id
    """,
    """
    UPDATE crm_lead lead
    SET proposal_date = offer.date, proposal_amount = offer.last, won_amount = offer.won
    FROM (
        SELECT opportunity_id, min(create_date),
            (array_agg(amount_untaxed / COALESCE(NULLIF(currency_rate, 0), 1)
                ORDER BY (state = 'cancel'), id DESC))[1],
            COALESCE(sum(amount_untaxed / COALESCE(NULLIF(currency_rate, 0), 1))
                FILTER (WHERE state IN ('sale', 'done')), 0)
        FROM sale_order GROUP BY opportunity_id
    ) offer(lead_id, date, last, won) WHERE offer.lead_id = lead.id
    """,
    """
    UPDATE crm_lead lead SET won_date = COALESCE(lead.date_closed, lead.write_date)
    FROM crm_stage stage WHERE stage.id = lead.stage_id AND stage.is_won
        AND (lead.active OR lead.probability <> 0)
    """,
    """
    UPDATE crm_lead SET lost_date = COALESCE(date_closed, write_date)
    WHERE active IS NOT TRUE AND COALESCE(probability, 0) = 0
    """,
]


class CrmLead(models.Model):
    """Progress: when each milestone was reached, kept so that a million leads are soon counted."""

    _inherit = "crm.lead"

    # Milestones
    contacted_date = fields.Datetime(
        string="First contact",
        compute="_compute_contacted_date",
        store=True,
        index="btree_not_null",
        copy=False,
        help="When somebody first called: a call was done, or the decision maker was reached.",
    )
    meeting_booked_date = fields.Datetime(
        string="Meeting booked",
        compute="_compute_meeting_booked_date",
        store=True,
        index="btree_not_null",
        copy=False,
        help="When the first meeting was put into a calendar, cancelled or not.",
    )
    proposal_date = fields.Datetime(
        string="First proposal",
        compute="_compute_proposals",
        store=True,
        index="btree_not_null",
        copy=False,
        help="When the first offer was made.",
    )
    won_date = fields.Datetime(
        string="Won on",
        compute="_compute_outcome_dates",
        store=True,
        index="btree_not_null",
        copy=False,
    )
    lost_date = fields.Datetime(
        string="Lost on",
        compute="_compute_outcome_dates",
        store=True,
        index="btree_not_null",
        copy=False,
    )
    # Amounts, in the company's currency
    proposal_amount = fields.Monetary(
        string="Amount of the proposal",
        compute="_compute_proposals",
        store=True,
        copy=False,
        currency_field="company_currency",
        help="The last offer that was not cancelled, without taxes: earlier rounds are not added.",
    )
    won_amount = fields.Monetary(
        string="Amount won",
        compute="_compute_proposals",
        store=True,
        copy=False,
        currency_field="company_currency",
        help="What the client confirmed, without taxes.",
    )

    @api.depends("effective_contact_date")
    def _compute_contacted_date(self):
        """The first call. Notes of calls ask for it in `mail.message`: no note else does."""
        calls = self._get_first_calls()
        for lead in self:
            dates = [calls.get(lead._origin.id), lead.effective_contact_date]
            lead.contacted_date = min(filter(None, dates), default=False)

    @api.depends("calendar_event_ids")
    def _compute_meeting_booked_date(self):
        for lead in self.with_context(active_test=False):
            booked = lead.calendar_event_ids.mapped("create_date")
            lead.meeting_booked_date = min(filter(None, booked), default=False)

    @api.depends("order_ids.state", "order_ids.amount_untaxed", "order_ids.currency_rate")
    def _compute_proposals(self):
        for lead in self:
            orders = lead.order_ids
            offered = [order for order in orders if order.state != "cancel"] or orders
            last = max(offered, key=lambda order: order.id or 0, default=orders.browse())
            won = [order for order in orders if order.state in CONFIRMED_STATES]
            lead.proposal_date = min(filter(None, orders.mapped("create_date")), default=False)
            lead.proposal_amount = _company_amount(last)
            lead.won_amount = sum(map(_company_amount, won))

    @api.depends("stage_id.is_won", "active", "probability", "date_closed")
    def _compute_outcome_dates(self):
        """When it was won or lost and is so still; Odoo's closing date moves with each archiving.

        Odoo 16.0 has no such date when an opportunity begins in the won stage.
        """
        now = fields.Datetime.now()
        for lead in self:
            lost = not lead.active and not lead.probability
            won = lead.stage_id.is_won and not lost
            lead.won_date = (lead.won_date or lead.date_closed or now) if won else False
            lead.lost_date = (lead.lost_date or lead.date_closed or now) if lost else False

    def _auto_init(self):
        """Fill the milestones of the leads that are there already, in SQL."""
        cr = self.env.cr
        missing = [name for name in COLUMNS if not sql.column_exists(cr, self._table, name)]
        for name in missing:
            sql.create_column(cr, self._table, name, COLUMNS[name])
        res = super()._auto_init()
        if missing:
            for query in FILL_SQL:
                cr.execute(query, {"leads": None})
        return res

    def _get_first_calls(self):
        """Hook: when each of these leads was first called.

        :return: ``{lead id: naive UTC datetime}``; who was never called is not in it
        """
        if not self.ids:
            return {}
        self.env["mail.message"].flush_model(["model", "res_id", "date", "mail_activity_type_id"])
        self.env["mail.activity.type"].flush_model(["category"])
        self.env.cr.execute(FIRST_CALLS_SQL, {"leads": self.ids})
        return {lead_id: date.replace(microsecond=0) for lead_id, date in self.env.cr.fetchall()}

    def _on_called(self):
        """A call was done: the first contact is looked up again."""
        self.env.add_to_compute(self._fields["contacted_date"], self)

    def _merge_data(self, fnames=None):
        """The merged lead takes the earliest date of each thing that happened."""
        data = super()._merge_data(fnames)
        for name in ("effective_contact_date", "info_sent_date", "meeting_held_date"):
            if data.get(name):
                data[name] = min(lead[name] for lead in self if lead[name])
        return data

    def _merge_dependences(self, opportunities):
        """The notes of calls have come with the merged leads."""
        res = super()._merge_dependences(opportunities)
        self._on_called()
        return res


def _company_amount(order):
    """The untaxed amount of an offer (0 of none) in the currency of its company."""
    return order.amount_untaxed / (order.currency_rate or 1.0)
