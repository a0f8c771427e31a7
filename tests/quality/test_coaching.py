"""A coaching from the review that asks for it to its end."""

from datetime import timedelta

from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods

from .coaching_cases import GOOD, LOW, UNETHICAL, CoachingCase


class TestOpening(CoachingCase):
    """A signed review that failed opens a coaching, or adds to the one there is."""

    def test_a_low_score_opens_one_with_an_appointment_of_both(self):
        review = self.review(LOW)
        coaching = self.find_coachings()
        self.assertEqual((len(coaching), review.coaching_id), (1, coaching))
        self.assertEqual((coaching.review_id, coaching.coach_id), (review, self.analyst))
        self.assertEqual((coaching.state, coaching.kind), ("planned", "listening"))
        self.assertEqual(coaching.criterion_ids.criterion_id, self.criteria["script"])
        event = coaching.event_id
        self.assertEqual(event.partner_ids, (self.caller | self.analyst).partner_id)
        self.assertEqual(event.start, coaching.start)
        self.assertGreater(coaching.start, fields.Datetime.now())

    def test_a_critical_criterion_opens_one_whatever_the_score(self):
        review = self.review(UNETHICAL)
        self.assertGreaterEqual(review.score, 70)
        coaching = self.find_coachings()
        self.assertEqual(coaching.kind, "role_play")
        self.assertEqual(coaching.criterion_ids.criterion_id, self.criteria["ethics"])

    def test_neither_a_good_review_nor_one_that_is_not_signed_opens_one(self):
        self.review(GOOD)
        self.review(LOW, sign=False)
        self.assertFalse(self.find_coachings())

    def test_the_person_is_enrolled_in_the_module_of_the_criterion(self):
        self.review(LOW)
        assignments = self.env["digiflow.training.assignment"].search(
            [("user_id", "=", self.caller.id), ("origin", "=", "coaching")]
        )
        self.assertEqual(assignments.module_id, self.modules["script"])

    def test_a_second_review_of_the_same_criterion_adds_to_the_open_one(self):
        self.review(LOW)
        second = self.review({"script": 10, "ethics": 0})
        coaching = self.find_coachings()
        self.assertEqual(len(coaching), 1)
        self.assertEqual(second.coaching_id, coaching)
        self.assertEqual(len(coaching.review_ids), 2)
        self.assertEqual(coaching.criterion_ids.criterion_id, self.card.criterion_ids)

    def test_another_criterion_or_another_person_has_its_own(self):
        self.review(LOW)
        self.review(UNETHICAL)
        self.assertEqual(len(self.find_coachings()), 2)

    def test_both_criteria_that_have_a_coaching_each_are_not_planned_twice(self):
        self.review(LOW)
        self.review(UNETHICAL)
        third = self.review({"script": 10, "ethics": 0})
        self.env.flush_all()
        coachings = self.find_coachings()
        self.assertEqual(len(coachings), 2)
        self.assertIn(third.coaching_id, coachings)
        self.assertEqual([len(one.criterion_ids) for one in coachings], [1, 1])

    def test_once_for_each_review(self):
        review = self.review(LOW)
        coaching = self.find_coachings()
        self.assertEqual(self.env["digiflow.coaching"]._open_for(review), coaching)
        self.assertEqual(self.find_coachings(), coaching)
        self.assertEqual(len(coaching.criterion_ids), 1)

    def test_after_the_session_a_call_before_it_opens_no_other(self):
        self.review(LOW)
        coaching = self.find_coachings()
        early, late = self.make_call(days=3), self.make_call()
        coaching.with_user(self.analyst).start = fields.Datetime.now() - timedelta(days=1)
        coaching.with_user(self.analyst).action_hold()
        self.assertEqual(self.review(LOW, call=early).coaching_id, coaching)
        self.assertNotEqual(self.review(LOW, call=late).coaching_id, coaching)

    def test_the_database_lets_no_two_of_the_same_criterion_be_planned(self):
        self.review(LOW)
        other = self.find_coachings().copy({"criterion_ids": []})
        values = {"coaching_id": other.id, "criterion_id": self.criteria["script"].id}
        with self.assertRaises(ExclusionViolation), mute_logger("odoo.sql_db"):
            self.env["digiflow.coaching.criterion"].create(values).flush_recordset()


class TestWay(CoachingCase):
    """Planned, held, closed: who may do what, and when no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.review(LOW)
        cls.coaching = cls.find_coachings().with_user(cls.analyst)
        cls.commitment = cls.env["digiflow.coaching.commitment"].with_user(cls.analyst)
        cls.commitment = cls.commitment.create(
            {
                "coaching_id": cls.coaching.id,
                "name": "Leer el guion en voz alta",
                "date_due": periods.today() + timedelta(days=1),
            }
        )
        cls.own = cls.commitment.with_user(cls.caller)

    def hold(self):
        self.coaching.start = fields.Datetime.now() - timedelta(hours=2)
        self.coaching.action_hold()

    def test_the_appointment_and_the_session_stay_in_step(self):
        start = fields.Datetime.now().replace(microsecond=0) + timedelta(days=9)
        self.coaching.start = start
        self.assertEqual(self.coaching.event_id.start, start)
        moved = start + timedelta(hours=1)
        event = self.coaching.event_id.with_user(self.caller)
        event.write({"start": moved, "stop": moved + timedelta(minutes=45)})
        self.assertEqual((self.coaching.start, self.coaching.minutes), (moved, 45))

    def test_a_session_is_held_when_it_has_begun(self):
        with self.assertRaises(UserError):
            self.coaching.action_hold()
        self.hold()
        self.assertEqual(self.coaching.state, "held")
        for values in ({"start": fields.Datetime.now()}, {"state": "planned"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.coaching.write(values)

    def test_the_telemarketer_sees_and_ticks_what_is_own_alone(self):
        self.assertEqual(self.own.coaching_id.read(["kind"])[0]["kind"], "listening")
        self.own.action_tick()
        self.assertEqual(self.commitment.done_on, periods.today())
        self.assertEqual(self.commitment.done_by_id, self.caller)
        for refused in ({"name": "Nada"}, {"date_due": "2099-01-01"}, {"done_on": "2020-01-01"}):
            with self.subTest(refused=refused), self.assertRaises(UserError):
                self.own.write(refused)
        with self.assertRaises(AccessError):
            self.own.coaching_id.note = "Fue excelente"
        with self.assertRaises(AccessError):
            self.own.coaching_id.action_close()
        colleague = self.make_user("telemarketer", login="colleague")
        with self.assertRaises(AccessError):
            self.commitment.with_user(colleague).action_tick()
        with self.assertRaises(AccessError):
            self.coaching.with_user(colleague).read(["kind"])

    def test_closed_it_stays_as_it_is_for_everybody(self):
        with self.assertRaises(UserError):
            self.coaching.action_close()
        self.coaching.closing_note = "Mejoró."
        self.coaching.action_close()
        for user in (self.analyst, self.users["manager"], self.env.user):
            coaching = self.coaching.with_user(user)
            attempts = {
                "write": lambda one=coaching: one.write({"note": "Otra cosa"}),
                "reopen": lambda one=coaching: one.write({"state": "held"}),
                "commitment": lambda one=coaching: one.commitment_ids.write({"name": "Otro"}),
                "tick": lambda one=coaching: one.commitment_ids.action_tick(),
                "criterion": lambda one=coaching: one.criterion_ids.unlink(),
                "through the form": lambda one=coaching: one.write({"commitment_ids": [(5, 0, 0)]}),
                "delete": lambda one=coaching: one.unlink(),
            }
            for name, attempt in attempts.items():
                with self.subTest(name=name, user=user.login), self.assertRaises(UserError):
                    attempt()
        with self.assertRaises(UserError):
            self.own.action_tick()

    def test_reminders_come_once_before_and_once_after(self):
        commitments = self.env["digiflow.coaching.commitment"]

        def reminders():
            """Messages to the person and to the coach."""
            found = self.env["mail.notification"].search(
                [
                    ("mail_message_id.model", "=", "digiflow.coaching"),
                    ("mail_message_id.subject", "like", self.commitment.name),
                ]
            )
            return [
                len(found.filtered(lambda one, p=user.partner_id: one.res_partner_id == p))
                for user in (self.caller, self.analyst)
            ]

        commitments._cron_remind()
        commitments._cron_remind()
        self.assertEqual(reminders(), [1, 0])
        self.commitment.date_due = periods.today() - timedelta(days=1)
        commitments._cron_remind()
        commitments._cron_remind()
        self.assertEqual(reminders(), [2, 1])
        self.assertTrue(self.coaching.is_late)
        self.assertIn(self.coaching, self.coaching.search([("is_late", "=", True)]))
        self.own.action_tick()
        self.assertFalse(self.coaching.is_late)

    def test_nobody_coaches_oneself_and_only_quality_and_the_manager_coach(self):
        for role in ("telemarketer", "executive"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self.coaching.coach_id = self.users[role]
        own = {"user_id": self.analyst.id, "coach_id": self.analyst.id}
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.env["digiflow.coaching"].create(own)

    def test_what_each_role_may_do(self):
        """Read, write, create and delete a coaching and a commitment that are not one's own."""
        expected = {"quality": "rwcd", "manager": "rwcd"}
        values = {"user_id": self.caller.id, "coach_id": self.analyst.id}
        for role, user in self.users.items():
            if role == "telemarketer":
                continue
            planned = self.env["digiflow.coaching"].create(values).with_user(user)
            attempts = {
                "r": lambda one=planned: one.read(["kind"]),
                "w": lambda one=planned: one.write({"note": "Bien"}),
                "c": lambda one=planned: one.create(values),
                "d": lambda one=planned: one.unlink(),
            }
            allowed = "".join(name for name, attempt in attempts.items() if self.may(attempt))
            self.assertEqual(allowed, expected.get(role, ""), role)

    def may(self, attempt):
        """Whether access rights let it happen."""
        try:
            with self.env.cr.savepoint():
                attempt()
        except AccessError:
            return False
        return True

    def test_another_company_is_out_of_reach(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        everyone = self.caller | self.analyst
        everyone.company_ids = [(4, abroad.id)]
        values = {"user_id": self.caller.id, "coach_id": self.analyst.id, "company_id": abroad.id}
        foreign = self.env["digiflow.coaching"].create(values)
        for user in everyone:
            here = foreign.with_user(user).with_context(allowed_company_ids=self.env.company.ids)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                here.read(["kind"])


class TestWhetherItHelped(CoachingCase):
    """The same criterion in the reviews before and after, counted again here."""

    def test_figures(self):
        before = [40, 50, 60]
        calls = [self.make_call(days) for days in (12, 11, 10)]
        for call, points in zip(calls, before, strict=True):
            self.review({"script": points, "ethics": 90}, call=call)
        coaching = self.find_coachings().with_user(self.analyst)
        coaching.start = fields.Datetime.now() - timedelta(days=5)
        criterion = coaching.criterion_ids
        self.assertEqual((criterion.verdict, criterion.before_count), ("early", 3))
        coaching.action_hold()
        after = [80, 90, 97]
        for points in after:
            call = self.make_call(days=2)
            self.review({"script": points, "ethics": 90}, call=call)
        self.review({"script": 0, "ethics": 90}, days=2, sign=False)
        criterion.invalidate_recordset()
        self.assertEqual((criterion.before_count, criterion.after_count), (3, 3))
        self.assertAlmostEqual(criterion.before_average, sum(before) / 3)
        self.assertAlmostEqual(criterion.after_average, sum(after) / 3)
        self.assertEqual((criterion.change, criterion.verdict), (39.0, "better"))
        seen = criterion.with_user(self.caller)
        seen.invalidate_recordset()
        self.assertEqual(seen.after_count, 3)

    def test_too_few_reviews_are_said(self):
        self.review(LOW, days=10)
        coaching = self.find_coachings().with_user(self.analyst)
        coaching.start = fields.Datetime.now() - timedelta(days=5)
        coaching.action_hold()
        self.review(GOOD, days=1)
        coaching.criterion_ids.invalidate_recordset()
        self.assertEqual(coaching.criterion_ids.verdict, "few")
