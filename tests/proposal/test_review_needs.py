"""What an offer needs a review for: discounts by other names, and ways to sell less."""

from datetime import timedelta

from odoo import fields

from odoo.addons.digiflow_crm.compat import SERIES
from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import OfferReviewError

from .test_review_guard import GuardCase


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
        country = self.env.ref("base.pe")
        group = self.env["account.tax.group"].create({"name": "IGV", "country_id": country.id})
        tax = self.env["account.tax"].create(
            {
                "name": "IGV incluido",
                "amount": 18,
                "country_id": country.id,
                "tax_group_id": group.id,
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
        today = periods.today()
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
