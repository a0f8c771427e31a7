"""The import of a list, from the file to committed leads, by the scheduled job as in life."""

import base64
import resource
from pathlib import Path

from ..lines import FASTER, Line
from ..stopwatch import Stopwatch, together
from . import bare_sql, left_behind

AIM_STOCK = 25
AIM_BARE = 3
AIM_MEMORY_RATIO = 2
AIM_MEMORY_MB = 512
BARE = "bare INSERT ... SELECT"
WRITING = "  its writing alone"
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
    check, write = done["check"], done["write"]
    whole = together(check, write)
    note = (
        f"{size / whole['seconds']:,.0f} rows/s: check {check['seconds']:.1f} s, write "
        f"{write['seconds']:.1f} s, CPU {check['cpu'] or 0:.1f} and {write['cpu'] or 0:.1f} s; "
        f"{done['created']:,} leads; a lead has {left_behind.in_words(done['leaves'])}"
    )
    what = f"import of {size:,} rows"
    bare_note = bare_sql.in_words(bare["tables"])
    return [
        *(
            Line.of_laps(what, whole, way, scaled(lap, size / leads), FASTER, AIM_STOCK)
            for way, (leads, lap) in scene.stock_laps.items()
        ),
        Line.of_laps(what, whole, BARE, bare["whole"], aim=AIM_BARE, note=note),
        Line.of_laps(WRITING, write, BARE, bare["whole"], aim=AIM_BARE, note=bare_note),
        *compare_leaves(scene, done),
    ]


def compare_leaves(scene, done):
    """Return a line that does not meet its aim when a lead of ours has not what load() leaves."""
    ours, theirs = done["leaves"], scene.stock_leaves
    if not theirs:
        return []
    note = f"ours has {left_behind.in_words(ours)}; load()'s {left_behind.in_words(theirs)}"
    counts = [round(sum(leaves.values()), 2) for leaves in (ours, theirs)]
    aim = 1 if ours == theirs else 0
    what = "  records that a lead brings"
    return [Line(what, counts[0], "Odoo's load()", counts[1], aim=aim, unit="", note=note)]


def scaled(lap, factor):
    """Return a lap as that many times as long."""
    return {name: value and value * factor for name, value in lap.items()}


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
    watch, laps = Stopwatch(env.cr), {}
    for name, step in (("check", one.action_preview), ("write", one.action_import)):
        step()
        work(one)
        laps[name] = watch.lap()
    # Linux counts the peak in KB.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    leaves = left_behind.per_lead(env.cr)
    return {**laps, "peak_mb": peak, "created": one.created_count, "leaves": leaves}


def work(one):
    """Run the scheduled job until it has nothing more to do on this import."""
    env = one.env
    env.cr.commit()
    jobs = env["ir.cron"].sudo().search([("model_id.model", "=", one._name)])
    while one.state in BUSY:
        before = (one.state, one.position, one.done_count)
        for job in jobs:
            # Not method_direct_trigger(): on 19.0 its work is another session's, uncounted.
            job.with_user(job.user_id).ir_actions_server_id.run()
        env.cr.commit()
        env.invalidate_all()
        if one.error or before == (one.state, one.position, one.done_count):
            raise RuntimeError(f"the import stands still ({before}): {one.error}")
