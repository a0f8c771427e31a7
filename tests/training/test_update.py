"""Normative updates: to everybody concerned, with who has read them."""

from datetime import timedelta

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .program_cases import TrainingCase


class TestUpdate(TrainingCase):
    """Published once, read by each for oneself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.update = cls.make_update()

    @classmethod
    def make_update(cls, **vals):
        """A draft for telemarketers."""
        role = cls.env.ref("digiflow_crm.group_telemarketer")
        return (
            cls.env["digiflow.training.update"]
            .with_user(cls.quality)
            .create(
                {
                    "name": "Guías de remisión",
                    "body": "<p>Desde el lunes</p>",
                    "source_number": "R.S. 000123-2026/SUNAT",
                    "source_url": "https://www.sunat.gob.pe/legislacion",
                    "group_ids": [(6, 0, role.ids)],
                    **vals,
                }
            )
        )

    def get_reading(self, user, update=None):
        """The reading of a user."""
        # sudo: the readings of all.
        readings = (update or self.update).sudo().reading_ids
        return readings.filtered(lambda one: one.user_id == user)

    def test_published_to_everybody_concerned(self):
        self.update.action_publish()
        concerned = self.module._get_audience(self.company)
        self.assertIn(self.telemarketer, concerned)
        self.assertNotIn(self.executive, concerned)
        self.assertEqual(self.update.reading_ids.user_id, concerned)
        self.assertEqual(self.update.activity_ids.user_id, concerned)
        self.assertEqual(self.update.read_by, periods.today() + timedelta(days=7))

    def test_read_by_oneself_only(self):
        self.update.action_publish()
        others = len(self.update.activity_ids) - 1
        mine = self.update.with_user(self.telemarketer)
        found = mine.search([("is_to_read", "=", True)])
        self.assertEqual((found, mine.is_to_read), (mine, True))
        mine.action_read()
        self.env.invalidate_all()
        reading = self.get_reading(self.telemarketer)
        first = reading.read_on
        self.assertTrue(first)
        self.assertEqual(len(self.update.activity_ids), others)
        self.assertEqual((mine.read_count, mine.is_to_read), (1, False))
        self.assertFalse(mine.search([("is_to_read", "=", True)]))
        reading._update({"read_on": "2026-01-01 00:00:00"})
        mine.action_read()
        self.assertEqual(str(reading.read_on), "2026-01-01 00:00:00", "the first time stays")
        with self.assertRaisesRegex(WorkflowError, "does not concern"):
            self.update.with_user(self.executive).action_read()

    def test_nobody_says_it_for_another(self):
        self.update.action_publish()
        reading = self.get_reading(self.telemarketer)
        for user in (self.telemarketer, self.executive, self.quality, self.manager):
            with self.assertRaises(AccessError, msg=user.login):
                reading.with_user(user).write({"read_on": "2026-01-01 00:00:00"})
            with self.assertRaises(AccessError, msg=user.login):
                reading.with_user(user).create({"update_id": self.update.id, "user_id": user.id})
            with self.assertRaises(AccessError, msg=user.login), self.env.cr.savepoint():
                reading.with_user(user).unlink()
        with self.assertRaises(WorkflowError):
            reading.write({"read_on": "2026-01-01 00:00:00"})
        self.assertFalse(reading.read_on)

    def test_published_never_changes(self):
        self.update.action_publish()
        for user in (self.quality, self.manager, self.env.user):
            update = self.update.with_user(user)
            changes = ({"body": "<p>Other</p>"}, {"group_ids": [(5,)]}, {"state": "draft"})
            for values in changes:
                with self.assertRaises(WorkflowError, msg=(user.login, values)):
                    update.write(values)
            for change in (update.unlink, update.action_publish):
                with self.assertRaises(WorkflowError, msg=user.login):
                    change()
        self.update.read_by = periods.today()

    def test_drafts_are_not_for_everybody(self):
        with self.assertRaises(AccessError):
            self.update.with_user(self.telemarketer).read(["body"])
        with self.assertRaisesRegex(WorkflowError, "no text"):
            self.make_update(body=False).action_publish()
        with self.assertRaisesRegex(WorkflowError, "https"), self.env.cr.savepoint():
            self.make_update(source_url="javascript:alert(1)")
        self.assertEqual(self.make_update(state="published").state, "draft")

    def test_new_people_get_it_later(self):
        self.update.action_publish()
        user = self.make_user("telemarketer", login="telemarketer_new")
        self.env["res.users"]._cron_onboard()
        self.env["res.users"]._cron_onboard()
        self.assertEqual(len(self.get_reading(user)), 1)
        self.assertEqual(len(self.get_reading(self.telemarketer)), 1)

    def test_asks_for_a_module(self):
        update = self.make_update(module_id=self.module.id)
        update.action_publish()
        task = self.env["digiflow.training.assignment"].search(
            [("user_id", "=", self.telemarketer.id), ("module_id", "=", self.module.id)]
        )
        self.assertEqual((task.origin, task.reason), ("normative", update.name))

    def test_reminded_once_after_the_day(self):
        self.update.action_publish()
        updates = self.env["digiflow.training.update"]
        updates._cron_remind()
        reading = self.get_reading(self.telemarketer)
        self.assertFalse(reading.reminded_on)
        self.update.read_by = periods.today() - timedelta(days=1)
        self.get_reading(self.manager)._read_now()
        updates._cron_remind()
        updates._cron_remind()
        told = self.env["mail.message"].search(
            [("model", "=", updates._name), ("subject", "like", "Still to be read")]
        )
        self.assertTrue(reading.reminded_on)
        self.assertIn(self.telemarketer.partner_id, told.partner_ids)
        self.assertNotIn(self.manager.partner_id, told.partner_ids)
        self.assertEqual(len(told), self.update.reading_count - 1)
        self.assertEqual(reading.status, "late")
