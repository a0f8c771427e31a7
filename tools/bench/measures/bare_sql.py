"""The least that PostgreSQL itself needs: the imported leads inserted, updated or deleted bare.

Into the same tables, with all their indexes and foreign keys, in a transaction that is rolled back.
"""

import time

# table -> which of its rows came with the leads; in an order in which they can be inserted
TABLES = {
    "crm_lead": "true",
    "digiflow_stage_history": "true",
    "mail_message": "model = 'crm.lead'",
    "mail_followers": "res_model = 'crm.lead'",
    "mail_followers_mail_message_subtype_rel": "mail_followers_id IN"
    " (SELECT id FROM mail_followers WHERE res_model = 'crm.lead')",
}
COPY = "bench_copy_of_{}"


def insert(env):
    """Return the seconds of INSERT ... SELECT of all leads and what came with them, and of each
    table: {"seconds": float, "tables": {name: seconds}}."""
    seconds = {}
    for table, condition in TABLES.items():
        copy = COPY.format(table)
        env.cr.execute(f"CREATE UNLOGGED TABLE {copy} AS SELECT * FROM {table} WHERE {condition}")
        env.cr.execute(f"ANALYZE {copy}")
    env.cr.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    for table in TABLES:
        seconds[table] = _timed(env.cr, f"INSERT INTO {table} SELECT * FROM {COPY.format(table)}")
    env.cr.rollback()
    return {"seconds": sum(seconds.values()), "tables": seconds}


def delete(env):
    """Return the seconds of DELETE of all leads and what came with them, as insert() does."""
    seconds = {
        table: _timed(env.cr, f"DELETE FROM {table} WHERE {TABLES[table]}")
        for table in reversed(TABLES)
    }
    env.cr.rollback()
    return {"seconds": sum(seconds.values()), "tables": seconds}


def give_away(env):
    """Return {"seconds"} of one UPDATE that gives every lead a telemarketer and an executive."""
    people = env["digiflow.prospect.list"].search([], limit=1)
    query = (
        "UPDATE crm_lead SET write_date = now() AT TIME ZONE 'UTC',"
        " telemarketer_id = (%s::int[])[1 + id %% %s], user_id = (%s::int[])[1 + id %% %s]"
    )
    callers, executives = people.telemarketer_ids.ids, people.executive_ids.ids
    params = (callers, len(callers), executives, len(executives))
    seconds = _timed(env.cr, query, params)
    env.cr.rollback()
    return {"seconds": seconds}


def in_words(tables):
    """Return the seconds of each table as a text, the longest first."""
    ordered = sorted(tables.items(), key=lambda item: -item[1])
    return ", ".join(f"{table} {seconds:.1f} s" for table, seconds in ordered)


def _timed(cr, query, params=()):
    """Run one statement and return its seconds."""
    start = time.monotonic()
    cr.execute(query, params or None)
    return time.monotonic() - start
