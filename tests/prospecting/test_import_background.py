"""A big import goes on in the background, in committed chunks, whatever happens to the server."""

import os
import signal
import subprocess
import sys
import time
from unittest.mock import patch

from odoo.tests import get_db_name
from odoo.tools import config

from odoo.addons.digiflow_crm.models.prospecting import digiflow_prospect_import_run

from ..core.samples import quoted_bytes, ruc_of
from ..own_connections import PATIENCE
from .cases import companies
from .committed import FIRST, CommittedCase, file_of

# What is big, and how much is done at once: less than in earnest.
COUNT = 1_200
CHUNK = 500
SIZES = {"SMALL_FILE": 1000, "SMALL_LEADS": 100, "CHUNK": CHUNK, "SMALL_CHUNK": 100}
JOB = """
from odoo.tools import config
config.parse_config(["-c", {rcfile!r}, "-d", {database!r}])
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
registry = Registry({database!r})
from odoo.addons.digiflow_crm.models.prospecting import digiflow_prospect_import_run as run
vars(run).update({sizes!r})
with registry.cursor() as cr:
    api.Environment(cr, SUPERUSER_ID, {{}})["digiflow.prospect.import"]._cron_run()
"""


class TestBackground(CommittedCase):
    """One big file, and a second one that brings half of it again."""

    files = ((file_of(COUNT), file_of(COUNT, first=COUNT // 2)),)

    def setUp(self):
        super().setUp()
        smaller = patch.multiple(digiflow_prospect_import_run, **SIZES)
        smaller.start()
        self.addCleanup(smaller.stop)

    def expected(self, count=COUNT):
        """The RUCs of the first `count` companies."""
        return sorted(ruc_of(FIRST + number) for number in range(count))

    def check(self, number=0):
        """Have a file checked by the job."""
        self.request(number, "action_preview")
        self.assertEqual(self.read(number, "state", "total_count"), ("checking", 0))
        self.run_job()

    def test_check_then_import(self):
        self.check()
        self.assertEqual(
            self.read(0, "state", "total_count", "new_count"), ("previewed", COUNT, COUNT)
        )
        self.assertEqual(self.rucs(), [])
        self.request(0, "action_import")
        self.assertEqual(self.read(0, "state", "created_count"), ("importing", 0))
        self.run_job()
        self.assertEqual(self.read(0, "state", "created_count"), ("done", COUNT))
        self.assertEqual(self.rucs(), self.expected())

    def test_same_file_again_changes_nothing(self):
        self.request(0, "action_import")
        self.run_job()
        self.request(1, "action_import")
        self.run_job()
        self.assertEqual(self.read(1, "created_count", "in_list_count"), (COUNT // 2, COUNT // 2))
        self.assertEqual(self.rucs(), self.expected(COUNT + COUNT // 2))

    def test_the_user_is_told(self):
        with self.cursor() as cr:
            env = self.make_env(cr)
            user = env.ref("base.user_admin")
            partner_id = user.partner_id.id
            one = env["digiflow.prospect.import"].browse(self.import_ids[0])
            one.with_user(user).action_import()
        self.run_job()
        with self.cursor() as cr:
            env = self.make_env(cr)
            one = env["digiflow.prospect.import"].browse(self.import_ids[0])
            told = one.message_ids.filtered(
                lambda message: partner_id in message.notified_partner_ids.ids
            )
            self.assertIn(f"{COUNT} rows, {COUNT} new", told[:1].body)
            self.assertEqual(one.lead_ids.create_uid, env.ref("base.user_admin"))

    def test_stop_and_go_on(self):
        self.check()
        self.request(0, "action_import")
        self.run_chunk(0)
        self.request(0, "action_cancel")
        self.run_job()
        self.assertEqual(self.read(0, "state", "created_count"), ("cancelled", CHUNK))
        self.assertAlmostEqual(self.read(0, "progress"), 100 * CHUNK / COUNT)
        self.assertEqual(self.rucs(), self.expected(CHUNK))
        self.request(0, "action_resume")
        self.run_job()
        self.assertEqual(self.read(0, "state", "created_count"), ("done", COUNT))
        self.assertEqual(self.rucs(), self.expected())

    def test_stop_and_undo(self):
        self.check()
        self.request(0, "action_import")
        self.run_chunk(0)
        self.request(0, "action_cancel")
        self.request(0, "action_undo")
        self.assertEqual(self.read(0, "state"), "undoing")
        self.run_job()
        self.assertEqual(self.read(0, "state"), "undone")
        self.assertEqual(self.rucs(), [])

    def test_stop_the_check(self):
        self.request(0, "action_preview")
        self.run_chunk(0)
        self.request(0, "action_cancel")
        self.run_job()
        self.assertEqual(self.read(0, "state"), "draft")
        self.check()
        self.assertEqual(self.read(0, "state", "new_count"), ("previewed", COUNT))

    def test_a_check_goes_on_where_it_was(self):
        self.request(0, "action_preview")
        while not self.read(0, "total_count"):
            self.run_chunk(0)
        self.assertEqual(self.read(0, "total_count"), CHUNK)
        self.run_job()
        counts = self.read(0, "state", "total_count", "new_count")
        self.assertEqual(counts, ("previewed", COUNT, COUNT))

    def test_rows_that_were_forgotten_are_read_again(self):
        self.check()
        with self.cursor() as cr:
            cr.execute(
                "UPDATE digiflow_prospect_import SET write_date = write_date - interval '8 days' "
                "WHERE id = %s",
                (self.import_ids[0],),
            )
            self.make_env(cr)["digiflow.prospect.import"]._gc_rows()
            cr.execute("SELECT count(*) FROM digiflow_prospect_import_row")
            self.assertEqual(cr.fetchone()[0], 0)
        self.request(0, "action_import")
        self.run_job()
        self.assertEqual(self.rucs(), self.expected())

    def test_an_interruption_says_why_and_can_be_gone_on_from(self):
        refused = ruc_of(FIRST + CHUNK + 10)
        self.check()
        self.request(0, "action_import")
        self.alter(f"ADD CONSTRAINT made_up CHECK (ruc <> '{refused}') NOT VALID")
        self.addCleanup(self.alter, "DROP CONSTRAINT IF EXISTS made_up")
        with self.assertLogs("odoo.addons.digiflow_crm", "ERROR"):
            self.run_job()
        state, error = self.read(0, "state", "error")
        self.assertEqual(state, "importing")
        self.assertRegex(error, "interrupted: .*made_up")
        self.assertEqual(self.rucs(), self.expected(CHUNK))
        self.run_job()
        self.assertEqual(self.rucs(), self.expected(CHUNK), "it is not tried again by itself")
        self.alter("DROP CONSTRAINT made_up")
        self.request(0, "action_resume")
        self.run_job()
        self.assertEqual(self.read(0, "state", "error"), ("done", False))
        self.assertEqual(self.rucs(), self.expected())

    def alter(self, change):
        """Change the table of opportunities, for everybody."""
        with self.cursor() as cr:
            cr.execute(f"ALTER TABLE crm_lead {change}")

    def test_a_killed_server(self):
        """Killed in the middle: the next run goes on, no row is lost or doubled."""
        self.check()
        self.request(0, "action_import")
        code = JOB.format(rcfile=config.rcfile, database=get_db_name(), sizes=SIZES)
        server = subprocess.Popen([sys.executable, "-W", "ignore", "-c", code])
        end = time.monotonic() + PATIENCE
        while not self.rucs() and time.monotonic() < end:
            time.sleep(0.02)
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        before = len(self.rucs())
        self.assertIn(before, (CHUNK, 2 * CHUNK), "it was killed too early or too late")
        self.assertEqual(self.read(0, "state", "created_count"), ("importing", before))
        # PostgreSQL may take a moment to see that the client is gone, and to let go of the import.
        while self.read(0, "state") == "importing" and time.monotonic() < end:
            self.run_job()
        self.assertEqual(self.read(0, "state", "created_count"), ("done", COUNT))
        self.assertEqual(self.rucs(), self.expected())

    def test_two_jobs_at_once(self):
        """Two servers work on overlapping files: every company once."""
        for number in (0, 1):
            self.request(number, "action_import")
        self.at_once(self.run_job, self.run_job)
        self.run_job()
        self.assertEqual([self.read(number, "state") for number in (0, 1)], ["done", "done"])
        self.assertEqual(self.rucs(), self.expected(COUNT + COUNT // 2))
        created = [self.read(number, "created_count") for number in (0, 1)]
        self.assertEqual(sum(created), COUNT + COUNT // 2)

    def test_completing_is_stopped_and_gone_on_with(self):
        """The companies of the first file come again with a contact."""
        self.request(0, "action_import")
        self.run_job()
        header, *rows = companies(COUNT, start=FIRST)
        content = quoted_bytes([[*header, "Contacto"], *([*row, "Rosa"] for row in rows)])
        with self.cursor() as cr:
            one = self.make_import(
                self.make_env(cr)["digiflow.prospect.list"].browse(self.list_ids), content
            )
            one.complete_known = True
            self.import_ids += one.ids
        self.request(2, "action_import")
        end = time.monotonic() + PATIENCE
        while not self.read(2, "updated_count") and time.monotonic() < end:
            self.run_chunk(2)
        self.request(2, "action_cancel")
        some = self.read(2, "updated_count")
        self.assertTrue(0 < some < COUNT)
        self.request(2, "action_resume")
        self.run_job()
        self.assertEqual(self.read(2, "state", "updated_count"), ("done", COUNT))
