"""The least that PostgreSQL itself needs: the imported leads inserted, updated or deleted bare.

Into the same tables, with all their indexes and foreign keys, in a transaction that is rolled back.
"""

from ..stopwatch import Stopwatch, together

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
    """Return what INSERT ... SELECT of all leads and of what came with them spends:
    {"whole": lap, "tables": {name: lap}}."""
    laps = {}
    for table, condition in TABLES.items():
        copy = COPY.format(table)
        env.cr.execute(f"CREATE UNLOGGED TABLE {copy} AS SELECT * FROM {table} WHERE {condition}")
        env.cr.execute(f"ANALYZE {copy}")
    env.cr.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    for table in TABLES:
        laps[table] = _timed(env.cr, f"INSERT INTO {table} SELECT * FROM {COPY.format(table)}")
    env.cr.rollback()
    return {"whole": together(*laps.values()), "tables": laps}


def delete(env):
    """Return what DELETE of all leads and of what came with them spends, as insert() does."""
    laps = {
        table: _timed(env.cr, f"DELETE FROM {table} WHERE {TABLES[table]}")
        for table in reversed(TABLES)
    }
    env.cr.rollback()
    return {"whole": together(*laps.values()), "tables": laps}


def give_away(env):
    """Return the lap of one UPDATE that gives every lead a telemarketer and an executive."""
    people = env["digiflow.prospect.list"].search([], limit=1)
    query = (
        "UPDATE crm_lead SET write_date = now() AT TIME ZONE 'UTC',"
        " telemarketer_id = (%s::int[])[1 + id %% %s], user_id = (%s::int[])[1 + id %% %s]"
    )
    callers, executives = people.telemarketer_ids.ids, people.executive_ids.ids
    params = (callers, len(callers), executives, len(executives))
    lap = _timed(env.cr, query, params)
    env.cr.rollback()
    return lap


def in_words(tables):
    """Return the seconds of each table as a text, the longest first."""
    seconds = {table: lap["seconds"] for table, lap in tables.items()}
    ordered = sorted(seconds, key=seconds.get, reverse=True)
    return ", ".join(f"{table} {seconds[table]:.1f} s" for table in ordered)


def _timed(cr, query, params=()):
    """Run one statement and return its lap."""
    watch = Stopwatch(cr)
    cr.execute(query, params or None)
    return watch.lap()
