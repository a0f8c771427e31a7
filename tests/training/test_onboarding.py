"""Who gets a first role begins with the onboarding programme; who needs a module is enrolled."""

from datetime import timedelta

from odoo.addons.digiflow_crm.compat import user_groups_field
from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .program_cases import TrainingCase, hours


class TestOnboarding(TrainingCase):
    """The scheduled action finds new people, whichever way they got their role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("digiflow_crm.ir_cron_training_onboarding")
        cls.env["res.users"]._cron_onboard()
        cls.lines = cls.env.ref("digiflow_crm.training_program_onboarding").line_ids

    def get_tasks(self, user):
        """The assignments of a user, the soonest first."""
        return self.env["digiflow.training.assignment"].search([("user_id", "=", user.id)])

    def run_cron(self):
        """Run the scheduled action as Odoo does."""
        self.cron.ir_actions_server_id.run()
        self.env.invalidate_all()

    def test_who_had_a_role_before_there_was_onboarding_is_not_new(self):
        """Updating an old database: by Lima's day, whoever has a role, and nobody else."""
        veteran = self.make_user("executive", login="veteran")
        stranger = self.make_user("stranger", groups="base.group_user")
        self.env.flush_all()
        cr = self.env.cr
        cr.execute("ALTER TABLE res_users DROP COLUMN digiflow_joined_on")
        created = "UPDATE res_users SET create_date = '2024-05-02 03:00:00' WHERE id = %s"
        cr.execute(created, [veteran.id])
        self.env["res.users"]._fill_digiflow_joined_on()
        self.env.invalidate_all()
        self.assertEqual(str(veteran.digiflow_joined_on), "2024-05-01")
        self.assertFalse(stranger.digiflow_joined_on)
        self.run_cron()
        self.assertFalse(self.get_tasks(veteran))

    def test_first_role_begins_the_onboarding_once(self):
        user = self.make_user("new", groups="base.group_user")
        self.run_cron()
        self.assertFalse(user.digiflow_joined_on or self.get_tasks(user))
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])
        role = self.env.ref("digiflow_crm.group_telemarketer")
        user.write({user_groups_field(self.env): [(4, role.id)]})
        found = self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])
        self.assertGreater(found, triggers)
        self.run_cron()
        tasks, today = self.get_tasks(user), periods.today()
        self.assertEqual(user.digiflow_joined_on, today)
        wanted = {
            line.module_id: today + timedelta(days=line.due_days)
            for line in self.lines
            if user in line.module_id._get_audience(self.company)
        }
        self.assertEqual({task.module_id: task.date_due for task in tasks}, wanted)
        self.assertEqual(len(wanted), 5, "a telemarketer's modules")
        self.assertEqual(set(tasks.mapped("origin")), {"onboarding"})
        self.run_cron()
        self.assertEqual(self.get_tasks(user), tasks)
        # sudo: the queue of mails is nobody's.
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search(
                [
                    # 19.0 finds the partner of an address.
                    *("|", ("email_to", "ilike", user.email)),
                    ("recipient_ids", "in", user.partner_id.ids),
                    ("subject", "like", "plan de inducción"),
                ]
            )
        )
        self.assertEqual(len(mails), 1)
        self.assertIn(tasks[0].module_id.name, mails.body_html)

    def test_role_given_by_its_group(self):
        """Not by the user: nothing is triggered, and the next day's run finds it."""
        user = self.make_user("new", groups="base.group_user")
        members = "user_ids" if "user_ids" in self.env["res.groups"]._fields else "users"
        self.env.ref("digiflow_crm.group_presales").write({members: [(4, user.id)]})
        self.run_cron()
        names = {"training_module_1", "training_module_5"}
        expected = {self.env.ref(f"digiflow_crm.{name}") for name in names}
        self.assertEqual(set(self.get_tasks(user).module_id), expected)

    def test_one_open_assignment_by_the_sooner_day(self):
        tasks = self.env["digiflow.training.assignment"].with_user(self.quality)
        vals = {"origin": "manual", "reason": "Asked for", "date_due": periods.today()}
        whose = (self.executive, self.module, self.company)
        later = tasks._assign(*whose, {**vals, "date_due": vals["date_due"] + timedelta(days=9)})
        sooner = tasks._assign(*whose, {**vals, "origin": "gap"})
        self.assertEqual((sooner, sooner.date_due, sooner.origin), (later, vals["date_due"], "gap"))
        with self.assertRaises(WorkflowError), self.env.cr.savepoint():
            tasks.create({"user_id": self.executive.id, "module_id": self.module.id, **vals})
        with self.assertRaises(WorkflowError):
            sooner.write({"done_on": vals["date_due"]})
        sooner._update({"done_on": vals["date_due"]})
        self.assertNotEqual(tasks._assign(*whose, vals), sooner)
        for change in (lambda: sooner.write({"reason": "No"}), sooner.unlink):
            with self.assertRaises(WorkflowError):
                change()


class TestEnrol(TrainingCase):
    """Who needs a module gets a seat: in the next session with room, or in a proposed one."""

    def enrol(self, *users, origin="gap"):
        """What `_enrol` gives these people."""
        people = self.env["res.users"].union(*users)
        return self.module._enrol(people, self.company, origin, "Below the mark")

    def test_next_session_that_has_room(self):
        self.plan(self.quality, seats=1, start=hours(10), stop=hours(11))
        soon = self.plan(seats=1, start=hours(20), stop=hours(21))
        late = self.plan(seats=0, start=hours(40), stop=hours(41))
        enrolments = self.enrol(self.telemarketer, self.executive)
        self.assertEqual(enrolments.session_id, soon | late)
        self.assertEqual(set(enrolments.mapped("origin")), {"gap"})
        self.assertEqual(self.enrol(self.telemarketer, self.executive), enrolments, "once")
        tasks = self.env["digiflow.training.assignment"].search(
            [("module_id", "=", self.module.id), ("done_on", "=", False)]
        )
        self.assertEqual(tasks.user_id, self.telemarketer | self.executive)
        self.assertEqual(set(tasks.mapped("reason")), {"Below the mark"})

    def test_one_proposal_without_a_session(self):
        """Neither past, nor cancelled, nor of another company: they are proposed one."""
        self.begin(self.plan())
        self.plan()._cancel("No room")
        first, second = self.enrol(self.telemarketer), self.enrol(self.executive, self.trainer)
        session = first.session_id
        self.assertEqual((session.state, session.kind), ("proposed", "reinforcement"))
        self.assertEqual(second.session_id, session)
        self.assertEqual(session.reason, "Below the mark")
        with self.assertRaises(WorkflowError), self.env.cr.savepoint():
            self.make_session(kind="reinforcement")
        session.with_user(self.quality).write(
            {"start": hours(5), "stop": hours(6), "trainer_id": self.manager.id}
        )
        session.with_user(self.quality).action_plan()
        people = (self.telemarketer | self.executive | self.trainer | self.manager).partner_id
        self.assertEqual(session.event_id.partner_ids, people)

    def test_trainer_and_strangers(self):
        """A session's own trainer learns in another one; who is not of the team is left out."""
        taught = self.plan(seats=0)
        stranger = self.make_user("stranger", groups="base.group_user")
        enrolments = self.enrol(self.trainer, self.executive, stranger, origin="coaching")
        places = {one.user_id: one.session_id for one in enrolments}
        self.assertEqual(set(places), {self.trainer, self.executive})
        self.assertEqual(places[self.executive], taught)
        self.assertEqual(places[self.trainer].state, "proposed")
