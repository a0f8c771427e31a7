"""The team at work, live: who is doing what, and for whom it is shown."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.models.calls.digiflow_call_team import AT_DESK, AWAY, CALLING, IDLE

from .cases import ANSWERED, CallCase

# 10:00 of Wednesday 1 April in Lima.
TEN = "2026-04-01 15:00:00"


class TeamCase(CallCase):
    """The screen of whoever supervises."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.make_user("telemarketer", login="colleague")

    def look(self, role="manager", user=None):
        """What the screen shows of one telemarketer."""
        self.env.flush_all()
        self.env.invalidate_all()
        team = self.env["digiflow.call.team"].with_user(self.users[role]).get_team()
        user = user or self.caller
        found = [member for member in team["members"] if member["id"] == user.id]
        return found[0] if found else None

    def totals(self):
        """The figures of the whole team."""
        return self.env["digiflow.call.team"].with_user(self.users["manager"]).get_team()["totals"]


class TestStates(TeamCase):
    """Not started, with a company, at the desk, idle."""

    def test_a_morning(self):
        lead = self.make_prospect(1)
        with freeze_time(TEN) as clock:
            lead.call_due = fields.Datetime.now()
            self.assertEqual(self.look()["state"], AWAY)
            self.desk.next_call()
            clock.tick(timedelta(minutes=4))
            self.desk.keep(lead.id)
            clock.tick(timedelta(minutes=8))
            seen = self.look()
            self.assertEqual((seen["state"], seen["since"]), (CALLING, "10:00"))
            self.assertEqual(seen["lead"], lead.name)
            self.assertFalse(seen["last"])
            self.log(lead, "effective", duration=2, **self.answers())
            seen = self.look()
            self.assertEqual((seen["state"], seen["since"]), (AT_DESK, "10:14"))
            self.assertFalse(seen["lead"])
            clock.tick(timedelta(minutes=20))
            seen = self.look()
            self.assertEqual((seen["state"], seen["since"]), (IDLE, "10:14"))
            self.assertEqual(seen["last"]["time"], "10:12")
            self.assertEqual(seen["last"]["lead"], lead.name)
            self.assertEqual(seen["last"]["outcome"], "Effective contact")
            self.assertEqual((seen["calls"], seen["effective"]), (1, 1))
            self.assertEqual(seen["effective_rate"], 100)

    @staticmethod
    def answers():
        """What an effective contact needs."""
        return {name: ANSWERED[name] for name in ANSWERED if name != "outcome"}

    def test_an_abandoned_company_is_not_being_called(self):
        lead = self.make_prospect(1)
        with freeze_time(TEN) as clock:
            lead.call_due = fields.Datetime.now()
            self.desk.next_call()
            clock.tick(timedelta(minutes=25))
            seen = self.look()
        self.assertEqual((seen["state"], seen["since"]), (IDLE, "10:00"))

    def test_yesterday_is_over(self):
        lead = self.make_prospect(1)
        with freeze_time("2026-04-01 04:40:00") as clock:  # 23:40 of 31 March in Lima
            lead.call_due = fields.Datetime.now()
            self.desk.next_call()
            self.log(lead, "no_answer")
            self.assertEqual(self.look()["state"], AT_DESK)
            clock.move_to("2026-04-01 05:10:00")
            seen = self.look()
        self.assertEqual((seen["state"], seen["calls"], seen["last"]), (AWAY, 0, False))

    def test_the_next_company_is_another_one(self):
        first, second = self.make_prospect(1), self.make_prospect(2)
        with freeze_time(TEN) as clock:
            (first | second).write({"call_due": fields.Datetime.now()})
            self.desk.take(first.id)
            clock.tick(timedelta(minutes=3))
            self.desk.take(second.id)
            clock.tick(timedelta(minutes=2))
            self.desk.keep(second.id)
            seen = self.look()
            self.assertEqual((seen["lead"], seen["since"]), (second.name, "10:03"))
            self.desk.release(second.id)
            self.assertEqual(self.look()["state"], AT_DESK)


class TestTeam(TeamCase):
    """Who is on the screen, with which figures."""

    def test_figures_against_goals(self):
        self.env["digiflow.call.goal"].create({"user_id": self.caller.id, "calls": 20})
        before = self.totals()
        self.log(self.make_prospect(1), "effective", **TestStates.answers())
        self.log(self.make_prospect(2), "busy")
        overdue = self.make_prospect(3)
        overdue._queue_callback(self.ago(days=1), "Ayer")
        seen, totals = self.look(), self.totals()
        self.assertEqual((seen["calls"], seen["goal_calls"]), (2, 20))
        self.assertEqual(seen["effective_rate"], 50.0)
        self.assertEqual((seen["callbacks_overdue"], seen["callbacks_due"]), (1, 1))
        self.assertEqual(totals["calls"] - before["calls"], 2)
        self.assertEqual(totals["callbacks_overdue"] - before["callbacks_overdue"], 1)

    def test_a_click_opens_as_many_calls_as_it_says(self):
        for number in (1, 2, 3):
            self.log(self.make_prospect(number), "busy")
        self.log(self.make_prospect(4), "busy", user=self.users["manager"])
        old = self.make_prospect(5)
        self.env["digiflow.call"].create(
            {
                "lead_id": old.id,
                "user_id": self.caller.id,
                "start": self.ago(days=1),
                "outcome": "busy",
            }
        )
        for role in ("manager", "quality"):
            seen = self.look(role)
            team = self.env["digiflow.call.team"].with_user(self.users[role])
            action = team.open_calls(self.caller.id)
            calls = self.env["digiflow.call"].with_user(self.users[role])
            self.assertEqual(calls.search_count(action["domain"]), seen["calls"])
            everybody = calls.search_count(team.open_calls()["domain"])
            self.assertEqual(everybody, self.totals()["calls"])

    def test_managers_are_no_telemarketers_until_they_call(self):
        manager = self.users["manager"]
        self.assertFalse(self.look(user=manager))
        self.log(self.make_prospect(1), "busy", user=manager)
        self.assertEqual(self.look(user=manager)["calls"], 1)
        for role in ("executive", "quality"):
            self.assertFalse(self.look(user=self.users[role]))

    def test_people_of_another_company_are_not_shown(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.colleague.write({"company_ids": [(6, 0, abroad.ids)], "company_id": abroad.id})
        self.assertFalse(self.look(user=self.colleague))
        self.assertTrue(self.look())

    def test_it_is_for_manager_and_quality(self):
        for role in ("telemarketer", "executive", "presales", "implementation"):
            team = self.env["digiflow.call.team"].with_user(self.users[role])
            for call in (team.get_team, lambda team=team: team.open_calls(self.caller.id)):
                with self.assertRaises(AccessError, msg=role):
                    call()
        for role in ("manager", "quality"):
            self.assertTrue(self.look(role))

    def test_nothing_in_it_is_null(self):
        """Integrations read it over XML-RPC too."""
        self.log(self.make_prospect(1), "busy")
        team = self.env["digiflow.call.team"].with_user(self.users["manager"]).get_team()
        for figures in (*team["members"], team["totals"]):
            self.assertNotIn(None, figures.values())

    def test_queries_do_not_grow_with_the_team(self):
        def count(people):
            for number in people:
                user = self.make_user("telemarketer", login=f"person_{number}")
                self.prospects.telemarketer_ids += user
                lead = self.make_prospect(number, telemarketer_id=user.id)
                self.log(lead, "busy", user=user)
                self.make_prospect(number + 100, telemarketer_id=user.id)
                self.desk.with_user(user).next_call()
            self.look()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["digiflow.call.team"].with_user(self.users["manager"]).get_team()
            return self.env.cr.sql_log_count - before

        self.assertEqual(count([1]), count(range(2, 9)))
