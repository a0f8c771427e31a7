"""Points, badges and challenges, counted again from what happened."""

from datetime import datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods

from ..calls.cases import ANSWERED, CallCase

TODAY = periods.today()
NOW = datetime.now().replace(microsecond=0) - timedelta(minutes=30)
EFFECTIVE = {name: ANSWERED[name] for name in ("outcome", "contact_name", "decision_maker_role")}


class TestPoints(CallCase):
    """What earns points, and that nothing earns them twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.points = cls.env["digiflow.points"]
        cls.manager = cls.users["manager"]

    @classmethod
    def call(cls, lead, start=NOW, user=None, **vals):
        """An effective contact, or what `vals` make of it."""
        calls = cls.env["digiflow.call"].with_user(user or cls.caller)
        # sudo: the points are counted from outside.
        return calls.create({"lead_id": lead.id, "start": start, **EFFECTIVE, **vals}).sudo()

    @classmethod
    def hold_meeting(cls, lead, booker, state="held"):
        """A presentation that somebody booked, of an hour ago."""
        event = cls.env["calendar.event"].create(
            {
                "name": "Presentación",
                "start": NOW - timedelta(hours=1),
                "stop": NOW,
                "user_id": cls.users["executive"].id,
                "opportunity_id": lead.id,
                "digiflow_kind": "presentation",
                "digiflow_state": state,
                "booked_by_id": booker.id,
            }
        )
        cls.env.flush_all()
        return event

    def earned(self, user, kind):
        """(how many things, how many points) somebody has of a kind."""
        own = self.points.search([("user_id", "=", user.id), ("kind", "=", kind)])
        return len(own), sum(own.mapped("points"))

    def award(self, times=1):
        for _time in range(times):
            self.points._cron_award()

    def test_effective_contacts(self):
        """Each company once a day and person, and effective contacts alone."""
        leads = [self.make_prospect(number) for number in range(1, 4)]
        for lead in leads:
            self.call(lead)
        self.call(leads[0], start=NOW - timedelta(minutes=5))
        self.call(leads[1], start=NOW - timedelta(days=3))
        self.call(leads[2], outcome="no_answer")
        self.call(leads[2], start=NOW - timedelta(days=40))
        self.award()
        self.assertEqual(self.earned(self.caller, "contact"), (4, 4))

    def test_the_day_is_that_of_lima(self):
        """At 20:00 in Lima it is the next day in UTC."""
        day = TODAY - timedelta(days=2)
        self.call(self.make_prospect(1), start=periods.starts_at(day) + timedelta(hours=20))
        self.award()
        found = self.points.search([("user_id", "=", self.caller.id)])
        self.assertEqual(found.day, day)

    def test_meetings_held(self):
        """Who booked it and who held it, once each; not one that was only booked."""
        executive = self.users["executive"]
        self.hold_meeting(self.make_prospect(1), self.caller)
        self.hold_meeting(self.make_prospect(2), executive)
        self.hold_meeting(self.make_prospect(3), self.caller, state="no_show")
        self.award()
        self.assertEqual(self.earned(self.caller, "meeting"), (1, 5))
        self.assertEqual(self.earned(executive, "meeting"), (2, 10))

    def test_modules_passed_and_badges(self):
        """Once a module and year, however often it is passed; the first one brings a badge."""
        module = self.env.ref("digiflow_crm.training_module_1")
        for evaluation in self.find_steps(module):
            for _time in range(2):
                self.finish(evaluation, 95)
        self.award(2)
        count = len(self.points.search([("module_id", "=", module.id)]))
        passed = self.env["digiflow.training.plan"].search(
            [("user_id", "=", self.caller.id), ("status", "in", ["passed", "expiring"])]
        )
        self.assertIn(module, passed.module_id)
        self.assertEqual(count, 1)
        self.assertEqual(self.earned(self.caller, "module"), (len(passed), 20 * len(passed)))
        badge = self.env.ref("digiflow_crm.badge_first_module")
        self.assertEqual(len(badge.owner_ids.filtered(lambda one: one.user_id == self.caller)), 1)

    def find_steps(self, module):
        """The evaluations by which a module is passed."""
        evaluations = self.env["digiflow.training.evaluation"].search([("required", "=", True)])
        own = evaluations.filtered(lambda one: one.module_id == module)
        programs = (
            module.env["digiflow.training.program.line"]
            .search([("module_id", "=", module.id)])
            .program_id
        )
        return own or evaluations.filtered(
            lambda one: not one.module_id and one.program_id in programs
        )

    def finish(self, evaluation, score):
        """An attempt of the telemarketer that has just ended."""
        self.env["digiflow.training.attempt"].create(
            {
                "evaluation_id": evaluation.id,
                "evaluation_name": evaluation.name,
                "module_id": evaluation.module_id.id,
                "program_id": evaluation.program_id.id,
                "user_id": self.caller.id,
                "company_id": self.env.company.id,
                "method": evaluation.method,
                "pass_mark": 70,
                "started_on": fields.Datetime.now(),
            }
        )._finish(score)

    def test_nothing_counts_twice_and_karma_follows(self):
        """However often it is reckoned, points and Odoo's karma stay the same."""
        before = self.caller.karma
        for number in range(1, 4):
            lead = self.make_prospect(number)
            self.call(lead)
            self.hold_meeting(lead, self.caller)
        self.award(3)
        own = self.points.search([("user_id", "=", self.caller.id)])
        self.assertEqual(sum(own.mapped("points")), 3 * 1 + 3 * 5)
        self.caller.invalidate_recordset()
        self.assertEqual(self.caller.karma - before, 3 * 1 + 3 * 5)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "INSERT INTO digiflow_points (user_id, kind, source, day, points)"
                " SELECT user_id, kind, source, day, points FROM digiflow_points WHERE id = %s",
                [own[0].id],
            )

    def test_points_are_neither_written_nor_seen_by_others(self):
        self.call(self.make_prospect(1))
        self.award()
        own = self.points.search([("user_id", "=", self.caller.id)])
        self.assertEqual(own.with_user(self.caller).read(["points"])[0]["points"], 1)
        self.assertTrue(own.with_user(self.manager).read(["points"]))
        for role in ("executive", "presales", "quality", "implementation"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                own.with_user(self.users[role]).read(["points"])
        for user in (self.caller, self.manager, self.env.user):
            mine = own.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(UserError):
                mine.write({"points": 1000})
            with self.subTest(user=user.login), self.assertRaises(UserError):
                mine.create({"user_id": user.id, "kind": "contact", "source": "x", "points": 9})

    def test_the_board(self):
        """Own figures in full; of others the first five alone, and never who is last."""
        people = [self.make_user("telemarketer", login=f"caller_{n}") for n in range(6)]
        self.prospects.telemarketer_ids = [(4, user.id) for user in people]
        leads = [self.make_prospect(number, telemarketer_id=False) for number in range(1, 9)]
        for count, user in enumerate(people, 2):
            for lead in leads[:count]:
                self.call(lead, user=user)
        self.call(leads[0])
        self.award()
        board = self.points.with_user(self.caller).get_board()
        self.assertEqual((board["points"], board["total"]), (1, 1))
        self.assertEqual([row["points"] for row in board["leaders"]], [7, 6, 5, 4, 3])
        self.assertEqual((board["place"], board["to_next"]), (7, 1))
        self.assertNotIn(people[0].name, [row["name"] for row in board["leaders"]])
        action = self.points.with_user(self.caller).open_own("contact")
        opened = self.points.with_user(self.caller).search(action["domain"])
        contact = next(row for row in board["kinds"] if row["kind"] == "contact")
        self.assertEqual(len(opened), contact["count"])
        first = self.points.with_user(people[-1]).get_board()
        self.assertEqual((first["place"], first["to_next"]), (1, 0))
        nobody = self.points.with_user(self.users["presales"]).get_board()
        self.assertEqual((nobody["place"], nobody["points"]), (0, 0))

    def test_challenges_count_what_happened(self):
        challenge = self.env.ref("digiflow_crm.challenge_module")
        contacts = self.env.ref("digiflow_crm.challenge_contacts")
        (challenge | contacts)._recompute_challenge_users()
        (challenge | contacts)._generate_goals_from_challenge()
        self.assertIn(self.users["presales"], challenge.user_ids)
        self.assertNotIn(self.users["presales"], contacts.user_ids)
        for number in range(1, 4):
            self.call(self.make_prospect(number))
        self.award()
        goal = self.env["gamification.goal"].search(
            [("challenge_id", "=", contacts.id), ("user_id", "=", self.caller.id)]
        )
        goal.update_goal()
        this_month = [("user_id", "=", self.caller.id), ("day", ">=", TODAY.replace(day=1))]
        self.assertEqual(goal.current, self.points.search_count(this_month))
        with self.assertRaises(UserError):
            goal.with_user(self.caller).write({"state": "reached", "current": 60})
        board = self.points.with_user(self.caller).get_board()
        shown = next(row for row in board["goals"] if row["id"] == goal.id)
        self.assertEqual((shown["current"], shown["target"]), (goal.current, 60))
        badge = self.env.ref("digiflow_crm.badge_contacts")
        with self.assertRaises(UserError):
            self.env["gamification.badge.user"].with_user(self.caller).create(
                {"user_id": self.caller.id, "badge_id": badge.id}
            )
