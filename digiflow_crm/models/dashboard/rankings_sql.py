"""What each person came to in a period, in SQL: the statements of the indicators, by person.

The first column is a user's id, NULL for what nobody has. `begin` and `end` are when the period
begins and is over, as naive UTC moments.
"""

from ..finance.sold_sql import SOLD_SQL
from ..indicators.indicator_sql import OF_COMPANY

# The opportunities of an executive that were won or lost, and how many of them had an offer.
WON_SQL = f"""
    SELECT lead.user_id, count(*), count(lead.proposal_date)
    FROM crm_lead lead
    WHERE lead.is_digiflow AND {OF_COMPANY}
        AND lead.won_date >= %(begin)s AND lead.won_date < %(end)s
    GROUP BY lead.user_id
"""
LOST_SQL = f"""
    SELECT lead.user_id, count(*), count(lead.proposal_date)
    FROM crm_lead lead
    WHERE lead.is_digiflow AND {OF_COMPANY}
        AND lead.lost_date >= %(begin)s AND lead.lost_date < %(end)s
    GROUP BY lead.user_id
"""
SOLD_BY_SQL = f"""
    SELECT sold.user_id, count(*), sum(sold.amount)::float8
    FROM ({SOLD_SQL} AND offer.company_id = %(company)s
        AND offer.date_order >= %(begin)s AND offer.date_order < %(end)s) sold
    GROUP BY sold.user_id
"""
AIMED_SQL = """
    SELECT target.user_id, sum(target.amount * %(part)s)::float8
    FROM digiflow_sales_target target
    WHERE target.company_id = %(company)s AND (target.year, target.quarter) IN %(quarters)s
    GROUP BY target.user_id
"""
# Of the rounds that a client was sent in the period the last one counts.
SENT_SQL = """
    SELECT last.user_id, count(*)
    FROM (
        SELECT DISTINCT ON (offer.opportunity_id) offer.user_id
        FROM sale_order offer
        WHERE offer.is_digiflow AND offer.company_id = %(company)s
            AND offer.offer_sent_on >= %(begin)s AND offer.offer_sent_on < %(end)s
        ORDER BY offer.opportunity_id, offer.offer_sent_on DESC, offer.id DESC
    ) last
    GROUP BY last.user_id
"""
# The company is looked up for each presentation of the period: a join would read all opportunities.
OF_EVENT = """
    coalesce(
        (SELECT lead.company_id FROM crm_lead lead WHERE lead.id = event.opportunity_id),
        %(company)s
    ) = %(company)s
"""
HELD_SQL = f"""
    SELECT event.user_id, count(*)
    FROM calendar_event event
    WHERE event.digiflow_kind = 'presentation' AND event.digiflow_state = 'held'
        AND event.start >= %(begin)s AND event.start < %(end)s AND {OF_EVENT}
    GROUP BY event.user_id
"""
CALLED_SQL = """
    SELECT call.user_id, count(*), count(*) FILTER (WHERE call.is_effective)
    FROM digiflow_call call
    WHERE call.company_id = %(company)s AND call.start >= %(begin)s AND call.start < %(end)s
    GROUP BY call.user_id
"""
# Presentations that somebody booked in the period, and those of the period that were held.
BOOKED_SQL = f"""
    SELECT event.booked_by_id,
        count(*) FILTER (WHERE event.create_date >= %(begin)s AND event.create_date < %(end)s),
        count(*) FILTER (WHERE event.digiflow_state = 'held'
            AND event.start >= %(begin)s AND event.start < %(end)s)
    FROM calendar_event event
    WHERE event.digiflow_kind = 'presentation'
        AND ((event.create_date >= %(begin)s AND event.create_date < %(end)s)
            OR (event.start >= %(begin)s AND event.start < %(end)s))
        AND {OF_EVENT}
    GROUP BY event.booked_by_id
"""
REVIEWED_SQL = """
    SELECT review.user_id, count(*), sum(review.score)::float8
    FROM digiflow_call_review review
    WHERE review.company_id = %(company)s AND review.state <> %(draft)s
        AND review.origin <> %(calibration)s
        AND review.call_start >= %(begin)s AND review.call_start < %(end)s
    GROUP BY review.user_id
"""
