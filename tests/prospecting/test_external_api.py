"""A list is made, filled and undone through Odoo's external API, on a running server."""

import base64
from xmlrpc.client import Fault

from odoo.tests import HttpCase, new_test_user, tagged

from ..core.samples import quoted_bytes
from .cases import companies

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
        self.assertIn("RUC, Razón social", caught.exception.faultString)
        self.assertNotIn("Traceback", caught.exception.faultString)
