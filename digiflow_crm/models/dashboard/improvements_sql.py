"""The statement behind the improvement actions of the dashboard."""

# Those that were open when the period ended, or are open now.
PHASES_SQL = """
    SELECT phase, count(*), count(*) FILTER (WHERE date_deadline < %(late)s)
    FROM digiflow_improvement
    WHERE company_id = %(company)s AND create_date < %(end)s
        AND (closed_on IS NULL OR closed_on > %(last)s)
    GROUP BY phase
"""
