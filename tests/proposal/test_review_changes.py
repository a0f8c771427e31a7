"""What was approved is what goes out: any change of an approved offer begins the review again."""

from datetime import timedelta

from odoo.exceptions import UserError

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import OfferReviewError

from .review import ReviewCase


class TestChanges(ReviewCase):
    """Each way to change the content, after the manager's yes."""

    def setUp(self):
        super().setUp()
        self.give_discount()
        self.approve("manager")
        self.assertTrue(self.order._is_review_done())

    def assertReset(self):
        """The yes counts no more, and the log says so."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((self.order.digiflow_review, self.order.state), ("none", "draft"))
        self.assertFalse(self.order._is_review_done())
        entry = self.order.digiflow_review_ids[0]
        self.assertEqual((entry.decision, bool(entry.reason)), ("reset", True))
        self.assertRefused(self.by("executive").action_confirm, error=OfferReviewError)

    def test_price_by_the_line(self):
        self.by("executive", self.plan).price_unit -= 1
        self.assertReset()

    def test_price_by_the_order(self):
        line = [(1, self.plan.id, {"price_unit": 1})]
        self.by("executive").write({"order_line": line})
        self.assertReset()

    def test_quantity(self):
        self.by("executive", self.plan).product_uom_qty += 1
        self.assertReset()

    def test_words_of_a_line(self):
        self.by("executive", self.plan).name = "Todo incluido, para siempre"
        self.assertReset()

    def test_product(self):
        self.by("executive", self.plan).product_id = self.env.ref(
            "digiflow_crm.product_plan_cloud_10000"
        )
        self.assertReset()

    def test_tax(self):
        name = "tax_id" if "tax_id" in self.plan._fields else "tax_ids"
        country = self.env.ref("base.pe")
        group = self.env["account.tax.group"].create({"name": "Otro", "country_id": country.id})
        vals = {"amount": 3, "country_id": country.id, "tax_group_id": group.id}
        tax = self.env["account.tax"].create({"name": "Otro", **vals})
        self.by("executive", self.plan).write({name: [(6, 0, tax.ids)]})
        self.assertReset()

    def test_new_line(self):
        vals = {"order_id": self.order.id, "product_id": self.plan.product_id.id}
        self.env["sale.order.line"].with_user(self.users["executive"]).create(vals)
        self.assertReset()

    def test_note_among_the_lines(self):
        vals = {"order_id": self.order.id, "display_type": "line_note", "name": "Gratis"}
        self.env["sale.order.line"].with_user(self.users["executive"]).create(vals)
        self.assertReset()

    def test_line_taken_away(self):
        self.by("executive", self.plan).unlink()
        self.assertReset()

    def test_line_of_another_offer_moved_in(self):
        lead = self.make_lead(name="Otra", ruc="20512081372")
        other = self.make_offer(lead)
        line = other.order_line.filtered("product_id")[:1]
        line.sudo().order_id = self.order
        self.assertReset()

    def test_terms(self):
        today = periods.today()
        term = self.env["account.payment.term"].create({"name": "A un año"})
        partner = self.env["res.partner"].create({"name": "Otro cliente"})
        for vals in (
            {"payment_term_id": term.id},
            {"validity_date": today + timedelta(days=3)},
            {"note": "<p>Otra condición</p>"},
            {"partner_id": partner.id},
        ):
            with self.subTest(vals):
                self.by("executive").write(vals)
                self.assertReset()
                self.approve(*(["manager"] if self.order._get_review_needs() else []))

    def test_prices_updated(self):
        """Odoo's button: the discount goes."""
        self.by("executive").action_update_prices()
        self.env.invalidate_all()
        self.assertEqual(self.order.digiflow_review, "none")
        self.assertEqual(self.decisions()[-1], (False, "reset"))

    def test_change_while_it_is_under_review(self):
        self.give_discount(40)
        self.by("executive").action_submit_review()
        self.give_discount(50)
        self.assertReset()
        self.assertFalse(self.order.activity_ids)
        self.assertIn("not under", self.assertRefused(self.by("manager").action_approve_review))

    def test_same_values_again_change_nothing(self):
        self.by("executive").write({"order_line": [(1, self.plan.id, {"discount": 30})]})
        self.assertEqual(self.order.digiflow_review, "approved")
        self.by("executive", self.plan).sequence = 99
        self.assertEqual(self.order.digiflow_review, "approved")

    def test_behind_odoo_s_back(self):
        """Written into the database: the yes does not hold for it."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET discount = 80 WHERE id = %s", (self.plan.id,)
        )
        self.env.invalidate_all()
        self.assertEqual(self.order.digiflow_review, "approved")
        self.assertFalse(self.order._is_review_done())
        self.assertRefused(self.by("executive").action_confirm, error=OfferReviewError)

    def test_confirmed_offer_is_not_changed(self):
        """Nor when its opportunity has left the pipeline."""
        self.by("executive").action_confirm()
        for take_out in (False, True):
            if take_out:
                self.lead.sudo().team_id = self.env["crm.team"].create({"name": "Otra"})
                self.env.flush_all()
            for order in (self.by("executive"), self.order.sudo()):
                line = order.order_line.filtered(lambda line: line.id == self.plan.id)
                self.assertRefused(line.write, {"discount": 90})
                vals = {"order_id": order.id, "product_id": self.plan.product_id.id}
                self.assertRefused(line.create, vals)
                self.assertRefused(line.unlink, error=UserError)
        self.assertTrue(self.order._is_approved_as_is())

    def test_sent_offer_of_an_opportunity_that_left_the_pipeline(self):
        """Its lines may change then; but it is a draft again, not what the client has."""
        self.by("executive").write({"state": "sent"})
        self.order.sudo().write({"signed_by": "Rosa"})
        self.lead.sudo().team_id = self.env["crm.team"].create({"name": "Otra"})
        self.env.flush_all()
        self.env.invalidate_all()
        try:
            self.plan.sudo().discount = 90
        except UserError:
            return
        self.assertEqual((self.order.digiflow_review, self.order.state), ("none", "draft"))
        self.assertFalse(self.order.signed_by)

    def test_the_client_changes_nothing(self):
        """The portal works as superuser, in the name of somebody from outside."""
        self.by("executive").write({"state": "sent"})
        public = self.env.ref("base.public_user")
        line = self.plan.with_user(public).sudo()
        self.assertRefused(line.write, {"product_uom_qty": 0.1})
        vals = {"order_id": self.order.id, "product_id": self.plan.product_id.id}
        self.assertRefused(line.create, vals)
