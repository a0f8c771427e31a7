"""The opportunities lost in a period, by reason, in SQL: from an index alone."""

from ..indicators.indicator_sql import OF_COMPANY

# How many, how many of them had an offer, and what the last offers came to.
REASONS_SQL = f"""
    SELECT lead.lost_reason_id, count(*), count(lead.proposal_date),
        coalesce(sum(lead.proposal_amount), 0)::float8
    FROM crm_lead lead
    WHERE lead.is_digiflow AND {OF_COMPANY}
        AND lead.lost_date >= %(begin)s AND lead.lost_date < %(end)s
    GROUP BY lead.lost_reason_id
"""
