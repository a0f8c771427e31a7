from odoo import api, fields, models
from odoo.tools import sql

from ..pipeline.steps import STEP_TELEMARKETING
from .outcomes import (
    QUEUE_CALLBACK,
    QUEUE_NEW,
    QUEUE_OUT,
    QUEUE_RETRY,
    QUEUE_SELECTION,
)

# Those that are waiting to be called; `lead` is the table.
WAITING_SQL = "lead.active AND lead.is_digiflow AND lead.call_queue <> 'out'"
# What the desk's search relies on: whose, which kind, with or without a phone, how urgent, when.
PLACE_SQL = "call_queue, (COALESCE(phone, '') = ''), (COALESCE(priority, '0')), call_due, id"
INDEXES = {
    "crm_lead_call_own_index": ("telemarketer_id", "telemarketer_id IS NOT NULL"),
    "crm_lead_call_list_index": ("prospect_list_id", "telemarketer_id IS NULL"),
}
FREE = {"call_taken_by_id": False, "call_taken_until": False}
# The leads that were there before: who was called is tried again, who is further on is left alone.
FILL_SQL = """
    UPDATE crm_lead lead SET call_attempts = 0, call_due = lead.create_date, call_queue = CASE
        WHEN stage.digiflow_step = 'telemarketing' AND lead.contacted_date IS NULL THEN 'new'
        WHEN stage.digiflow_step = 'telemarketing' AND lead.effective_contact_date IS NULL
            THEN 'retry'
        ELSE 'out' END
    FROM crm_lead one LEFT JOIN crm_stage stage ON stage.id = one.stage_id
    WHERE one.id = lead.id
"""


class CrmLead(models.Model):
    """The call queue: which opportunities wait to be called, from when on, and who holds one."""

    _inherit = "crm.lead"

    # Queue
    # Empty is as good as out: a row that other code inserts without it is nobody's to call.
    call_queue = fields.Selection(
        QUEUE_SELECTION, string="Call queue", default=QUEUE_NEW, copy=False
    )
    call_due = fields.Datetime(
        string="To call from",
        default=fields.Datetime.now,
        copy=False,
        help="From when on the call desk gives this company to somebody.",
    )
    call_reason = fields.Char(
        string="Why to call", copy=False, help="What was agreed, or what happened."
    )
    call_attempts = fields.Integer(
        string="Fruitless calls",
        copy=False,
        help="Calls in a row in which nobody of the company was spoken to.",
    )
    # Taking
    call_taken_by_id = fields.Many2one(
        "res.users", string="On the desk of", copy=False, readonly=True, index="btree_not_null"
    )
    call_taken_until = fields.Datetime(string="Held until", copy=False, readonly=True)

    def _auto_init(self):
        """Put the leads that are there already into the queue or out of it, in SQL."""
        cr = self.env.cr
        known = sql.column_exists(cr, self._table, "call_queue")
        if not known:
            sql.create_column(cr, self._table, "call_queue", "varchar")
            sql.create_column(cr, self._table, "call_due", "timestamp")
            sql.create_column(cr, self._table, "call_attempts", "int4")
        res = super()._auto_init()
        if not known:
            cr.execute(FILL_SQL)
        return res

    def init(self):
        res = super().init()
        for name, (owner, condition) in INDEXES.items():
            waiting = WAITING_SQL.replace("lead.", "")
            sql.create_index(
                self.env.cr,
                name,
                self._table,
                [owner, PLACE_SQL],
                where=f"{waiting} AND {condition}",
            )
        return res

    def write(self, vals):
        """A lost opportunity that is taken up again in the first stage is called again."""
        lost = self.filtered(lambda lead: not lead.active) if vals.get("active") else self.browse()
        res = super().write(vals)
        first = lost.filtered(lambda lead: lead.stage_id.digiflow_step == STEP_TELEMARKETING)
        first._queue_again()
        return res

    def _on_stage_entered(self, step):
        """Who enters the first stage is to be called; further on only what was agreed."""
        res = super()._on_stage_entered(step)
        if step == STEP_TELEMARKETING:
            self.filtered(lambda lead: lead.call_queue == QUEUE_OUT)._queue_again()
        else:
            self.filtered(lambda lead: lead.call_queue != QUEUE_CALLBACK)._leave_queue()
        return res

    def _queue_again(self):
        """Put these leads back into the queue, to be called from now on."""
        called = self.filtered("contacted_date")
        vals = {"call_due": fields.Datetime.now(), "call_attempts": 0}
        called._place({**vals, "call_queue": QUEUE_RETRY})
        (self - called)._place({**vals, "call_queue": QUEUE_NEW})

    def _queue_retry(self, when, attempts):
        """Try to reach this company again from `when` on (naive UTC)."""
        self._place({"call_queue": QUEUE_RETRY, "call_due": when, "call_attempts": attempts})

    def _queue_callback(self, when, reason):
        """Have the telemarketer call these companies at `when`; at nobody's desk any more.

        :param datetime when: naive UTC
        :param str reason: what the telemarketer reads on the desk
        """
        self._place(
            {
                "call_queue": QUEUE_CALLBACK,
                "call_due": when,
                "call_reason": reason or False,
                "call_attempts": 0,
            }
        )

    def _leave_queue(self):
        """Nobody is to call these companies any more."""
        self._place({"call_queue": QUEUE_OUT, "call_attempts": 0})

    def _place(self, vals):
        """Give these leads their place in the queue, and free them."""
        if self:
            self.write({"call_reason": False, **FREE, **vals})

    def _free(self):
        """Take these companies off whoever's desk."""
        self.write(FREE)

    @api.model
    def _get_held(self):
        """The lead that the user has on the desk now, if any."""
        domain = [
            ("call_taken_by_id", "=", self.env.uid),
            ("call_taken_until", ">", fields.Datetime.now()),
        ]
        return self.search(domain, order="call_taken_until desc", limit=1)
