"""Every way past the review of an offer, tried and refused: one test each."""

from odoo import fields
from odoo.exceptions import AccessError, UserError

from odoo.addons.digiflow_crm.compat import SERIES
from odoo.addons.digiflow_crm.exceptions import OfferReviewError

from .review import ReviewCase

# A picture of one dot.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
SIGNATURE += "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
STATES = ("sent", "sale") + (("done",) if SERIES < 17 else ())


class GuardCase(ReviewCase):
    """An offer with a discount that nobody approved."""

    def setUp(self):
        super().setUp()
        self.give_discount()


class TestSending(GuardCase):
    """It does not go to the client."""

    def test_by_the_button(self):
        for role in ("executive", "manager"):
            self.assertNotOut(self.by(role).action_quotation_send)

    def test_by_marking_it_as_sent(self):
        self.assertNotOut(self.by("executive").action_quotation_sent)

    def test_by_writing_the_state(self):
        for state in STATES:
            self.assertNotOut(self.by("executive").write, {"state": state})

    def test_by_writing_the_state_as_superuser(self):
        for state in STATES:
            self.assertNotOut(self.order.sudo().write, {"state": state})

    def test_by_a_message_that_marks_it_as_sent(self):
        order = self.by("executive").with_context(mark_so_as_sent=True)
        self.assertNotOut(order.message_post, body="Here it is")

    def composer(self, **context):
        """The e-mail composer of the offer, filled in."""
        vals = {
            "model": "sale.order",
            "subject": "Propuesta",
            "body": "Aquí está",
            "partner_ids": [(6, 0, self.order.partner_id.ids)],
            "composition_mode": "comment",
            **({"res_ids": str(self.order.ids)} if SERIES >= 17 else {"res_id": self.order.id}),
        }
        composers = self.env["mail.compose.message"].with_user(self.users["executive"])
        return composers.with_context(**context).create(vals)

    def test_by_the_composer_as_the_button_opens_it(self):
        composer = self.composer(mark_so_as_sent=True)
        self.assertNotOut(composer.action_send_mail)

    def test_by_the_composer_with_the_template_and_no_mark(self):
        composer = self.composer()
        composer.template_id = self.env.ref("sale.email_template_edi_sale")
        self.assertNotOut(composer.action_send_mail)

    def test_a_word_to_the_client_is_no_offer(self):
        self.composer().action_send_mail()
        self.assertEqual(self.order.state, "draft")

    def test_by_the_template_itself(self):
        template = self.env.ref("sale.email_template_edi_sale").with_user(self.users["executive"])
        self.assertNotOut(template.send_mail, self.order.id)

    def test_created_as_sent_or_confirmed(self):
        orders = self.env["sale.order"].with_user(self.users["executive"])
        line = {"product_id": self.plan.product_id.id, "product_uom_qty": 1, "discount": 50}
        for state in STATES:
            vals = {
                "partner_id": self.order.partner_id.id,
                "opportunity_id": self.lead.id,
                "user_id": self.users["executive"].id,
                "state": state,
                "order_line": [(0, 0, line)],
            }
            self.assertRefused(orders.create, vals)
            self.assertRefused(orders.sudo().create, vals)
            del vals["state"]
            self.assertRefused(orders.with_context(default_state=state).create, vals)

    def test_created_without_lines_that_come_afterwards(self):
        """Nothing to review, confirmed, and the lines then."""
        orders = self.env["sale.order"].with_user(self.users["executive"])
        order = orders.create(
            {
                "partner_id": self.order.partner_id.id,
                "opportunity_id": self.lead.id,
                "user_id": self.users["executive"].id,
            }
        )
        text = self.assertRefused(order.action_confirm)
        self.assertIn("less than the survey", text)

    def test_imported(self):
        orders = self.env["sale.order"].with_user(self.users["executive"])
        result = orders.load(
            [".id", "state"],
            [[str(self.order.id), "Sales Order"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("without its review", str(result["messages"]))
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "draft")


class TestConfirming(GuardCase):
    """It is not sold."""

    def test_by_the_button(self):
        for role in ("executive", "manager"):
            self.assertNotOut(self.by(role).action_confirm)

    def test_as_superuser(self):
        self.assertNotOut(self.order.sudo().action_confirm)

    def test_while_it_is_under_review(self):
        self.by("executive").action_submit_review()
        text = self.assertNotOut(self.by("executive").action_confirm)
        self.assertIn("under review", text)

    def test_with_lines_that_come_along(self):
        """Good lines approved; others written together with the state."""
        self.give_discount(0)
        bad = [(1, self.plan.id, {"discount": 50})]
        for order in (self.by("executive"), self.order.sudo()):
            for state in ("sent", "sale"):
                self.assertRefused(order.write, {"order_line": bad, "state": state})
        # A term comes before the state is looked at.
        term = self.env["account.payment.term"].create({"name": "A un año"})
        for state in ("sent", "sale"):
            vals = {"payment_term_id": term.id, "state": state}
            self.assertNotOut(self.by("executive").write, vals)

    def test_by_a_signature(self):
        vals = {"signature": SIGNATURE, "signed_by": "Rosa", "signed_on": fields.Datetime.now()}
        self.assertNotOut(self.order.sudo().write, vals)
        self.assertFalse(self.order._has_to_be_signed())

    def test_by_paying(self):
        self.order.require_payment = True
        self.assertFalse(self.order._has_to_be_paid())
        provider = self.env["payment.provider"].search([], limit=1)
        vals = {
            "provider_id": provider.id,
            "reference": "por-fuera",
            "amount": self.order.amount_total,
            "currency_id": self.order.currency_id.id,
            "partner_id": self.order.partner_id.id,
            "sale_order_ids": [(6, 0, self.order.ids)],
        }
        if "payment_method_id" in self.env["payment.transaction"]._fields:
            vals["payment_method_id"] = (
                self.env["payment.method"].with_context(active_test=False).search([], limit=1).id
            )
        self.assertNotOut(self.env["payment.transaction"].sudo().create, vals)
        del vals["sale_order_ids"]
        paid = self.env["payment.transaction"].sudo().create(vals)
        self.assertNotOut(paid.write, {"sale_order_ids": [(4, self.order.id)]})

    def test_the_gate_of_the_stage_needs_a_reviewed_order(self):
        """A stock order that was confirmed outside does not open it."""
        seller_team = self.env["crm.team"].create({"name": "Otra"})
        lead = self.env["crm.lead"].create(
            {"name": "De otro embudo", "type": "opportunity", "team_id": seller_team.id}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.order.partner_id.id,
                "opportunity_id": lead.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.plan.product_id.id,
                            "price_unit": 1,
                            "product_uom_qty": 1,
                        },
                    )
                ],
            }
        )
        order.action_confirm()
        lead.team_id = self.team
        self.assertTrue(order.digiflow_guarded)
        self.assertFalse(order._is_review_done())
        self.assertFalse(lead._has_confirmed_order())
        self.assertRefused(order.write, {"opportunity_id": self.lead.id})


class TestForging(GuardCase):
    """The review is not written by hand."""

    FORGED = {
        "digiflow_review": "approved",
        "digiflow_review_digest": "0" * 64,
        "digiflow_review_needs": False,
        "digiflow_asked_by_id": False,
        "digiflow_asked_on": False,
        "digiflow_editor_id": False,
        "digiflow_version": 0,
        "digiflow_guarded": False,
    }

    def test_by_writing_it(self):
        for name, value in self.FORGED.items():
            for order in (self.by("executive"), self.by("manager"), self.order.sudo()):
                text = self.assertRefused(order.write, {name: value}, error=OfferReviewError)
                self.assertIn("cannot be written", text)

    def test_by_creating_it(self):
        vals = {"partner_id": self.order.partner_id.id, "opportunity_id": self.lead.id}
        orders = self.env["sale.order"].with_user(self.users["manager"])
        self.assertRefused(orders.create, {**vals, "digiflow_review": "approved"})
        order = orders.create({**vals, "digiflow_guarded": False})
        self.assertTrue(order.digiflow_guarded)

    def test_by_the_default_of_a_context(self):
        vals = {"partner_id": self.order.partner_id.id, "opportunity_id": self.lead.id}
        context = {f"default_{name}": value for name, value in self.FORGED.items()}
        orders = self.env["sale.order"].with_user(self.users["executive"])
        order = orders.with_context(**context).create(
            {**vals, "user_id": self.users["executive"].id}
        )
        self.assertEqual((order.digiflow_review, order.digiflow_guarded), ("none", True))
        self.assertFalse(order.digiflow_review_digest)
        self.assertFalse(order._is_review_done())

    def test_by_copying(self):
        self.approve("manager")
        self.assertRefused(self.by("executive").copy, {"digiflow_review": "approved"})
        copy = self.by("executive").copy()
        self.assertEqual(copy.digiflow_review, "none")
        self.assertRefused(copy.action_confirm)

    def test_by_importing(self):
        orders = self.env["sale.order"].with_user(self.users["manager"])
        result = orders.load([".id", "digiflow_review"], [[str(self.order.id), "Approved"]])
        self.assertFalse(result["ids"])
        self.env.invalidate_all()
        self.assertEqual(self.order.digiflow_review, "none")

    def test_log_is_neither_written_nor_deleted(self):
        self.approve("manager")
        entry = self.order.digiflow_review_ids[0]
        for role in ("executive", "manager"):
            own = self.by(role, entry)
            self.assertRefused(own.write, {"reason": "x"}, error=UserError)
            self.assertRefused(own.unlink, error=UserError)
            vals = {
                "order_id": self.order.id,
                "decision": "approved",
                "date": "2026-01-01",
                "user_id": 2,
            }
            self.assertRefused(own.create, vals, error=AccessError)
        self.assertRefused(entry.sudo().write, {"decision": "rejected"})
        self.assertRefused(entry.sudo().unlink)

    def test_reviewed_offer_is_not_deleted(self):
        self.by("executive").action_submit_review()
        for order in (self.by("manager"), self.order.sudo()):
            self.assertIn("stays on record", self.assertRefused(order.unlink, error=UserError))


class TestEscaping(GuardCase):
    """An offer does not leave the rules."""

    def test_without_its_opportunity(self):
        for order in (self.by("executive"), self.by("manager"), self.order.sudo()):
            self.assertRefused(order.write, {"opportunity_id": False})

    def test_with_an_opportunity_of_another_pipeline(self):
        team = self.env["crm.team"].create({"name": "Otra"})
        lead = self.env["crm.lead"].create(
            {"name": "Otro embudo", "type": "opportunity", "team_id": team.id}
        )
        self.assertRefused(self.order.sudo().write, {"opportunity_id": lead.id})

    def test_with_its_opportunity_taken_out_of_the_pipeline(self):
        self.lead.team_id = self.env["crm.team"].create({"name": "Otra"})
        self.env.flush_all()
        self.assertFalse(self.order.is_digiflow)
        self.assertTrue(self.order.digiflow_guarded)
        self.assertNotOut(self.order.sudo().action_confirm)

    def test_with_its_opportunity_deleted(self):
        lead = self.make_lead(name="Sin plantilla", ruc="20131312955")
        order = self.make_offer(lead)
        lead.sudo().unlink()
        self.env.invalidate_all()
        self.assertFalse(order.opportunity_id)
        self.assertTrue(order.digiflow_guarded)
        self.assertRefused(order.sudo().action_confirm, error=OfferReviewError)

    def test_by_linking_it_when_it_is_confirmed(self):
        """Made and confirmed as a stock order, then put under the opportunity."""
        orders = self.env["sale.order"].with_user(self.users["manager"])
        order = orders.create(
            {
                "partner_id": self.order.partner_id.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.plan.product_id.id,
                            "product_uom_qty": 1,
                            "discount": 90,
                        },
                    )
                ],
            }
        )
        order.user_id = self.users["executive"]
        order.action_confirm()
        self.assertRefused(
            order.with_user(self.users["executive"]).write, {"opportunity_id": self.lead.id}
        )

    def test_in_another_company(self):
        other = self.env["res.company"].create(
            {"name": "Otra S.A.", "digiflow_discount_executive": 99}
        )
        self.assertRefused(self.order.sudo().write, {"company_id": other.id}, error=UserError)
