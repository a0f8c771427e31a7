"""The statistics of offers presented, beside a count of their own."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.exceptions import AccessError

from .loss import LossCase

LIMA = ZoneInfo("America/Lima")
BANDS = ((500, "1_500"), (2000, "2_2000"), (10_000, "3_10000"), (50_000, "4_50000"))


class TestOfferReport(LossCase):
    """Offers with every result, counted again from the orders one by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.before = cls.env["digiflow.offer.report"].search([])

    def setUp(self):
        super().setUp()
        self.offers = {}
        lead = self.new("Ganada", monthly_documents=300, integration_count=0)
        self.offers["won"] = self.present_now(lead, days=9)
        self.complete_gates(lead)
        self.offers["won"].action_confirm()
        lead = self.new("Perdida", modality="in_house", monthly_documents=20_000)
        self.offers["replaced"] = self.present_now(lead, days=30)
        self.offers["lost"] = self.send(self.next_round(self.offers["replaced"]))
        self.shift(self.offers["lost"], days=12)
        lead.action_set_lost(**self.loss)
        lead = self.new("Abierta", modality="hybrid", custom_development="Un portal")
        self.offers["open"] = self.present_now(lead, days=3)
        lead = self.new("Retirada", monthly_documents=2001)
        self.offers["withdrawn"] = self.present_now(lead, days=5)
        self.offers["withdrawn"]._action_cancel()
        lead = self.new("Sin enviar")
        self.offers["draft"] = self.make(lead)
        self.env.flush_all()
        self.env.invalidate_all()

    def new(self, name, custom_development=False, **answers):
        """A lead with a validated survey."""
        lead = self.make_lead(name=name, partner_name=name)
        survey = self.env["digiflow.requirement"].create(
            {
                "lead_id": lead.id,
                **self.answers(custom_development=custom_development, **answers),
            }
        )
        survey.action_submit()
        if survey.needs_hours_word:
            survey.with_user(self.users["presales"]).action_confirm_hours()
        survey.with_user(self.users["presales"]).action_validate()
        return lead

    def present_now(self, lead, days):
        """An offer sent so many days ago."""
        offer = self.send(self.make(lead))
        self.shift(offer, days)
        return offer

    def shift(self, offer, days):
        """Let an offer have been sent some days ago."""
        sent = fields.Datetime.now() - timedelta(days=days)
        offer.with_user(self.env.user)._write_own({"offer_sent_on": sent})

    def complete_gates(self, lead):
        """What the won stage needs besides the offer."""
        lead.write(self.contact_vals())
        lead.info_sent_date = lead.meeting_held_date = "2026-01-16 15:00:00"

    def rows(self, user=None):
        """The rows of this test, as `user` sees them."""
        reports = self.env["digiflow.offer.report"].with_user(user or self.manager)
        return reports.search([("id", "not in", self.before.ids)])

    def row(self, name):
        """The row of one of the offers."""
        return self.rows().filtered(lambda row: row.order_id.id == self.offers[name].id)

    def test_results(self):
        for name, result in (
            ("won", "1_won"),
            ("lost", "2_lost"),
            ("replaced", "3_replaced"),
            ("withdrawn", "4_withdrawn"),
            ("open", "5_open"),
        ):
            self.assertEqual(self.row(name).result, result)
        self.assertFalse(self.row("draft"))
        self.assertEqual(len(self.rows()), 5)

    def test_reason_and_competitor_are_those_of_the_offer_that_was_lost(self):
        self.assertEqual(self.row("lost").lost_reason_id, self.reason)
        self.assertEqual(self.row("lost").competitor_id, self.competitor)
        for name in ("won", "replaced", "withdrawn", "open"):
            self.assertFalse(self.row(name).lost_reason_id or self.row(name).competitor_id)

    def test_every_row_counted_again(self):
        """From the order, its survey and its lead, one at a time."""
        for row in self.rows():
            order = row.order_id
            survey, lead = order.requirement_id, order.opportunity_id
            documents = survey.monthly_documents
            band = next((key for most, key in BANDS if documents <= most), "5_more")
            self.assertEqual(row.size_band, band)
            self.assertEqual(row.modality, survey.modality)
            self.assertEqual(row.project_kind, survey.project_kind)
            self.assertEqual(row.user_id, lead.user_id)
            self.assertEqual(row.team_id, lead.team_id)
            self.assertEqual(row.round, order.round)
            self.assertAlmostEqual(row.discount, order.digiflow_discount)
            self.assertAlmostEqual(row.amount, order.amount_untaxed / order.currency_rate, 2)
            won = order.state in ("sale", "done")
            self.assertEqual((row.won_count, row.offer_count), (int(won), 1))
            self.assertAlmostEqual(row.won_amount, row.amount if won else 0)
            ended = order.digiflow_ended_on
            days = (self.lima(ended) - self.lima(order.offer_sent_on)).days if ended else 0
            self.assertEqual(row.days, days)

    def lima(self, moment):
        """The day in Lima of a naive UTC datetime."""
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(LIMA).date()

    def test_by_hand(self):
        self.assertEqual(self.row("won").days, 9)
        self.assertEqual(self.row("replaced").days, 30)
        self.assertEqual(self.row("lost").days, 12)
        self.assertEqual(self.row("lost").round, 2)
        self.assertEqual(self.row("lost").size_band, "4_50000")
        self.assertEqual(self.row("withdrawn").size_band, "3_10000")
        self.assertEqual(self.row("won").size_band, "1_500")
        self.assertEqual(self.row("won").project_kind, "express")
        self.assertEqual(self.row("open").project_kind, "non_standard")

    def test_amounts_are_in_the_currency_of_the_company(self):
        """An offer in another currency is counted by the rate that it keeps."""
        order = self.offers["open"]
        self.env.cr.execute("UPDATE sale_order SET currency_rate = 0.25 WHERE id = %s", (order.id,))
        self.env.invalidate_all()
        self.assertAlmostEqual(self.row("open").amount, order.amount_untaxed * 4, 2)

    def test_day_is_the_one_in_lima(self):
        order = self.offers["open"]
        order.with_user(self.env.user)._write_own({"offer_sent_on": "2026-04-01 03:00:00"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(str(self.row("open").day), "2026-03-31")

    def test_opportunity_taken_up_again_is_no_longer_lost(self):
        self.offers["lost"].opportunity_id.write({"active": True})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.row("lost").result, "4_withdrawn")
        self.assertFalse(self.row("lost").lost_reason_id)

    def test_end_of_an_offer_is_the_servers(self):
        order = self.offers["open"].with_user(self.executive)
        order.write({"digiflow_ended_on": "2020-01-01 00:00:00"})
        self.assertFalse(order.digiflow_ended_on)
        ended = self.offers["lost"].digiflow_ended_on
        self.offers["lost"].write({"digiflow_ended_on": False})
        self.assertEqual(self.offers["lost"].digiflow_ended_on, ended)

    def test_who_sees_which_offers(self):
        stranger = self.make_user("executive", login="executive_2")
        self.offers["won"].opportunity_id.sudo().user_id = stranger
        self.env.flush_all()
        self.assertEqual(len(self.rows(self.executive)), 4)
        self.assertEqual(self.rows(stranger).order_id.id, self.offers["won"].id)
        self.assertEqual(len(self.rows(self.users["quality"])), 5)
        for role in ("telemarketer", "implementation"):
            with self.assertRaises(AccessError):
                self.rows(self.users[role])

    def test_offers_of_another_company_are_out_of_reach(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        order = self.offers["open"]
        self.env.cr.execute(
            "UPDATE sale_order SET company_id = %s WHERE id = %s", (abroad.id, order.id)
        )
        self.env.invalidate_all()
        self.assertEqual(len(self.rows()), 4)

    def test_row_opens_its_offer(self):
        action = self.row("lost").action_open_offer()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("sale.order", self.offers["lost"].id)
        )

    def test_groups_count_like_the_rows(self):
        domain = [("id", "in", self.rows().ids)]
        reports = self.env["digiflow.offer.report"].with_user(self.manager)
        for name in ("result", "modality", "size_band", "project_kind", "lost_reason_id"):
            rows = reports.search(domain)
            for value in set(rows.mapped(lambda row, name=name: row[name])):
                key = value.id if hasattr(value, "ids") else value
                expected = rows.filtered(lambda row, name=name, value=value: row[name] == value)
                found = reports.search_count([*domain, (name, "=", key)])
                self.assertEqual(found, len(expected), (name, value))
