"""The manager's dashboard of a quarter, live and closed, beside bare SQL and Odoo's pivots."""

from ..lines import Line, at_a_million
from ..stopwatch import Stopwatch, typical
from . import dashboard_sql

AIM = 1.5
FEW = 10_000
TIMES = 5
# The quarters before this one are closed, as the scheduled job does 15 days after each.
QUARTERS_CLOSED = 8
PIVOTS = (
    ("crm.lead", ["expected_revenue:sum"], ["stage_id", "create_date:month"]),
    ("crm.lead", ["expected_revenue:sum"], ["user_id", "create_date:month"]),
    ("sale.order", ["amount_untaxed:sum"], ["user_id", "date_order:month"]),
    ("calendar.event", ["duration:sum"], ["user_id", "start:month"]),
)


def measure(scene):
    """Fill a database with few leads and one with the most, and open the dashboard in both."""
    few, most = (_work(scene, size) for size in (FEW, scene.largest))
    if few["queries"] != most["queries"]:
        raise ValueError(f"queries grow: {few['queries']} and {most['queries']}")
    laps = {name: typical(some) for name, some in most["laps"].items()}
    made, size = most["made"], scene.largest
    note = (
        f"{made['calls']:,} calls, {made['orders']:,} orders, {made['stays']:,} stays in stages, "
        f"median of {TIMES}; {most['queries']['open']} queries, the same figures both ways"
    )
    what = f"dashboard of the quarter that runs, {size:,} leads"
    aim = at_a_million(AIM, size)
    pivots = f"{len(PIVOTS)} of Odoo's pivots"
    frozen = typical(few["laps"]["frozen"])
    kept = f"{most['queries']['frozen']} queries both times"
    return [
        Line.of_laps(what, laps["open"], "bare SQL", laps["bare"], aim=aim, note=note),
        Line.of_laps("  the same", laps["open"], pivots, laps["pivot"]),
        Line.of_laps(
            "dashboard of a closed quarter", laps["frozen"], f"of {FEW:,} leads", frozen, aim=AIM
        ),
        Line.of_laps("  the same", laps["frozen"], "bare SQL, not closed", laps["bare"], note=kept),
    ]


def _work(scene, size):
    """Return what `look` measured in a new database with that many leads."""
    database = scene.copy(f"dashboard{size}")
    made = scene.job(database, "bench.commerce:fill", login=None, count=size)
    scene.tidy(database)
    scene.job(database, "bench.measures.dashboard:close_quarters")
    scene.tidy(database)
    done = scene.job(database, "bench.measures.dashboard:look")
    scene.worked[size] = database
    return {**done, "made": made}


def close_quarters(env):
    """Close the quarters before the one that runs; runs in Odoo."""
    from odoo.addons.digiflow_crm.core import indicator_periods, periods

    span = indicator_periods.period_of(periods.today(), indicator_periods.QUARTER)
    for _number in range(QUARTERS_CLOSED):
        span = indicator_periods.before(span, indicator_periods.QUARTER)
        code = indicator_periods.code_of(span, indicator_periods.QUARTER)
        env["digiflow.indicator"].close_period(code)


def look(env):
    """Return {"laps": {way: [lap]}, "queries": {way: number}}, each way in turns; runs in Odoo."""
    from odoo.addons.digiflow_crm.core import indicator_periods, periods

    span = indicator_periods.period_of(periods.today(), indicator_periods.QUARTER)
    before = indicator_periods.before(span, indicator_periods.QUARTER)
    codes = [indicator_periods.code_of(one, indicator_periods.QUARTER) for one in (span, before)]
    laps, queries, said = {}, {}, {}
    ways = {
        "open": lambda: said.update(ours=env["digiflow.dashboard"].get_screen(codes[0])),
        "bare": lambda: said.update(bare=dashboard_sql.ask(env, span)),
        "pivot": lambda: _read_pivots(env, span),
        "frozen": lambda: env["digiflow.dashboard"].get_screen(codes[1]),
    }
    for turn in range(TIMES + 1):
        for name, look_at in ways.items():
            env.invalidate_all()
            watch = Stopwatch(env.cr)
            asked = env.cr.sql_log_count
            look_at()
            queries[name] = env.cr.sql_log_count - asked
            lap = watch.lap()
            if turn:  # the first time warms Odoo and PostgreSQL up
                laps.setdefault(name, []).append(lap)
    _demand_same(said["ours"]["data"], said["bare"])
    return {"laps": laps, "queries": {name: queries[name] for name in ("open", "frozen")}}


def _read_pivots(env, span):
    """Ask what four of Odoo's pivots ask of the quarter: the whole, each side, and the cells."""
    for model, aggregates, (rows, columns) in PIVOTS:
        date = columns.partition(":")[0]
        domain = [(date, ">=", str(span.first)), (date, "<=", str(span.last))]
        for groups in ([], [rows], [columns], [rows, columns]):
            env[model].read_group(domain, aggregates, groups, lazy=False)


def _demand_same(data, bare):
    """Raise ValueError unless the dashboard says what bare SQL counted."""
    indicators = {row["code"]: row["value"] for row in data["indicators"]["rows"]}
    ours = {
        **{name: indicators[name] for name in dashboard_sql.INDICATORS},
        "funnel": [row["counts"]["entered"] for row in data["funnel"]["rows"]],
        "calls": sum(row["counts"]["calls"] for row in data["telemarketers"]["rows"]),
    }
    said = {name: bare[name] for name in ours}
    if ours != said:
        raise ValueError(f"the dashboard says {ours}, bare SQL {said}")
