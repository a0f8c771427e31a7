"""What follows from an offer that is sent, accepted or withdrawn."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.models.proposal.sale_order_followup import FOLLOW_UP_TYPE

from .cases import ProposalCase


class TestFollowUp(ProposalCase):
    """Activities of the executive, in working days of Lima, that end with the offer."""

    def setUp(self):
        super().setUp()
        self.survey()
        self.order = self.make()
        self.review(self.order)

    def planned(self, lead=None):
        """The follow-ups of a lead, by date."""
        kind = self.env.ref(FOLLOW_UP_TYPE)
        activities = (lead or self.lead).activity_ids
        mine = activities.filtered(lambda activity: activity.activity_type_id == kind)
        return mine.sorted("date_deadline")

    def test_working_days(self):
        # Thursday 21:30 in Lima, which is Friday in UTC.
        with freeze_time(datetime(2026, 11, 27, 2, 30)):
            self.order.action_quotation_sent()
        dates = self.planned().mapped("date_deadline")
        self.assertEqual(dates, [date(2026, 12, 1), date(2026, 12, 7), date(2026, 12, 17)])
        self.assertEqual(self.planned().user_id, self.executive)
        self.assertEqual(self.planned().digiflow_order_id, self.order)
        self.assertIn(self.order.name, self.planned()[0].summary)

    def test_holiday(self):
        calendar = self.order.company_id.sudo().resource_calendar_id
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Inmaculada",
                "calendar_id": calendar.id,
                "date_from": "2026-11-27 05:00:00",
                "date_to": "2026-11-28 04:59:59",
            }
        )
        with freeze_time(datetime(2026, 11, 26, 15, 0)):
            self.order.action_quotation_sent()
        self.assertEqual(self.planned()[0].date_deadline, date(2026, 12, 2))

    def test_each_way_of_sending(self):
        """The mail's mark, the API's write and the button plan the same."""
        ways = {
            "button": lambda order: order.action_quotation_sent(),
            "write": lambda order: order.write({"state": "sent"}),
            "mail": lambda order: order.with_context(mark_so_as_sent=True).message_post(body="Va"),
        }
        for name, way in ways.items():
            with self.subTest(name):
                lead = self.make_lead(name=name)
                self.survey(lead)
                order = self.review(self.make(lead))
                way(order)
                self.assertEqual(order.state, "sent")
                self.assertEqual(len(self.planned(lead)), 3)
                self.assertTrue(order.offer_sent_on)

    def test_sent_once(self):
        self.order.action_quotation_sent()
        before = self.order.offer_sent_on
        with freeze_time(datetime.now() + timedelta(days=2)):
            self.order.write({"state": "sent"})
            self.order.with_context(mark_so_as_sent=True).message_post(body="Otra vez")
        self.assertEqual(self.order.offer_sent_on, before)
        self.assertEqual(len(self.planned()), 3)

    def test_table_is_edited(self):
        table = self.env["digiflow.offer.followup"].with_user(self.manager)
        table.search([("days", "!=", 3)]).write({"active": False})
        table.search([]).write({"days": 2, "name": "Llamar"})
        self.order.action_quotation_sent()
        self.assertEqual(self.planned().mapped("summary"), [f"Llamar: {self.order.name}"])
        with self.assertRaises(AccessError):
            table.with_user(self.executive).search([]).write({"days": 9})

    def test_of_the_company(self):
        other = self.env["res.company"].create({"name": "Otra"})
        self.env["digiflow.offer.followup"].create(
            {"days": 1, "name": "Ajeno", "company_id": other.id}
        )
        self.order.action_quotation_sent()
        self.assertEqual(len(self.planned()), 3)

    def test_ends_with_the_offer(self):
        ends = {
            "cancelled": lambda order: order._action_cancel(),
            "replaced": lambda order: order.action_new_round("Otro precio"),
            "won": lambda order: order.action_confirm(),
            "lost": self.lose,
        }
        for name, end in ends.items():
            with self.subTest(name):
                lead = self.make_lead(name=name)
                self.survey(lead)
                order = self.send(self.make(lead))
                self.assertEqual(len(self.planned(lead)), 3)
                end(order)
                kinds = self.env["mail.activity"].search([("digiflow_order_id", "=", order.id)])
                self.assertFalse(kinds)

    def lose(self, order):
        """The opportunity of `order` is lost, to a competitor that nobody knows."""
        competitor = self.env["digiflow.competitor"].create({"name": "No se sabe"})
        reason = self.env["crm.lost.reason"].create({"name": "Precio"})
        order.opportunity_id.write(
            {"lost_reason_id": reason.id, "digiflow_competitor_id": competitor.id, "active": False}
        )

    def test_won_goes_on(self):
        self.lead.write({**self.contact_vals(), "info_sent_date": "2026-01-16 15:00:00"})
        self.lead.meeting_held_date = "2026-01-20 15:00:00"
        other = self.env["sale.order"].create(
            {"partner_id": self.order.partner_id.id, "opportunity_id": self.lead.id}
        )
        self.order.action_quotation_sent()
        self.order.action_confirm()
        self.assertEqual(self.lead.stage_id, self.stages["pre_kickoff"])
        self.assertEqual(other.state, "cancel")
        self.assertEqual(self.order.state, "sale")

    def test_won_with_steps_missing(self):
        """The lead stays, and it is told why."""
        stage = self.lead.stage_id
        self.order.action_quotation_sent()
        self.order.action_confirm()
        self.assertEqual(self.lead.stage_id, stage)
        notes = " ".join(self.lead.message_ids.mapped("body"))
        self.assertIn(f"accepted {self.order.name}", notes)
        self.assertIn("sending of the information", notes)

    def test_expired(self):
        self.assertFalse(self.order.is_offer_expired)
        with freeze_time(datetime.now() + timedelta(days=31)):
            self.order.invalidate_recordset(["is_offer_expired"])
            self.assertTrue(self.order.is_offer_expired)
            self.order.action_quotation_sent()
            self.assertTrue(self.order.is_offer_expired)
            self.order._action_cancel()
            self.assertFalse(self.order.is_offer_expired)
