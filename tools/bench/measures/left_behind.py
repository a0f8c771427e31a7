"""What an import leaves behind beside the leads themselves: read from the tables, in Odoo."""

# The records that a lead brings with it, each counted for the leads whose ids stand in `made`.
COUNTED = {
    "notes": "SELECT count(*) FROM mail_message m JOIN made ON m.res_id = made.id"
    " WHERE m.model = 'crm.lead'",
    "followers": "SELECT count(*) FROM mail_followers f JOIN made ON f.res_id = made.id"
    " WHERE f.res_model = 'crm.lead'",
    "subscriptions": "SELECT count(*) FROM mail_followers_mail_message_subtype_rel r"
    " JOIN mail_followers f ON f.id = r.mail_followers_id JOIN made ON f.res_id = made.id"
    " WHERE f.res_model = 'crm.lead'",
    "stays": "SELECT count(*) FROM digiflow_stage_history h JOIN made ON h.lead_id = made.id",
    "tracked values": "SELECT count(*) FROM mail_tracking_value t JOIN mail_message m"
    " ON m.id = t.mail_message_id JOIN made ON m.res_id = made.id WHERE m.model = 'crm.lead'",
}


def per_lead(cr):
    """Return {kind of record: how many a lead} for all leads of the database; without the addon
    there are no stays."""
    cr.execute("SELECT count(*) FROM crm_lead")
    (leads,) = cr.fetchone()
    counts = {}
    cr.execute("SELECT to_regclass('digiflow_stage_history')")
    absent = () if cr.fetchone()[0] else ("stays",)
    for name, query in COUNTED.items():
        if name in absent:
            continue
        cr.execute(f"WITH made AS (SELECT id FROM crm_lead) {query}")
        counts[name] = round(cr.fetchone()[0] / max(leads, 1), 2)
    return counts


def in_words(counts):
    """Return what per_lead() counted as a text."""
    return ", ".join(f"{count:g} {name}" for name, count in counts.items() if count) or "nothing"
