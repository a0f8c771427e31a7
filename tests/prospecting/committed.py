"""Imports in transactions of their own, as requests and the scheduled job make them."""

import base64
import time

from odoo.service import model as service

from ..core.samples import quoted_bytes
from ..own_connections import OwnConnectionsCase
from .cases import companies

# RUCs from here on are these tests' own: what they commit is seen by everybody.
FIRST = 70_000_000


def file_of(count, first=0, width=0):
    """A csv of `count` companies, their names made `width` characters longer."""
    header, *rows = companies(count, start=FIRST + first)
    return quoted_bytes([header, *([ruc, name + "x" * width] for ruc, name in rows)])


class CommittedCase(OwnConnectionsCase):
    """Lists and imports that are committed, and removed in the end."""

    # For each list the contents of the files to import into it.
    files = ()

    def setUp(self):
        super().setUp()
        self.list_ids, self.import_ids = [], []
        with self.cursor() as cr:
            env = self.make_env(cr)
            for number, contents in enumerate(self.files):
                prospects = env["digiflow.prospect.list"].create({"name": f"Base {number}"})
                self.list_ids += prospects.ids
                for content in contents:
                    self.import_ids += self.make_import(prospects, content).ids

    def make_import(self, prospects, content):
        """An import of a file into a list."""
        vals = {"list_id": prospects.id, "filename": "lista.csv", "file": base64.b64encode(content)}
        return prospects.env["digiflow.prospect.import"].create(vals)

    def remove(self):
        """Delete what the imports committed."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            lists = env["digiflow.prospect.list"].browse(self.list_ids)
            lists.with_context(active_test=False).lead_ids.unlink()
            lists.import_ids.filtered(lambda one: one.state != "done")._update({"state": "draft"})
            lists.unlink()

    def request(self, number, action, attempts=None):
        """Call an action of an import as Odoo serves a request: again when somebody was in its way.

        :param list attempts: gets the time of each attempt
        """
        with self.cursor() as cr:
            env = self.make_env(cr)
            one = env["digiflow.prospect.import"].browse(self.import_ids[number])

            def attempt():
                if attempts is not None:
                    attempts.append(time.monotonic())
                getattr(one, action)()

            service.retrying(attempt, env)

    def run_job(self):
        """What the scheduled job does when its time has come."""
        with self.cursor() as cr:
            self.make_env(cr)["digiflow.prospect.import"]._cron_run()

    def run_chunk(self, number):
        """The scheduled job, with time for one chunk only."""
        with self.cursor() as cr:
            one = self.make_env(cr)["digiflow.prospect.import"].browse(self.import_ids[number])
            one._run_until(time.monotonic() + 0.001)

    def read(self, number, *names):
        """Values of an import as everybody sees them now."""
        with self.cursor() as cr:
            one = self.make_env(cr)["digiflow.prospect.import"].browse(self.import_ids[number])
            values = tuple(one[name] for name in names)
        return values if len(names) > 1 else values[0]

    def rucs(self, number=0):
        """The RUCs of a list's opportunities, sorted."""
        with self.cursor() as cr:
            cr.execute(
                "SELECT ruc FROM crm_lead WHERE prospect_list_id = %s ORDER BY ruc",
                (self.list_ids[number],),
            )
            return [ruc for (ruc,) in cr.fetchall()]
