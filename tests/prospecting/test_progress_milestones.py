"""When a lead reached each milestone: as things happen, and for those that were there before."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError

from odoo.addons.digiflow_crm.compat import SERIES
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.prospecting.crm_lead_progress import COLUMNS, FILL_SQL

from ..common import RUCS, DigiflowCase

LONG_AGO = datetime(2026, 1, 10, 15)


class MilestoneCase(DigiflowCase):
    """One lead of the list, to which things happen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_lead(ruc=RUCS[0], prospect_list_id=cls.prospects.id)

    def dates(self, lead=None):
        """Values of the milestones of a lead, as the database has them."""
        self.env.flush_all()
        names = list(COLUMNS)
        # The names are constants of the addon.
        self.env.cr.execute(
            f"SELECT {', '.join(names)} FROM crm_lead WHERE id = %s", ((lead or self.lead).id,)
        )
        return dict(zip(names, self.env.cr.fetchone(), strict=True))

    def reached(self, lead=None):
        """Names of the milestones that a lead has reached."""
        return {name for name, value in self.dates(lead).items() if value}

    def call(self, lead, days_ago=0, kind="call"):
        """Do a planned activity of `lead`, some days ago."""
        activity = lead.activity_schedule(f"mail.mail_activity_data_{kind}")
        activity.action_feedback(feedback="-")
        note = lead.message_ids.filtered("mail_activity_type_id")[:1]
        note.date -= timedelta(days=days_ago)
        lead._on_called()
        return note

    def book(self, lead):
        """A meeting with `lead` in the calendar."""
        start = datetime(2026, 5, 1, 15)
        return self.env["calendar.event"].create(
            {
                "name": "Presentación",
                "start": start,
                "stop": start + timedelta(hours=1),
                "opportunity_id": lead.id,
            }
        )

    def offer(self, lead, price=100.0, **vals):
        """A draft offer to `lead`."""
        product = self.env["product.product"].create({"name": "Plan", "list_price": price})
        line = {"product_id": product.id, "product_uom_qty": 1, "price_unit": price}
        return self.env["sale.order"].create(
            {
                "partner_id": self.env.user.partner_id.id,
                "opportunity_id": lead.id,
                "order_line": [(0, 0, line)],
                **vals,
            }
        )

    def age(self, record, moment):
        """Make a record as old as `moment`, and the milestones that follow from it."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET create_date = %s WHERE id = %s", (moment, record.id)
        )
        self.env.invalidate_all()
        for name in ("meeting_booked_date", "proposal_date"):
            self.env.add_to_compute(record.opportunity_id._fields[name], record.opportunity_id)


class TestContacted(MilestoneCase):
    """The first call."""

    def test_new(self):
        self.assertEqual(self.reached(), set())

    def test_call_done(self):
        self.lead.activity_schedule("mail.mail_activity_data_call")
        self.assertFalse(self.lead.contacted_date, "planned is not done")
        self.lead.activity_ids.action_feedback(feedback="-")
        self.assertEqual(self.reached(), {"contacted_date"})
        self.assertLess(datetime.now() - self.lead.contacted_date, timedelta(minutes=5))

    def test_another_activity(self):
        self.call(self.lead, kind="todo")
        self.lead.message_post(body="We should call them")
        self.assertEqual(self.reached(), set())

    def test_the_first_of_several_calls(self):
        dates = [self.call(self.lead, days).date for days in (3, 9, 1)]
        self.assertEqual(self.lead.contacted_date, dates[1])

    def test_effective_contact_is_a_contact(self):
        self.lead.effective_contact_date = LONG_AGO
        self.assertEqual(self.lead.contacted_date, LONG_AGO)
        self.call(self.lead)
        self.assertEqual(self.lead.contacted_date, LONG_AGO)
        self.lead.effective_contact_date = False
        self.assertGreater(self.lead.contacted_date, LONG_AGO)

    def test_call_before_the_effective_one(self):
        note = self.call(self.lead, 5)
        self.lead.effective_contact_date = note.date + timedelta(days=2)
        self.assertEqual(self.lead.contacted_date, note.date)

    def test_by_the_people(self):
        lead = self.lead.with_user(self.users["telemarketer"])
        lead.activity_schedule("mail.mail_activity_data_call", user_id=lead.env.uid)
        lead.activity_ids.action_feedback(feedback="-")
        self.assertEqual(self.reached(), {"contacted_date"})


class TestMeetingsAndOffers(MilestoneCase):
    """The calendar and the offers."""

    def test_booked(self):
        event = self.book(self.lead)
        self.assertEqual(self.dates()["meeting_booked_date"], event.create_date)
        event.active = False
        self.age(event, LONG_AGO)
        self.assertEqual(self.dates()["meeting_booked_date"], LONG_AGO, "cancelled, but booked")
        self.book(self.lead)
        self.assertEqual(self.dates()["meeting_booked_date"], LONG_AGO)
        self.lead.calendar_event_ids.unlink()
        event.unlink()
        self.assertEqual(self.reached(), set())

    def test_a_meeting_of_somebody_else(self):
        """Who books it for a colleague, privately too."""
        self.book(self.lead).with_user(self.users["executive"]).privacy = "private"
        self.assertEqual(self.reached(), {"meeting_booked_date"})

    def test_offers(self):
        first = self.offer(self.lead, 100.0)
        self.age(first, LONG_AGO)
        second = self.offer(self.lead, 80.0)
        dates = self.dates()
        self.assertEqual(dates["proposal_date"], LONG_AGO)
        self.assertEqual((dates["proposal_amount"], dates["won_amount"]), (80, 0))
        second.order_line.price_unit = 70.0
        self.assertEqual(self.dates()["proposal_amount"], 70)
        second.state = "cancel"
        self.assertEqual(self.dates()["proposal_amount"], 100)
        self.review(first).action_confirm()
        dates = self.dates()
        self.assertEqual((dates["proposal_amount"], dates["won_amount"]), (100, 100))

    def test_offer_in_another_currency(self):
        dollars = self.env.ref("base.USD")
        soles = self.env.company.currency_id
        other = dollars if soles != dollars else self.env.ref("base.EUR")
        other.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": other.id, "rate": 0.25, "name": "2020-01-01"}
        )
        prices = self.env["product.pricelist"].create({"name": "USD", "currency_id": other.id})
        order = self.offer(self.lead, 100.0, pricelist_id=prices.id)
        order.order_line.price_unit = 100.0
        self.assertEqual(order.currency_id, other)
        self.assertEqual(self.dates()["proposal_amount"], 400)


class TestOutcome(MilestoneCase):
    """Won and lost, and taken up again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complete(cls.lead, "pre_kickoff")

    def outcome(self, lead=None):
        """The outcome that a lead has: won, lost, or none."""
        dates = self.dates(lead)
        return {name for name in ("won", "lost") if dates[f"{name}_date"]}

    def test_won_and_reopened(self):
        with freeze_time("2026-03-10 12:00:00"):
            self.lead.action_set_won()
            self.assertEqual(self.dates()["won_date"], datetime(2026, 3, 10, 12))
        self.lead.stage_id = self.stages["proposal"]
        self.assertEqual(self.outcome(), set())
        with freeze_time("2026-04-02 12:00:00"):
            self.lead.action_set_won()
            self.assertEqual(self.dates()["won_date"], datetime(2026, 4, 2, 12))

    def test_lost_and_restored(self):
        with freeze_time("2026-03-10 12:00:00"):
            self.lead.action_set_lost()
        self.assertEqual(self.dates()["lost_date"], datetime(2026, 3, 10, 12))
        self.lead.toggle_active()
        self.assertEqual(self.outcome(), set())
        with freeze_time("2026-03-12 12:00:00"):
            self.lead.action_set_lost()
        self.assertEqual(self.dates()["lost_date"], datetime(2026, 3, 12, 12))

    def test_won_and_archived_is_still_won(self):
        """Odoo's closing date moves; the day of the sale does not."""
        with freeze_time("2026-03-10 12:00:00"):
            self.lead.action_set_won()
            self.env.flush_all()
        self.lead.active = False
        self.assertEqual(self.outcome(), {"won"})
        self.assertEqual(self.lead.won_date, datetime(2026, 3, 10, 12))

    def test_won_and_lost_is_lost(self):
        """On 16.0; Odoo 19.0 refuses it."""
        self.lead.action_set_won()
        if SERIES >= 19:
            with self.assertRaises(ValidationError):
                self.lead.action_set_lost()
            return
        self.lead.action_set_lost()
        self.assertEqual(self.outcome(), {"lost"})

    def test_created_as_won(self):
        """Odoo 16.0 keeps no closing date for it."""
        stage = self.env["crm.stage"].create({"name": "Done", "is_won": True})
        team = self.env["crm.team"].create({"name": "Others"})
        lead = self.make_lead(team_id=team.id, stage_id=stage.id)
        self.assertEqual(self.outcome(lead), {"won"})


class TestKeeping(MilestoneCase):
    """Nobody writes milestones; copies have none; merged leads keep the earliest."""

    def test_refused_from_outside(self):
        for name in COLUMNS:
            with self.assertRaises(ProcessError, msg=name):
                self.lead.write({name: 5 if name.endswith("amount") else LONG_AGO})

    def test_copy(self):
        self.call(self.lead)
        self.book(self.lead)
        self.offer(self.lead)
        self.lead.action_set_lost()
        self.assertGreaterEqual(len(self.reached()), 4)
        copied = self.lead.copy()
        self.assertEqual(self.reached(copied) - {"lost_date"}, set())

    def test_merge(self):
        other = self.make_lead(name="La misma", effective_contact_date=LONG_AGO)
        held = LONG_AGO + timedelta(days=2)
        other.meeting_held_date = held
        self.lead.meeting_held_date = held + timedelta(days=1)
        self.lead.effective_contact_date = held
        note = self.call(other, 400)
        event, order = self.book(other), self.offer(other, 60.0)
        self.age(event, LONG_AGO)
        self.age(order, LONG_AGO)
        self.lead.probability, other.probability = 80, 1
        merged = (self.lead | other).merge_opportunity()
        self.assertEqual(merged, self.lead)
        dates = self.dates(merged)
        self.assertEqual(dates["contacted_date"], note.date)
        self.assertEqual(dates["meeting_booked_date"], LONG_AGO)
        self.assertEqual(dates["proposal_date"], LONG_AGO)
        self.assertEqual(dates["proposal_amount"], 60)
        self.assertEqual(merged.effective_contact_date, LONG_AGO)
        self.assertEqual(merged.meeting_held_date, held)

    def test_leads_that_were_there_before(self):
        """The SQL that fills the columns at installation gives what the computes give."""
        won = self.complete(self.make_lead(name="Ganado"), "pre_kickoff")
        won.action_set_won()
        lost = self.make_lead(name="Perdido")
        lost.action_set_lost()
        leads = self.lead | won | lost
        self.call(self.lead, 4)
        self.call(won, 900)
        self.book(self.lead)
        self.offer(self.lead, 90.0)
        self.offer(self.lead, 50.0).state = "cancel"
        expected = [self.dates(lead) for lead in leads]
        cleared = ", ".join(f"{name} = NULL" for name in COLUMNS)
        self.env.cr.execute(f"UPDATE crm_lead SET {cleared}")
        for query in FILL_SQL:
            self.env.cr.execute(query, {"leads": None})
        self.env.invalidate_all()
        for lead, dates in zip(leads, expected, strict=True):
            found = self.dates(lead)
            for name, value in dates.items():
                if isinstance(value, datetime):
                    self.assertLess(abs(found[name] - value), timedelta(seconds=1), name)
                else:
                    self.assertEqual(found[name] or 0, value or 0, (lead.name, name))

    def queries(self, action):
        """How many queries an action takes."""
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_what_it_costs(self):
        """One query for all leads that are created together, none for a message."""
        self.make_lead()
        milestones = self.lead._fields
        one = self.queries(self.make_lead)
        computes = {milestones[name].compute for name in COLUMNS}
        for name in computes:
            self.patch(type(self.lead), name, lambda leads: None)
        without = self.queries(self.make_lead)
        self.assertLessEqual(one - without, 3)
