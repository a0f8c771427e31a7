"""A module changes by versions: what was published once stays as it is."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .program_cases import TrainingCase


class TestModule(TrainingCase):
    """Versions, who needs a module, and at which mark it is passed."""

    def test_published_version_never_changes(self):
        """Whoever tries, and whichever of its values: also the superuser."""
        vals = (
            {"material": "<p>Other</p>"},
            {"state": "draft"},
            {"number": 7},
            {"attachment_ids": [(0, 0, {"name": "a.txt", "raw": b"a"})]},
        )
        for user in (self.quality, self.manager, self.env.user):
            for values in vals:
                with self.assertRaises(WorkflowError, msg=(user.login, values)):
                    self.version.with_user(user).write(values)
        for record in (self.version, self.module):
            with self.assertRaises(WorkflowError):
                record.with_user(self.manager).unlink()
        self.version.with_user(self.quality).message_post(body="Discussed")

    def test_new_version_begins_with_what_is_taught(self):
        action = self.module.with_user(self.quality).action_new_version()
        draft = self.env["digiflow.training.module.version"].browse(action["res_id"])
        self.assertEqual(
            (draft.number, draft.state, draft.material), (2, "draft", "<p>Four steps</p>")
        )
        self.assertEqual(
            self.module.action_new_version()["res_id"], draft.id, "one draft at a time"
        )
        draft.with_user(self.quality).write({"material": "<p>Five steps</p>"})
        draft.with_user(self.quality).action_publish()
        self.assertEqual(self.module.version_id, draft)
        self.assertEqual(
            (self.version.state, self.version.material), ("retired", "<p>Four steps</p>")
        )

    def test_what_says_nothing_is_not_published(self):
        draft = self.make_version(material=False)
        with self.assertRaisesRegex(WorkflowError, "Material"):
            draft.action_publish()
        with self.assertRaises(WorkflowError):
            self.version.action_publish()

    def test_versions_begin_as_drafts_whatever_the_caller_brings(self):
        typed = {"state": "published", "number": 9, "published_on": "2026-01-01 00:00:00"}
        version = self.make_version(**typed)
        self.assertEqual((version.state, version.number, version.published_on), ("draft", 2, False))
        context = {f"default_{name}": value for name, value in typed.items()}
        version = version.with_context(**context).create({"module_id": self.module.id})
        self.assertEqual((version.state, version.number), ("draft", 3))

    def test_drafts_are_for_those_who_write_them(self):
        draft = self.make_version()
        with self.assertRaises(AccessError):
            draft.with_user(self.telemarketer).read(["material"])
        self.assertTrue(self.version.with_user(self.telemarketer).read(["material"]))
        unpublished = self.module.copy({"code": "OTRO"})
        modules = self.env["digiflow.training.module"]
        found = modules.with_user(self.telemarketer).search([("code", "in", ["OTRO", "PRUEBA"])])
        self.assertEqual(found, self.module)
        self.assertIn(unpublished, modules.with_user(self.quality).search([]))

    def test_files_of_a_published_version_stay(self):
        """By the file as well, not only by the version."""
        draft = self.make_version()
        file = self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"one", "res_model": draft._name, "res_id": draft.id}
        )
        draft.attachment_ids = file
        file.with_user(self.quality).raw = b"two"
        draft.action_publish()
        for change in (
            lambda: file.with_user(self.quality).write({"raw": b"three"}),
            lambda: file.with_user(self.manager).unlink(),
            lambda: file.write({"res_id": self.version.id}),
        ):
            with self.assertRaises(WorkflowError):
                change()
        self.assertEqual(file.with_user(self.telemarketer).raw, b"two")

    def test_audience(self):
        """The roles that need it; with those who have it by another role."""
        company = self.company
        staff = self.env["res.users"]._get_digiflow_staff(company)
        self.assertLessEqual(set(self.users.values()), set(staff))
        audience = self.module._get_audience(company)
        self.assertIn(self.telemarketer, audience)
        self.assertNotIn(self.executive, audience)
        self.module.group_ids = False
        self.assertEqual(self.module._get_audience(company), staff)
        self.executive.active = False
        self.assertNotIn(self.executive, self.module._get_audience(company))
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.assertFalse(self.module._get_audience(abroad) & staff)
        self.module.company_id = abroad
        self.assertFalse(self.module._get_audience(company))

    def test_pass_mark(self):
        self.company.digiflow_training_pass_mark = 65
        self.assertEqual(self.module._get_pass_mark(self.company), 65)
        self.module.pass_mark = 80
        user = self.module.with_user(self.telemarketer)
        self.assertEqual(user._get_pass_mark(self.company), 80)

    def test_shipped_modules_are_published_and_say_something(self):
        for number in range(1, 7):
            module = self.env.ref(f"digiflow_crm.training_module_{number}")
            version = module.version_id
            with self.subTest(module.code):
                self.assertEqual((version.state, version.number), ("published", 1))
                for name in ("objectives", "material", "exercise"):
                    self.assertGreater(len(version[name] or ""), 300, name)
