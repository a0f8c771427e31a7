"""Two imports at once, in transactions of their own, as two people's requests are."""

import base64
import threading
import time

from odoo import SUPERUSER_ID, api
from odoo.service import model as service
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name

from ..core.samples import quoted_bytes
from .cases import companies

COUNT = 30
PATIENCE = 60  # seconds until the test gives up waiting for the other thread


class TestTwoImports(BaseCase):
    """The second waits for the first, then finds its companies; what is made here is removed."""

    test_tags = {"standard", "digiflow_crm"}
    test_module = "digiflow_crm"

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            lists = env["digiflow.prospect.list"].create([{"name": "Una"}, {"name": "Otra"}])
            content = base64.b64encode(quoted_bytes(companies(COUNT, start=70_000_000)))
            vals = {"file": content, "filename": "lista.csv"}
            imports = env["digiflow.prospect.import"].create(
                [{**vals, "list_id": one.id} for one in (lists[0], lists[0], lists[1])]
            )
            self.list_ids, self.import_ids = lists.ids, imports.ids
        self.addCleanup(self.remove)

    def cursor(self):
        """A connection of its own, that commits when its block ends well."""
        return db_connect(get_db_name()).cursor()

    def make_env(self, cr):
        """Everything as the superuser sees it, in the transaction of `cr`."""
        return api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})

    def remove(self):
        """Delete what the imports committed."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            lists = env["digiflow.prospect.list"].browse(self.list_ids)
            lists.with_context(active_test=False).lead_ids.unlink()
            lists.unlink()

    def import_as_a_request(self, number, attempts):
        """Run an import as Odoo runs a request: again when another transaction was in its way."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            wizard = env["digiflow.prospect.import"].browse(self.import_ids[number])

            def attempt():
                attempts.append(time.monotonic())
                wizard.action_import()

            service.retrying(attempt, env)

    def wait_until_blocked(self):
        """Wait until a connection waits for a lock that another one holds."""
        end = time.monotonic() + PATIENCE
        with self.cursor() as cr:
            while time.monotonic() < end:
                cr.execute(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                if cr.fetchone()[0]:
                    return
                cr.rollback()
                time.sleep(0.05)
        self.fail("the second import did not wait for the first")

    def results(self):
        """(created, already there) of each import, and the leads of each list."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            imports = env["digiflow.prospect.import"].browse(self.import_ids)
            lists = env["digiflow.prospect.list"].browse(self.list_ids)
            pairs = [(one.created_count, one.duplicate_count) for one in imports]
            return pairs, [len(one.lead_ids) for one in lists]

    def import_both(self, first, second):
        """Begin `second` while `first` is not committed; how often the second was tried."""
        attempts = []
        with self.cursor() as cr:
            env = self.make_env(cr)
            env["digiflow.prospect.import"].browse(self.import_ids[first]).action_import()
            env.flush_all()
            thread = threading.Thread(target=self.import_as_a_request, args=(second, attempts))
            thread.start()
            self.wait_until_blocked()
        thread.join(PATIENCE)
        self.assertFalse(thread.is_alive())
        return len(attempts)

    def test_into_the_same_list(self):
        self.assertEqual(self.import_both(0, 1), 2)
        pairs, leads = self.results()
        self.assertEqual(pairs[:2], [(COUNT, 0), (0, COUNT)])
        self.assertEqual(leads, [COUNT, 0])

    def test_into_two_lists(self):
        self.assertEqual(self.import_both(0, 2), 2)
        pairs, leads = self.results()
        self.assertEqual([pairs[0], pairs[2]], [(COUNT, 0), (0, COUNT)])
        self.assertEqual(leads, [COUNT, 0])

    def test_undo_in_a_later_transaction(self):
        """Nothing that Odoo does when it writes the leads down counts as work."""
        self.import_as_a_request(0, [])
        self.assertEqual(self.results()[1], [COUNT, 0])
        with self.cursor() as cr:
            env = self.make_env(cr)
            wizard = env["digiflow.prospect.import"].browse(self.import_ids[0])
            wizard.lead_ids.sorted("id")[0].city = "Lima"
            cr.commit()
            wizard.action_undo()
        self.assertEqual(self.results()[1], [1, 0])
