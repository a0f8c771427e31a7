"""Where a run measures: a database of its own and copies of it, made-up files, fresh processes."""

import json
import os
from pathlib import Path

from dev import common, databases, postgres
from dev.common import Failure

from . import made_up

IN_ODOO = Path(__file__).with_name("in_odoo.py")
MANAGER = "bench.manager"
SETTINGS = """
    server_version shared_buffers work_mem max_wal_size fsync synchronous_commit full_page_writes
    autovacuum
""".split()


class Scene:
    """One run: its Odoo with databases, the sizes to measure, and what measures leave for others.

    `sizes` are the numbers of rows in ascending order; the first measures fill in `imported`
    {size: database}, `stock_laps` {way: (leads, lap)} of Odoo's own import, and `stock_leaves`
    (what it left behind for each); the dashboard's, `worked` {size: database}.
    """

    def __init__(self, site, sizes):
        self.site = site
        self.sizes = sorted(sizes)
        self.imported = {}
        self.stock_laps = {}
        self.stock_leaves = {}
        self.worked = {}
        self.base = databases.run_name(site, "bench")

    @property
    def series(self):
        """Return the series of the Odoo that is measured."""
        return self.site.odoo.series

    @property
    def largest(self):
        """Return the largest size."""
        return self.sizes[-1]

    @property
    def middle(self):
        """Return the size nearest to 100,000, for what is done to a part of the leads."""
        return min(self.sizes, key=lambda size: abs(size - 100_000))

    def prepare(self):
        """Make the base database: the addon, a manager, a list and its people; no leads."""
        common.say(f"making the database {self.base}")
        databases.clone(self.site, databases.template(self.site), self.base)
        self.site.install(self.base, common.ADDON)
        self.job(self.base, "bench.people:make", login=None)

    def copy(self, purpose, source=None):
        """Return a new copy of a database of this run; of the base when none is named."""
        name = databases.run_name(self.site, purpose)
        return databases.clone(self.site, source or self.base, name)

    def copy_bare(self, purpose):
        """Return a new database with Odoo's apps, without the addon."""
        return self.copy(purpose, databases.template(self.site))

    def leads_of(self, size):
        """Return the database with that many imported leads; Failure when there is none."""
        if size not in self.imported:
            raise Failure(f"there is no database with {size:,} imported leads")
        return self.imported[size]

    def work_of(self, size):
        """Return the database with two years of work on that many leads; Failure without one."""
        if size not in self.worked:
            raise Failure(f"there is no database with the work on {size:,} leads")
        return self.worked[size]

    def list_file(self, size):
        """Return the path of a made-up list of that many companies, written when missing."""
        path = self.site.folder / f"companies-{size}.txt"
        if not path.is_file():
            made_up.write_file(path, size)
        return path

    def job(self, database, call, login=MANAGER, **arguments):
        """Run "module:function" in Odoo's shell on a database; return what it returned.

        It is a fresh process each time, so its peak of memory is its own. A login of None is Odoo
        itself, whom nothing is refused. Raises Failure.
        """
        tools = str(common.TOP / "tools")
        job = {"tools": tools, "call": call, "arguments": arguments, "login": login}
        log = call.replace(":", ".")
        printed = self.site.shell(database, IN_ODOO, log, {"BENCH_JOB": json.dumps(job)})
        results = [line for line in printed.splitlines() if line.startswith("BENCH ")]
        if not results:
            raise Failure(f"{call} failed:\n" + "\n".join(printed.splitlines()[-25:]))
        return json.loads(results[-1].removeprefix("BENCH "))

    def tidy(self, database):
        """Vacuum and analyze a database, as autovacuum would have done by then."""
        postgres.query(self.site.server, "VACUUM ANALYZE", database)

    def header(self):
        """Return what the figures depend on: series, machine, PostgreSQL's settings, sizes."""
        names = ", ".join(f"'{name}'" for name in SETTINGS)
        sql = f"SELECT name, current_setting(name) FROM pg_settings WHERE name IN ({names})"
        rows = postgres.query(self.site.server, sql).splitlines()
        return {
            "series": self.series,
            "cpus": os.cpu_count(),
            "memory_gb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30,
            "rows": self.sizes,
            "postgresql": dict(row.split("|") for row in rows),
        }

    def keep(self):
        """Give the largest database made a name that no later run drops; return it."""
        last = self.imported.get(self.largest, self.base)
        name = f"bench_{self.series[:2]}"
        databases.drop(self.site, name)
        databases.rename(self.site, last, name)
        return name
