"""The radar workbook of the quarter that runs, beside its rows from bare SQL and Odoo's export."""

import csv
import io

from ..lines import Line
from ..stopwatch import Stopwatch, together
from .list_import import scaled

EXPORTED = 5_000
# What Odoo's export would be asked for: the columns of the sheet of the pipeline.
COLUMNS = (
    *("stage_id/name", "name", "partner_id/name", "ruc", "prospect_list_id/name"),
    *("days_in_stage", "expected_revenue", "probability", "user_id/name", "telemarketer_id/name"),
    "create_date",
)
PIPELINE = """
    SELECT stage.name->>'en_US', lead.name, client.name, lead.ruc, list.name,
        extract(day FROM now() - stay.date_from), lead.expected_revenue, lead.probability,
        seller.name, caller.name, lead.create_date
    FROM crm_lead lead JOIN crm_stage stage ON stage.id = lead.stage_id
    LEFT JOIN digiflow_stage_history stay ON stay.lead_id = lead.id AND stay.date_to IS NULL
    LEFT JOIN digiflow_prospect_list list ON list.id = lead.prospect_list_id
    LEFT JOIN res_partner client ON client.id = lead.partner_id
    LEFT JOIN res_users salesman ON salesman.id = lead.user_id
    LEFT JOIN res_partner seller ON seller.id = salesman.partner_id
    LEFT JOIN res_users assistant ON assistant.id = lead.telemarketer_id
    LEFT JOIN res_partner caller ON caller.id = assistant.partner_id
    WHERE lead.active AND lead.is_digiflow AND NOT coalesce(stage.is_won, false)
        AND (lead.contacted_date IS NOT NULL OR stage.digiflow_step <> 'telemarketing')
    ORDER BY lead.id
"""
OFFERS = """
    SELECT offer.*, client.name FROM sale_order offer
    JOIN res_partner client ON client.id = offer.partner_id
    WHERE offer.is_digiflow AND offer.date_order >= %(begin)s AND offer.date_order < %(end)s
"""
MEETINGS = """
    SELECT event.*, lead.name FROM calendar_event event
    JOIN crm_lead lead ON lead.id = event.opportunity_id
    WHERE event.digiflow_kind = 'presentation'
        AND event.start >= %(begin)s AND event.start < %(end)s
"""


def measure(scene):
    """Make the workbook over what the measure of the dashboard left."""
    database = scene.work_of(scene.largest)
    done = scene.job(database, "bench.measures.radar:make")
    # Only who administers the system may export.
    export = scene.job(database, "bench.measures.radar:export", login=None)
    what = f"radar workbook, {done['rows']:,} rows"
    note = f"{done['mb']:.1f} MB of Excel with live formulas; the others give the rows alone"
    export = scaled(export["lap"], done["pipeline"] / export["rows"])
    return [
        Line.of_laps(what, done["radar"], "bare SQL, to CSV", done["bare"], note=note),
        Line.of_laps("  the same", done["radar"], "Odoo's export, pipeline alone", export),
    ]


def make(env):
    """Return the laps {"radar", "bare"}, and "rows", "pipeline", "mb"; runs in Odoo."""
    from odoo.addons.digiflow_crm.core import indicator_periods, periods

    span = indicator_periods.period_of(periods.today(), indicator_periods.QUARTER)
    begin, end = periods.boundaries([span])
    watch = Stopwatch(env.cr)
    _name, content = env["digiflow.radar"]._make(span.first, periods.today())
    radar = watch.lap()
    counts, laps = [], []
    for statement in (PIPELINE, OFFERS, MEETINGS):
        counts.append(_write(env.cr, statement, {"begin": begin, "end": end}))
        laps.append(watch.lap())
    return {
        "radar": radar,
        "bare": together(*laps),
        "rows": sum(counts),
        "pipeline": counts[0],
        "mb": len(content) / 2**20,
    }


def export(env):
    """Return {"lap", "rows"}: Odoo's export of some opportunities, without Excel; runs in Odoo."""
    worked = [("is_digiflow", "=", True), ("contacted_date", "!=", False)]
    leads = env["crm.lead"].search(worked, limit=EXPORTED)
    env.invalidate_all()
    watch = Stopwatch(env.cr)
    leads.export_data(list(COLUMNS))
    return {"lap": watch.lap(), "rows": len(leads)}


def _write(cr, statement, params):
    """Write the rows of a statement as CSV; return how many there are."""
    cr.execute(statement, params)
    rows = cr.fetchall()
    csv.writer(io.StringIO()).writerows(rows)
    return len(rows)
