"""The distribution of a whole list to its people: previewed, and then done."""

from ..lines import Line
from ..stopwatch import Stopwatch, together
from . import bare_sql


def measure(scene):
    """Distribute the leads of the middle size; before that give them away by one bare UPDATE."""
    size = scene.middle
    database = scene.leads_of(size)
    scene.job(database, "bench.measures.distribution:take_back", login=None)
    scene.tidy(database)
    bare = scene.job(database, "bench.measures.bare_sql:give_away")
    done = scene.job(database, "bench.measures.distribution:distribute")
    preview, give = done["preview"], done["give"]
    note = (
        f"preview {preview['seconds']:.1f} s, then {give['seconds']:.1f} s for "
        f"{done['given']:,} opportunities with their notes, followers and moves: undoable"
    )
    whole = together(preview, give)
    what = f"distribution of {size:,} leads"
    return [Line.of_laps(what, whole, "bare UPDATE", bare, note=note)]


def take_back(env):
    """Leave the leads without people, as they are before a distribution; runs in Odoo."""
    env.cr.execute("UPDATE crm_lead SET telemarketer_id = NULL, user_id = NULL, date_open = NULL")
    env.cr.execute(f"DELETE FROM mail_followers WHERE {bare_sql.TABLES['mail_followers']}")


def distribute(env):
    """Preview and distribute; return the laps of both and the count; runs in Odoo."""
    prospects = env["digiflow.prospect.list"].search([], limit=1)
    watch = Stopwatch(env.cr)
    one = env["digiflow.prospect.distribution"].create({"list_id": prospects.id})
    one.action_preview()
    env.cr.commit()
    preview = watch.lap()
    one.action_distribute()
    env.cr.commit()
    return {"preview": preview, "give": watch.lap(), "given": one.given_count}
