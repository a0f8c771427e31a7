"""Gaps in training: what is under its mark proposes reinforcement, once, for who needs it."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import WorkflowError
from odoo.addons.digiflow_crm.models.training.digiflow_training_plan_follow import RENEWAL_TYPE
from odoo.addons.digiflow_crm.models.training.digiflow_training_session_gap import PROPOSAL

from .plan_cases import PlanCase


class GapCase(PlanCase):
    """A module with a test, its questions, and enough people to answer them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {"digiflow_training_question_mark": 90, "digiflow_training_module_mark": 0}
        )
        cls.env["digiflow.training.gap"].search([]).unlink()
        cls.module = cls.make_module("G1")
        cls.test = cls.make_evaluation(cls.module)
        survey = cls.env["survey.survey"].create({"title": "Prueba", "digiflow_training": True})
        cls.questions = cls.env["survey.question"].create(
            [{"survey_id": survey.id, "title": f"Pregunta {one}"} for one in (1, 2)]
        )
        cls.people = cls.staff.browse()
        for number in range(10):
            cls.people |= cls.make_user("telemarketer", login=f"pupil_{number}")
        # The last day of the last month that is over.
        cls.last_month = cls.today.day
        cls.gaps = cls.env["digiflow.training.gap"]

    def answer(self, wrong, days_ago, question=0, test=None, people=None, **vals):
        """Everybody answers a question; so many of them, the first ones, wrong."""
        for number, user in enumerate(people or self.people):
            attempt = self.make_attempt(test or self.test, user, days_ago, **vals)
            self.env["digiflow.training.attempt.question"].create(
                {
                    "attempt_id": attempt.id,
                    "question_id": self.questions[question].id,
                    "title": self.questions[question].title,
                    "correct": number >= wrong,
                }
            )

    def search(self):
        """What the night finds."""
        self.env.flush_all()
        return self.gaps._search_gaps(self.company)


class TestGap(GapCase):
    """Which gaps are found, and what each of them asks for."""

    def test_question_under_its_mark(self):
        self.answer(2, self.last_month)
        self.answer(1, self.last_month, question=1)
        gap = self.search()
        self.assertEqual((gap.kind, gap.question_id), ("question", self.questions[0]))
        self.assertEqual((gap.right, gap.total, gap.rate, gap.mark), (8, 10, 80, 90))
        self.assertEqual(gap.user_ids, self.people[:2])
        self.assertEqual(gap.reason, "«Pregunta 1»: 8 of 10 right, 80.0 % (mark 90.0 %)")
        self.check_proposal(gap)
        self.assertFalse(self.search())

    def check_proposal(self, gap):
        """A session without a date, with the reason, its people and who is to decide."""
        session = gap.session_id
        self.assertEqual((session.kind, session.state), ("reinforcement", "proposed"))
        self.assertEqual((session.module_id, session.company_id), (self.module, self.company))
        self.assertEqual(session.reason, gap.reason)
        self.assertEqual(session.enrolment_ids.user_id, gap.user_ids)
        self.assertEqual(set(session.enrolment_ids.mapped("origin")), {"gap"})
        kind = self.env.ref(PROPOSAL)
        task = session.activity_ids.filtered(lambda one: one.activity_type_id == kind)
        self.assertEqual(len(task), 1)
        self.assertTrue(task.user_id.has_group("digiflow_crm.group_quality"))
        row = self.find(gap.user_ids[0], self.module)
        self.assertEqual((row.origin, row.proposal_id), ("gap", session))
        self.assertEqual(row.next_step, "Read the material: a session for you is being prepared.")

    def test_only_what_is_closed_is_judged(self):
        """This month goes on; a session counts once it is held."""
        self.answer(5, 0)
        self.assertFalse(self.search())
        session = self.make_session(self.module, -1, "planned")
        self.answer(5, 1, question=1, session_id=session.id)
        self.assertFalse(self.search())
        session._update({"state": "held"})
        gap = self.search()
        self.assertEqual((gap.question_id, gap.batch), (self.questions[1], f"S{session.id}"))

    def test_the_last_batch_is_judged(self):
        self.answer(9, self.last_month + 32)
        self.answer(0, self.last_month)
        self.assertFalse(self.search())

    def test_marks_of_nothing_ask_for_nothing(self):
        self.company.digiflow_training_question_mark = 0
        self.answer(10, self.last_month)
        self.assertFalse(self.search())

    def test_question_of_another_module(self):
        """A test of a programme: each question belongs to its module, or to none."""
        other = self.make_module("G2")
        program = self.env["digiflow.training.program"].create({"name": "Todo"})
        test = self.make_evaluation(program=program)
        self.questions[1].digiflow_module_id = other
        self.answer(5, self.last_month, 0, test)
        self.answer(5, self.last_month, 1, test)
        gap = self.search()
        self.assertEqual((gap.module_id, gap.question_id), (other, self.questions[1]))

    def test_module_under_its_mark(self):
        self.company.digiflow_training_module_mark = 80
        for number, user in enumerate(self.people):
            self.make_attempt(self.test, user, self.last_month, 75 if number < 9 else 100)
        gap = self.search()
        self.assertEqual((gap.kind, gap.rate, gap.user_ids), ("module", 77.5, self.people[:9]))
        self.assertEqual(gap.reason, "«Módulo G1»: average 77.5 (mark 80.0)")
        self.assertFalse(self.search())

    def test_people_who_did_not_pass(self):
        self.make_attempt(self.test, self.people[0], 1, score=50)
        gap = self.search()
        self.assertEqual((gap.kind, gap.user_ids), ("people", self.people[0]))
        # Who fails while it is being decided joins; it is one gap, and one session.
        self.make_attempt(self.test, self.people[1], 0, score=50)
        self.assertEqual(self.search(), gap)
        self.assertEqual(gap.user_ids, self.people[:2])
        self.assertEqual(gap.session_id.enrolment_ids.user_id, self.people[:2])
        self.assertFalse(self.search())

    def test_people_who_left_need_nothing(self):
        self.answer(2, self.last_month)
        self.people[:2].write({"active": False})
        self.assertFalse(self.search())
        self.people[0].active = True
        self.assertEqual(self.search().user_ids, self.people[0])

    def test_gaps_of_one_module_share_a_proposal(self):
        self.answer(2, self.last_month)
        self.answer(3, self.last_month, question=1)
        self.make_attempt(self.test, self.users["executive"], 0, score=10)
        gaps = self.search()
        self.assertEqual(sorted(gaps.mapped("kind")), ["people", "question", "question"])
        self.assertEqual(len(gaps.session_id), 1)
        self.assertEqual(gaps.session_id.enrolment_ids.user_id, gaps.user_ids)
        self.assertEqual(set(gaps.session_id.reason.splitlines()), set(gaps.mapped("reason")))

    def test_discarded_does_not_come_back(self):
        """But what shows in another batch does."""
        self.answer(2, self.last_month)
        self.make_attempt(self.test, self.users["executive"], 1, score=10)
        gaps = self.search()
        session = gaps.session_id.with_user(self.users["quality"])
        with self.assertRaises(WorkflowError):
            session._cancel(" ")
        session._cancel("Lo repasamos en la reunión del lunes")
        self.assertEqual(set(gaps.mapped("is_open")), {False})
        tasks = self.env["digiflow.training.assignment"].search([("origin", "=", "gap")])
        self.assertFalse(tasks)
        self.assertFalse(self.search())
        held = self.make_session(self.module, -1, "held")
        self.answer(2, 1, session_id=held.id)
        again = self.search()
        self.assertEqual((again.kind, again.user_ids), ("question", self.people[:2]))
        self.assertNotEqual(again.session_id, gaps.session_id)

    def test_planned_and_held(self):
        """Accepted, it is open until it is held; then what happens next is judged."""
        self.make_attempt(self.test, self.people[0], 2, score=10)
        gap = self.search()
        session = gap.session_id.with_user(self.users["quality"])
        start = self.moment(2, 10)
        session.write({"start": start, "stop": start + timedelta(hours=2)})
        session.write({"trainer_id": self.users["quality"].id})
        session.action_plan()
        self.assertTrue(gap.is_open)
        self.assertFalse(session.activity_ids)
        self.assertEqual(self.find(self.people[0], self.module).status, "scheduled")
        self.make_attempt(self.test, self.people[1], 1, score=10)
        self.assertFalse(self.search())
        # sudo: the session is held without its people, for the gap alone.
        session.sudo()._update({"state": "held"})
        self.assertFalse(gap.is_open)
        self.assertEqual(self.search().user_ids, self.people[1])

    def test_the_same_gap_is_open_once(self):
        self.answer(2, self.last_month)
        gap = self.search()
        values = gap.copy_data()[0]
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.gaps.create({**values, "session_id": gap.session_id.id})

    def test_who_searches_and_reads(self):
        self.answer(2, self.last_month)
        for role, user in self.users.items():
            gaps = self.gaps.with_user(user)
            if role in ("quality", "manager"):
                finder = self.env["digiflow.training.gap.finder"].with_user(user).create({})
                finder.action_find()
                self.assertEqual(gaps.search([]).user_ids, self.people[:2])
                with self.assertRaises(AccessError):
                    gaps.search([]).write({"mark": 1})
                with self.assertRaises(AccessError):
                    gaps.search([]).unlink()
            else:
                with self.assertRaises(AccessError):
                    gaps.search([])
                with self.assertRaises(WorkflowError):
                    gaps.action_search()

    def test_other_companies_are_theirs(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.answer(2, self.last_month, company_id=abroad.id)
        self.assertFalse(self.search())


class TestRenewal(PlanCase):
    """What expires is to be passed again, and the person is told once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.users["executive"]
        cls.module = cls.make_module("N1")
        cls.test = cls.make_evaluation(cls.module)

    def tasks(self):
        """The person's activities to renew."""
        return self.module.activity_search([RENEWAL_TYPE], user_id=self.user.id)

    def follow_up(self):
        """The night's work."""
        self.env.flush_all()
        self.env.ref("digiflow_crm.ir_cron_training_plan").ir_actions_server_id.run()

    def test_notice_days_before(self):
        self.make_attempt(self.test, self.user, 330)
        until = self.find(self.user, self.module).valid_until
        for notice, told in (((until - self.today).days - 1, False), (30 + 10, True)):
            self.company.digiflow_training_notice_days = notice
            self.follow_up()
            self.follow_up()
            self.assertEqual(len(self.tasks()), int(told), notice)
        row = self.find(self.user, self.module)
        self.assertEqual((row.origin, row.date_due, row.status), ("renewal", until, "expiring"))
        self.assertEqual(self.tasks().date_deadline, until)
        day = until.strftime("%d/%m/%Y")
        self.assertEqual(self.tasks().summary, f"«Módulo N1» expires on {day}: pass it again")
        self.assertEqual(self.company._get_staff_trained(self.today)[0], 1)

    def test_passing_again_ends_it(self):
        self.make_attempt(self.test, self.user, 400)
        self.follow_up()
        row = self.find(self.user, self.module)
        self.assertEqual((row.status, row.trained), ("expired", 0))
        self.assertEqual(row.date_due, self.today + timedelta(days=30))
        self.assertEqual(self.company._get_staff_trained(self.today)[0], 0)
        task = row.assignment_id
        self.test._open_attempts(self.user)._finish(90)
        self.assertEqual(task.done_on, self.today)
        self.assertFalse(self.tasks())
        self.follow_up()
        self.assertFalse(self.find(self.user, self.module).to_do)

    def test_what_never_expires_is_not_renewed(self):
        self.module.validity_months = 0
        self.make_attempt(self.test, self.user, 4000)
        self.follow_up()
        row = self.find(self.user, self.module)
        self.assertEqual((row.status, row.valid_until), ("passed", False))
        self.assertEqual(row.next_step, "Nothing: it is passed for good.")
        self.assertFalse(self.tasks())
