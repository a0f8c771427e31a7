"""The catalogue is the manager's: products, prices, templates."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods

from .cases import ProposalCase


class TestCatalogue(ProposalCase):
    """What is delivered is whole, and the manager changes it without code."""

    def test_every_product_has_a_price_in_force(self):
        tariff = self.env.company.digiflow_pricelist_id
        self.assertEqual(tariff, self.env.ref("digiflow_crm.pricelist_digiflow"))
        self.assertEqual(tariff.currency_id.name, "PEN")
        products = self.env["product.product"].search(
            [("digiflow_kind", "!=", False), ("id", "in", self._own_ids("product.product"))]
        )
        self.assertGreater(len(products), 30)
        year = periods.today().year
        for product in products:
            with self.subTest(product.name):
                item = tariff.item_ids.filtered(lambda one, own=product: one.product_id == own)
                first = periods.today(fields.Datetime.context_timestamp(item, item.date_start))
                last = periods.today(fields.Datetime.context_timestamp(item, item.date_end))
                self.assertEqual(
                    (first.isoformat(), last.isoformat()), (f"{year}-01-01", f"{year}-12-31")
                )
                self.assertEqual(
                    tariff._get_product_price(product, 1.0, date=fields.Datetime.now()),
                    item.fixed_price,
                )

    def _own_ids(self, model):
        data = self.env["ir.model.data"].search(
            [("module", "=", "digiflow_crm"), ("model", "=", model)]
        )
        return data.mapped("res_id")

    def test_bands_leave_no_gap(self):
        templates = self.env["sale.order.template"].search([("digiflow_modality", "!=", False)])
        for template in templates:
            for volume in ("documents", "gre"):
                with self.subTest(template.name, volume=volume):
                    lines = template.sale_order_template_line_ids.filtered(
                        lambda line, volume=volume: (
                            line.digiflow_to and line.digiflow_volume == volume
                        )
                    )
                    expected = 1
                    for line in lines.sorted("digiflow_from"):
                        self.assertEqual(line.digiflow_from, expected)
                        expected = line.digiflow_to + 1

    def test_bad_band(self):
        line = self.env.ref("digiflow_crm.offer_line_cloud_plan_500")
        refused = self.assertRaisesRegex(Exception, "digiflow_band_order")
        with refused, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            line.write({"digiflow_from": 600})
            self.env.flush_all()

    def test_manager_edits(self):
        product = self.product("branch").with_user(self.manager)
        tariff = self.env.company.digiflow_pricelist_id.with_user(self.manager)
        product.write({"name": "Sucursal", "digiflow_kind": "other"})
        item = tariff.item_ids.filtered(lambda one: one.product_id == product)
        item.write({"date_end": fields.Datetime.now() - timedelta(days=1)})
        tariff.item_ids.create(
            {
                "pricelist_id": tariff.id,
                "applied_on": "0_product_variant",
                "product_id": product.id,
                "compute_price": "fixed",
                "fixed_price": 77,
                "date_start": fields.Datetime.now() - timedelta(hours=1),
            }
        )
        price = tariff._get_product_price(product, 1.0, date=fields.Datetime.now())
        self.assertEqual(price, 77)
        line = self.env.ref("digiflow_crm.offer_line_cloud_plan_500").with_user(self.manager)
        line.write({"digiflow_to": 400})
        line.sale_order_template_id.write({"digiflow_modality": "web"})

    def test_executive_does_not(self):
        item = self.env.ref("digiflow_crm.pricelist_digiflow").item_ids[0]
        template = self.env.ref("digiflow_crm.offer_template_cloud")
        with self.assertRaises(AccessError):
            item.with_user(self.executive).write({"fixed_price": 1})
        with self.assertRaises(AccessError):
            template.with_user(self.executive).write({"number_of_days": 300})
