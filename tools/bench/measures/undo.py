"""The undo of a whole import that nobody worked on."""

from ..lines import Line
from ..stopwatch import Stopwatch
from . import bare_sql
from .list_import import work


def measure(scene):
    """Undo the import of the middle size; before that delete the same rows bare."""
    size = scene.middle
    database = scene.copy("undone", scene.leads_of(size))
    scene.tidy(database)
    bare = scene.job(database, "bench.measures.bare_sql:delete")
    done = scene.job(database, "bench.measures.undo:undo")
    note = f"{done['left']:,} leads left; bare: {bare_sql.in_words(bare['tables'])}"
    what = f"undo of an import of {size:,} rows"
    return [Line.of_laps(what, done["lap"], "bare DELETE", bare["whole"], note=note)]


def undo(env):
    """Undo the database's import and return {"lap", "left": leads}; runs in Odoo."""
    one = env["digiflow.prospect.import"].search([], limit=1)
    watch = Stopwatch(env.cr)
    one.action_undo()
    work(one)
    lap = watch.lap()
    left = env["crm.lead"].with_context(active_test=False).search_count([])
    return {"lap": lap, "left": left}
