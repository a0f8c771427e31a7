"""SQL of the clients at risk: each fact in a grouped query of its own, then points and score.

A day is Lima's. Dates, states and ids stand in the text: they are this module's own, never input.
"""

LIMA_DAY = "({moment} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date"
# One row for each client and company with a service that runs today. Its id is that of the oldest
# of these services: a service is of one client and one company.
RUNNING_SQL = """
    SELECT min(id) AS id, partner_id, company_id, count(*) AS service_count,
        sum(monthly_amount) AS monthly_amount, min(date_start) AS client_since,
        min(LEAST(contract_end, date_end)) AS contract_end
    FROM digiflow_client_service
    WHERE date_start <= '{today}' AND (date_end IS NULL OR date_end >= '{today}')
    GROUP BY partner_id, company_id
"""
# Of each service the newest month given among the last two whole ones, beside the average of the
# three months before it. A service without either is left out of both.
VOLUME_SQL = """
    SELECT partner_id, company_id, sum(documents) AS documents, sum(before) AS documents_before
    FROM (
        SELECT DISTINCT ON (partner_id, company_id, service_id)
            partner_id, company_id, month, documents, before
        FROM (
            SELECT partner_id, company_id, service_id, month, documents,
                avg(documents) OVER (
                    PARTITION BY partner_id, company_id, service_id ORDER BY month
                    RANGE BETWEEN '3 months' PRECEDING AND '1 day' PRECEDING
                ) AS before
            FROM digiflow_client_volume WHERE month BETWEEN '{oldest_month}' AND '{last_month}'
        ) given
        WHERE month >= '{month_before}'
        ORDER BY partner_id, company_id, service_id, month DESC
    ) newest
    WHERE before IS NOT NULL
    GROUP BY partner_id, company_id
"""
CLAIMS_SQL = """
    SELECT partner_id, company_id, count(*) AS open_claims FROM digiflow_case
    WHERE kind = 'claim' AND state <> 'solved' GROUP BY partner_id, company_id
"""
# When somebody of the client and somebody of ours last spoke or wrote to each other.
CONTACT_SQL = """
    WITH member AS MATERIALIZED (
        SELECT id, commercial_partner_id AS client FROM res_partner
        WHERE commercial_partner_id IN (SELECT partner_id FROM digiflow_client_service)
    ), opportunity AS MATERIALIZED (
        SELECT lead.id, member.client FROM member JOIN crm_lead lead ON lead.partner_id = member.id
    )
    SELECT client AS partner_id, max(moment) AS moment FROM (
        SELECT opportunity.client, call.start AS moment FROM opportunity
        JOIN digiflow_call call ON call.lead_id = opportunity.id
        WHERE call.outcome NOT IN ({unanswered})
        UNION ALL
        SELECT opportunity.client, meeting.start FROM opportunity
        JOIN calendar_event meeting ON meeting.opportunity_id = opportunity.id
        WHERE meeting.digiflow_state = 'held'
        UNION ALL
        SELECT member.client, meeting.start FROM member
        JOIN calendar_event_res_partner_rel invited ON invited.res_partner_id = member.id
        JOIN calendar_event meeting ON meeting.id = invited.calendar_event_id
        WHERE meeting.active AND meeting.digiflow_kind IS NULL
            AND meeting.stop <= now() AT TIME ZONE 'UTC'
        UNION ALL
        SELECT member.client, message.date FROM member
        JOIN mail_message message
            ON message.model = 'res.partner' AND message.res_id = member.id
        WHERE message.mail_activity_type_id IS NOT NULL
            OR message.subtype_id = {written} AND message.message_type <> 'notification'
        UNION ALL
        SELECT partner_id, solved_date FROM digiflow_case WHERE solved_date IS NOT NULL
    ) talk
    GROUP BY client
"""
# The client's last answer of any campaign.
SATISFACTION_SQL = """
    SELECT DISTINCT ON (partner_id) partner_id, score, answered_date AS moment
    FROM digiflow_satisfaction_answer WHERE score IS NOT NULL
    ORDER BY partner_id, answered_date DESC
"""
# Points of a reason count when its fact reaches the limit; the day of the limit is in.
FACTS_SQL = """
    SELECT running.*, client.user_id, company.currency_id,
        volume.documents, volume.documents_before,
        CASE WHEN volume.documents_before > 0 THEN round(
            100 * (volume.documents_before - volume.documents) / volume.documents_before, 1
        ) END AS fall,
        COALESCE(answer.score, client.digiflow_satisfaction) AS satisfaction,
        {answer_day} AS satisfaction_date,
        COALESCE(claim.open_claims, 0) AS open_claims,
        {contact_day} AS last_contact,
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
    FROM ({running}) running
    JOIN res_partner client ON client.id = running.partner_id
    JOIN res_company company ON company.id = running.company_id
    LEFT JOIN ({volume}) volume
        ON volume.partner_id = running.partner_id AND volume.company_id = running.company_id
    LEFT JOIN ({claims}) claim
        ON claim.partner_id = running.partner_id AND claim.company_id = running.company_id
    LEFT JOIN ({contact}) contact ON contact.partner_id = running.partner_id
    LEFT JOIN ({satisfaction}) answer ON answer.partner_id = running.partner_id
"""
TOTAL = (
    "points_volume + points_satisfaction + points_claims + points_contract + points_contact"
)
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
