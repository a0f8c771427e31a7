"""Odoo's own import, `load()`, of a sample of the list: the speed that ours is measured against."""

from ..lines import Line
from ..stopwatch import Stopwatch
from . import left_behind

SAMPLE = 2_000
BATCH = 1_000  # what base_import's screen sends for each call
NAMES = ("ruc", "name", "contact_name", "function", "phone", "email_from", "city", "ubigeo")
CALL = "bench.measures.stock_load:load_file"
# Nobody follows but the executive and nobody is sent an e-mail, as with our import: what
# Odoo would leave beyond that is not held against it.
HISTORY = {"mail_create_nosubscribe": True, "mail_auto_subscribe_no_notify": True}
QUIET = {"tracking_disable": True}


def measure(scene):
    """Load the sample: leaving the same records as our import; with the history off, which is how
    Odoo's screen imports unless asked; and into an Odoo without the addon."""
    sample = min(SAMPLE, scene.largest)
    path = str(scene.list_file(sample))
    same = scene.job(scene.copy("stock"), CALL, path=path, context=HISTORY)
    quiet = scene.job(scene.copy("stock_quiet"), CALL, path=path, context=QUIET)
    alone = scene.job(scene.copy_bare("stock_alone"), CALL, None, path=path, context=HISTORY)
    scene.stock_laps = {
        "Odoo's load()": (sample, same["lap"]),
        "load() without the addon": (sample, alone["lap"]),
    }
    scene.stock_leaves = same["leaves"]
    what = f"Odoo's load() of {sample:,} leads"
    return [
        Line.of_laps(
            what,
            same["lap"],
            f"the same, {name}",
            other["lap"],
            note=f"{_in_words(sample, same)}; beside it {_in_words(sample, other)}",
        )
        for name, other in (("history off", quiet), ("without the addon", alone))
    ]


def _in_words(sample, done):
    """Return the speed of a load_file(), and what it left for each lead, as a text."""
    rate = sample / done["lap"]["seconds"]
    return f"{rate:,.0f}/s leaving {left_behind.in_words(done['leaves'])}"


def load_file(env, path, context):
    """Load the file's companies in batches, each committed; runs in Odoo."""
    names, rows = load_rows(env, path)
    model = env["crm.lead"].with_context(
        import_file=True,
        name_create_enabled_fields={},
        import_set_empty_fields=[],
        import_skip_records=[],
        **context,
    )
    watch = Stopwatch(env.cr)
    for first in range(0, len(rows), BATCH):
        result = model.load(names, rows[first : first + BATCH])
        if not result["ids"]:
            raise ValueError(f"load() refused the sample: {result['messages'][:3]}")
        env.cr.commit()
    return {"lap": watch.lap(), "leaves": left_behind.per_lead(env.cr)}


def load_rows(env, path):
    """Return (field names, rows of texts) as load() takes them, with the values of our import."""
    known = [name for name in NAMES if name in env["crm.lead"]._fields]
    constant, owners = _constant_values(env)
    names = [*known, "partner_name", *constant, *owners]
    rows = []
    with open(path, encoding="utf-8") as stream:
        next(stream)
        for number, line in enumerate(stream):
            cells = dict(zip(NAMES, line.rstrip("\n").split("|"), strict=True))
            own = [ids[number % len(ids)] for ids in owners.values()]
            rows.append([*map(cells.get, known), cells["name"], *constant.values(), *map(str, own)])
    return names, rows


def _constant_values(env):
    """Return ({column: text} for all leads, {column: ids} of people who get them in turn)."""
    pipeline = {"type": "opportunity", "country_id/.id": str(env.ref("base.pe").id)}
    if "digiflow.prospect.list" not in env:
        records = {
            "team_id": env["crm.team"].search([], limit=1),
            "stage_id": env["crm.stage"].search([], limit=1),
        }
        owners = {"user_id/.id": env.ref("base.user_admin").ids}
    else:
        prospects = env["digiflow.prospect.list"].search([], limit=1)
        records = {
            "team_id": env.ref("digiflow_crm.team_digiflow"),
            "stage_id": env.ref("digiflow_crm.stage_telemarketing"),
            "company_id": prospects.company_id,
            "source_id": prospects.source_id,
            "prospect_list_id": prospects,
        }
        owners = {
            "telemarketer_id/.id": prospects.telemarketer_ids.ids,
            "user_id/.id": prospects.executive_ids.ids,
        }
    pipeline.update((f"{name}/.id", str(record.id)) for name, record in records.items())
    return pipeline, owners
