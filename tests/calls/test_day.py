"""A telemarketer's day: what counts, on which day of Lima, against which goals, and who sees it."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.compat import SERIES
from odoo.addons.digiflow_crm.models.calls.crm_lead_waiting import MOST_WAITING

from .cases import ANSWERED, CallCase

# Tuesday 31 March 2026, the last day of a quarter in Lima: from 05:00 UTC to 05:00 of the next.
LAST_DAY = date(2026, 3, 31)
FIRST_DAY = date(2026, 4, 1)


class DayCase(CallCase):
    """Calls of the telemarketer on days of their own, far from today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.called = cls.make_prospect(90)

    @classmethod
    def make_call(cls, start, outcome="no_answer", user=None, minutes=2, lead=None):
        """A call that was made at `start` (UTC)."""
        answers = ANSWERED if outcome == "effective" else {}
        return cls.env["digiflow.call"].create(
            {
                "lead_id": (lead or cls.called).id,
                "user_id": (user or cls.caller).id,
                "start": start,
                "duration": minutes,
                **{name: answers[name] for name in answers if name != "current_system"},
                "outcome": outcome,
            }
        )

    def day(self, day, user=None):
        """The figures of a person's day."""
        user = user or self.caller
        days = self.env["digiflow.call.day"].with_user(self.users["manager"])
        return days._get_days(user, day)[user.id]

    def book(self, moment, user=None, **vals):
        """An appointment with a company that somebody booked at `moment` (UTC)."""
        user = user or self.caller
        start = fields.Datetime.now() + timedelta(days=3)
        event = (
            self.env["calendar.event"]
            .with_user(user)
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Presentación",
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "opportunity_id": self.called.id,
                    **vals,
                }
            )
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE calendar_event SET create_date = %s WHERE id = %s", (moment, event.id)
        )
        return event


class TestLimaDays(DayCase):
    """Both sides of midnight, at the end of a quarter."""

    def test_evening_and_just_after_midnight(self):
        evening = datetime(2026, 4, 1, 1)  # 20:00 in Lima, still 31 March
        after_midnight = datetime(2026, 4, 1, 5, 10)  # 00:10 in Lima
        self.make_call(evening)
        self.make_call(after_midnight, "effective")
        self.make_call(datetime(2026, 4, 1, 4, 59, 59))
        self.make_call(datetime(2026, 4, 2, 5))
        last, first = self.day(LAST_DAY), self.day(FIRST_DAY)
        self.assertEqual((last["calls"], last["effective"]), (2, 0))
        self.assertEqual((first["calls"], first["effective"]), (1, 1))

    def test_meetings_count_on_the_day_they_were_booked(self):
        self.book("2026-04-01 01:00:00")
        self.book("2026-04-01 05:10:00")
        self.book("2026-04-01 15:00:00")
        self.assertEqual(self.day(LAST_DAY)["meetings"], 1)
        self.assertEqual(self.day(FIRST_DAY)["meetings"], 2)

    def test_the_desk_tells_of_today_in_lima(self):
        for start in (datetime(2026, 4, 1, 1), datetime(2026, 4, 1, 5, 10)):
            self.make_call(start)
        with freeze_time("2026-04-01 04:30:00"):
            self.assertEqual(self.desk.open_desk()["day"]["calls"], 1)
        self.make_call(datetime(2026, 4, 1, 6))
        with freeze_time("2026-04-01 06:30:00"):
            self.assertEqual(self.desk.open_desk()["day"]["calls"], 2)

    def test_the_report_has_the_days_of_lima(self):
        calls = [self.make_call(datetime(2026, 4, 1, hour)) for hour in (1, 6)]
        rows = self.env["digiflow.call.day"].search([("call_id", "in", [c.id for c in calls])])
        days = {row.call_id: row.day for row in rows}
        self.assertEqual([days[call] for call in calls], [LAST_DAY, FIRST_DAY])


class TestFigures(DayCase):
    """What is counted, and how the rate follows from it."""

    def test_figures_of_a_day(self):
        start = datetime(2026, 4, 1, 15)
        self.make_call(start, "no_answer", minutes=1)
        self.make_call(start, "busy", minutes=0.5)
        self.make_call(start, "effective", minutes=4.25)
        day = self.day(FIRST_DAY)
        self.assertEqual((day["calls"], day["effective"]), (3, 1))
        self.assertEqual(day["effective_rate"], 33.3)
        # Ringing is not talking.
        self.assertEqual(day["talk_minutes"], 4.2)

    def test_no_calls_have_no_rate(self):
        day = self.day(FIRST_DAY)
        self.assertEqual((day["calls"], day["meetings"]), (0, 0))
        self.assertIs(day["effective_rate"], False)

    def test_only_ones_own_calls_and_of_companies_at_work(self):
        other = self.make_user("telemarketer", login="other")
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        start = datetime(2026, 4, 1, 15)
        self.make_call(start, user=other)
        lead = self.make_prospect(1, prospect_list_id=False, user_id=False)
        lead.company_id = abroad
        self.make_call(start, lead=lead)
        self.assertEqual(self.day(FIRST_DAY)["calls"], 0)
        self.assertEqual(self.day(FIRST_DAY, other)["calls"], 1)

    def test_meetings_that_do_not_count(self):
        """Cancelled ones, with nobody of the pipeline, and those that others booked."""
        moment = "2026-04-01 15:00:00"
        self.book(moment)
        self.book(moment, active=False)
        self.book(moment, opportunity_id=False)
        stock = self.env["crm.lead"].create(
            {"name": "Otro", "team_id": self.env["crm.team"].create({"name": "Ventas"}).id}
        )
        self.book(moment, user=self.users["manager"], opportunity_id=stock.id)
        self.assertEqual(self.day(FIRST_DAY)["meetings"], 1)
        self.assertEqual(self.day(FIRST_DAY, self.users["manager"])["meetings"], 0)

    def test_callbacks_of_today_and_overdue(self):
        with freeze_time("2026-04-01 04:30:00"):  # 23:30 of 31 March in Lima
            for number, when in enumerate(
                ("2026-03-30 15:00:00", "2026-04-01 04:50:00", "2026-04-01 05:10:00"), start=1
            ):
                self.make_prospect(number)._queue_callback(
                    fields.Datetime.to_datetime(when), "Pidió que la llamen"
                )
            self.env.flush_all()
            self.assertEqual(self.desk._prepare_day()["callbacks_due"], 2)

    def test_what_waits_is_counted_to_a_thousand(self):
        self.called._leave_queue()
        self.make_prospect(1)
        self.make_prospect(2, telemarketer_id=False)
        self.make_prospect(3, call_due=fields.Datetime.now() + timedelta(hours=1))
        self.make_prospect(4, telemarketer_id=self.make_user("telemarketer", login="other").id)
        blocked = self.make_prospect(5)
        self.env["phone.blacklist"]._add([blocked.phone_sanitized])
        self.assertEqual(self.desk.next_call()["day"]["waiting"], "2")
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO crm_lead (name, type, team_id, active, is_digiflow, telemarketer_id,
                call_queue, call_due, call_attempts, phone, priority)
            SELECT 'Empresa ' || n, 'opportunity', %s, TRUE, TRUE, %s, 'new', %s, 0, '1', '0'
            FROM generate_series(1, %s) n
            """,
            (self.team.id, self.caller.id, self.ago(hours=1), MOST_WAITING),
        )
        self.assertEqual(self.desk.next_call()["day"]["waiting"], "1000+")

    def test_each_step_at_the_desk_tells_the_day(self):
        self.called._leave_queue()
        lead = self.make_prospect(1)
        self.assertEqual(self.desk.open_desk()["day"]["calls"], 0)
        self.assertEqual(self.desk.next_call()["day"]["waiting"], "1")
        values = {"outcome": "effective", "duration": 3, **ANSWERED}
        day = self.desk.log_call(lead.id, values)["day"]
        self.assertEqual((day["calls"], day["effective"], day["effective_rate"]), (1, 1, 100.0))
        self.assertEqual(day["waiting"], "0")
        # What a telephone system is answered over XML-RPC has no null.
        self.assertNotIn(None, day.values())

    def test_queries_do_not_grow_with_calls(self):
        def count(numbers):
            for number in numbers:
                self.make_call(self.ago(minutes=number), lead=self.make_prospect(number))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.desk._prepare_day()
            return self.env.cr.sql_log_count - before

        count([1])
        self.assertEqual(count([2]), count(range(3, 40)))


class TestGoals(DayCase):
    """The company's goals hold for everybody; one's own from their day on."""

    def test_own_goals_from_their_day_on(self):
        company = self.env.company
        company.write({"digiflow_goal_calls": 50, "digiflow_goal_meetings": 3})
        goals = self.env["digiflow.call.goal"].with_user(self.users["manager"])
        goals.create({"user_id": self.caller.id, "date_from": "2026-04-01", "calls": 20})
        goals.create({"user_id": self.caller.id, "date_from": "2026-04-10", "calls": 30})
        days = {
            text: self.day(date.fromisoformat(text))["goal_calls"]
            for text in ("2026-03-31", "2026-04-01", "2026-04-09", "2026-04-10")
        }
        self.assertEqual(list(days.values()), [50, 20, 20, 30])
        self.assertEqual(self.day(FIRST_DAY)["goal_meetings"], 3)
        self.assertEqual(self.day(FIRST_DAY, self.users["manager"])["goal_calls"], 50)

    def test_the_manager_sets_them_and_nobody_else(self):
        values = {"user_id": self.caller.id, "date_from": "2026-04-01"}
        for role in ("telemarketer", "executive", "presales", "quality", "implementation"):
            with self.assertRaises(AccessError, msg=role):
                self.env["digiflow.call.goal"].with_user(self.users[role]).create(values)
        self.env["digiflow.call.goal"].with_user(self.users["manager"]).create(values)

    def test_impossible_goals_are_refused(self):
        goals = self.env["digiflow.call.goal"]
        values = {"user_id": self.caller.id, "date_from": "2026-04-01"}
        goals.create(values)
        for wrong in ({}, {"date_from": "2026-04-02", "calls": -1}):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
                goals.create({**values, **wrong})


class TestSettings(CallCase):
    """The settings of the process are the commercial manager's."""

    def test_the_manager_changes_them_on_the_form(self):
        form = Form(self.env["digiflow.settings"].with_user(self.users["manager"]))
        self.assertEqual(form.digiflow_call_minutes, 10)
        form.digiflow_call_minutes = 7
        form.digiflow_goal_calls = 45
        form.save()
        self.assertEqual(self.env.company.digiflow_call_minutes, 7)
        self.assertEqual(self.env.company.digiflow_goal_calls, 45)

    def test_nobody_else_does(self):
        manager = self.users["manager"]
        theirs = self.env["digiflow.settings"].with_user(manager).create({})
        for role in ("telemarketer", "executive", "presales", "quality", "implementation"):
            settings = self.env["digiflow.settings"].with_user(self.users[role])
            with self.assertRaises(AccessError, msg=role):
                settings.create({"digiflow_goal_calls": 1})
            with self.assertRaises(AccessError, msg=role):
                theirs.with_user(self.users[role]).write({"digiflow_goal_calls": 1})
        self.assertNotEqual(self.env.company.digiflow_goal_calls, 1)

    def test_not_those_of_a_company_that_is_not_at_work(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        settings = self.env["digiflow.settings"].with_user(self.users["manager"])
        with self.assertRaises(AccessError):
            settings.create({"company_id": abroad.id, "digiflow_goal_calls": 1})
        own = settings.create({})
        own.write({"company_id": abroad.id, "digiflow_goal_calls": 2})
        self.assertEqual(self.env.company.digiflow_goal_calls, 2)
        self.assertEqual(abroad.digiflow_goal_calls, 60)

    def test_a_negative_goal_is_refused(self):
        settings = self.env["digiflow.settings"].with_user(self.users["manager"])
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            settings.create({"digiflow_goal_calls": -1})


class TestReport(DayCase):
    """The report by day, list and person: rates of groups, and who finds whose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_user("telemarketer", login="other")
        start = datetime(2026, 4, 1, 15)
        # One of one, and one of four: 40 % together, not the 62.5 % between 100 % and 25 %.
        cls.make_call(start, "effective")
        for outcome in ("effective", "no_answer", "busy", "refused"):
            cls.make_call(start, outcome, user=cls.other)

    def group(self, role, by):
        """``{key: (calls, answered, effective, rate)}`` of the groups that a role reads."""
        model = self.env["digiflow.call.day"].with_user(self.users[role])
        domain = [("date", ">=", "2026-04-01 05:00:00"), ("date", "<", "2026-04-02 05:00:00")]
        names = ["calls", "answered", "effective"]
        if SERIES >= 17:
            sums = [*(f"{name}:sum" for name in names), "effective_rate:avg"]
            rows = model._read_group(domain, by, sums)
            return {row[0] if by else None: row[len(by) :] for row in rows}
        rows = model.read_group(domain, [*names, "effective_rate"], by)
        return {
            model.env["res.users"].browse(row["user_id"][0]) if by else None: (
                *(row[name] for name in names),
                row["effective_rate"],
            )
            for row in rows
        }

    def test_rates_of_groups_and_of_all(self):
        self.assertEqual(
            self.group("manager", ["user_id"]),
            {self.caller: (1, 1, 1, 100.0), self.other: (4, 2, 1, 25.0)},
        )
        self.assertEqual(self.group("manager", [])[None], (5, 3, 2, 40.0))

    def test_meetings_leave_the_rate_alone(self):
        self.book("2026-04-01 15:00:00")
        self.assertEqual(self.group("manager", [])[None][3], 40.0)

    def test_each_role_finds_its_own(self):
        self.assertEqual(set(self.group("quality", ["user_id"])), {self.caller, self.other})
        self.assertEqual(set(self.group("telemarketer", ["user_id"])), {self.caller})
        for role in ("executive", "presales", "implementation"):
            with self.assertRaises(AccessError, msg=role):
                self.group(role, ["user_id"])

    def test_another_companys_days_are_not_found(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        lead = self.make_prospect(1, prospect_list_id=False, user_id=False)
        lead.company_id = abroad
        self.make_call(datetime(2026, 4, 1, 15), lead=lead)
        self.assertEqual(self.group("manager", [])[None][0], 5)

    def test_rows_open_what_is_behind_them(self):
        event = self.book("2026-04-01 15:00:00")
        model = self.env["digiflow.call.day"]
        row = model.search([("event_id", "=", event.id)])
        self.assertEqual(row.action_open_source()["res_id"], event.id)
        call = self.make_call(datetime(2026, 4, 1, 15))
        row = model.search([("call_id", "=", call.id)])
        self.assertEqual(row.action_open_source()["res_model"], "digiflow.call")

    def test_nobody_writes_it(self):
        row = self.env["digiflow.call.day"].search([("user_id", "=", self.caller.id)], limit=1)
        with self.assertRaises(AccessError):
            row.with_user(self.users["manager"]).write({"calls": 9})
