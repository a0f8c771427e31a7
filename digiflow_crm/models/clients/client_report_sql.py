"""Sales and services by segment, as SQL: a row for each line sold and each running service.

A row is of one kind, and has figures of that kind alone; those of the others are NULL, which no sum
and no average counts. A row's id tells its kind: a record's id times KINDS, and the kind's number.
"""

KINDS = 4
KIND_SALE, KIND_SERVICE = "sale", "service"
LIMA_DAY = "({moment} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date"
LIMA_TODAY = "(now() AT TIME ZONE 'America/Lima')::date"
# A line of an order is sold on the day of the order, in the currency of the company at the order's
# rate; its executive is the opportunity's, as in the statistics of offers.
SALES_SQL = f"""
    SELECT line.id * {KINDS} AS id, '{KIND_SALE}' AS kind,
        {LIMA_DAY.format(moment="offer.date_order")} AS day,
        COALESCE(contact.commercial_partner_id, contact.id) AS partner_id,
        template.digiflow_service_id AS service_id, survey.modality,
        COALESCE(lead.user_id, offer.user_id) AS user_id, offer.company_id,
        offer.id AS order_id, NULL::int AS stay_id,
        line.price_subtotal / COALESCE(NULLIF(offer.currency_rate, 0), 1) AS amount,
        NULL::numeric AS monthly_amount
    FROM sale_order_line line
    JOIN sale_order offer ON offer.id = line.order_id
    JOIN res_partner contact ON contact.id = offer.partner_id
    LEFT JOIN crm_lead lead ON lead.id = offer.opportunity_id
    LEFT JOIN digiflow_requirement survey ON survey.id = offer.requirement_id
    LEFT JOIN product_product product ON product.id = line.product_id
    LEFT JOIN product_template template ON template.id = product.product_tmpl_id
    WHERE offer.is_digiflow AND offer.state IN ('sale', 'done') AND line.display_type IS NULL
"""
# What runs is worth something today, whenever it began.
SERVICES_SQL = f"""
    SELECT stay.id * {KINDS} + 1, '{KIND_SERVICE}', {LIMA_TODAY}, stay.partner_id,
        stay.service_id, survey.modality, client.user_id, stay.company_id,
        NULL, stay.id, NULL, stay.monthly_amount
    FROM digiflow_client_service stay
    JOIN res_partner client ON client.id = stay.partner_id
    LEFT JOIN sale_order offer ON offer.id = stay.order_id
    LEFT JOIN digiflow_requirement survey ON survey.id = offer.requirement_id
    WHERE stay.date_start <= {LIMA_TODAY}
        AND (stay.date_end IS NULL OR stay.date_end >= {LIMA_TODAY})
"""
# The segments of a client are those it has now.
VIEW_SQL = f"""
    SELECT report.*, client.industry_id, client.digiflow_size AS size,
        NULLIF(btrim(client.digiflow_district), '') AS district,
        report.order_id AS order_count, report.partner_id AS client_count, company.currency_id
    FROM ({SALES_SQL} UNION ALL {SERVICES_SQL}) report
    JOIN res_partner client ON client.id = report.partner_id
    JOIN res_company company ON company.id = report.company_id
"""
REPORT_FIELDS = {
    "sale.order": [
        *("partner_id", "opportunity_id", "requirement_id", "user_id", "company_id", "date_order"),
        *("currency_rate", "is_digiflow", "state"),
    ],
    "sale.order.line": ["order_id", "product_id", "price_subtotal", "display_type"],
    "crm.lead": ["user_id"],
    "digiflow.requirement": ["modality"],
    "product.template": ["digiflow_service_id"],
    "digiflow.client.service": [
        *("partner_id", "service_id", "company_id", "order_id"),
        *("date_start", "date_end", "monthly_amount"),
    ],
    "res.partner": [
        *("commercial_partner_id", "user_id"),
        *("industry_id", "digiflow_size", "digiflow_district"),
    ],
    "res.company": ["currency_id"],
}
