"""The rows of the opportunity radar in SQL, a batch at a time.

Each statement asks after the last id it was given (`after`) and has so many rows at most
(`batch`); what the caller may read stands in its place of `{own}`, made by the ORM. Texts of
records that are translated are in the caller's language (`lang`), days are those of Lima.
"""

LIMA = "({moment} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')"
DAY = LIMA + "::date"
TRANSLATED = "COALESCE({column}->>%(lang)s, {column}->>'en_US')"
USER_NAME = "(SELECT partner.name FROM res_users person JOIN res_partner partner" + (
    " ON partner.id = person.partner_id WHERE person.id = {column})"
)

# Whole days of the last stays in the stage where an opportunity is now: see crm.lead.days_in_stage.
STAGE_DAYS = """
    SELECT floor(COALESCE(sum(GREATEST(EXTRACT(EPOCH FROM
        COALESCE(stay.date_to, %(now)s) - stay.date_from), 0)), 0) / 86400)::int AS days
    FROM digiflow_stage_history stay
    WHERE stay.lead_id = lead.id AND NOT COALESCE(stay.merged, false)
        AND stay.stage_id = lead.stage_id
        AND NOT EXISTS (
            SELECT FROM digiflow_stage_history other
            WHERE other.lead_id = lead.id AND NOT COALESCE(other.merged, false)
                AND other.stage_id <> lead.stage_id AND other.date_from > stay.date_from
        )
"""
NEXT_ACTIVITY = """
    SELECT COALESCE(NULLIF(activity.summary, ''), {kind}) AS summary, activity.date_deadline
    FROM mail_activity activity
    LEFT JOIN mail_activity_type kind ON kind.id = activity.activity_type_id
    WHERE activity.res_model = 'crm.lead' AND activity.res_id = lead.id {{only_active}}
    ORDER BY activity.date_deadline, activity.id LIMIT 1
""".format(kind=TRANSLATED.format(column="kind.name"))
PIPELINE_SQL = f"""
    SELECT lead.id, {TRANSLATED.format(column="stage.name")} AS stage, lead.name,
        COALESCE(client.commercial_company_name, client.name, lead.partner_name) AS client,
        lead.ruc, list.name AS list,
        stay.days, GREATEST(0, %(today)s - {DAY.format(moment="lead.digiflow_moved_on")}) AS still,
        step.summary AS next_step, step.date_deadline AS next_on,
        lead.expected_revenue::float8 AS amount, lead.probability / 100 AS probability,
        lead.expected_revenue::float8 * lead.probability / 100 AS weighted,
        {USER_NAME.format(column="lead.user_id")} AS executive,
        {USER_NAME.format(column="lead.telemarketer_id")} AS telemarketer,
        {DAY.format(moment="lead.create_date")} AS created
    FROM crm_lead lead
    JOIN crm_stage stage ON stage.id = lead.stage_id
    LEFT JOIN res_partner client ON client.id = lead.partner_id
    LEFT JOIN digiflow_prospect_list list ON list.id = lead.prospect_list_id
    LEFT JOIN LATERAL ({STAGE_DAYS}) stay ON true
    LEFT JOIN LATERAL ({NEXT_ACTIVITY}) step ON true
    WHERE lead.id > %(after)s AND lead.id IN ({{own}})
    ORDER BY lead.id LIMIT %(batch)s
"""
OFFERS_SQL = f"""
    SELECT offer.id, offer.state, offer.name AS "order", offer.round,
        COALESCE(client.commercial_company_name, client.name) AS client,
        {DAY.format(moment="offer.date_order")} AS date,
        {DAY.format(moment="offer.offer_sent_on")} AS sent, offer.validity_date AS valid_until,
        offer.amount_untaxed::float8 AS amount, offer.digiflow_discount / 100 AS discount,
        offer.digiflow_review AS review,
        {USER_NAME.format(column="offer.user_id")} AS executive,
        {TRANSLATED.format(column="reason.name")} AS lost_reason
    FROM sale_order offer
    JOIN res_partner client ON client.id = offer.partner_id
    LEFT JOIN crm_lead lead ON lead.id = offer.opportunity_id
    LEFT JOIN crm_lost_reason reason ON reason.id = lead.lost_reason_id
    WHERE offer.id > %(after)s AND offer.id IN ({{own}})
    ORDER BY offer.id LIMIT %(batch)s
"""
MEETINGS_SQL = f"""
    SELECT meeting.id, meeting.digiflow_state AS state,
        {DAY.format(moment="meeting.start")} AS date,
        to_char({LIMA.format(moment="meeting.start")}, 'HH24:MI') AS time,
        COALESCE(client.commercial_company_name, client.name, lead.partner_name, lead.name)
            AS client,
        meeting.digiflow_mode AS mode, {USER_NAME.format(column="meeting.user_id")} AS executive,
        {USER_NAME.format(column="meeting.presales_id")} AS presales,
        meeting.digiflow_interest AS interest
    FROM calendar_event meeting
    JOIN crm_lead lead ON lead.id = meeting.opportunity_id
    LEFT JOIN res_partner client ON client.id = lead.partner_id
    WHERE meeting.id > %(after)s AND meeting.id IN ({{own}})
    ORDER BY meeting.id LIMIT %(batch)s
"""
# Calls and meetings booked of each day in Lima.
WORK_SQL = """
    SELECT day, sum(calls)::int AS calls, sum(effective)::int AS effective,
        sum(meetings)::int AS meetings, sum(talk_minutes) AS minutes
    FROM ({own}) work GROUP BY day
"""
