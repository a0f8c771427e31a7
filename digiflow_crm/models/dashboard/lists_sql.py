"""The statement behind the lists of the dashboard, and the index that it reads alone."""

# Milestone after the first call -> the column of crm_lead that says when it was reached.
FURTHER = {
    "effective": "effective_contact_date",
    "meetings_booked": "meeting_booked_date",
    "meetings_held": "meeting_held_date",
    "proposals": "proposal_date",
    "won": "won_date",
    "lost": "lost_date",
}
# Most companies of a list are only called: those that came further are few, and have an index of
# their own. The words are the index's: otherwise the database does not see that it may use it.
CAME_FURTHER = " OR ".join(f"{column} IS NOT NULL" for column in FURTHER.values())
FURTHER_COUNTS = ", ".join(
    f"count(*) FILTER (WHERE {column} < %(end)s) AS {name}" for name, column in FURTHER.items()
)
PROGRESS_SQL = f"""
    SELECT list.id, list.name, called.*, further.*
    FROM digiflow_prospect_list list
    CROSS JOIN LATERAL (
        SELECT count(*) AS total, count(*) FILTER (WHERE contacted_date < %(end)s) AS contacted
        FROM crm_lead WHERE prospect_list_id = list.id AND create_date < %(end)s
    ) called
    CROSS JOIN LATERAL (
        SELECT {FURTHER_COUNTS}
        FROM crm_lead WHERE prospect_list_id = list.id AND ({CAME_FURTHER})
    ) further
    WHERE list.company_id = %(company)s AND list.active AND list.state = 'distributed'
    ORDER BY list.received_on DESC, list.id DESC
"""
