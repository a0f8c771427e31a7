"""SQL of the clients that left: the last stay in each service, and the opportunity that is open."""

# A stay that has not ended, or has not begun, keeps its client out of the list.
LOST_SQL = """
    SELECT (array_agg(id ORDER BY date_end DESC, id DESC))[1] AS id, partner_id, company_id,
        max(date_end) AS last_end,
        (array_agg(end_reason_id ORDER BY date_end DESC, id DESC))[1] AS end_reason_id,
        count(*) AS service_count, sum(monthly_amount) AS monthly_amount
    FROM (
        SELECT DISTINCT ON (partner_id, company_id, service_id)
            id, partner_id, company_id, date_end, end_reason_id, monthly_amount
        FROM digiflow_client_service
        ORDER BY partner_id, company_id, service_id, date_end DESC, id DESC
    ) stay
    GROUP BY partner_id, company_id
    HAVING max(COALESCE(date_end, 'infinity')) < '{today}'
"""
OPEN_SQL = """
    lead.active AND lead.is_digiflow AND stage.is_won IS NOT TRUE
    AND (lead.company_id IS NULL OR lead.company_id = lost.company_id)
"""
# By the client and its contacts, or by its RUC: a prospect list knows no more of a company.
VIEW_SQL = """
    SELECT lost.*, client.user_id, company.currency_id, opportunity.lead_id, 1 AS client_count,
        (12 * extract(year FROM age('{today}'::date, lost.last_end))
            + extract(month FROM age('{today}'::date, lost.last_end)))::int AS months_since
    FROM ({lost}) lost
    JOIN res_partner client ON client.id = lost.partner_id
    JOIN res_company company ON company.id = lost.company_id
    LEFT JOIN LATERAL (
        SELECT max(id) AS lead_id FROM (
            SELECT lead.id FROM res_partner member
            JOIN crm_lead lead ON lead.partner_id = member.id
            LEFT JOIN crm_stage stage ON stage.id = lead.stage_id
            WHERE member.commercial_partner_id = lost.partner_id AND {is_open}
            UNION ALL
            SELECT lead.id FROM crm_lead lead
            LEFT JOIN crm_stage stage ON stage.id = lead.stage_id
            WHERE lead.ruc = regexp_replace(client.vat, '[^0-9]', '', 'g') AND {is_open}
        ) found
    ) opportunity ON TRUE
"""
