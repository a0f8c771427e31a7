"""An import keeps to its states, to the manager's rights, and is never half done."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..common import ROLES
from ..core.samples import ruc_of
from .cases import ImportCase, companies


class TestGuards(ImportCase):
    """States, rights, and nothing half done."""

    def test_closed_list(self):
        wizard = self.make_import(companies(1))
        self.prospects.action_close()
        for action in (wizard.action_preview, wizard.action_import):
            with self.assertRaisesRegex(WorkflowError, "Agentes de retención is closed"):
                action()
        with self.assertRaises(WorkflowError):
            wizard.list_id.action_import()
        self.prospects.action_reopen()
        wizard.action_import()
        self.assertEqual(wizard.created_count, 1)

    def test_done_is_done(self):
        wizard = self.run_import(companies(1))
        for action in (wizard.action_preview, wizard.action_import, wizard.action_reset):
            with self.assertRaisesRegex(WorkflowError, "lista.csv is «Imported»; .* «Checked»"):
                action()

    def test_reset_takes_another_file(self):
        wizard = self.make_import(companies(2))
        wizard.action_preview()
        wizard.action_reset()
        self.assertEqual((wizard.state, wizard.report), ("draft", False))
        with self.assertRaises(WorkflowError):
            wizard.action_reset()

    def test_only_the_manager_imports(self):
        wizard = self.make_import(companies(1))
        for role in set(ROLES) - {"manager"}:
            other = wizard.with_user(self.users[role])
            for action in (other.action_preview, other.action_import, other.action_undo):
                with self.subTest(role), self.assertRaises(AccessError):
                    action()
            with self.subTest(role), self.assertRaises(AccessError):
                self.make_import(companies(1), user=self.users[role])
        self.assertFalse(self.prospects.lead_ids)

    def test_an_error_in_the_middle_leaves_nothing(self):
        """The 550th company cannot be written, when 500 are."""
        wizard = self.make_import(companies(600))
        refused = ruc_of(550)
        self.env.cr.execute(
            "ALTER TABLE crm_lead ADD CONSTRAINT made_up CHECK (ruc <> %s) NOT VALID", (refused,)
        )
        with self.assertRaisesRegex(Exception, "made_up"), self.env.cr.savepoint():
            wizard.action_import()
        self.env.invalidate_all()
        self.assertFalse(self.env["crm.lead"].search([("prospect_import_id", "=", wizard.id)]))
        self.assertEqual((wizard.state, self.prospects.state), ("draft", "draft"))
