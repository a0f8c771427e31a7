"""The funnel in SQL: what stays in stages began, ended and run, each by the index of its own date.

`begin` and `end` are when a period of days in Lima begins and is over, as naive UTC moments. What
is of an opportunity without a company counts in every company, as it is seen in each.
"""

from ..indicators.indicator_sql import OF_COMPANY

OF_STAY = "(stay.company_id = %(company)s OR stay.company_id IS NULL)"
# An opportunity enters a stage once, however often it comes back.
ENTERED_SQL = f"""
    SELECT stay.stage_id, count(*), count(*) FILTER (WHERE stay.went_on)
    FROM digiflow_stage_history stay
    WHERE stay.first_time AND {OF_STAY}
        AND stay.date_from >= %(begin)s AND stay.date_from < %(end)s
    GROUP BY stay.stage_id
"""
ENDED_SQL = f"""
    SELECT stay.stage_id, count(*), avg(stay.days)::float8,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY stay.days)
    FROM digiflow_stage_history stay
    WHERE stay.merged IS NOT TRUE AND {OF_STAY}
        AND stay.date_to >= %(begin)s AND stay.date_to < %(end)s
    GROUP BY stay.stage_id
"""
# Where opportunities are, and what they may bring.
NOW_SQL = f"""
    SELECT lead.stage_id, count(*), sum(lead.expected_revenue)::float8
    FROM crm_lead lead
    WHERE lead.is_digiflow AND lead.active AND {OF_COMPANY}
    GROUP BY lead.stage_id
"""
# Where they were at the end of a period that is over; nobody kept what they might have brought.
THEN_SQL = f"""
    SELECT stay.stage_id, count(*), NULL
    FROM (
        SELECT stay.stage_id, stay.company_id
        FROM digiflow_stage_history stay
        WHERE stay.date_to IS NULL AND stay.date_from < %(end)s
        UNION ALL
        SELECT stay.stage_id, stay.company_id
        FROM digiflow_stage_history stay
        WHERE stay.date_to >= %(end)s AND stay.date_from < %(end)s AND stay.merged IS NOT TRUE
    ) stay
    WHERE {OF_STAY}
    GROUP BY stay.stage_id
"""
