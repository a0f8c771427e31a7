"""The statement behind the satisfaction of the dashboard."""

# From the index alone; see digiflow_satisfaction_answer.py.
SCORES_SQL = """
    SELECT campaign_id, score, count(*), count(*) FILTER (WHERE state IN %(asked)s)
    FROM digiflow_satisfaction_answer
    WHERE campaign_id IN %(campaigns)s
    GROUP BY campaign_id, score
"""
