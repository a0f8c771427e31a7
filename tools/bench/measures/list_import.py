"""The import of a list, from the file to committed leads, by the scheduled job as in life."""

import base64
import resource
import time
from pathlib import Path

from ..lines import FASTER, Line
from . import bare_sql, left_behind

AIM_STOCK = 25
AIM_BARE = 3
AIM_MEMORY_RATIO = 2
AIM_MEMORY_MB = 512
BUSY = ("checking", "importing", "undoing")


def measure(scene):
    """Import each size into a database of its own; then the same rows by bare SQL."""
    lines, peaks = [], {}
    for size in scene.sizes:
        done = import_list(scene, size)
        bare = scene.job(scene.imported[size], "bench.measures.bare_sql:insert")
        lines += compare(scene, size, done, bare)
        peaks[size] = done["peak_mb"]
    return [*lines, *compare_memory(peaks)]


def import_list(scene, size):
    """Import a list of that many companies into a copy of the base; return run_import()'s result.

    The file comes in by one process and is worked on by another one, like a server's scheduled job.
    """
    database = scene.copy(f"leads_{size}")
    path = str(scene.list_file(size))
    upload = scene.job(database, "bench.measures.list_import:upload", path=path)
    done = scene.job(database, "bench.measures.list_import:run_import", import_id=upload["id"])
    scene.tidy(database)
    scene.imported[size] = database
    return done


def compare(scene, size, done, bare):
    """Return the lines of one size."""
    whole = done["check"] + done["write"]
    note = (
        f"{size / whole:,.0f} rows/s: check {done['check']:.1f} s, write {done['write']:.1f} s; "
        f"{done['created']:,} leads; a lead has {left_behind.in_words(done['leaves'])}"
    )
    what = f"import of {size:,} rows"
    lines = []
    if scene.stock_rate:
        stock = f"Odoo's load(), at {scene.stock_rate:,.0f}/s"
        lines.append(
            Line(what, whole, stock, size / scene.stock_rate, FASTER, AIM_STOCK, note=note)
        )
        alone = "load() without the addon"
        lines.append(Line(what, whole, alone, size / scene.stock_rate_alone, FASTER, AIM_STOCK))
        if done["leaves"] != scene.stock_leaves:
            note = f"NOT THE SAME: load() leaves {left_behind.in_words(scene.stock_leaves)}"
    tables = bare_sql.in_words(bare["tables"])
    seconds = bare["seconds"]
    return [
        *lines,
        Line(what, whole, "bare INSERT ... SELECT", seconds, aim=AIM_BARE, note=note),
        Line("  its writing alone", done["write"], "the same", seconds, aim=AIM_BARE, note=tables),
    ]


def compare_memory(peaks):
    """Return the lines on the peak of memory of the importing process; peaks is {rows: MB}."""
    least, most = min(peaks), max(peaks)
    what = f"peak memory, {most:,} rows"
    return [
        Line(what, peaks[most], f"{least:,} rows", peaks[least], aim=AIM_MEMORY_RATIO, unit="MB"),
        Line(what, peaks[most], "what is allowed", AIM_MEMORY_MB, aim=1, unit="MB"),
    ]


def upload(env, path):
    """Make the import with its file, as the screen does; runs in Odoo."""
    vals = {
        "list_id": env["digiflow.prospect.list"].search([], limit=1).id,
        "filename": "companies.txt",
        "file": base64.b64encode(Path(path).read_bytes()),
    }
    return {"id": env["digiflow.prospect.import"].create(vals).id}


def run_import(env, import_id):
    """Check and then import an uploaded file; runs in Odoo."""
    one = env["digiflow.prospect.import"].browse(import_id)
    seconds = {}
    for name, step in (("check", one.action_preview), ("write", one.action_import)):
        start = time.monotonic()
        step()
        work(one)
        seconds[name] = time.monotonic() - start
    # Linux counts the peak in KB.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    leaves = left_behind.per_lead(env.cr)
    return {**seconds, "peak_mb": peak, "created": one.created_count, "leaves": leaves}


def work(one):
    """Run the scheduled job until it has nothing more to do on this import."""
    env = one.env
    env.cr.commit()
    jobs = env["ir.cron"].sudo().search([("model_id.model", "=", one._name)])
    while one.state in BUSY:
        before = (one.state, one.position, one.done_count)
        for job in jobs:
            job.method_direct_trigger()
        env.cr.commit()
        env.invalidate_all()
        if one.error or before == (one.state, one.position, one.done_count):
            raise RuntimeError(f"the import stands still ({before}): {one.error}")
