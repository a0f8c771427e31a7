"""What is in everybody's day after the parts of the role: training, updates, steps, tasks."""

from datetime import timedelta

from odoo.addons.digiflow_crm.models.dashboard.digiflow_workday import ROLES

from ..training.plan_cases import PlanCase
from .role_days import TODAY, RoleDayCase


class TestCommonDay(RoleDayCase, PlanCase):
    """The blocks that every role has, with those of somebody else beside them."""

    role = "executive"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Before the clock was set it was another day.
        cls.today = TODAY

    def make_activity(self, day, user=None, lead=None):
        """Something to do about an opportunity."""
        return (lead or self.make_lead()).activity_schedule(
            "mail.mail_activity_data_todo",
            day,
            summary="Escribir",
            user_id=(user or self.user).id,
        )

    def test_every_role_has_them(self):
        keys = {"activities", "training", "updates", "steps"}
        for role in ROLES:
            with self.subTest(role):
                day = self.env["digiflow.workday"].with_user(self.users[role]).get_day()
                self.assertLessEqual(keys, {block["key"] for block in day["blocks"]})

    def test_activities_of_today_and_before(self):
        """Today is Lima's, where it is still Tuesday."""
        late = self.make_activity(TODAY - timedelta(days=1))
        today = self.make_activity(TODAY)
        self.make_activity(TODAY + timedelta(days=1))
        self.make_activity(TODAY, self.other, self.make_lead(user_id=self.other.id))
        self.check_opened({"activities": late | today})
        rows = self.part("blocks", "activities")["rows"]
        place = [(row["model"], row["id"], row["sign"]) for row in rows]
        wanted = [("crm.lead", late.res_id, "Late"), ("crm.lead", today.res_id, "Today")]
        self.assertEqual(place, wanted)
        self.assertEqual((rows[0]["name"], rows[0]["when"]), ("Escribir", "23/03/2026"))

    def test_activities_out_of_reach_do_not_hide_the_others(self):
        """Odoo cuts a search off before it leaves out those of records out of reach."""
        for _number in range(8):
            gone = self.make_activity(TODAY - timedelta(days=9))
            self.env["crm.lead"].browse(gone.res_id).user_id = self.other
        own = self.make_activity(TODAY)
        self.assertIn(own, self.opened("activities"))
        self.check_counts()
        rows = self.part("blocks", "activities")["rows"]
        self.assertEqual(self.part("blocks", "activities")["count"], len(self.opened("activities")))
        self.assertTrue(rows)

    def test_training_to_do(self):
        group = self.env.ref("digiflow_crm.group_executive")
        module = self.make_module("A", group_ids=[(6, 0, group.ids)])
        passed = self.make_module("B", group_ids=[(6, 0, group.ids)])
        evaluation = self.make_evaluation(passed)
        self.make_attempt(evaluation, self.user, days_ago=1)
        session = self.make_session(module, days=1, users=[self.user])
        self.env.flush_all()
        self.assertEqual(self.opened("training").module_id, module)
        row = self.part("blocks", "training")["rows"][0]
        self.assertEqual((row["model"], row["id"]), (session._name, session.id))
        self.assertEqual(row["name"], module.display_name)
        self.assertIn("Go to the session of 25/03/2026", row["detail"])
        self.assertEqual(self.opened("training", user=self.other).user_id, self.other)

    def test_training_opens_the_material_when_there_is_no_session(self):
        group = self.env.ref("digiflow_crm.group_executive")
        module = self.make_module("A", group_ids=[(6, 0, group.ids)])
        row = self.part("blocks", "training")["rows"][0]
        self.assertEqual((row["model"], row["id"]), (module.version_id._name, module.version_id.id))

    def make_update(self, day, role="executive"):
        """A normative update for a role, published."""
        update = self.env["digiflow.training.update"].create(
            {
                "name": "Guías",
                "body": "<p>Desde el lunes</p>",
                "source_number": "R.S. 000123-2026/SUNAT",
                "group_ids": [(6, 0, self.env.ref(f"digiflow_crm.group_{role}").ids)],
                "read_by": day,
            }
        )
        update.action_publish()
        return update

    def test_updates_to_read(self):
        late = self.make_update(TODAY - timedelta(days=1))
        today, read = self.make_update(TODAY), self.make_update(TODAY)
        self.make_update(TODAY, "telemarketer")
        read.with_user(self.user).action_read()
        known = self.opened("updates", user=self.other)
        self.assertEqual(known & (late | today | read), late | today | read)
        self.check_opened({"updates": late | today})
        self.check_rows("updates", {late: ("late", "Late"), today: ("today", "Today")})

    def make_step(self, day, user=None, phase="do", **vals):
        """Something to do in an improvement action of somebody else."""
        action = self.env["digiflow.improvement"].create(
            {
                "name": "Pocas respuestas",
                "indicator_id": self.env["digiflow.indicator"].search([], limit=1).id,
                "user_id": self.users["manager"].id,
            }
        )
        step = self.env["digiflow.improvement.step"].create(
            {
                "improvement_id": action.id,
                "name": "Llamar a los que faltan",
                "user_id": (user or self.user).id,
                "date_deadline": day,
                **vals,
            }
        )
        self.put(action, phase=phase)
        return step

    def test_steps_of_improvement_actions(self):
        late = self.make_step(TODAY - timedelta(days=1))
        undated = self.make_step(False, phase="plan")
        # Read by whoever has something to do in the same action.
        late.copy({"improvement_id": late.improvement_id.id, "user_id": self.other.id})
        self.make_step(TODAY, done=True)
        self.make_step(TODAY, phase="check")
        self.make_step(TODAY, phase="closed")
        self.check_opened({"steps": late | undated})
        rows = self.part("blocks", "steps")["rows"]
        self.assertEqual(
            [(row["model"], row["id"], row["sign"]) for row in rows],
            [
                ("digiflow.improvement", late.improvement_id.id, "Late"),
                ("digiflow.improvement", undated.improvement_id.id, ""),
            ],
        )
        action = late.with_user(self.user).action_view_improvement()
        self.assertEqual(action["res_id"], late.improvement_id.id)

    def test_every_number_opens_as_many_and_in_as_many_queries(self):
        def fill(count):
            for _number in range(count):
                self.make_activity(TODAY)
                self.make_step(TODAY)
                self.make_update(TODAY)

        fill(8)
        counted = self.check_counts()
        for key in ("activities", "steps", "updates"):
            self.assertGreaterEqual(counted["blocks", key, False], 8, key)
        few = self.count_queries()
        fill(3)
        self.assertLessEqual(self.count_queries(), few)
