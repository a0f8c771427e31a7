"""The plan of everybody: where they stand with each module, recounted; what it says to do next."""

import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .plan_cases import PlanCase
from .plan_recount import Recount

SEED = 20261122
FACTS = (
    *("status", "passed_on", "valid_until", "last_score", "session_id", "open_session_id"),
    *("assignment_id", "deadline", "to_do"),
)


class TestPlanRecount(PlanCase):
    """Made-up histories of everybody, against the recount."""

    def make_history(self, lot):
        """Modules of every kind, and what became of each person in each of them."""
        groups = [self.env.ref(f"digiflow_crm.group_{one}") for one in ("executive", "quality")]
        modules = [
            self.make_module(
                f"R{number}",
                validity_months=lot.choice([0, 1, 6, 12]),
                group_ids=[(6, 0, lot.choice([[], [groups[0].id], [one.id for one in groups]]))],
            )
            for number in range(8)
        ]
        program = self.env["digiflow.training.program"].create(
            {
                "name": "Programa",
                "line_ids": [(0, 0, {"module_id": one.id}) for one in modules[:4]],
            }
        )
        tests = [self.make_evaluation(program=program)]
        for module in modules[2:7]:
            tests += [
                self.make_evaluation(module, required=lot.random() < 0.8)
                for _number in range(lot.choice([1, 2]))
            ]
        tests[-1].active = False
        for user in self.staff:
            for test in tests:
                for _number in range(lot.choice([0, 1, 1, 2])):
                    # Many around the day on which a year is over.
                    days = lot.choice([lot.randrange(1, 700), lot.randrange(320, 370)])
                    hour = lot.choice([1, 12, 20, 23])
                    self.make_attempt(test, user, days, lot.randrange(55, 100), hour)
        self.make_sessions(modules, lot)
        self.make_assignments(modules, lot)
        return modules

    def make_sessions(self, modules, lot):
        """Sessions held, planned and proposed of each module."""
        trainer = self.make_user("quality", login="digiflow_trainer")
        pupils = list(self.staff)
        for module in modules:
            for state in lot.choices(["planned", "held", "proposed", "cancelled"], k=4):
                users = lot.sample(pupils, lot.randrange(1, 4))
                days = lot.randrange(1, 20) * (-20 if state == "held" else 1)
                vals = {"trainer_id": trainer.id, "seats": lot.choice([0, 3])}
                session = self.make_session(module, days, state, users, **vals)
                if state == "held":
                    session.enrolment_ids[0]._update({"attendance": "present"})

    def make_assignments(self, modules, lot):
        """A day until which some people are to pass some modules."""
        assignments = self.env["digiflow.training.assignment"]
        for module in modules:
            for user in lot.sample(list(self.staff), 2):
                day = self.today + timedelta(days=lot.randrange(-20, 60))
                vals = {"date_due": day, "origin": "manual", "reason": False}
                assignments._assign(user, module, self.company, vals)

    def test_recount(self):
        lot = random.Random(SEED)
        self.make_history(lot)
        self.env.flush_all()
        expected = Recount(self.env, self.company, self.today).rows()
        rows = self.env["digiflow.training.plan"].search([("company_id", "=", self.company.id)])
        found = {(row.user_id, row.module_id): row for row in rows}
        self.assertEqual(set(found), set(expected))
        self.assertEqual(len(set(rows.ids)), len(rows))
        for key, facts in expected.items():
            row = found[key]
            names = ("session_id", "open_session_id", "assignment_id")
            told = {name: row[name].id if name in names else row[name] for name in FACTS}
            self.assertEqual(told, {name: facts[name] for name in FACTS}, key)
        # The histories are worth something: every status is there, and often.
        counts = [facts["status"] for facts in expected.values()]
        for status in ("missing", "scheduled", "failed", "passed", "expired", "expiring"):
            self.assertGreater(counts.count(status), 1, status)
        self.env["digiflow.training.assignment"].search([]).unlink()
        self.check_trained(Recount(self.env, self.company, self.today).rows())

    def check_trained(self, expected):
        """The people who have everything, on this day."""
        people = {}
        for (user, _module), facts in expected.items():
            people.setdefault(user, []).append(facts["status"] in ("passed", "expiring"))
        whole = sum(all(states) for states in people.values())
        self.assertEqual(self.company._get_staff_trained(self.today), (whole, len(people)))

    def test_audience_is_that_of_the_module(self):
        """The view's own reading of roles is the one of everything else."""
        modules = self.make_history(random.Random(SEED + 1))
        self.env["digiflow.training.assignment"].search([]).unlink()
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        modules[0].company_id = abroad
        self.users["executive"].company_ids = [(4, abroad.id)]
        self.users["presales"].active = False
        self.env.flush_all()
        rows = self.env["digiflow.training.plan"].search([])
        for company in self.company | abroad:
            here = rows.filtered(lambda row, company=company: row.company_id == company)
            for module in modules:
                told = here.filtered(lambda row, module=module: row.module_id == module).user_id
                self.assertEqual(told, module._get_audience(company) & told.browse(told.ids))
                self.assertEqual(set(told.ids), set(module._get_audience(company).ids))


class TestPlan(PlanCase):
    """One person and one module at a time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.users["executive"]
        cls.module = cls.make_module("U1")
        cls.test = cls.make_evaluation(cls.module)

    def plan(self, **context):
        """The row of the executive, as the executive sees it."""
        return self.find(self.user, self.module).with_user(self.user).with_context(**context)

    def test_validity_to_the_day(self):
        for days, status in ((0, "passed"), (300, "passed"), (340, "expiring"), (400, "expired")):
            with self.subTest(days=days), self.env.cr.savepoint() as point:
                self.make_attempt(self.test, self.user, days)
                self.assertEqual(self.plan().status, status)
                point.rollback()
        last = self.today - relativedelta(months=12)
        for shift, status in ((0, "expiring"), (1, "expired")):
            with self.subTest(shift=shift), self.env.cr.savepoint() as point:
                days = (self.today - last).days + shift
                # At 23:00 in Lima it is the next day in UTC.
                self.make_attempt(self.test, self.user, days, hour=23)
                row = self.plan()
                self.assertEqual((row.status, row.trained), (status, 0 if shift else 100))
                self.assertEqual(row.valid_until, self.today - timedelta(days=shift))
                point.rollback()

    def test_words_and_buttons(self):
        row = self.plan()
        self.assertEqual((row.status, row.next_action), ("missing", "study"))
        session = self.make_session(self.module, 3)
        row = self.plan()
        self.assertEqual(row.next_action, "enrol")
        moment = (self.today + timedelta(days=3)).strftime("%d/%m/%Y 10:00")
        self.assertEqual(row.next_step, f"Enrol in the session of {moment}.")
        row.action_enrol()
        self.assertEqual(session.enrolment_ids.user_id, self.user)
        row = self.plan()
        self.assertEqual((row.status, row.next_action), ("scheduled", "attend"))
        self.assertEqual(row.next_step, f"Go to the session of {moment}.")
        self.assertEqual(row.action_view_session()["res_id"], session.id)
        self.make_attempt(self.test, self.user)
        row = self.plan()
        self.assertEqual((row.status, row.next_action), ("passed", "nothing"))
        until = (self.today + relativedelta(months=12)).strftime("%d/%m/%Y")
        self.assertEqual(row.next_step, f"Nothing until {until}.")

    def test_full_session_is_no_next_step(self):
        self.make_session(self.module, 3, users=[self.users["presales"]], seats=1)
        self.assertEqual(self.plan().next_action, "study")
        with self.assertRaises(WorkflowError):
            self.plan().action_enrol()

    def test_failing_after_a_pass_leaves_the_pass(self):
        self.make_attempt(self.test, self.user, 100)
        self.make_attempt(self.test, self.user, 1, score=10)
        row = self.plan()
        self.assertEqual((row.status, row.last_score), ("passed", 10))
        self.make_attempt(self.test, self.users["presales"], 1, score=10)
        self.assertEqual(self.find(self.users["presales"], self.module).status, "failed")

    def test_passing_finishes_the_assignment(self):
        tasks = self.env["digiflow.training.assignment"]
        due = {"date_due": self.today, "origin": "coaching", "reason": "Escucha"}
        task = tasks._assign(self.user, self.module, self.company, due)
        self.assertEqual((self.plan().origin, self.plan().deadline), ("coaching", self.today))
        attempt = self.test._open_attempts(self.user)
        attempt._finish(40)
        self.assertFalse(task.done_on)
        self.test._open_attempts(self.user)._finish(80)
        self.assertEqual(task.done_on, self.today)
        self.assertFalse(self.plan().to_do)

    def test_who_sees_whose_plan(self):
        self.find(self.user, self.module)
        plans = self.env["digiflow.training.plan"]
        for role, user in self.users.items():
            seen = plans.with_user(user).search([]).user_id
            if role in ("quality", "manager"):
                self.assertGreater(len(seen), 5)
            else:
                self.assertEqual(seen, user)
                other = self.find(self.users["manager"], self.module).with_user(user)
                with self.assertRaises(AccessError):
                    other.read(["status"])
                with self.assertRaises(AccessError):
                    other.action_enrol()
        self.make_session(self.module, 3)
        row = self.find(self.user, self.module).with_user(self.users["quality"])
        row.action_enrol_selected()
        self.assertEqual(self.plan().status, "scheduled")
        with self.assertRaises(WorkflowError):
            row.action_take_test()

    def test_nobody_writes_it(self):
        row = self.plan().with_user(self.users["manager"])
        for action in (lambda: row.write({"status": "passed"}), row.unlink):
            with self.assertRaises(AccessError):
                action()

    def test_staff_trained_on_days_of_the_past(self):
        self.user.digiflow_joined_on = self.today - timedelta(days=50)
        everybody = self.company._get_staff_trained(self.today)[1]
        self.make_attempt(self.test, self.user, 40)
        self.make_attempt(self.test, self.users["presales"], 460)
        expected = {0: (1, 0), 40: (1, 0), 41: (0, 0), 60: (0, 1), 400: (1, 1), 461: (0, 1)}
        for days, (trained, fewer) in expected.items():
            day = self.today - timedelta(days=days)
            told = self.company._get_staff_trained(day)
            self.assertEqual(told, (trained, everybody - fewer), days)

    def test_training_rate(self):
        """The answers of a period in Lima, of attempts that are done, of the company."""
        for days, hour, right, total in ((10, 23, 5, 7), (9, 1, 7, 7), (8, 23, 6, 7)):
            attempt = self.make_attempt(self.test, self.user, days, hour=hour)
            self.answer(attempt, right, total)
        other = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.answer(self.make_attempt(self.test, self.user, 9, company_id=other.id), 1, 7)
        first, last = (self.today - timedelta(days=days) for days in (10, 9))
        self.assertEqual(self.company._get_training_rate(first, last), (12, 14))
        self.assertEqual(self.company._get_training_rate(last, last), (7, 7))
        self.assertEqual(self.company._get_training_rate(self.today, self.today), (0, 0))

    def answer(self, attempt, right, total):
        """Questions of an attempt, so many of them right."""
        self.env["digiflow.training.attempt.question"].create(
            [
                {"attempt_id": attempt.id, "title": f"P{number}", "correct": number < right}
                for number in range(total)
            ]
        )


class TestPlanVolume(PlanCase):
    """Many people and modules: one query, whatever their number."""

    def test_queries_are_bounded(self):
        modules = [self.make_module(f"V{number}") for number in range(3)]
        tests = [self.make_evaluation(module) for module in modules]
        plans = self.env["digiflow.training.plan"]

        def read_all():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            plans.search([]).read(["status", "next_step", "user_id", "module_id"])
            return self.env.cr.sql_log_count - before

        read_all()
        few = read_all()
        for number in range(15):
            user = self.make_user("executive", login=f"many_{number}")
            for test in tests:
                self.make_attempt(test, user, number)
        # Who is new empties what Odoo keeps of groups and rules; that is read again first.
        read_all()
        self.assertLessEqual(read_all(), few + 1)
