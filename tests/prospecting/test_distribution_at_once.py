"""Two managers at once, and a telemarketer who writes meanwhile, in transactions of their own."""

import threading
import time

from odoo import SUPERUSER_ID, api
from odoo.service import model as service
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, new_test_user

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..core.samples import ruc_of

COUNT = 20
PATIENCE = 60  # seconds until the test gives up waiting for the other thread


class TestAtOnce(BaseCase):
    """The second waits for the first, then works on what it left; all made here is removed."""

    test_tags = {"standard", "digiflow_crm"}
    test_module = "digiflow_crm"

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            groups = "digiflow_crm.group_telemarketer"
            users = [
                new_test_user(env, login=login, groups=groups) for login in ("una_tmk", "otra_tmk")
            ]
            prospects = env["digiflow.prospect.list"].create(
                {"name": "Una", "telemarketer_ids": [(6, 0, [user.id for user in users])]}
            )
            common = {
                "type": "opportunity",
                "team_id": env.ref("digiflow_crm.team_digiflow").id,
                "prospect_list_id": prospects.id,
                "user_id": False,
            }
            leads = env["crm.lead"].create(
                [{"name": f"E{n}", "ruc": ruc_of(80_000_000 + n), **common} for n in range(COUNT)]
            )
            model = env["digiflow.prospect.distribution"]
            distributions = model.create([{"list_id": prospects.id, "role": "telemarketer"}] * 2)
            for distribution in distributions:
                distribution.action_preview()
            self.user_ids = [user.id for user in users]
            self.list_id, self.lead_ids = prospects.id, leads.ids
            self.distribution_ids = distributions.ids
        self.addCleanup(self.remove)

    def cursor(self):
        """A connection of its own, that commits when its block ends well."""
        return db_connect(get_db_name()).cursor()

    def make_env(self, cr):
        """Everything as the superuser sees it, in the transaction of `cr`."""
        return api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})

    def remove(self):
        """Delete what was committed."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            env["digiflow.prospect.distribution"].browse(self.distribution_ids).state = "undone"
            env["crm.lead"].browse(self.lead_ids).unlink()
            env["digiflow.prospect.list"].browse(self.list_id).unlink()
            env["res.users"].browse(self.user_ids).unlink()

    def as_a_request(self, action, results):
        """Run `action` as Odoo runs a request: again when another transaction was in its way."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            try:
                service.retrying(lambda: results.append(action(env)), env)
            except WorkflowError as error:
                results.append(error)

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
        self.fail("the second did not wait for the first")

    def run_both(self, first, second):
        """Begin `second` while `first` is not committed; what the second came to."""
        results = []
        with self.cursor() as cr:
            env = self.make_env(cr)
            first(env)
            env.flush_all()
            thread = threading.Thread(target=self.as_a_request, args=(second, results))
            thread.start()
            self.wait_until_blocked()
        thread.join(PATIENCE)
        self.assertFalse(thread.is_alive())
        return results[-1]

    def distribute(self, number):
        """The action of one of the two managers."""
        return lambda env: (
            env["digiflow.prospect.distribution"]
            .browse(self.distribution_ids[number])
            .action_distribute()
        )

    def write(self, env):
        """A telemarketer takes up the first lead."""
        lead = env["crm.lead"].browse(self.lead_ids[0])
        lead.write({"telemarketer_id": self.user_ids[1], "description": "Called"})

    def read_owners(self):
        """Who has each lead, and how many notes each has of a distribution."""
        with self.cursor() as cr:
            leads = self.make_env(cr)["crm.lead"].browse(self.lead_ids)
            notes = [
                len(lead.message_ids.filtered(lambda note: "istributed" in (note.body or "")))
                for lead in leads
            ]
            return [lead.telemarketer_id.id for lead in leads], notes, leads[0].description

    def test_two_managers(self):
        result = self.run_both(self.distribute(0), self.distribute(1))
        self.assertIsInstance(result, WorkflowError)
        owners, notes, _text = self.read_owners()
        self.assertEqual([owners.count(user_id) for user_id in self.user_ids], [COUNT // 2] * 2)
        self.assertEqual(notes, [1] * COUNT)

    def test_a_telemarketer_writes_first(self):
        result = self.run_both(self.write, self.distribute(0))
        self.assertIs(result, True)
        owners, notes, text = self.read_owners()
        self.assertEqual(owners[0], self.user_ids[1])
        self.assertEqual(notes, [0] + [1] * (COUNT - 1))
        self.assertIn("Called", text)

    def test_a_telemarketer_writes_after(self):
        self.run_both(self.distribute(0), self.write)
        owners, notes, text = self.read_owners()
        self.assertEqual(owners[0], self.user_ids[1])
        self.assertEqual(notes, [1] * COUNT)
        self.assertIn("Called", text)
