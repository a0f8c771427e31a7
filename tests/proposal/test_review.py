"""The review of an offer, step by step: asked for, approved, rejected, sent back."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import OfferReviewError

from ..common import DigiflowCase
from .review import ReviewCase


class TestSteps(ReviewCase):
    """Who is asked, who answers, and what stays of it."""

    def test_standard_offer_needs_nobody(self):
        self.assertEqual(self.codes(), [])
        self.assertTrue(self.order._is_review_done())
        self.by("executive").action_submit_review()
        self.assertEqual(self.order.digiflow_review, "approved")
        self.assertEqual(self.decisions(), [(False, "free")])

    def test_offer_without_needs_is_confirmed_and_kept_as_it_was(self):
        self.by("executive").action_confirm()
        self.assertEqual((self.order.state, self.order.digiflow_review), ("sale", "approved"))
        self.assertEqual(self.order.digiflow_review_digest, self.order._get_digest())

    def test_discount_goes_to_the_manager(self):
        self.give_discount()
        self.assertEqual(self.codes(), ["discount"])
        self.by("executive").action_submit_review()
        self.assertEqual(self.order.digiflow_review, "manager")
        self.assertEqual(self.order.digiflow_asked_by_id, self.users["executive"])
        self.assertIn("30 %", self.order.digiflow_review_needs)
        self.by("manager").action_approve_review()
        self.assertEqual(self.order.digiflow_review, "approved")
        self.assertTrue(self.order._is_review_done())
        self.assertEqual(self.decisions(), [(False, "asked"), ("manager", "approved")])
        self.by("executive").action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_presales_first_then_the_manager(self):
        self.give_discount()
        self.by("executive", self.plan).product_uom_qty = 0.5
        self.assertEqual(self.codes(), ["quantity", "discount"])
        self.by("executive").action_submit_review()
        self.assertEqual(self.order.digiflow_review, "presales")
        self.by("presales").action_approve_review()
        self.assertEqual(self.order.digiflow_review, "manager")
        self.assertFalse(self.order._is_review_done())
        self.by("manager").action_approve_review()
        self.assertTrue(self.order._is_review_done())
        self.assertEqual(
            self.decisions(),
            [(False, "asked"), ("presales", "approved"), ("manager", "approved")],
        )

    def test_log_tells_who_when_what_and_why(self):
        self.give_discount()
        self.by("executive").action_submit_review()
        self.by("manager").action_send_back_review("At most 15 %")
        entry = self.order.digiflow_review_ids[0]
        self.assertEqual(entry.user_id, self.users["manager"])
        self.assertEqual((entry.step, entry.decision), ("manager", "sent_back"))
        self.assertEqual(entry.reason, "At most 15 %")
        self.assertTrue(entry.date)
        self.assertIn("discount", entry.needs)
        self.assertEqual(entry.amount, self.order.amount_untaxed)
        self.assertEqual(entry.digest, self.order._get_digest())
        self.assertEqual((entry.lead_id, entry.company_id), (self.lead, self.order.company_id))
        self.assertIn(
            "At most 15 %", self.order.message_ids[0].body + self.order.message_ids[1].body
        )

    def test_sent_back_is_changed_and_asked_again(self):
        self.give_discount()
        self.by("executive").action_submit_review()
        self.by("manager").action_send_back_review("At most 15 %")
        self.assertEqual(self.order.digiflow_review, "none")
        self.assertFalse(self.order._is_review_done())
        self.give_discount(15)
        self.approve("manager")
        self.assertTrue(self.order._is_review_done())

    def test_rejected_stays_rejected_until_it_changes(self):
        self.give_discount()
        self.by("executive").action_submit_review()
        self.by("manager").action_reject_review("Too much")
        self.assertEqual(self.order.digiflow_review, "rejected")
        self.assertIn(
            "rejected as it is", self.assertRefused(self.by("executive").action_submit_review)
        )
        self.assertNotOut(self.by("executive").action_confirm)
        self.give_discount(4)
        self.assertEqual(self.order.digiflow_review, "none")
        self.by("executive").action_confirm()

    def test_reason_is_needed(self):
        """Also on the server, and not only a blank."""
        self.give_discount()
        self.by("executive").action_submit_review()
        for reason in (None, False, "", "  \n"):
            for action in ("action_reject_review", "action_send_back_review"):
                text = self.assertRefused(getattr(self.by("manager"), action), reason)
                self.assertIn("Write the reason", text)
        self.assertEqual(self.order.digiflow_review, "manager")

    def test_wizard_asks_for_the_reason(self):
        self.give_discount()
        self.by("executive").action_submit_review()
        decisions = self.env["digiflow.offer.decision"].with_user(self.users["manager"])
        wizard = decisions.create(
            {"order_id": self.order.id, "decision": "rejected", "reason": "No margin"}
        )
        wizard.action_save()
        self.assertEqual(self.order.digiflow_review, "rejected")
        self.assertEqual(self.order.digiflow_review_ids[0].reason, "No margin")

    def test_reviewer_gets_an_activity_that_ends_with_the_review(self):
        self.by("executive", self.plan).product_uom_qty = 0.5
        self.by("executive").action_submit_review()
        self.assertEqual(self.order.activity_ids.user_id, self.users["presales"])
        self.assertEqual(self.order.activity_ids.summary, "Review the offer")
        self.by("presales").action_approve_review()
        self.assertFalse(self.order.activity_ids)

    def test_manager_is_asked_by_an_activity(self):
        self.team.user_id = self.users["manager"]
        self.give_discount()
        self.by("executive").action_submit_review()
        self.assertEqual(self.order.activity_ids.user_id, self.users["manager"])

    def test_cancelled_offer_is_no_longer_to_review(self):
        self.give_discount()
        self.by("executive").action_submit_review()
        self.by("executive")._action_cancel()
        self.assertEqual((self.order.digiflow_review, self.order.state), ("none", "cancel"))
        self.assertFalse(self.order.activity_ids)
        self.assertEqual(self.decisions()[-1], (False, "reset"))

    def test_asked_only_once_and_only_while_open(self):
        self.give_discount()
        self.by("executive").action_submit_review()
        self.assertIn(
            "already under", self.assertRefused(self.by("executive").action_submit_review)
        )
        self.by("manager").action_approve_review()
        self.assertIn("already app", self.assertRefused(self.by("executive").action_submit_review))
        self.assertIn("not under", self.assertRefused(self.by("manager").action_approve_review))

    def test_new_round_begins_without_review(self):
        self.give_discount()
        self.approve("manager")
        copy = self.by("executive").copy()
        self.assertEqual(copy.digiflow_review, "none")
        self.assertFalse(copy.digiflow_review_digest or copy.digiflow_review_ids)
        self.assertFalse(copy._is_review_done())


class TestReviewers(ReviewCase):
    """Who may answer."""

    def test_only_the_role_of_the_step(self):
        self.give_discount()
        self.by("executive").action_submit_review()
        for role in ("executive", "presales"):
            for action, *args in (
                (self.by(role).action_approve_review,),
                (self.by(role).action_reject_review, "No"),
                (self.by(role).action_send_back_review, "No"),
            ):
                self.assertRefused(action, *args, error=AccessError)
        self.assertEqual(self.order.digiflow_review, "manager")

    def test_others_of_the_role_but_not_of_the_opportunity(self):
        self.by("executive", self.plan).product_uom_qty = 0.5
        self.by("executive").action_submit_review()
        self.assertRefused(self.by("presales_2").action_approve_review, error=AccessError)
        for role in ("quality", "implementation", "telemarketer"):
            self.assertRefused(self.by(role).action_approve_review, error=AccessError)

    def test_nobody_reviews_what_they_ask_for(self):
        """Also with the role of presales besides."""
        groups = "digiflow_crm.group_executive,digiflow_crm.group_presales"
        self.users["both"] = self.make_user("both", groups=groups)
        self.lead.write(
            {"user_id": self.users["both"].id, "presales_user_id": self.users["both"].id}
        )
        self.order.user_id = self.users["both"]
        self.by("both", self.plan).product_uom_qty = 0.5
        self.by("both").action_submit_review()
        text = self.assertRefused(self.by("both").action_approve_review, error=AccessError)
        self.assertIn("your own request", text)
        self.by("manager").action_approve_review()
        self.assertTrue(self.order._is_review_done())

    def test_own_request_under_another_name(self):
        """Giving the offer to a colleague does not make it somebody else's."""
        groups = "digiflow_crm.group_executive,digiflow_crm.group_presales"
        self.users["both"] = self.make_user("both", groups=groups)
        self.lead.write(
            {"user_id": self.users["both"].id, "presales_user_id": self.users["both"].id}
        )
        self.order.user_id = self.users["both"]
        self.by("both", self.plan).product_uom_qty = 0.5
        self.by("both").user_id = self.users["executive_2"]
        self.by("both").action_submit_review()
        self.assertRefused(self.by("both").action_approve_review, error=AccessError)

    def test_presales_corrects_asks_and_approves(self):
        self.by("executive", self.plan).product_uom_qty = 0.5
        self.by("executive").action_submit_review()
        self.by("presales", self.plan).product_uom_qty = 0.8
        self.assertEqual(self.order.digiflow_review, "none")
        self.by("presales").action_submit_review()
        self.by("presales").action_approve_review()
        self.assertTrue(self.order._is_review_done())

    def test_manager_sells_without_limit(self):
        self.lead.user_id = self.users["manager"]
        self.by("manager").user_id = self.users["manager"]
        self.give_discount(60, role="manager")
        self.assertEqual(self.codes(), [])
        self.by("manager").action_confirm()

    def test_reviewer_answers_what_stands_on_the_screen(self):
        """The executive changes the offer and asks again, between opening and pressing."""
        self.give_discount()
        self.by("executive").action_submit_review()
        seen = self.order.digiflow_review_digest
        self.give_discount(50)
        self.by("executive").action_submit_review()
        pressed = self.by("manager").with_context(digiflow_seen=seen)
        self.assertIn("after you opened it", self.assertRefused(pressed.action_approve_review))
        fresh = self.order.digiflow_review_digest
        self.by("manager").with_context(digiflow_seen=fresh).action_approve_review()

    def test_salesperson_is_told(self):
        self.give_discount()
        self.by("executive").action_submit_review()
        self.by("manager").action_send_back_review("At most 15 %")
        told = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.users["executive"].partner_id.id)]
        )
        self.assertIn("At most 15 %", "".join(told.mail_message_id.mapped("body")))


class TestOtherPipelines(DigiflowCase):
    """Orders that are not Digiflow's are as Odoo makes them."""

    def test_stock_order_is_untouched(self):
        seller = self.make_user("seller", groups="sales_team.group_sale_salesman")
        partner = self.env["res.partner"].create({"name": "Otro"})
        product = self.env["product.product"].create({"name": "Cosa", "list_price": 100})
        orders = self.env["sale.order"].with_user(seller)
        line = {"product_id": product.id, "product_uom_qty": 1, "discount": 90}
        order = orders.create({"partner_id": partner.id, "order_line": [(0, 0, line)]})
        self.assertTrue(order._is_review_done())
        self.assertFalse(order.digiflow_guarded or order.digiflow_open_needs)
        order.action_quotation_send()
        order.write({"state": "sent"})
        order.order_line.discount = 95
        self.assertEqual(order.state, "sent")
        order.action_confirm()
        order.order_line.discount = 0
        self.assertEqual((order.state, order.digiflow_review), ("sale", "none"))
        self.assertFalse(order.digiflow_version)
        with self.assertRaises(OfferReviewError):
            order.action_submit_review()
