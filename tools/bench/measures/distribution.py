"""The distribution of a whole list to its people: previewed, and then done."""

import time

from ..lines import Line
from . import bare_sql


def measure(scene):
    """Distribute the leads of the middle size; before that give them away by one bare UPDATE."""
    size = scene.middle
    database = scene.leads_of(size)
    scene.job(database, "bench.measures.distribution:take_back", login=None)
    scene.tidy(database)
    bare = scene.job(database, "bench.measures.bare_sql:give_away")
    done = scene.job(database, "bench.measures.distribution:distribute")
    note = (
        f"preview {done['preview']:.1f} s, then {done['give']:.1f} s for {done['given']:,} "
        "opportunities with their notes, followers and moves, so that it can be undone"
    )
    whole = done["preview"] + done["give"]
    what = f"distribution of {size:,} leads"
    return [Line(what, whole, "bare UPDATE", bare["seconds"], note=note)]


def take_back(env):
    """Leave the leads without people, as they are before a distribution; runs in Odoo."""
    env.cr.execute("UPDATE crm_lead SET telemarketer_id = NULL, user_id = NULL, date_open = NULL")
    env.cr.execute(f"DELETE FROM mail_followers WHERE {bare_sql.TABLES['mail_followers']}")


def distribute(env):
    """Preview and distribute; return the seconds of both and the count; runs in Odoo."""
    prospects = env["digiflow.prospect.list"].search([], limit=1)
    start = time.monotonic()
    one = env["digiflow.prospect.distribution"].create({"list_id": prospects.id})
    one.action_preview()
    env.cr.commit()
    between = time.monotonic()
    one.action_distribute()
    env.cr.commit()
    end = time.monotonic()
    return {"preview": between - start, "give": end - between, "given": one.given_count}
