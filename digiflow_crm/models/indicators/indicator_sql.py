"""The statements that indicators are reckoned with: one for each thing that happens.

`begin` and `end` are when a period of days in Lima begins and is over, as naive UTC moments. What
is of an opportunity without a company counts in every company, as it is seen in each.
"""

from ..finance.sold_sql import SOLD_SQL

OF_COMPANY = "(lead.company_id = %(company)s OR lead.company_id IS NULL)"
LIMA_DAY = "({date} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date"

# A service has a number of clients from the day its first stay begins on. Both ends of a stay are
# days with the service, and a client counts once however many stays it has.
CLIENTS_SQL = """
    WITH present AS (
        SELECT stay.service_id, min(stay.date_start) AS first_day,
            bool_or(stay.date_start <= %(before)s
                AND coalesce(stay.date_end, 'infinity') >= %(before)s) AS at_start,
            bool_or(stay.date_start <= %(day)s
                AND coalesce(stay.date_end, 'infinity') >= %(day)s) AS at_end
        FROM digiflow_client_service stay
        JOIN digiflow_service service ON service.id = stay.service_id
        JOIN res_partner client ON client.id = stay.partner_id
        WHERE service.counted AND stay.company_id = %(company)s AND stay.date_start <= %(day)s
        GROUP BY stay.service_id, coalesce(client.commercial_partner_id, client.id)
    )
    SELECT service_id, min(first_day) <= %(before)s AS known_before,
        count(*) FILTER (WHERE at_end) AS count,
        count(*) FILTER (WHERE at_start) AS at_start,
        count(*) FILTER (WHERE at_start AND at_end) AS kept,
        count(*) FILTER (WHERE at_end AND NOT at_start) AS new,
        count(*) FILTER (WHERE at_start AND NOT at_end) AS lost
    FROM present GROUP BY service_id
"""
# The year's and the quarter's typed row of a day; the one of the kind asked for comes last.
TYPED_SQL = """
    SELECT typed.date, typed.service_id, typed.count
    FROM digiflow_client_count typed
    JOIN digiflow_service service ON service.id = typed.service_id
    WHERE service.counted AND typed.company_id = %(company)s AND typed.origin = 'historical'
        AND typed.date IN (%(before)s, %(last)s)
    ORDER BY typed.kind = %(kind)s
"""
CALLS_SQL = """
    SELECT count(*) FILTER (WHERE is_effective), count(*)
    FROM digiflow_call
    WHERE company_id = %(company)s AND start >= %(begin)s AND start < %(end)s
"""
# List by list, from the index alone.
LISTS_SQL = """
    SELECT sum(progress.called), sum(progress.prospects)
    FROM digiflow_prospect_list list CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE lead.contacted_date < %(end)s) AS called,
            count(*) AS prospects
        FROM crm_lead lead
        WHERE lead.prospect_list_id = list.id AND lead.create_date < %(end)s
    ) progress
    WHERE list.company_id = %(company)s AND list.active AND list.state = 'distributed'
"""
# The company is looked up for each presentation of the period: a join would read all opportunities.
MEETINGS_SQL = """
    SELECT count(*) FILTER (WHERE event.create_date >= %(begin)s AND event.create_date < %(end)s),
        count(*) FILTER (WHERE event.digiflow_state = 'held'
            AND event.start >= %(begin)s AND event.start < %(end)s),
        count(*) FILTER (WHERE event.digiflow_state = 'no_show'
            AND event.start >= %(begin)s AND event.start < %(end)s)
    FROM calendar_event event
    WHERE event.digiflow_kind = 'presentation'
        AND ((event.create_date >= %(begin)s AND event.create_date < %(end)s)
            OR (event.start >= %(begin)s AND event.start < %(end)s))
        AND coalesce(
            (SELECT lead.company_id FROM crm_lead lead WHERE lead.id = event.opportunity_id),
            %(company)s
        ) = %(company)s
"""
# Of the rounds that a client was sent in the period the last one counts.
PROPOSALS_SQL = """
    SELECT count(*), sum(last.amount)
    FROM (
        SELECT DISTINCT ON (offer.opportunity_id)
            offer.amount_untaxed / COALESCE(NULLIF(offer.currency_rate, 0), 1) AS amount
        FROM sale_order offer
        WHERE offer.is_digiflow AND offer.company_id = %(company)s
            AND offer.offer_sent_on >= %(begin)s AND offer.offer_sent_on < %(end)s
        ORDER BY offer.opportunity_id, offer.offer_sent_on DESC, offer.id DESC
    ) last
"""
# Each count goes by the index of its own date.
RESULTS_SQL = f"""
    WITH won AS (
        SELECT lead.proposal_date, {LIMA_DAY.format(date="lead.won_date")}
            - {LIMA_DAY.format(date="lead.effective_contact_date")} AS days
        FROM crm_lead lead
        WHERE lead.is_digiflow AND {OF_COMPANY}
            AND lead.won_date >= %(begin)s AND lead.won_date < %(end)s
    ), lost AS (
        SELECT lead.proposal_date FROM crm_lead lead
        WHERE lead.is_digiflow AND {OF_COMPANY}
            AND lead.lost_date >= %(begin)s AND lead.lost_date < %(end)s
    ), called AS (
        SELECT count(*) AS called, count(lead.won_date) AS called_won FROM crm_lead lead
        WHERE lead.is_digiflow AND {OF_COMPANY}
            AND lead.contacted_date >= %(begin)s AND lead.contacted_date < %(end)s
    )
    SELECT won.*, lost.*, called.*
    FROM (
        SELECT count(*) AS won, count(proposal_date) AS won_offered,
            count(*) FILTER (WHERE days >= 0) AS cycles,
            sum(days) FILTER (WHERE days >= 0) AS cycle_days,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE days >= 0) AS median
        FROM won
    ) won CROSS JOIN (
        SELECT count(*) AS lost, count(proposal_date) AS lost_offered FROM lost
    ) lost CROSS JOIN called
"""
# What was sold, and how much less than by the tariff; both in the currency of the company.
SOLD_PERIOD_SQL = f"""
    SELECT count(*), sum(sold.amount),
        sum(offer.digiflow_list_total * offer.digiflow_discount / 100 / sold.rate),
        sum(offer.digiflow_list_total / sold.rate)
    FROM (
        SELECT sold.*, COALESCE(NULLIF(offer.currency_rate, 0), 1) AS rate
        FROM ({SOLD_SQL} AND offer.company_id = %(company)s
            AND offer.date_order >= %(begin)s AND offer.date_order < %(end)s) sold
        JOIN sale_order offer ON offer.id = sold.id
    ) sold JOIN sale_order offer ON offer.id = sold.id
"""
TARGETS_SQL = """
    SELECT count(*), sum(amount) FROM digiflow_sales_target
    WHERE company_id = %(company)s AND (year, quarter) IN %(quarters)s
"""
