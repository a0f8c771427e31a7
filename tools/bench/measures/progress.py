"""The progress report over all leads: by list, person and month, beside bare SQL for the same."""

from datetime import timedelta

from ..lines import Line, at_a_million
from ..stopwatch import Stopwatch, typical

AIM = 2
TIMES = 5
LISTS = 20
DAYS = 365
MONTH = "month"
# figure -> (the column that says when, the column with its amount)
FIGURES = {
    "total": ("create_date", None),
    "contacted": ("contacted_date", None),
    "effective": ("effective_contact_date", None),
    "meetings_booked": ("meeting_booked_date", None),
    "meetings_held": ("meeting_held_date", None),
    "proposals": ("proposal_date", "proposal_amount"),
    "won": ("won_date", "won_amount"),
    "lost": ("lost_date", None),
}
# Of a hundred leads, so many came to each milestone; none comes to a later one only.
REACHED = {
    "contacted_date": 40,
    "effective_contact_date": 25,
    "meeting_booked_date": 10,
    "meeting_held_date": 8,
    "proposal_date": 5,
    "won_date": 2,
}
LOST = (30, 40)
MILESTONES_SQL = """
    UPDATE crm_lead lead SET {columns}
    FROM (
        SELECT id, id %% 100 AS place,
            %(first)s::timestamp + id::bigint * 7919 %% 300 * interval '1 day' AS day
        FROM crm_lead WHERE id %% 100 < 40
    ) made WHERE made.id = lead.id
"""
FIGURE_SQL = """
    SELECT '{figure}', prospect_list_id, telemarketer_id, user_id,
        date_trunc('month', {date} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima') AS month,
        count(*), {amount}
    FROM crm_lead
    WHERE prospect_list_id IS NOT NULL AND {date} < %(end)s {begun}
    GROUP BY 2, 3, 4, 5
"""


def measure(scene):
    """Let the largest database's leads go their ways, then report on all lists."""
    database = scene.leads_of(scene.largest)
    scene.job(database, "bench.measures.progress:reach_milestones", login=None)
    scene.tidy(database)
    done = scene.job(database, "bench.measures.progress:report")
    ours, bare = typical(done["ours"]), typical(done["bare"])
    note = (
        f"{LISTS} lists, by person and month of a year, median of {TIMES}; "
        f"{done['milestones']:,} milestones, the same figures both ways"
    )
    what = f"progress report over {scene.largest:,} leads"
    aim = at_a_million(AIM, scene.largest)
    return [Line.of_laps(what, ours, "bare SQL", bare, aim=aim, note=note)]


def reach_milestones(env):
    """Spread a part of the leads over more lists and a year, with milestones; runs in Odoo."""
    lists = env["digiflow.prospect.list"].search([], limit=1)
    for number in range(1, LISTS):
        lists |= lists[0].copy({"name": f"Bench {number}"})
    columns = {
        "create_date": "made.day",
        "prospect_list_id": "(%(lists)s::int[])[1 + lead.id / 100 %% cardinality(%(lists)s)]",
        "proposal_amount": "CASE WHEN place < 5 THEN 1500 ELSE 0 END",
        "won_amount": "CASE WHEN place < 2 THEN 1500 ELSE 0 END",
        "lost_date": "CASE WHEN place >= {} AND place < {} THEN made.day END".format(*LOST),
    }
    for turn, (name, share) in enumerate(REACHED.items(), 1):
        columns[name] = (
            f"CASE WHEN place < {share} THEN made.day + {turn * 5} * interval '1 day' END"
        )
    query = MILESTONES_SQL.format(columns=", ".join(f"{k} = {v}" for k, v in columns.items()))
    env.cr.execute(query, {"first": _first_day(env), "lists": lists.ids})


def report(env):
    """Return {"ours": [lap], "bare": [lap], "milestones": count}; runs in Odoo."""
    lists = env["digiflow.prospect.list"].search([])
    days = _first_day(env), env.cr.now().date()
    laps = {"ours": [], "bare": []}
    for turn in range(TIMES + 1):
        env.invalidate_all()
        watch = Stopwatch(env.cr)
        result = lists.progress_report(str(days[0]), str(days[1]), MONTH)
        ours = watch.lap()
        counts = _count_bare(env.cr, *days)
        bare = watch.lap()
        if turn:  # the first time warms Odoo and PostgreSQL up
            laps["ours"].append(ours)
            laps["bare"].append(bare)
    _demand_same(result, counts)
    return {**laps, "milestones": sum(counts.values()) - counts["total"]}


def _first_day(env):
    """Return the first day of the report: a year ago."""
    return env.cr.now().date() - timedelta(days=DAYS)


def _count_bare(cr, first, last):
    """Return {figure: count}, from one statement that gives the figures of each list, person and
    month; a day begins at 05:00 UTC in Lima."""
    branches = [
        FIGURE_SQL.format(
            figure=figure,
            date=date,
            amount=f"sum({amount})" if amount else "0",
            begun="" if figure == "total" else f"AND {date} >= %(first)s",
        )
        for figure, (date, amount) in FIGURES.items()
    ]
    ends = {"first": f"{first} 05:00", "end": f"{last + timedelta(days=1)} 05:00"}
    cr.execute(" UNION ALL ".join(branches), ends)
    counts = dict.fromkeys(FIGURES, 0)
    for figure, _list, _caller, _executive, _month, count, _amount in cr.fetchall():
        counts[figure] += count
    return counts


def _demand_same(result, counts):
    """Raise ValueError unless the report says what bare SQL counted."""
    said = {name: sum(one["figures"][name] for one in result["lists"]) for name in FIGURES}
    if said != counts:
        raise ValueError(f"the report says {said}, bare SQL {counts}")
