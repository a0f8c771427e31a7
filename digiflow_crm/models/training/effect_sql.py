"""SQL of the cases before and after a training; see digiflow_training_effect.

`side` has a row for each person and side: from `start` until before `stop` (UTC), which is from
`first` to `last` in Lima, both included. An opportunity is of its telemarketer, executive and
presales engineer; a client, and what it answers, of its executive.
"""

SIDE_SQL = """
    WITH side AS (
        SELECT * FROM unnest(
            %(users)s::int[], %(sides)s::text[], %(starts)s::timestamp[], %(stops)s::timestamp[],
            %(firsts)s::date[], %(lasts)s::date[]
        ) AS side(user_id, side, start, stop, first, last)
    )
"""
# Whether an opportunity is the person's.
THEIRS_SQL = """
    lead.is_digiflow AND (lead.company_id IS NULL OR lead.company_id = ANY(%(companies)s))
    AND side.user_id IN (lead.user_id, lead.telemarketer_id, lead.presales_user_id)
"""
# Of the opportunities first called in those days, which were won in those same days: whoever is
# called on the last day has as little time on one side as on the other.
CONVERSION_SQL = f"""
    {SIDE_SQL}
    SELECT side.side, lead.id, COALESCE(lead.won_date < side.stop, FALSE)::int
    FROM side JOIN crm_lead lead
        ON lead.contacted_date >= side.start AND lead.contacted_date < side.stop
    WHERE {THEIRS_SQL}
"""
# Days from the first effective contact to the sale, of the sales of those days.
CYCLE_SQL = f"""
    {SIDE_SQL}
    SELECT side.side, lead.id,
        extract(epoch FROM lead.won_date - lead.effective_contact_date) / 86400
    FROM side JOIN crm_lead lead ON lead.won_date >= side.start AND lead.won_date < side.stop
    WHERE lead.effective_contact_date <= lead.won_date AND {THEIRS_SQL}
"""
# Of the clients with a counted service on the first day, which have one on the last day.
RETENTION_SQL = f"""
    {SIDE_SQL},
    stay AS (
        SELECT client.id AS client_id, client.user_id, stay.date_start,
            COALESCE(stay.date_end, 'infinity'::date) AS date_end
        FROM digiflow_client_service stay
        JOIN digiflow_service service ON service.id = stay.service_id AND service.counted
        JOIN res_partner client ON client.id = stay.partner_id
        WHERE stay.company_id = ANY(%(companies)s) AND client.user_id = ANY(%(users)s)
    )
    SELECT side.side, client.client_id, bool_or(
            client.date_start <= side.last AND client.date_end >= side.last
        )::int
    FROM side JOIN stay client ON client.user_id = side.user_id
    GROUP BY side.side, side.user_id, side.first, client.client_id
    HAVING bool_or(client.date_start <= side.first AND client.date_end >= side.first)
"""
SATISFACTION_SQL = f"""
    {SIDE_SQL}
    SELECT side.side, answer.id, (answer.score IN ('4', '5'))::int
    FROM side JOIN digiflow_satisfaction_answer answer ON answer.user_id = side.user_id
        AND answer.answered_date >= side.start AND answer.answered_date < side.stop
    WHERE answer.score IS NOT NULL AND answer.company_id = ANY(%(companies)s)
"""
# By the day of the presentation: a late answer is about how it was presented then.
FEEDBACK_SQL = f"""
    {SIDE_SQL}
    SELECT side.side, feedback.id, (feedback.score IN ('4', '5'))::int
    FROM side JOIN digiflow_feedback feedback
        ON feedback.date >= side.start AND feedback.date < side.stop
    LEFT JOIN calendar_event event ON event.id = feedback.event_id
    WHERE feedback.score IS NOT NULL AND feedback.kind = 'presentation'
        AND side.user_id IN (feedback.user_id, event.presales_id)
        AND (feedback.company_id IS NULL OR feedback.company_id = ANY(%(companies)s))
"""
# What is written before the database is asked.
FACTS = {
    "crm.lead": [
        *("is_digiflow", "company_id", "user_id", "telemarketer_id", "presales_user_id"),
        *("contacted_date", "won_date", "effective_contact_date"),
    ],
    "digiflow.client.service": [
        *("partner_id", "service_id", "company_id", "date_start", "date_end"),
    ],
    "digiflow.service": ["counted"],
    "res.partner": ["user_id"],
    "digiflow.satisfaction.answer": ["user_id", "answered_date", "score", "company_id"],
    "digiflow.feedback": ["user_id", "date", "score", "kind", "event_id", "company_id"],
    "calendar.event": ["presales_id"],
}
