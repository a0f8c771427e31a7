"""What begins with an accepted handover: the services that the client bought."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytz

from odoo.addons.digiflow_crm.core import periods

from .cases import HandoverCase


class TestStart(HandoverCase):
    """Services from the offer and from the survey, once each."""

    def setUp(self):
        super().setUp()
        self.ose = self.env.ref("digiflow_crm.service_ose")
        self.gre = self.env.ref("digiflow_crm.service_gre")
        self.client = self.handover.partner_id
        lines = self.handover.order_id.order_line
        self.plan = lines.filtered(lambda line: line.product_id.digiflow_kind == "plan")

    def services(self):
        """Services of the client, oldest first."""
        return self.client.digiflow_client_service_ids.sorted("id")

    def accept_ose(self):
        """Accept it with a plan of OSE among what was bought."""
        self.plan.product_id.product_tmpl_id.digiflow_service_id = self.ose
        self.accept()

    def test_bought_service_begins_with_its_worth(self):
        """A month of the plan: hours and integrations are paid once."""
        for line in self.handover.order_id.order_line:
            line.product_id.product_tmpl_id.digiflow_service_id = self.ose
        self.assertGreater(self.handover.order_id.amount_untaxed, self.plan.price_subtotal)
        self.assertFalse(self.services())
        self.accept()
        service = self.services()
        self.assertEqual(service.service_id, self.ose)
        self.assertEqual(service.date_start, periods.today())
        self.assertFalse(service.date_end)
        self.assertAlmostEqual(service.monthly_amount, self.plan.price_subtotal, 2)
        self.assertEqual(service.order_id, self.handover.order_id)
        self.assertEqual(service.handover_id, self.handover)
        self.assertEqual(service.company_id, self.env.company)
        self.assertIn("begin today", self.handover.message_ids.mapped("body")[0])

    def test_services_of_the_survey_begin_too(self):
        survey = self.env["digiflow.requirement"].create(
            {"lead_id": self.lead.id, "service_ids": [(6, 0, (self.ose | self.gre).ids)]}
        )
        self.handover.requirement_id = survey
        self.accept()
        self.assertEqual(set(self.services().service_id), {self.ose, self.gre})

    def test_day_is_the_one_of_lima(self):
        evening = datetime(2026, 4, 1, 2, 30, tzinfo=pytz.utc)
        lima = evening.astimezone(periods.LIMA).date()
        with patch.object(periods, "today", return_value=lima):
            self.accept_ose()
        self.assertEqual(str(self.services().date_start), "2026-03-31")

    def test_running_service_goes_on(self):
        """An upgrade begins nothing that the client has."""
        running = self.env["digiflow.client.service"].create(
            {
                "partner_id": self.client.id,
                "service_id": self.ose.id,
                "date_start": periods.today() - timedelta(days=400),
            }
        )
        self.accept_ose()
        self.assertEqual(self.services(), running)
        self.assertIn("already", self.handover.message_ids.mapped("body")[0])

    def test_client_gets_the_executive_and_the_district_of_its_opportunity(self):
        """What the client has stays; a contact's service is its company's."""
        self.client.write({"user_id": False, "city": "Lima"})
        self.lead.write({"city": "San Isidro"})
        self.accept_ose()
        self.assertEqual(self.client.user_id, self.users["executive"])
        self.assertEqual(self.client.digiflow_district, "San Isidro")
        self.assertIn(self.client, self.services().with_user(self.users["executive"]).partner_id)

    def test_client_keeps_its_own_executive_and_district(self):
        colleague = self.make_user("executive", login="executive_2")
        self.client.write({"user_id": colleague.id, "digiflow_district": "Surco"})
        self.lead.write({"city": "San Isidro"})
        self.accept_ose()
        self.assertEqual(self.client.user_id, colleague)
        self.assertEqual(self.client.digiflow_district, "Surco")

    def test_service_that_ended_begins_again(self):
        self.env["digiflow.client.service"].create(
            {
                "partner_id": self.client.id,
                "service_id": self.ose.id,
                "date_start": "2024-01-01",
                "date_end": "2024-12-31",
                "end_reason_id": self.env.ref("digiflow_crm.service_end_reason_price").id,
            }
        )
        self.accept_ose()
        self.assertEqual(len(self.services()), 2)

    def test_sale_without_services_is_accepted(self):
        self.accept()
        self.assertEqual(self.handover.state, "accepted")
        self.assertFalse(self.services())

    def test_without_the_app_of_projects_there_is_no_project(self):
        self.accept()
        self.assertEqual("project.project" in self.env, self.handover.has_project)

    def test_later_offer_replaces_one_that_was_cancelled(self):
        """Sales still prepares: what is sold now is handed over, and nothing written is lost."""
        old = self.handover.order_id
        self.handover.scope = "By hand"
        old._action_cancel()
        new = self.confirm_order(self.lead)
        self.assertEqual(self.handover.order_id, new)
        self.assertIn(new.name, self.handover.scope)
        self.assertIn("By hand", self.handover.scope)
        move = self.handover.move_ids.sorted()[0]
        self.assertEqual((move.move, move.reason), ("offer", new.name))

    def test_second_offer_beside_the_first_is_only_told(self):
        first = self.handover.order_id
        self.assertTrue(self.confirm_order(self.lead))
        self.assertEqual(self.handover.order_id, first)
        self.assertEqual(self.handover.move_ids.sorted()[0].move, "offer")

    def test_offer_that_comes_later_is_taken(self):
        """The manager let it pass without one."""
        lead = self.make_lead(name="Sin oferta")
        lead.with_user(self.users["manager"]).action_pass_gate("pre_kickoff", "Signed on paper")
        self.assertFalse(lead.handover_id.order_id)
        order = self.confirm_order(lead)
        self.assertEqual(lead.handover_id.order_id, order)
        self.assertEqual(lead.handover_id.partner_id, order.partner_id)
