"""The order of the call queue as SQL: a fixed number of looks into two indexes, however long it is.

Due callbacks come first, then new companies, then retries, and new ones that nobody knows a phone
of last; within each kind the urgent ones, then those that have waited longest. Each look is for one
kind and one priority, so that PostgreSQL reads only the first rows of it.
"""

from .crm_lead_queue import WAITING_SQL

# Rank, place in the queue, whether it has no phone.
KINDS = [
    (0, "callback", False),
    (0, "callback", True),
    (1, "new", False),
    (2, "retry", False),
    (2, "retry", True),
    (3, "new", True),
]
PRIORITIES = ["3", "2", "1", "0"]
# Others may take the first ones in the meantime: so many are read at once.
READ_AHEAD = 20

LOOK_SQL = f"""
    SELECT lead.id, lead.call_due FROM crm_lead lead
    WHERE {{owner}} AND {WAITING_SQL}
        AND lead.call_queue = kind.queue AND lead.call_due <= %(now)s
        AND (COALESCE(lead.phone, '') = '') = kind.phoneless
        AND COALESCE(lead.priority, '0') = urgency.priority
        AND (lead.call_taken_until IS NULL OR lead.call_taken_until <= %(now)s)
        AND (lead.company_id IS NULL OR lead.company_id = ANY(%(companies)s))
        AND NOT EXISTS (
            SELECT FROM phone_blacklist blocked
            WHERE blocked.number = lead.phone_sanitized AND blocked.active
        )
    ORDER BY lead.call_due, lead.id LIMIT {READ_AHEAD}
"""
NEXT_SQL = """
    SELECT found.id
    FROM (VALUES {kinds}) kind(rank, queue, phoneless)
    CROSS JOIN unnest(%(priorities)s::varchar[]) urgency(priority)
    CROSS JOIN LATERAL (
        ({own})
        UNION ALL
        SELECT nobodys.* FROM unnest(%(lists)s::int[]) list(id)
        CROSS JOIN LATERAL ({nobodys}) nobodys
    ) found
    ORDER BY kind.rank, urgency.priority DESC, found.call_due, found.id
    LIMIT {count}
""".format(
    kinds=", ".join(f"({rank}, '{queue}', {phoneless})" for rank, queue, phoneless in KINDS),
    own=LOOK_SQL.format(owner="lead.telemarketer_id = %(user)s"),
    nobodys=LOOK_SQL.format(
        owner="lead.telemarketer_id IS NULL AND lead.prospect_list_id = list.id"
    ),
    count=READ_AHEAD,
)
# Only while it still is free, and not while somebody else is just taking it.
TAKE_SQL = f"""
    UPDATE crm_lead SET call_taken_by_id = %(user)s, call_taken_until = %(until)s
    WHERE id = (
        SELECT lead.id FROM crm_lead lead
        WHERE lead.id = %(lead)s AND {WAITING_SQL}
            AND (
                lead.call_taken_until IS NULL OR lead.call_taken_until <= %(now)s
                OR lead.call_taken_by_id = %(user)s
            )
        FOR UPDATE SKIP LOCKED
    )
    RETURNING id
"""
