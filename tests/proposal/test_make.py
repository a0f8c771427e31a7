"""One click makes the offer of the newest validated survey."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import OfferError, OfferLockedError, WorkflowError
from odoo.addons.digiflow_crm.models.info_pack.modalities import MODALITIES

from .cases import ProposalCase


class TestMake(ProposalCase):
    """Everything comes from the survey and from the tariff: nothing is typed again."""

    def test_needs_a_validated_survey(self):
        with self.assertRaisesRegex(OfferError, "submit it, and have the presales engineer"):
            self.make()
        draft = self.env["digiflow.requirement"].create({"lead_id": self.lead.id})
        with self.assertRaises(OfferError):
            draft.action_make_proposal()

    def test_lines_from_survey(self):
        ose = self.env.ref("digiflow_crm.service_ose")
        portal = self.product("module_portal")
        self.survey(
            monthly_documents=2500,
            integration_count=2,
            service_ids=[(6, 0, ose.ids)],
            module_ids=[(6, 0, portal.ids)],
        )
        order = self.make()
        self.assertEqual(
            self.quantities(order),
            {
                self.product("plan_cloud_10000"): 1,
                self.product("service_ose_month"): 1,
                portal: 1,
                self.product("integration"): 2,
                self.product("document_format"): 4,
                self.product("hours_implementation"): 40,
                self.product("hours_consulting"): 8,
                self.product("hours_management"): 6,
            },
        )
        for line in order.order_line.filtered("product_id"):
            self.assertEqual(line.price_unit, self.prices[line.product_id])
            self.assertEqual(line.digiflow_list_price, line.price_unit)
        self.assertEqual(order.digiflow_discount, 0)
        self.assertEqual(order.digiflow_list_total, order.amount_untaxed)

    def test_head_of_the_offer(self):
        survey = self.survey()
        order = self.make()
        self.assertEqual(order.requirement_id, survey)
        self.assertEqual(order.opportunity_id, self.lead)
        self.assertEqual((order.user_id, order.team_id), (self.executive, self.team))
        self.assertEqual(order.currency_id.name, "PEN")
        self.assertEqual(order.round, 1)
        self.assertIn(order.payment_term_id, order.company_id.sudo().digiflow_payment_term_ids)
        self.assertEqual(order.validity_date, periods.today() + timedelta(days=30))
        self.assertEqual(order.partner_id.name, "Rosa Quispe")
        self.assertEqual(order.partner_id.commercial_partner_id.vat, self.lead.ruc)
        self.assertFalse(order.offer_sent_on)

    def test_customer_with_the_same_ruc(self):
        company = self.env["res.partner"].create(
            {"name": "Andina", "is_company": True, "vat": self.lead.ruc}
        )
        self.survey()
        self.assertEqual(self.make().partner_id, company)

    def test_zero_hours_no_line(self):
        self.survey(hours=(40, 0, 0), integration_count=0)
        products = self.make().order_line.product_id
        self.assertIn(self.product("hours_implementation"), products)
        for name in ("hours_consulting", "hours_management", "integration"):
            self.assertNotIn(self.product(name), products)

    def test_branches(self):
        self.survey(billing_layout="branches", branch_count=7)
        self.assertEqual(self.quantities(self.make())[self.product("branch")], 7)

    def test_guides(self):
        kinds = [self.env.ref(f"digiflow_crm.document_type_{code}").id for code in ("f", "gre")]
        self.survey(monthly_documents=3000, monthly_gre=800, document_type_ids=[(6, 0, kinds)])
        quantities = self.quantities(self.make())
        self.assertEqual(quantities[self.product("plan_gre_2000")], 1)
        self.assertEqual(quantities[self.product("plan_cloud_10000")], 1)

    def test_beyond_the_biggest_band(self):
        self.survey(monthly_documents=102_001)
        quantities = self.quantities(self.make())
        self.assertEqual(quantities[self.product("plan_cloud_100000")], 1)
        self.assertEqual(quantities[self.product("plan_extra")], 3)

    def test_no_band_and_no_line_for_more(self):
        self.survey(monthly_documents=102_001)
        template = self.env.ref("digiflow_crm.offer_template_cloud")
        lines = template.sale_order_template_line_ids
        lines.filtered(lambda line: line.digiflow_quantity == "extra").unlink()
        with self.assertRaisesRegex(OfferError, "102001 .* bands end at 100000"):
            self.make()

    def test_template_lacks_hours(self):
        self.survey()
        template = self.env.ref("digiflow_crm.offer_template_cloud")
        lines = template.sale_order_template_line_ids
        lines.filtered(lambda line: line.digiflow_quantity == "hours_consulting").unlink()
        with self.assertRaisesRegex(OfferError, "For each hour of consulting"):
            self.make()

    def test_module_without_a_line(self):
        module = self.env["product.product"].create(
            {"name": "Módulo nuevo", "type": "service", "digiflow_kind": "module"}
        )
        self.survey(module_ids=[(6, 0, module.ids)])
        self.assertEqual(self.quantities(self.make())[module], 1)

    def test_no_template(self):
        self.survey()
        self.env.ref("digiflow_crm.offer_template_cloud").digiflow_modality = False
        with self.assertRaisesRegex(OfferError, "no quotation template for the modality «Cloud»"):
            self.make()

    def test_each_modality_has_its_template(self):
        for modality in MODALITIES:
            with self.subTest(modality):
                lead = self.make_lead(name=modality)
                self.survey(lead, modality=modality, monthly_documents=100)
                order = self.make(lead)
                self.assertEqual(order.sale_order_template_id.digiflow_modality, modality)
                self.assertEqual(
                    order.order_line.product_id.filtered(
                        lambda product: product.digiflow_kind == "plan"
                    ).mapped("list_price"),
                    [self.prices[order.order_line[1].product_id]],
                )

    def test_headings_only_above_lines(self):
        self.survey(hours=(0, 0, 0), integration_count=0)
        template = self.env.ref("digiflow_crm.offer_template_cloud")
        lines = template.sale_order_template_line_ids
        lines.filtered(lambda line: line.digiflow_quantity == "document_type").unlink()
        headings = self.make().order_line.filtered("display_type").mapped("name")
        self.assertEqual(headings, ["Servicio mensual"])

    def test_again_opens_the_open_one(self):
        survey = self.survey()
        order = self.make()
        self.assertEqual(self.make(), order)
        self.send(order)
        self.assertEqual(
            survey.with_user(self.executive).action_make_proposal()["res_id"], order.id
        )
        self.assertEqual(len(self.lead.order_ids), 1)

    def test_newer_survey_is_told(self):
        survey = self.survey()
        order = self.make()
        self.assertFalse(order.newer_requirement_id)
        newer = self.survey(monthly_documents=9000)
        self.assertEqual(order.requirement_id, survey)
        self.assertEqual(order.newer_requirement_id, newer)
        changed = self.next_round(order, "Nueva versión", from_survey=True)
        self.assertEqual(changed.requirement_id, newer)
        self.assertFalse(changed.newer_requirement_id)
        self.assertIn(self.product("plan_cloud_10000"), changed.order_line.product_id)
        self.assertNotIn(self.product("plan_cloud_10000"), order.order_line.product_id)

    def test_by_hand_takes_the_survey(self):
        survey = self.survey()
        order = self.env["sale.order"].create(
            {"partner_id": self.manager.partner_id.id, "opportunity_id": self.lead.id}
        )
        self.assertEqual(order.requirement_id, survey)
        self.assertEqual((order.round, order.currency_id.name), (1, "PEN"))

    def test_survey_of_another_lead(self):
        self.survey()
        order = self.make()
        other = self.survey(self.make_lead(name="Otra"))
        with self.assertRaisesRegex(WorkflowError, "of its own opportunity"):
            order.requirement_id = other
        draft = self.env["digiflow.requirement"].create({"lead_id": self.lead.id})
        with self.assertRaises(WorkflowError):
            order.requirement_id = draft

    def test_lost_and_foreign_leads(self):
        self.survey()
        self.lead.action_archive()
        with self.assertRaisesRegex(OfferError, "was lost"):
            self.make()
        team = self.env["crm.team"].create({"name": "Otro"})
        foreign = self.env["crm.lead"].create({"name": "X", "team_id": team.id})
        with self.assertRaisesRegex(OfferError, "not in the Digiflow pipeline"):
            foreign.action_make_proposal()

    def test_roles(self):
        self.survey()
        for role in ("telemarketer", "presales", "quality", "implementation"):
            with self.subTest(role), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.lead.with_user(self.users[role]).action_make_proposal()
                self.env.flush_all()
        self.assertTrue(self.lead.with_user(self.manager).action_make_proposal()["res_id"])

    def test_queries(self):
        """Their number grows with the lines of Odoo's own, not with ours."""
        self.survey()
        lead = self.make_lead(name="Grande")
        modules = self.env["product.product"].search([("digiflow_kind", "=", "module")])
        self.survey(lead, module_ids=[(6, 0, modules.ids)], monthly_documents=250_000)
        counts = []
        for one in (self.lead, lead):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order = self.make(one)
            self.env.flush_all()
            counts.append((self.env.cr.sql_log_count - before, len(order.order_line)))
        (few, some), (many, more) = counts
        self.assertGreater(more, some + 7)
        self.assertLess((many - few) / (more - some), 10, counts)

    def test_form(self):
        """The screen shows list price and discount, and does not let them be typed."""
        self.survey()
        order = self.make()
        with Form(order) as form, form.order_line.edit(1) as line:
            line.price_unit = 345
        line = order.order_line[1]
        self.assertEqual((line.digiflow_list_price, line.digiflow_discount), (690, 50))


class TestListPrice(ProposalCase):
    """The list price is the tariff's, whatever anybody types."""

    def setUp(self):
        super().setUp()
        self.survey()
        self.order = self.make()
        self.line = self.order.order_line.filtered("product_id")[0]

    def test_typed_price_is_a_discount(self):
        self.line.price_unit = self.line.digiflow_list_price * 0.8
        self.line.discount = 10
        self.assertAlmostEqual(self.line.digiflow_discount, 28)
        self.assertEqual(self.line.digiflow_list_price, self.prices[self.line.product_id])

    def test_list_price_is_not_written(self):
        self.line.write({"digiflow_list_price": 1, "price_unit": 1})
        self.assertEqual(self.line.digiflow_list_price, self.prices[self.line.product_id])
        product = self.product("integration")
        self.order.order_line = [
            (0, 0, {"product_id": product.id, "price_unit": 5, "digiflow_list_price": 5})
        ]
        self.assertEqual(self.order.order_line[-1].digiflow_list_price, self.prices[product])

    def test_totals_are_not_written(self):
        for vals in ({"digiflow_discount": 1}, {"digiflow_list_total": 1}, {"round": 9}):
            with self.assertRaises(OfferLockedError):
                self.order.write(vals)

    def test_extra_line_counts(self):
        rebate = self.env["product.product"].create(
            {"name": "Descuento", "type": "service", "list_price": 0}
        )
        listed = self.order.digiflow_list_total
        self.order.order_line = [(0, 0, {"product_id": rebate.id, "price_unit": -listed / 10})]
        self.assertAlmostEqual(self.order.digiflow_discount, 10)

    def test_surcharge_hides_no_discount(self):
        first, second = self.order.order_line.filtered("product_id")[:2]
        first.price_unit = 0
        second.price_unit += first.digiflow_list_price
        share = 100 * first.digiflow_list_price / self.order.digiflow_list_total
        self.assertAlmostEqual(self.order.digiflow_discount, share, 2)

    def test_older_date_brings_no_older_price(self):
        self.env["product.pricelist.item"].create(
            {
                "pricelist_id": self.order.company_id.digiflow_pricelist_id.id,
                "applied_on": "0_product_variant",
                "product_id": self.line.product_id.id,
                "fixed_price": 1,
                "date_end": "2001-01-01 00:00:00",
            }
        )
        self.order.date_order = "2000-06-01 00:00:00"
        self.line.product_uom_qty = 3
        self.assertEqual(self.line.digiflow_list_price, self.prices[self.line.product_id])

    def test_new_price_leaves_old_offers(self):
        items = self.env.ref("digiflow_crm.pricelist_digiflow").item_ids
        items.filtered(lambda item: item.product_id == self.line.product_id).fixed_price = 9999
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.line.digiflow_list_price, self.prices[self.line.product_id])
        self.assertEqual(self.line.price_unit, self.prices[self.line.product_id])

    def test_another_pricelist_is_a_discount_too(self):
        cheap = self.env["product.pricelist"].create(
            {
                "name": "Barata",
                "currency_id": self.order.currency_id.id,
                "item_ids": [(0, 0, {"compute_price": "percentage", "percent_price": 40})],
            }
        )
        self.order.pricelist_id = cheap
        self.order.action_update_prices()
        self.assertEqual(self.line.digiflow_list_price, self.prices[self.line.product_id])

    def test_dollars(self):
        dollar = self.env.ref("base.USD")
        self.order.digiflow_show_usd = True
        self.assertEqual(self.order.digiflow_usd_rate, 0)
        self.order.digiflow_show_usd = False
        company = self.order.company_id
        own = self.order.currency_id if company.currency_id == dollar else dollar
        rate = 3.75 if own != dollar else 1 / 3.75
        self.env["res.currency.rate"].create(
            {"currency_id": own.id, "rate": rate, "name": "2020-01-01", "company_id": company.id}
        )
        self.order.digiflow_show_usd = True
        self.assertAlmostEqual(self.order.digiflow_usd_rate, 3.75, 2)
        self.assertAlmostEqual(self.order.digiflow_usd_total, self.order.amount_total / 3.75, 0)
