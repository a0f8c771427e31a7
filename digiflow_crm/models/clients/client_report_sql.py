"""Sales, services and satisfaction by segment, as SQL.

A row is a line sold, a service that runs, an answer of a client, or its score of one service. It
has figures of its own kind alone; those of the others are NULL, which no sum and no average counts:
the total of any segment is right, however many services the clients have. A row's id tells its
kind: a record's id times KINDS, and the kind's number.
"""

KINDS = 4
KIND_SALE, KIND_SERVICE, KIND_ANSWER, KIND_SCORE = "sale", "service", "answer", "score"
LIMA_DAY = "({moment} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date"
LIMA_TODAY = "(now() AT TIME ZONE 'America/Lima')::date"
# The segment of a client as it is now.
CLIENT_SEGMENT = """
    client.industry_id, client.digiflow_size AS size, client.digiflow_district AS district
"""
# The segment of a client as it was when it was asked.
ANSWER_SEGMENT = "answer.industry_id, answer.size, answer.district"
# Figures that a row of another kind has not.
NO_SALE = "NULL::int AS order_id, NULL::numeric AS amount"
NO_SERVICE = "NULL::int AS stay_id, NULL::numeric AS monthly_amount"
NO_ANSWER = """
    NULL::int AS answer_id, NULL::int AS answer_count, NULL::int AS satisfied_count,
    NULL::numeric AS score, NULL::numeric AS satisfied_rate
"""
NO_SCORE = "NULL::numeric AS service_score, NULL::numeric AS service_satisfied_rate"
# A line of an order is sold on the day of the order, in the currency of the company at the order's
# rate; its executive is the opportunity's, as in the statistics of offers.
SALES_SQL = f"""
    SELECT line.id * {KINDS} AS id, '{KIND_SALE}' AS kind,
        {LIMA_DAY.format(moment="offer.date_order")} AS day, client.id AS partner_id,
        {CLIENT_SEGMENT}, survey.modality, template.digiflow_service_id AS service_id,
        COALESCE(lead.user_id, offer.user_id) AS user_id, offer.company_id,
        offer.id AS order_id,
        line.price_subtotal / COALESCE(NULLIF(offer.currency_rate, 0), 1) AS amount,
        {NO_SERVICE}, {NO_ANSWER}, {NO_SCORE}
    FROM sale_order_line line
    JOIN sale_order offer ON offer.id = line.order_id
    JOIN res_partner contact ON contact.id = offer.partner_id
    JOIN res_partner client ON client.id = COALESCE(contact.commercial_partner_id, contact.id)
    LEFT JOIN crm_lead lead ON lead.id = offer.opportunity_id
    LEFT JOIN digiflow_requirement survey ON survey.id = offer.requirement_id
    LEFT JOIN product_product product ON product.id = line.product_id
    LEFT JOIN product_template template ON template.id = product.product_tmpl_id
    WHERE offer.is_digiflow AND offer.state IN ('sale', 'done') AND line.display_type IS NULL
"""
# What runs is worth something today, whenever it began.
SERVICES_SQL = f"""
    SELECT stay.id * {KINDS} + 1, '{KIND_SERVICE}', {LIMA_TODAY}, client.id,
        {CLIENT_SEGMENT}, survey.modality, stay.service_id, client.user_id, stay.company_id,
        {NO_SALE}, stay.id, stay.monthly_amount, {NO_ANSWER}, {NO_SCORE}
    FROM digiflow_client_service stay
    JOIN res_partner client ON client.id = stay.partner_id
    LEFT JOIN sale_order offer ON offer.id = stay.order_id
    LEFT JOIN digiflow_requirement survey ON survey.id = offer.requirement_id
    WHERE stay.date_start <= {LIMA_TODAY}
        AND (stay.date_end IS NULL OR stay.date_end >= {LIMA_TODAY})
"""
# The modality of who answers is that of the last service sold to it.
SOLD_MODALITY = """
    SELECT survey.modality
    FROM digiflow_client_service stay
    JOIN sale_order offer ON offer.id = stay.order_id
    JOIN digiflow_requirement survey ON survey.id = offer.requirement_id
    WHERE stay.partner_id = answer.partner_id AND stay.company_id = answer.company_id
    ORDER BY stay.date_start DESC, stay.id DESC LIMIT 1
"""
ANSWERS_SQL = f"""
    SELECT answer.id * {KINDS} + 2, '{KIND_ANSWER}',
        {LIMA_DAY.format(moment="answer.answered_date")}, answer.partner_id,
        {ANSWER_SEGMENT}, sold.modality, NULL, answer.user_id, answer.company_id,
        {NO_SALE}, {NO_SERVICE},
        answer.id, 1, (answer.score IN ('4', '5'))::int, answer.score::numeric,
        (answer.score IN ('4', '5'))::int * 100.0, {NO_SCORE}
    FROM digiflow_satisfaction_answer answer
    LEFT JOIN LATERAL ({SOLD_MODALITY}) sold ON TRUE
    WHERE answer.state = 'answered' AND answer.score IS NOT NULL
"""
SCORES_SQL = f"""
    SELECT scored.id * {KINDS} + 3, '{KIND_SCORE}',
        {LIMA_DAY.format(moment="answer.answered_date")}, answer.partner_id,
        {ANSWER_SEGMENT}, sold.modality, scored.service_id, answer.user_id, answer.company_id,
        {NO_SALE}, {NO_SERVICE},
        answer.id, NULL, NULL, NULL, NULL,
        scored.score::numeric, (scored.score IN ('4', '5'))::int * 100.0
    FROM digiflow_satisfaction_service_score scored
    JOIN digiflow_satisfaction_answer answer ON answer.id = scored.answer_id
    LEFT JOIN LATERAL ({SOLD_MODALITY}) sold ON TRUE
    WHERE answer.state = 'answered'
"""
VIEW_SQL = f"""
    SELECT report.id, report.kind, report.day, report.partner_id, report.industry_id, report.size,
        NULLIF(btrim(report.district), '') AS district, report.modality, report.service_id,
        report.user_id, report.company_id, report.order_id, report.stay_id, report.answer_id,
        report.amount, report.monthly_amount, report.answer_count, report.satisfied_count,
        report.score, report.satisfied_rate, report.service_score, report.service_satisfied_rate,
        report.order_id AS order_count, report.partner_id AS client_count, company.currency_id
    FROM (
        {SALES_SQL} UNION ALL {SERVICES_SQL} UNION ALL {ANSWERS_SQL} UNION ALL {SCORES_SQL}
    ) report
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
    "digiflow.satisfaction.answer": [
        *("partner_id", "industry_id", "size", "district", "user_id", "company_id"),
        *("state", "score", "answered_date"),
    ],
    "digiflow.satisfaction.service.score": ["answer_id", "service_id", "score"],
    "res.partner": [
        *("commercial_partner_id", "user_id"),
        *("industry_id", "digiflow_size", "digiflow_district"),
    ],
    "res.company": ["currency_id"],
}
