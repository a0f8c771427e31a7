"""The duplicates of one lead among all: ours beside Odoo's own way of finding them."""

from ..lines import FASTER, Line, at_a_million
from ..stopwatch import Stopwatch, typical

AIM = 100
LEADS = 7
METHOD = "_compute_potential_lead_duplicates"
RESULTS = ("duplicate_lead_ids", "duplicate_lead_count")


def measure(scene):
    """Look for the duplicates of several leads in the largest database."""
    database = scene.leads_of(scene.largest)
    done = scene.job(database, "bench.measures.duplicates:look", count=LEADS)
    what = f"duplicates of one lead in {scene.largest:,}"
    note = (
        f"median of {LEADS} leads with phone and e-mail; ours {_span(done['ours'])}, "
        f"Odoo's {_span(done['stock'])}; "
        f"found by ours {sum(done['found']['ours'])}, by Odoo's {sum(done['found']['stock'])}"
    )
    return [
        Line.of_laps(
            what,
            typical(done["ours"]),
            "Odoo's way",
            typical(done["stock"]),
            FASTER,
            at_a_million(AIM, scene.largest),
            note=note,
        )
    ]


def _span(laps):
    """Return the least and the most of the times as a text."""
    seconds = [lap["seconds"] for lap in laps]
    return f"{min(seconds) * 1000:,.1f} to {max(seconds) * 1000:,.1f} ms"


def look(env, count):
    """Return {"ours": [lap], "stock": [lap], "found": {...}}; runs in Odoo."""
    leads = _some_leads(env, count + 1)
    ways = {"ours": _ours, "stock": _stock_way()}
    laps, found = {name: [] for name in ways}, {name: [] for name in ways}
    for index, lead in enumerate(leads):
        for name, way in ways.items():
            env.invalidate_all()
            lead.read(["name", "email_from", "phone", "partner_name", "contact_name"])
            watch = Stopwatch(env.cr)
            way(lead)
            lap = watch.lap()
            if index:  # the first one warms Odoo up
                laps[name].append(lap)
                found[name].append(lead.duplicate_lead_count)
    return {**laps, "found": found}


def _some_leads(env, count):
    """Return leads with a phone and an e-mail, evenly from all."""
    domain = [("phone", "!=", False), ("email_normalized", "!=", False), ("ruc", "!=", False)]
    first, last = (
        env["crm.lead"].search(domain, order=f"id {way}", limit=1).id for way in ("asc", "desc")
    )
    step = (last - first) // count
    ids = [
        env["crm.lead"].search([*domain, ("id", ">=", first + step * turn)], order="id", limit=1).id
        for turn in range(count)
    ]
    return env["crm.lead"].browse(ids)


def _ours(lead):
    """Look for the duplicates as the lead's form does."""
    return lead.duplicate_lead_ids


def _stock_way():
    """Return a function that looks for the duplicates as Odoo does without the addon."""
    from odoo.addons.crm.models import crm_lead

    # The class that the addons extend is called otherwise in each series.
    classes = [one for one in vars(crm_lead).values() if METHOD in getattr(one, "__dict__", ())]
    compute = vars(classes[0])[METHOD]

    def look_as_stock(lead):
        # Protected, as while Odoo computes: what is assigned is not written.
        with lead.env.protecting([lead._fields[name] for name in RESULTS], lead):
            compute(lead)

    return look_as_stock
