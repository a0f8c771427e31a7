from odoo import api, fields, models

from .call_queue import KINDS, PRIORITIES
from .crm_lead_queue import WAITING_SQL

# More than so many are not counted: nobody calls them in a day.
MOST_WAITING = 1000
# `lead` may be handed out to somebody as far as company and telephone go.
CALLABLE_SQL = f"""
    {WAITING_SQL}
    AND (lead.company_id IS NULL OR lead.company_id = ANY(%(companies)s))
    AND NOT EXISTS (
        SELECT FROM phone_blacklist blocked
        WHERE blocked.number = lead.phone_sanitized AND blocked.active
    )
"""
CALLBACKS_SQL = f"""
    SELECT lead.telemarketer_id, count(*), count(*) FILTER (WHERE lead.call_due <= %(now)s)
    FROM crm_lead lead
    WHERE lead.telemarketer_id = ANY(%(users)s) AND {CALLABLE_SQL}
        AND lead.call_queue = 'callback' AND lead.call_due < %(end)s
    GROUP BY lead.telemarketer_id
"""
# A range of the queue's own index for each kind and priority: it ends after MOST_WAITING rows.
LOOK_SQL = f"""
    SELECT lead.id FROM crm_lead lead
    WHERE {{owner}} AND {CALLABLE_SQL}
        AND lead.call_queue = kind.queue AND lead.call_due <= %(now)s
        AND (COALESCE(lead.phone, '') = '') = kind.phoneless
        AND COALESCE(lead.priority, '0') = urgency.priority
    LIMIT {MOST_WAITING + 1}
"""
COUNT_SQL = """
    SELECT count(*) FROM (
        SELECT found.id
        FROM (VALUES {kinds}) kind(queue, phoneless)
        CROSS JOIN unnest(%(priorities)s) urgency(priority)
        CROSS JOIN LATERAL (
            ({own})
            UNION ALL
            SELECT nobodys.id
            FROM unnest(%(lists)s::int[]) list(id) CROSS JOIN LATERAL ({nobodys}) nobodys
        ) found
        LIMIT {most}
    ) waiting
""".format(
    kinds=", ".join(f"('{queue}', {phoneless})" for _rank, queue, phoneless in KINDS),
    own=LOOK_SQL.format(owner="lead.telemarketer_id = %(user)s"),
    nobodys=LOOK_SQL.format(
        owner="lead.telemarketer_id IS NULL AND lead.prospect_list_id = list.id"
    ),
    most=MOST_WAITING + 1,
)
QUEUE_FIELDS = (
    *("active", "call_due", "call_queue", "company_id", "is_digiflow", "phone"),
    *("phone_sanitized", "priority", "prospect_list_id", "telemarketer_id"),
)


class CrmLead(models.Model):
    """How much is waiting to be called, counted without reading a queue of any length."""

    _inherit = "crm.lead"

    @api.model
    def _count_callbacks(self, users, end):
        """Callbacks of these people that fall due before a moment.

        :param datetime end: naive UTC
        :return: ``{user id: (all of them, how many are overdue now)}`` of those who have some
        """
        self.flush_model(QUEUE_FIELDS)
        params = {
            "users": users.ids,
            "companies": self.env.companies.ids,
            "now": fields.Datetime.now(),
            "end": end,
        }
        self.env.cr.execute(CALLBACKS_SQL, params)
        return {user_id: counts for user_id, *counts in self.env.cr.fetchall()}

    @api.model
    def _count_waiting(self, queue):
        """How many companies could be handed out to somebody now.

        :param dict queue: as `digiflow.call.desk._prepare_queue` gives it
        :return: a number as text, ``1000+`` when there are more
        """
        self.flush_model(QUEUE_FIELDS)
        self.env.cr.execute(COUNT_SQL, {**queue, "priorities": PRIORITIES})
        count = self.env.cr.fetchone()[0]
        return f"{MOST_WAITING}+" if count > MOST_WAITING else str(count)
