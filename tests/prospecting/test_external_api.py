"""A list is made, filled and undone through Odoo's external API, on a running server."""

import base64
import contextlib
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from unittest.mock import patch
from xmlrpc.client import Fault

from odoo import SUPERUSER_ID, api
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.digiflow_crm.models.prospecting import digiflow_prospect_import_run as engine

from ..core.samples import quoted_bytes
from .cases import companies

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "import_list.py"
COUNTS = ["state", "total_count", "created_count", "duplicate_count", "rejected_count"]


@tagged("post_install", "-at_install")
class TestExternalApi(HttpCase):
    """As the README's example does it: every public method answers, and says why not."""

    test_tags = {"standard", "digiflow_crm", "post_install"}
    test_module = "digiflow_crm"

    def setUp(self):
        super().setUp()
        self.user = new_test_user(
            self.env,
            login="api_manager",
            password="api_manager",
            groups="digiflow_crm.group_manager",
        )

    def call(self, model, method, *args):
        """Call a method of a model as the commercial manager."""
        return self.xmlrpc_object.execute_kw(
            self.env.cr.dbname, self.user.id, "api_manager", model, method, args
        )

    def make_import(self, list_id, content):
        """The id of an import into a list."""
        file = base64.b64encode(content).decode()
        vals = {"list_id": list_id, "file": file, "filename": "lista.csv"}
        return self.call("digiflow.prospect.import", "create", vals)

    def test_from_list_to_leads_and_back(self):
        list_id = self.call("digiflow.prospect.list", "create", {"name": "Feria"})
        rows = [*companies(3), ["123", "Mal S.A."]]
        import_id = self.make_import(list_id, quoted_bytes(rows))
        for action, state in (
            ("action_preview", "previewed"),
            ("action_reset", "draft"),
            ("action_preview", "previewed"),
            ("action_import", "done"),
        ):
            self.assertTrue(self.call("digiflow.prospect.import", action, [import_id]), action)
            [result] = self.call("digiflow.prospect.import", "read", [import_id], ["state"])
            self.assertEqual(result["state"], state)
        [result] = self.call("digiflow.prospect.import", "read", [import_id], COUNTS)
        self.assertEqual([result[name] for name in COUNTS], ["done", 4, 3, 0, 1])
        [prospects] = self.call("digiflow.prospect.list", "read", [list_id], ["total", "state"])
        self.assertEqual((prospects["total"], prospects["state"]), (3, "distributed"))
        for action in ("action_close", "action_reopen"):
            self.assertTrue(self.call("digiflow.prospect.list", action, [list_id]), action)
        self.assertTrue(self.call("digiflow.prospect.import", "action_undo", [import_id]))

    def test_a_refusal_says_why(self):
        list_id = self.call("digiflow.prospect.list", "create", {"name": "Feria"})
        import_id = self.make_import(list_id, b"Correo\na@b.pe\n")
        with self.assertRaises(Fault) as caught:
            self.call("digiflow.prospect.import", "action_import", [import_id])
        self.assertIn("a column of RUCs", caught.exception.faultString)
        self.assertNotIn("Traceback", caught.exception.faultString)

    def run_script(self, content, beside=None):
        """What the README's script says of a file: the finished process.

        :param beside: a context manager that is entered while the script runs
        """
        self.env.flush_all()
        # Only 19.0 asks a test which requests it expects.
        expect = getattr(self, "allow_requests", lambda **_options: contextlib.nullcontext())
        with tempfile.TemporaryDirectory() as folder, expect(all_requests=True):
            file = Path(folder) / "feria.csv"
            file.write_bytes(content)
            login = [self.env.cr.dbname, "api_manager", "api_manager"]
            command = [sys.executable, str(SCRIPT), self.base_url(), *login, str(file)]
            with beside or contextlib.nullcontext():
                done = subprocess.run(
                    command, capture_output=True, text=True, timeout=120, check=False
                )
        self.env.invalidate_all()
        return done

    def test_the_script_tells_the_counts(self):
        done = self.run_script(quoted_bytes([*companies(3), ["123", "Mal S.A."]]))
        self.assertEqual(done.returncode, 0, done.stderr)
        counts = (
            "4 rows, 3 new, 0 already in this list, 0 already a prospect, 0 already a client, "
            "0 left out, 1 rejected"
        )
        self.assertEqual(
            done.stdout.splitlines(),
            [
                f"previewed: {counts}",
                f"done: {counts}",
                "list: feria, distributed, 3 opportunities",
            ],
        )

    def test_the_script_sends_unknown_columns_to_the_screen(self):
        done = self.run_script(quoted_bytes([["Cod. entidad", "Quién"], *companies(2)[1:]]))
        self.assertEqual(done.returncode, 1)
        self.assertIn("say which is which", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    @contextlib.contextmanager
    def job_beside(self):
        """The scheduled job of the imports in a thread, slow enough for the script to look on."""
        over = threading.Event()

        def work():
            before = None
            while not over.wait(2):
                with self.registry.cursor() as cr:
                    jobs = api.Environment(cr, SUPERUSER_ID, {})["digiflow.prospect.import"]
                    state = jobs.search([], order="id desc", limit=1).state
                    if state == before:
                        jobs._cron_run()
                    before = state

        thread = threading.Thread(target=work, name="scheduled job")
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def test_the_script_waits_for_the_background(self):
        """As for a big file: the scheduled job does the work, the script follows it."""
        with patch.object(engine, "SMALL_FILE", 0), patch.object(engine, "SMALL_LEADS", 0):
            done = self.run_script(quoted_bytes(companies(3)), self.job_beside())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("checking: 0 rows read", done.stdout)
        self.assertIn("importing: 0 of 3 companies", done.stdout)
        self.assertIn("list: feria, distributed, 3 opportunities", done.stdout)
