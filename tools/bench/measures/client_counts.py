"""Clients by service, per quarter and year of ten years, beside bare SQL for the same."""

from ..lines import Line
from ..stopwatch import Stopwatch, typical

AIM = 2
TIMES = 3
CLIENTS = 50_000
SERVICES = 200_000
YEARS = 10
# A client has some of the services, each in up to three stays in turn, of which the last may go on.
KINDS = ("OSE", "GRE")
CLIENTS_SQL = """
    INSERT INTO res_partner (name, active, is_company, company_id)
    SELECT 'Client ' || number, true, true, %(company)s
    FROM generate_series(1, %(clients)s) number
"""
OWN_SQL = "UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL"
# A client comes at any time of five years, and comes back five years later; stays are shorter.
SERVICES_SQL = """
    INSERT INTO digiflow_client_service (
        partner_id, service_id, company_id, date_start, date_end, end_reason_id, monthly_amount
    )
    SELECT client_id, service_id, %(company)s, begin,
        CASE WHEN turn = 0 OR number %% 3 > 0 THEN begin + 90 + (number * 7919 %% 1550)::int END,
        CASE WHEN turn = 0 OR number %% 3 > 0 THEN %(reason)s END, 100
    FROM (
        SELECT client.id AS client_id, service.id AS service_id, turn,
            client.id::bigint * 2 + service.place AS number,
            (%(today)s::date - 4500 + turn * 1825
                + ((client.id::bigint * 2 + service.place) * 104729 %% 1800)::int) AS begin
        FROM (SELECT id FROM res_partner WHERE name LIKE 'Client %%') client
        CROSS JOIN unnest(%(services)s) WITH ORDINALITY AS service(id, place)
        CROSS JOIN generate_series(0, 1) turn
    ) made
"""
# What somebody would write for the same figures: who had a service on the last day of each period,
# and, of a period's end and the one before, who is in both.
BARE_SQL = """
    WITH present AS (
        SELECT DISTINCT stay.service_id, ends.number, stay.partner_id
        FROM unnest(%(days)s::date[]) WITH ORDINALITY AS ends(day, number)
        JOIN digiflow_client_service stay ON stay.date_start <= ends.day
            AND (stay.date_end IS NULL OR stay.date_end >= ends.day)
        WHERE stay.service_id = ANY(%(services)s) AND stay.company_id = %(company)s
    )
    SELECT service_id, number, count(*), count(before.partner_id) AS kept
    FROM present LEFT JOIN (
        SELECT service_id, number + 1 AS number, partner_id FROM present
    ) before USING (service_id, number, partner_id)
    GROUP BY service_id, number
"""
# Less than ours gives: nothing but how many there were.
COUNT_SQL = """
    SELECT stay.service_id, ends.number, count(DISTINCT stay.partner_id)
    FROM unnest(%(days)s::date[]) WITH ORDINALITY AS ends(day, number)
    JOIN digiflow_client_service stay ON stay.date_start <= ends.day
        AND (stay.date_end IS NULL OR stay.date_end >= ends.day)
    WHERE stay.service_id = ANY(%(services)s) AND stay.company_id = %(company)s
    GROUP BY 1, 2
"""


def measure(scene):
    """Fill a database with clients and services, count it whole, and read the table."""
    database = scene.copy("counts")
    made = scene.job(database, "bench.measures.client_counts:fill", login=None)
    scene.tidy(database)
    done = scene.job(database, "bench.measures.client_counts:count", login=None)
    laps = {name: typical(some) for name, some in done["laps"].items()}
    note = (
        f"{made['clients']:,} clients, {made['services']:,} services, {done['quarters']} quarters "
        f"and {done['years']} years, median of {TIMES}; every count the same both ways"
    )
    what = "clients by service, counted and written"
    table = "  the table of 40 quarters"
    kept = "bare SQL, quarters, with who stayed"
    return [
        Line.of_laps(what, laps["ours"], kept, laps["bare"], aim=AIM, note=note),
        Line.of_laps(what, laps["ours"], "bare SQL, quarters' counts only", laps["count"], aim=AIM),
        Line.of_laps(table, laps["table"], "bare SQL, quarters' counts only", laps["count"]),
    ]


def fill(env):
    """Put clients and services into a new database; runs in Odoo."""
    from odoo.addons.digiflow_crm.core import periods

    params = {
        "company": env.company.id,
        "clients": CLIENTS,
        "reason": env.ref("digiflow_crm.service_end_reason_price").id,
        "today": periods.today(),
        "services": _services(env).ids,
    }
    env.cr.execute(CLIENTS_SQL, params)
    env.cr.execute(OWN_SQL)
    env.cr.execute(SERVICES_SQL, params)
    services = env.cr.rowcount
    env.cr.execute("DELETE FROM digiflow_client_count")
    return {"clients": CLIENTS, "services": services}


def count(env):
    """Return {"laps": {way: [lap]}, "quarters", "years"}, each way in turns; runs in Odoo."""
    from odoo.addons.digiflow_crm.core import client_counts, periods

    today = periods.today()
    last = client_counts.period_of(today, client_counts.QUARTER).last
    first = last.replace(year=last.year - YEARS, day=1)
    spans = client_counts.split(first, last, client_counts.QUARTER)
    days = [min(span.last, today) for span in spans]
    params = {"days": days, "services": _services(env).ids, "company": env.company.id}
    counts, laps = env["digiflow.client.count"], {}
    for turn in range(TIMES + 1):
        watch = Stopwatch(env.cr)
        some = {}
        counts._recount(env.company)
        some["ours"] = watch.lap()
        env.cr.execute(BARE_SQL, params)
        bare = env.cr.fetchall()
        some["bare"] = watch.lap()
        env.cr.execute(COUNT_SQL, params)
        env.cr.fetchall()
        some["count"] = watch.lap()
        counts.get_table(client_counts.QUARTER, spans[1].first, last)
        some["table"] = watch.lap()
        if turn:  # the first time warms Odoo and PostgreSQL up
            for name, lap in some.items():
                laps.setdefault(name, []).append(lap)
    _demand_same(counts, spans, bare)
    by_kind = {kind: len({row.date for row in rows}) for kind, rows in _by_kind(counts).items()}
    return {"laps": laps, "quarters": by_kind["quarter"], "years": by_kind["year"]}


def _services(env):
    """Return the services whose clients are counted."""
    return env["digiflow.service"].search([("code", "in", KINDS)])


def _by_kind(counts):
    """Return {kind: rows}."""
    return {
        kind: counts.search([("kind", "=", kind), ("origin", "=", "computed")])
        for kind in ("quarter", "year")
    }


def _demand_same(counts, spans, bare):
    """Raise ValueError unless the rows say what bare SQL counted, of the last ten years."""
    rows = {(row.service_id.id, row.date): row for row in _by_kind(counts)["quarter"]}
    said, counted = {}, {}
    for service_id, number, present, kept in bare:
        if number > 1:  # the first one is only what the second begins with
            key = service_id, spans[number - 1].last
            counted[key] = present, kept
            said[key] = key in rows and (rows[key].count, rows[key].kept)
    if said != counted or len(counted) != (len(spans) - 1) * len(KINDS):
        raise ValueError(f"the rows say {said}, bare SQL {counted}")
