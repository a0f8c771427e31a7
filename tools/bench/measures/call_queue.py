"""The next call of a telemarketer: among the most prospects and calls beside among ten thousand."""

from ..lines import Line, at_a_million
from ..rows import multiply
from ..stopwatch import Stopwatch, typical

AIM = 3
FEW = 10_000
CALLS_OF_EACH = 2
TIMES = 40
CALLER = "bench.telemarketer.0"
# What of a row differs from the pattern's; {n} is its number. Three of ten were called before, one
# of ten wants to be called back; half of both are due. One of ten is nobody's, two have no phone.
QUEUED = {
    "name": "'Empresa ' || {n}",
    "phone": "CASE WHEN {n} %% 10 < 8 THEN '+51 9' || lpad({n}::text, 8, '0') END",
    "phone_sanitized": "CASE WHEN {n} %% 10 < 8 THEN '+519' || lpad({n}::text, 8, '0') END",
    "priority": "({n}::bigint * 7919 %% 100 / 97)::int::text",
    "telemarketer_id": "CASE WHEN {n} %% 10 > 0 THEN (%(callers)s::int[])[1 + {n} / 10 %% 4] END",
    "call_queue": (
        "CASE WHEN {n} * 31 %% 10 < 3 THEN 'retry' WHEN {n} * 31 %% 10 = 3 THEN 'callback' "
        "ELSE 'new' END"
    ),
    "call_due": (
        "CASE WHEN {n} * 31 %% 10 > 3 THEN pattern.call_due "
        "ELSE pattern.call_due + ({n}::bigint * 7919 %% 20000 - 10000) * interval '1 minute' END"
    ),
}
LEADS_SOURCE = "generate_series(1, %(count)s) number"
CALLS_SQL = """
    INSERT INTO digiflow_call (
        create_date, write_date, lead_id, company_id, prospect_list_id, user_id, direction, start,
        duration, outcome, is_effective
    )
    SELECT now(), now(), lead.id, lead.company_id, lead.prospect_list_id,
        COALESCE(lead.telemarketer_id, (%(callers)s::int[])[1]), 'out',
        now() - (lead.id::bigint * 7919 %% 90 + 1) * interval '1 day' - number * interval '1 hour',
        0.5, 'no_answer', false
    FROM crm_lead lead, generate_series(1, %(each)s) number
    WHERE lead.prospect_list_id = %(list)s
"""


def measure(scene):
    """Take and log calls in a database of few and in one of the most prospects."""
    few, most = (_work(scene, size) for size in (FEW, scene.largest))
    if few["queries"] != most["queries"]:
        raise ValueError(f"queries grow: {few['queries']} and {most['queries']}")
    calls = scene.largest * CALLS_OF_EACH
    note = f"median of {TIMES}; {most['queries']} queries for the next call, whatever the number"
    lines = []
    for what, key in (("next call", "next"), ("a call logged", "log")):
        lines.append(
            Line.of_laps(
                f"{what} among {scene.largest:,} prospects and {calls:,} calls",
                typical(most[key]),
                f"among {FEW:,}",
                typical(few[key]),
                aim=at_a_million(AIM, scene.largest) if key == "next" else None,
                note=note if key == "next" else "",
            )
        )
    return lines


def _work(scene, size):
    """Return what `take` measured in a new database with that many prospects."""
    database = scene.copy(f"calls{size}")
    scene.job(database, "bench.measures.call_queue:fill", login=None, count=size)
    scene.tidy(database)
    return scene.job(database, "bench.measures.call_queue:take", login=CALLER)


def fill(env, count):
    """Make prospects that wait to be called, and the calls made so far; runs in Odoo."""
    prospects = env["digiflow.prospect.list"].search([], limit=1)
    pattern = env["crm.lead"].create(
        {
            "name": "Empresa 0",
            "type": "opportunity",
            "team_id": env.ref("digiflow_crm.team_digiflow").id,
            "user_id": prospects.executive_ids[:1].id,
            "prospect_list_id": prospects.id,
        }
    )
    callers = prospects.telemarketer_ids.ids
    columns = {name: value.format(n="number") for name, value in QUEUED.items()}
    multiply(env, pattern, LEADS_SOURCE, columns, {"count": count - 1, "callers": callers})
    env.cr.execute(CALLS_SQL, {"each": CALLS_OF_EACH, "list": prospects.id, "callers": callers})


def take(env):
    """Return {"next": [lap], "log": [lap], "queries": of one next call}; runs in Odoo."""
    desk, laps, queries = env["digiflow.call.desk"], {"next": [], "log": []}, set()
    desk.open_desk()
    for turn in range(TIMES + 1):
        env.flush_all()
        env.invalidate_all()
        watch = Stopwatch(env.cr)
        before = env.cr.sql_log_count
        lead = desk.next_call()["lead"]
        spent = env.cr.sql_log_count - before
        taken = watch.lap()
        desk.log_call(lead["id"], {"outcome": "no_answer"})
        env.flush_all()
        logged = watch.lap()
        if turn:  # the first time warms Odoo and PostgreSQL up
            laps["next"].append(taken)
            laps["log"].append(logged)
            queries.add(spent)
    return {**laps, "queries": max(queries)}
