"""Every way past the review of an offer, tried and refused: one test each."""

from datetime import timedelta

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
            vals["payment_method_id"] = self.env["payment.method"].search([], limit=1).id
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


class TestShortcuts(GuardCase):
    """Discounts by other names, and other ways to sell less or cheaper."""

    def setUp(self):
        super().setUp()
        self.give_discount(0)
        self.assertEqual(self.codes(), [])

    def add_line(self, **vals):
        """The executive adds a line to the offer."""
        lines = self.env["sale.order.line"].with_user(self.users["executive"])
        return lines.create({"order_id": self.order.id, "product_uom_qty": 1, **vals})

    def test_lower_price_typed(self):
        self.by("executive", self.plan).price_unit = self.plan.price_unit * 0.9
        self.assertEqual(self.codes(), ["discount"])

    def test_within_the_limit(self):
        self.give_discount(5)
        self.assertEqual(self.codes(), [])
        self.give_discount(5.5)
        self.assertEqual(self.codes(), ["discount"])

    def test_other_limits_in_the_settings(self):
        self.give_discount(20)
        self.order.company_id.digiflow_discount_executive = 20
        self.assertEqual(self.codes(), [])

    def test_negative_line(self):
        product = self.env["product.product"].create(
            {"name": "Ajuste", "list_price": 0, "digiflow_kind": "other"}
        )
        self.add_line(product_id=product.id, price_unit=-500)
        self.assertIn("discount", self.codes())

    def test_negative_quantity(self):
        self.add_line(product_id=self.plan.product_id.id, product_uom_qty=-0.5)
        self.assertIn("discount", self.codes())

    def test_dearer_line_beside_a_cheaper_one(self):
        other = (self.order.order_line - self.plan).filtered("product_id")[:1]
        self.by("executive", other).price_unit = other.price_unit * 10
        self.by("executive", self.plan).discount = 20
        self.assertEqual(self.codes(), ["discount"])

    def test_product_of_one_s_own(self):
        product = self.env["product.product"].create({"name": "Paquete", "list_price": 1})
        self.add_line(product_id=product.id, price_unit=1)
        self.assertEqual(self.codes(), ["unknown"])

    def test_catalogue_product_that_nobody_asked_for(self):
        self.add_line(product_id=self.env.ref("digiflow_crm.product_plan_cloud_500").id)
        self.assertEqual(self.codes(), ["unknown"])

    def test_smaller_plan(self):
        small = self.env.ref("digiflow_crm.product_plan_cloud_500")
        self.by("executive", self.plan).product_id = small
        self.assertEqual(self.codes(), ["quantity", "unknown"])

    def test_fewer_hours(self):
        hours = self.order.order_line.filtered(
            lambda line: line.product_id.digiflow_kind == "hours_implementation"
        )
        self.assertTrue(hours)
        self.by("executive", hours).product_uom_qty = hours.product_uom_qty - 1
        self.assertEqual(self.codes(), ["quantity"])

    def test_line_left_out(self):
        self.by("executive", self.plan).unlink()
        self.assertEqual(self.codes(), ["quantity"])

    def test_hours_sold_by_the_day(self):
        """One day for the price of one hour."""
        hours = self.env["product.product"].create(
            {
                "name": "Hora",
                "list_price": 100,
                "type": "service",
                "digiflow_kind": "hours_implementation",
                "uom_id": self.env.ref("uom.product_uom_hour").id,
                **({} if SERIES >= 19 else {"uom_po_id": self.env.ref("uom.product_uom_hour").id}),
            }
        )
        line = self.add_line(product_id=hours.id)
        price = line.price_unit
        self.assertNotIn("discount", self.codes())
        unit = "product_uom" if "product_uom" in line._fields else "product_uom_id"
        self.by("executive", line).write({unit: self.env.ref("uom.product_uom_day").id})
        self.by("executive", line).write({"price_unit": price})
        self.assertIn("discount", self.codes())

    def test_tax_in_the_price(self):
        tax = self.env["account.tax"].create(
            {
                "name": "IGV incluido",
                "amount": 18,
                "country_id": self.env.ref("base.pe").id,
                **(
                    {"price_include_override": "tax_included"}
                    if SERIES >= 18
                    else {"price_include": True}
                ),
            }
        )
        name = "tax_id" if "tax_id" in self.plan._fields else "tax_ids"
        self.by("executive", self.plan).write({name: [(6, 0, tax.ids)]})
        self.assertEqual(self.codes(), ["discount"])

    def test_list_price_written(self):
        """What the line keeps of the tariff is not believed."""
        self.give_discount(40)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET digiflow_list_price = 0.01 WHERE id = %s", (self.plan.id,)
        )
        self.assertEqual(self.codes(), ["discount"])

    def test_another_price_list(self):
        cheap = self.env["product.pricelist"].create(
            {"name": "Amigos", "currency_id": self.order.currency_id.id}
        )
        self.by("executive").pricelist_id = cheap
        self.assertIn("pricelist", self.codes())

    def test_prices_of_last_year(self):
        now = fields.Datetime.now()
        tariff = self.order.company_id.digiflow_pricelist_id
        common = {
            "pricelist_id": tariff.id,
            "applied_on": "1_product",
            "product_tmpl_id": self.plan.product_id.product_tmpl_id.id,
            "compute_price": "fixed",
        }
        items = self.env["product.pricelist.item"]
        items.search([("pricelist_id", "=", tariff.id)]).unlink()
        items.create({**common, "fixed_price": 100, "date_end": now - timedelta(days=2)})
        items.create({**common, "fixed_price": 200, "date_start": now - timedelta(days=2)})
        self.env.flush_all()
        before = now - timedelta(days=30)
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = %s, date_order = %s WHERE id = %s",
            (before, before, self.order.id),
        )
        self.env.invalidate_all()
        self.by("executive", self.plan).price_unit = 100
        self.assertEqual(self.codes(), ["old_prices"])

    def test_other_payment_terms(self):
        term = self.env["account.payment.term"].create({"name": "A un año"})
        self.by("executive").payment_term_id = term
        self.assertEqual(self.codes(), ["payment"])
        self.order.company_id.digiflow_payment_term_ids |= term
        self.assertEqual(self.codes(), [])

    def test_longer_validity(self):
        today = fields.Date.context_today(self.order)
        self.by("executive").validity_date = today + timedelta(days=90)
        self.assertEqual(self.codes(), ["validity"])
        self.by("executive").validity_date = False
        self.assertEqual(self.codes(), ["validity"])

    def test_under_the_manager_s_name(self):
        self.give_discount(40)
        self.by("executive").user_id = self.users["manager"]
        self.assertEqual(self.codes(), ["discount"])
        self.assertNotOut(self.order.sudo().action_confirm)

    def test_under_nobody_s_name(self):
        self.give_discount(40)
        self.by("executive").user_id = False
        self.assertEqual(self.codes(), ["discount"])

    def test_upgrade_needs_presales(self):
        lead = self.make_lead(name="Cambio", ruc="20512081372")
        survey = self.env["digiflow.requirement"].create(
            {"lead_id": lead.id, **self.answers(is_upgrade=True)}
        )
        survey.action_submit()
        self.by("presales", survey).action_confirm_hours()
        self.by("presales", survey).action_validate()
        order = self.make_offer(lead)
        self.assertEqual(survey.project_kind, "upgrade")
        self.assertEqual(self.codes(order), ["kind"])
        self.assertRefused(order.action_confirm, error=OfferReviewError)
        self.review(order).action_confirm()

    def test_without_a_survey(self):
        lead = self.make_lead(name="Sin plantilla", ruc="20131312955")
        self.assertIn("survey", self.codes(self.make_offer(lead)))
