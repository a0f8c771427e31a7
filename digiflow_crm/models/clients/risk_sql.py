"""SQL of the clients at risk: each fact in a query of its own, then points and score.

A day is Lima's. Dates, states and ids stand in the text: they are this module's own, never input.
"""

LIMA_DAY = "({moment} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date"
# Whether a stay runs today; `{stay}` is its table.
RUNS_SQL = """{stay}.date_start <= '{today}'
    AND ({stay}.date_end IS NULL OR {stay}.date_end >= '{today}')"""
SERVICES_SQL = """
    SELECT count(*) AS service_count, sum(monthly_amount) AS monthly_amount,
        min(date_start) AS client_since, min(LEAST(contract_end, date_end)) AS contract_end
    FROM digiflow_client_service stay
    WHERE stay.partner_id = oldest.partner_id AND stay.company_id = oldest.company_id AND {runs}
"""
# Of each service the newest month given among the last two whole ones, beside the average of the
# three months before it. A service without either is left out of both.
VOLUME_SQL = """
    SELECT sum(COALESCE(newest, older)) AS documents,
        sum(CASE WHEN newest IS NULL THEN before_older ELSE before_newest END) AS documents_before
    FROM (
        SELECT max(documents) FILTER (WHERE month = '{months[1]}') AS newest,
            max(documents) FILTER (WHERE month = '{months[2]}') AS older,
            avg(documents) FILTER (WHERE month BETWEEN '{months[4]}' AND '{months[2]}')
                AS before_newest,
            avg(documents) FILTER (WHERE month BETWEEN '{months[5]}' AND '{months[3]}')
                AS before_older
        FROM digiflow_client_volume given
        WHERE given.partner_id = oldest.partner_id AND given.company_id = oldest.company_id
            AND month BETWEEN '{months[5]}' AND '{months[1]}'
        GROUP BY service_id
    ) service
    WHERE (newest IS NOT NULL AND before_newest IS NOT NULL)
        OR (newest IS NULL AND older IS NOT NULL AND before_older IS NOT NULL)
"""
CLAIMS_SQL = """
    SELECT count(*) AS open_claims FROM digiflow_case matter
    WHERE matter.partner_id = oldest.partner_id AND matter.company_id = oldest.company_id
        AND matter.kind = 'claim' AND matter.state <> 'solved'
"""
# A message that was sent, or an activity that was done: not a note among ourselves.
TOLD_SQL = """(
    message.mail_activity_type_id IS NOT NULL
    OR message.subtype_id = {written} AND message.message_type <> 'notification'
)"""
# When somebody of the client and somebody of ours last spoke or wrote to each other.
CONTACT_SQL = """
    SELECT max(moment) AS moment FROM (
        SELECT call.start AS moment FROM res_partner member
        JOIN crm_lead lead ON lead.partner_id = member.id
        JOIN digiflow_call call ON call.lead_id = lead.id
        WHERE member.commercial_partner_id = oldest.partner_id
            AND call.outcome NOT IN ({unanswered})
        UNION ALL
        SELECT meeting.start FROM res_partner member
        JOIN crm_lead lead ON lead.partner_id = member.id
        JOIN calendar_event meeting ON meeting.opportunity_id = lead.id
        WHERE member.commercial_partner_id = oldest.partner_id
            AND meeting.digiflow_state = 'held'
        UNION ALL
        SELECT meeting.start FROM res_partner member
        JOIN calendar_event_res_partner_rel invited ON invited.res_partner_id = member.id
        JOIN calendar_event meeting ON meeting.id = invited.calendar_event_id
        WHERE member.commercial_partner_id = oldest.partner_id AND meeting.active
            AND meeting.digiflow_kind IS NULL AND meeting.stop <= now() AT TIME ZONE 'UTC'
        UNION ALL
        SELECT message.date FROM res_partner member
        JOIN mail_message message
            ON message.model = 'res.partner' AND message.res_id = member.id
        WHERE member.commercial_partner_id = oldest.partner_id AND {told}
        UNION ALL
        SELECT message.date FROM res_partner member
        JOIN crm_lead lead ON lead.partner_id = member.id
        JOIN mail_message message ON message.model = 'crm.lead' AND message.res_id = lead.id
        WHERE member.commercial_partner_id = oldest.partner_id AND {told}
        UNION ALL
        SELECT matter.solved_date FROM digiflow_case matter
        WHERE matter.partner_id = oldest.partner_id
    ) talk
"""
# The client's last answer of any campaign.
SATISFACTION_SQL = """
    SELECT score, answered_date AS moment FROM digiflow_satisfaction_answer reply
    WHERE reply.partner_id = oldest.partner_id AND score IS NOT NULL
    ORDER BY answered_date DESC LIMIT 1
"""
# One row for each client and company with a service that runs: that of the oldest such service.
# Each fact is looked up client by client: the work grows with the clients and not with the calls
# and messages of everybody else, and a page of rows reads a page of facts.
# Points of a reason count when its fact reaches the limit; the day of the limit is in.
FACTS_SQL = """
    SELECT oldest.id, oldest.partner_id, oldest.company_id, running.*,
        client.user_id, company.currency_id, volume.documents, volume.documents_before,
        CASE WHEN volume.documents_before > 0 THEN round(
            100 * (volume.documents_before - volume.documents) / volume.documents_before, 1
        ) END AS fall,
        COALESCE(answer.score, client.digiflow_satisfaction) AS satisfaction,
        {answer_day} AS satisfaction_date, claim.open_claims, {contact_day} AS last_contact,
        CASE WHEN volume.documents_before > 0
            AND 100 * (volume.documents_before - volume.documents)
                >= company.digiflow_risk_fall * volume.documents_before
            THEN company.digiflow_risk_points_volume ELSE 0 END AS points_volume,
        CASE WHEN COALESCE(answer.score, client.digiflow_satisfaction) IN ({unsatisfied})
            THEN company.digiflow_risk_points_satisfaction ELSE 0 END AS points_satisfaction,
        CASE WHEN claim.open_claims > 0
            THEN company.digiflow_risk_points_claims ELSE 0 END AS points_claims,
        CASE WHEN running.contract_end <= '{today}'::date + company.digiflow_risk_contract_days
            THEN company.digiflow_risk_points_contract ELSE 0 END AS points_contract,
        CASE WHEN GREATEST({contact_day}, running.client_since)
                <= '{today}'::date - company.digiflow_risk_contact_days
            THEN company.digiflow_risk_points_contact ELSE 0 END AS points_contact,
        company.digiflow_risk_medium, company.digiflow_risk_high
    FROM digiflow_client_service oldest
    JOIN res_partner client ON client.id = oldest.partner_id
    JOIN res_company company ON company.id = oldest.company_id
    CROSS JOIN LATERAL ({services}) running
    CROSS JOIN LATERAL ({volume}) volume
    CROSS JOIN LATERAL ({claims}) claim
    CROSS JOIN LATERAL ({contact}) contact
    LEFT JOIN LATERAL ({satisfaction}) answer ON TRUE
    WHERE {oldest_runs} AND NOT EXISTS (
        SELECT FROM digiflow_client_service stay
        WHERE stay.partner_id = oldest.partner_id AND stay.company_id = oldest.company_id
            AND stay.id < oldest.id AND {stay_runs}
    )
"""
TOTAL = "points_volume + points_satisfaction + points_claims + points_contract + points_contact"
RISK_SQL = """
    SELECT scored.*,
        CASE WHEN score >= digiflow_risk_high THEN '1_high'
        WHEN score >= digiflow_risk_medium THEN '2_medium' ELSE '3_low' END AS level,
        CASE most WHEN 0 THEN NULL WHEN points_satisfaction THEN 'satisfaction'
        WHEN points_volume THEN 'volume' WHEN points_claims THEN 'claims'
        WHEN points_contract THEN 'contract' ELSE 'contact' END AS main_reason
    FROM (
        SELECT facts.*, LEAST(100, {total}) AS score,
            GREATEST(
                points_volume, points_satisfaction, points_claims, points_contract, points_contact
            ) AS most
        FROM ({facts}) facts
    ) scored
"""
