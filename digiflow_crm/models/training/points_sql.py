"""SQL of the points that people earn: one row for each thing that happened, once and for all.

`source` says what happened; the table lets nobody have points for the same source twice, however
often it is reckoned.
"""

LIMA_DAY = "({moment} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date"
INSERT_SQL = """
    INSERT INTO digiflow_points (user_id, company_id, kind, source, day, points,
        call_id, event_id, module_id, create_uid, create_date, write_uid, write_date)
    SELECT found.user_id, found.company_id, %(kind)s, found.source, found.day, %(points)s,
        found.call_id, found.event_id, found.module_id, %(uid)s, %(now)s, %(uid)s, %(now)s
    FROM ({found}) found
    ON CONFLICT (user_id, source) DO NOTHING
    RETURNING user_id, points
"""
# A company counts once a day, however often it is called.
CONTACTS_SQL = f"""
    SELECT DISTINCT ON (call.user_id, call.lead_id, {LIMA_DAY.format(moment="call.start")})
        call.user_id, call.company_id,
        'contact:' || call.lead_id || ':' || {LIMA_DAY.format(moment="call.start")} AS source,
        {LIMA_DAY.format(moment="call.start")} AS day,
        call.id AS call_id, NULL::int AS event_id, NULL::int AS module_id
    FROM digiflow_call call
    WHERE call.is_effective AND call.lead_id IS NOT NULL AND call.start >= %(since)s
    ORDER BY call.user_id, call.lead_id, {LIMA_DAY.format(moment="call.start")}, call.id
"""
# Who booked a presentation earns by it as much as who held it, and nobody twice.
MEETINGS_SQL = f"""
    SELECT DISTINCT part.user_id, lead.company_id, 'meeting:' || event.id AS source,
        {LIMA_DAY.format(moment="event.start")} AS day,
        NULL::int AS call_id, event.id AS event_id, NULL::int AS module_id
    FROM calendar_event event
    JOIN crm_lead lead ON lead.id = event.opportunity_id
    CROSS JOIN LATERAL (
        VALUES (event.booked_by_id), (event.user_id), (event.presales_id)
    ) part(user_id)
    JOIN res_users person ON person.id = part.user_id AND person.active AND NOT person.share
    WHERE event.digiflow_state = 'held' AND event.start >= %(since)s
"""
# Passed anew in another year, it counts anew.
MODULES_SQL = """
    SELECT task.user_id, task.company_id,
        'module:' || task.module_id || ':' || extract(year FROM task.day)::int AS source,
        task.day, NULL::int AS call_id, NULL::int AS event_id, task.module_id
    FROM unnest(%(users)s::int[], %(companies)s::int[], %(modules)s::int[], %(days)s::date[])
        AS task(user_id, company_id, module_id, day)
"""
