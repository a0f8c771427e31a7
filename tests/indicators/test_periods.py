"""Closing a period, reopening it, and what nobody may do to it."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import indicator_periods, indicators, periods
from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from ..common import ROLES
from .made_up_year import YEAR, MadeUpYear, moment

Q1 = f"{YEAR}-Q1"
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 3, 31)
RETENTION, CALLS = "retention", "effective_contact"


class PeriodCase(MadeUpYear):
    """A quarter with three calls, two of them effective."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.quality = cls.users["manager"], cls.users["quality"]
        cls.lead = cls.add_lead(moment(FIRST))
        for effective in (True, True, False):
            cls.add_call(cls.lead, moment(LAST, 20), effective)
        cls.indicator = cls.catalogue.search([("code", "=", CALLS)])

    @classmethod
    def make_period(cls, day=LAST, kind="quarter"):
        """The period of that kind which a day is in, made by the manager."""
        periods_of_manager = cls.env["digiflow.indicator.period"].with_user(cls.manager)
        return periods_of_manager.create({"kind": kind, "date_from": day})

    def read_row(self, code=CALLS, period=Q1, role="manager"):
        """What `get_values` says of an indicator."""
        values = self.catalogue.with_user(self.users[role]).get_values(period)["values"]
        return next(row for row in values if row["code"] == code)


class TestClosing(PeriodCase):
    """What is frozen, with what, and that it stays."""

    def test_live_until_closed(self):
        period = self.make_period()
        self.assertEqual((period.date_from, period.date_to), (FIRST, LAST))
        row = self.read_row()
        self.assertAlmostEqual(row["value"], 200 / 3)
        self.assertEqual((row["is_frozen"], row["detail"]), (False, "2 of 3"))
        late = self.add_call(self.lead, moment(LAST, 21), False)
        self.assertEqual(self.read_row()["value"], 50.0)
        period.action_close()
        self.assertEqual((period.state, period.closed_by_id), ("closed", self.manager))
        # What becomes of the records later changes nothing.
        self.stamp(late, start=moment(LAST + timedelta(days=1)))
        self.add_call(self.lead, moment(LAST, 22), True)
        row = self.read_row()
        self.assertEqual((row["value"], row["is_frozen"]), (50.0, True))
        self.assertEqual((row["numerator"], row["denominator"]), (2, 4))
        frozen = self.env["digiflow.indicator.value"].browse(row["value_id"])
        self.assertEqual((frozen.period_id, frozen.kind), (period, "quarter"))
        clients = period.value_ids.filtered(lambda one: one.indicator_id.code == "cycle_median")
        self.assertEqual((clients.inputs, clients.has_data), ({"cycles": 0}, False))
        self.assertEqual(clients.inputs_text, "sales counted: 0")

    def test_targets_of_their_time(self):
        years = self.env["digiflow.indicator.target"].with_user(self.manager)
        years.create({"indicator_id": self.indicator.id, "year": str(YEAR), "value": 60})
        won = self.catalogue.search([("code", "=", "won")])
        years.create({"indicator_id": won.id, "year": str(YEAR), "value": 30})
        for period, target in ((Q1, 30), (f"{YEAR}-03", 10), (str(YEAR), 120)):
            with self.subTest(period):
                self.assertEqual(self.read_row("won", period)["target"], target)
                self.assertEqual(self.read_row(CALLS, period)["target"], 60)
        self.assertFalse(self.read_row("won", f"{YEAR - 1}-Q1")["target"])
        row = self.read_row("won")
        self.assertEqual((row["is_under_target"], row["sign"]), (True, "▼ under target"))
        period = self.make_period()
        period.action_close()
        years.search([("indicator_id", "=", won.id)]).value = 0
        self.assertEqual(self.read_row("won")["target"], 30)
        satisfaction = self.env.ref("digiflow_crm.indicator_satisfaction")
        with self.assertRaisesRegex(ProcessError, "settings"):
            years.create({"indicator_id": satisfaction.id, "value": 90})

    def test_reopened_and_closed_again(self):
        period = self.make_period()
        period.action_close()
        old = period.value_ids.filtered(lambda one: one.indicator_id == self.indicator)
        action = self.env["digiflow.improvement"]._open_for(self.indicator, self.company, old)
        with self.assertRaisesRegex(WorkflowError, "Write why"):
            period.reopen(" ")
        period.reopen("Two calls were logged late")
        self.assertEqual((period.state, old.frozen), ("open", False))
        for _number in range(2):
            self.add_call(self.lead, moment(LAST, 23), False)
        self.assertEqual((self.read_row()["value"], self.read_row()["is_frozen"]), (40.0, False))
        period.action_close()
        trace = period.reopening_ids
        self.assertEqual(
            (trace.reason, trace.reopened_by_id, trace.was_closed_by_id),
            ("Two calls were logged late", self.manager, self.manager),
        )
        line = trace.line_ids.filtered(lambda one: one.indicator_id == self.indicator)
        self.assertEqual((line.old_text, line.new_text), ("66.7 %", "40.0 %"))
        numbers = (line.old_numerator, line.old_denominator, line.new_denominator)
        self.assertEqual(numbers, (2, 3, 5))
        changed = trace.line_ids.filtered("is_changed").mapped("indicator_id.code")
        self.assertEqual(changed, [CALLS])
        self.assertEqual((old.value, old.frozen), (40.0, True))
        # What was judged by the old number is judged by the new one, unless it is closed.
        later = self.indicator._freeze(self.company, date(YEAR, 4, 1), date(YEAR, 6, 30), 50, 100)
        action.value_after_id = later
        self.assertEqual((action.verdict, action.difference_text), ("improved", "+10.0 points"))
        period.reopen("Once more")
        self.add_call(self.lead, moment(LAST, 23), True)
        period.action_close()
        self.assertEqual((action.verdict, action.difference_text), ("same", "0.0 points"))
        self.assertEqual(len(period.reopening_ids), 2)

    def test_satisfaction_is_of_its_campaign(self):
        """A period leaves it open while clients are asked; its campaign freezes it, for good."""
        campaign = self.add_campaign(1, 75, 100)
        campaign._update({"state": "running"})
        quarter, year = self.make_period(), self.make_period(kind="year")
        (quarter | year).action_close()
        code = "satisfaction"
        for period in (Q1, str(YEAR)):
            self.assertFalse(self.read_row(code, period)["is_frozen"], period)
        campaign._update({"state": "closed"})
        campaign._on_closed()
        for period in (Q1, str(YEAR)):
            row = self.read_row(code, period)
            self.assertEqual((row["value"], row["is_frozen"]), (75.0, True))
        quarter.reopen("Calls were missing")
        self.assertTrue(self.read_row(code)["is_frozen"])
        self.assertNotIn(code, quarter.reopening_ids.line_ids.mapped("indicator_id.code"))

    def test_by_itself(self):
        """Fifteen days after its end, or after it was reopened; the periods that run are made."""
        model, today = self.env["digiflow.indicator.period"], "2013-04-{:02d} 15:00:00"
        domain = [("company_id", "=", self.company.id), ("date_to", "<", "2014-01-01")]
        model.search(domain).unlink()
        with freeze_time("2013-03-31 15:00:00"):
            model._cron_close()
            model._cron_close()
        made = model.search(domain)
        self.assertEqual({*made.mapped("kind")}, {*indicator_periods.KINDS})
        self.assertEqual(len(made), 3)
        quarter = made.filtered(lambda one: one.kind == "quarter")
        # It is still 14 April in Lima at 04:59 in UTC.
        for now, state in (("2013-04-15 04:59:00", "open"), (today.format(15), "closed")):
            with self.subTest(now), freeze_time(now):
                model._cron_close()
                self.assertEqual(quarter.state, state)
        with freeze_time(today.format(20)):
            quarter.reopen("A correction")
            model._cron_close()
            self.assertEqual(quarter.state, "open")
        with freeze_time("2013-05-05 15:00:00"):
            model._cron_close()
        self.assertEqual(quarter.state, "closed")
        states = {one.kind: one.state for one in made}
        self.assertEqual(states, {"month": "closed", "quarter": "closed", "year": "open"})

    def test_one_that_fails_keeps_no_other_open(self):
        model = self.env["digiflow.indicator.period"]
        first, second = self.make_period(), self.make_period(date(YEAR, 6, 1))
        # A number that is frozen already, by hand, as no records have it.
        clash = self.env["digiflow.indicator"]._freeze

        def freeze(indicator, company, date_from, *rest, **kwargs):
            if date_from == FIRST:
                raise WorkflowError("clash")
            return clash.__func__(indicator, company, date_from, *rest, **kwargs)

        target = "odoo.addons.digiflow_crm.models.indicators.digiflow_indicator.DigiflowIndicator"
        logger = "odoo.addons.digiflow_crm.models.indicators.digiflow_indicator_period_closing"
        with patch(f"{target}._freeze", freeze), mute_logger(logger):
            model._cron_close()
        self.assertEqual((first.state, second.state), ("open", "closed"))


class TestRefusals(PeriodCase):
    """What nobody may do, and what only some may."""

    def test_nobody(self):
        period = self.make_period()
        period.action_close()
        running = self.make_period(periods.today())
        tomorrow = indicator_periods.after(
            indicator_periods.period_of(periods.today(), "quarter"), "quarter"
        )
        others = {
            "state": lambda: period.write({"state": "open"}),
            "days": lambda: running.write({"date_from": "2012-01-01"}),
            "copied": period.copy,
            "closed twice": period.action_close,
            "not over": running.action_close,
            "open reopened": lambda: running.reopen("Why not"),
            "deleted": period.unlink,
            "to come": lambda: self.make_period(tomorrow.first),
            "imported closed": lambda: self.check_import(running),
        }
        for name, way in others.items():
            with self.subTest(name), self.assertRaises(ProcessError), self.env.cr.savepoint():
                way()
        meant = running.with_context(default_state="closed").create(
            {"kind": "year", "date_from": LAST}
        )
        self.assertEqual(meant.state, "open")
        meant.unlink()
        self.assertEqual((period.state, running.state), ("closed", "open"))

    def check_import(self, period):
        loaded = period.load([".id", "state"], [[str(period.id), "closed"]])
        if not loaded["ids"]:
            raise ProcessError(loaded["messages"][0]["message"])

    def test_each_role(self):
        period, value = self.make_period(), {"kind": "year", "date_from": str(FIRST)}
        target = {"indicator_id": self.indicator.id, "year": "2012", "value": 5}
        for role in ROLES:
            own, may = period.with_user(self.users[role]), role == "manager"
            model = self.catalogue.with_user(self.users[role])
            ways = {
                "create": lambda own=own: own.create(value),
                "close": own.action_close,
                "reopen": lambda own=own: own.reopen("Why"),
                "close from the screen": lambda model=model: model.close_period(Q1),
                "form to reopen": lambda model=model: model.open_reopening(Q1),
                "target": lambda own=own: own.env["digiflow.indicator.target"].create(target),
            }
            for name, way in ways.items():
                with self.subTest(role=role, way=name):
                    if may:
                        continue
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        way()
            with self.subTest(role=role, way="read"):
                self.assertEqual(model.get_values(Q1)["period"]["id"], period.id)
        clerk = self.make_user("clerk", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.catalogue.with_user(clerk).get_values(Q1)
        period.action_close()
        period.reopen("Once")
        trace = period.reopening_ids
        for role in set(ROLES) - {"quality", "manager"}:
            with self.subTest(role=role), self.assertRaises(AccessError):
                trace.with_user(self.users[role]).read(["reason"])
        for record in (trace, trace.line_ids[:1]):
            for vals in ({"company_id": False}, {}):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    record.with_user(self.manager).write(vals)

    def test_other_companies(self):
        period = self.make_period()
        period.action_close()
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.manager.company_ids = [(4, abroad.id)]
        found = self.catalogue.with_user(self.manager).with_company(abroad)
        abroad_values = found.with_context(allowed_company_ids=abroad.ids).get_values(Q1)
        self.assertFalse(abroad_values["period"]["is_closed"])
        row = next(one for one in abroad_values["values"] if one["code"] == CALLS)
        self.assertFalse(row["value"])

    def test_what_is_no_period(self):
        for code in ("2026-Q5", "2026-13", "26", "2026-1", None, "9999", "2098", ["2026"]):
            with self.subTest(code), self.assertRaises(ProcessError):
                self.catalogue.get_values(code)


class TestScreen(PeriodCase):
    """What the screen shows, and its buttons."""

    def test_closed_in_constant_time(self):
        period = self.make_period()
        period.action_close()
        own = self.catalogue.with_user(self.quality)
        own.get_values(Q1)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        with patch.object(type(self.catalogue), "_ask", side_effect=AssertionError("counted")):
            own.get_values(Q1)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 8)

    def test_before_and_improve(self):
        self.add_call(self.lead, moment(date(YEAR - 1, 12, 31), 20), False)
        self.indicator.write({"has_target": True, "target": 90})
        screen = self.catalogue.with_user(self.quality).get_screen(Q1)
        row = next(one for one in screen["values"] if one["code"] == CALLS)
        self.assertEqual(
            (row["text"], row["before"], row["change"]), ("66.7 %", "0.0 %", "+66.7 points")
        )
        self.assertEqual((screen["may_close"], screen["may_improve"]), (False, True))
        self.assertIn(Q1, [one["code"] for one in screen["periods"]])
        improve = self.catalogue.with_user(self.quality).open_improvement
        live = improve(Q1, self.indicator.id)["res_id"]
        action = self.env["digiflow.improvement"].browse(live)
        self.assertEqual(action.name, f"Effective contact rate: 66.7 % in Q1 {YEAR}")
        self.assertEqual(improve(Q1, self.indicator.id)["res_id"], live)
        self.make_period().action_close()
        frozen = improve(Q1, self.indicator.id)["res_id"]
        self.assertEqual(
            self.env["digiflow.improvement"].browse(frozen).value_before_id.value_text, "66.7 %"
        )
        won = self.catalogue.search([("code", "=", "won")])
        with self.assertRaisesRegex(WorkflowError, "not under"):
            improve(Q1, won.id)
        with self.assertRaises(AccessError):
            self.catalogue.with_user(self.users["executive"]).open_improvement(
                Q1, self.indicator.id
            )

    def test_form_to_reopen(self):
        screen = self.catalogue.with_user(self.manager)
        screen.close_period(Q1)
        with self.assertRaisesRegex(WorkflowError, "closed already"):
            screen.close_period(Q1)
        action = screen.open_reopening(Q1)
        form = self.env[action["res_model"]].with_user(self.manager)
        form = form.with_context(**action["context"]).create({"reason": "A late call"})
        following = form.action_reopen()["params"]["next"]
        self.assertEqual(following["params"], {"period": Q1})
        self.assertEqual(form.period_id.reopening_ids.reason, "A late call")

    def test_service_that_is_counted_from_now_on(self):
        service = self.env.ref("digiflow_crm.service_xbrl")
        service.with_user(self.manager).counted = True
        service.counted = True
        found = self.catalogue.search([("service_id", "=", service.id)])
        self.assertEqual((found.code, found.unit), ("clients_xbrl", indicators.NUMBER))
        self.add_stay("Uno", date(YEAR, 1, 5), service="xbrl")
        self.assertEqual(self.read_row("clients_xbrl")["value"], 1)


class TestDigest(PeriodCase):
    """The weekly e-mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.lang = (
            "es_PE" if "es_PE" in dict(cls.env["res.lang"].get_installed()) else "en_US"
        )
        others = cls.env["res.users"].search([("id", "!=", cls.manager.id), ("email", "!=", False)])
        others.write({"email": False})
        cls.indicator.write({"has_target": True, "target": 90})

    def send(self):
        """The mails that the job of a Monday of the quarter queues."""
        mails = self.env["mail.mail"]
        before = mails.search([])
        with freeze_time("2011-03-28 12:30:00"):
            self.env.ref("digiflow_crm.ir_cron_indicator_digest").ir_actions_server_id.run()
        return mails.search([]) - before

    def test_sent(self):
        self.indicator.owner_id = self.quality
        self.quality.email = "calidad@example.com"
        mails = self.send()
        self.assertEqual(len(mails), 2)
        mail = mails.filtered(lambda one: f", {self.manager.name}." in one.body)
        self.assertIn("66", mail.body)
        self.assertIn("▼", mail.body)
        self.assertIn("1", mail.subject)
        self.assertIn("/web#action=", mail.body)
        self.assertEqual((mail.state, mail.auto_delete), ("outgoing", True))

    def test_not_wanted_or_nothing_to_tell(self):
        self.catalogue.with_user(self.manager).set_digest(False)
        self.assertFalse(self.send())
        self.catalogue.with_user(self.manager).set_digest(True)
        with self.assertRaises(AccessError):
            self.manager.with_user(self.users["executive"]).digiflow_no_digest = True
        clerk = self.make_user("clerk", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.catalogue.with_user(clerk).set_digest(False)
        self.stamp(self.env["digiflow.call"].search([]), start=moment(date(YEAR - 3, 1, 1)))
        self.stamp(self.lead, contacted_date=None, create_date=moment(date(YEAR + 1, 1, 1)))
        self.assertFalse(self.send())
