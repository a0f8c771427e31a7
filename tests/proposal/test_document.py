"""The proposal: what it says, of whom, and that its sums are those of the offer."""

import math

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core.spanish import money

from .document_case import REPORT, ProposalDocumentCase


class TestProposalText(ProposalDocumentCase):
    """What stands in the proposal."""

    def test_every_part_is_there(self):
        sold = self.order.order_line.filtered(
            lambda line: (line.product_id.digiflow_kind or "").startswith("hours_")
        )
        hours = sum(sold.mapped("product_uom_qty"))
        with freeze_time("2026-11-22 03:00:00"):  # still the 21st in Lima
            text = self.read()
        for words in (
            "Propuesta de negocio",
            "Lima, 21 de noviembre de 2026",
            "Rosa Quispe",
            "Comercial Andina S.A.C.",
            f"RUC {self.lead.ruc}",
            "RUC 20512081372",
            "1. Entendimiento de la necesidad",
            "Emite dos veces cada venta. No debe detenerse.",
            "SAP Business One",
            "2. Solución y modalidad",
            "Modalidad Cloud",
            "3. Alcance",
            "un volumen previsto de 2,500 comprobantes".capitalize(),
            "No incluye",
            "4. Horas y plan de trabajo",
            f"Plazo estimado: {math.ceil(hours / 20)} semanas",
            "Puesta en producción",
            "5. Propuesta económica",
            "6. Condiciones",
            self.order.payment_term_id.name,
            "7. Aceptación",
            f"N.º {self.order.name}",
            "versión 1",
            self.executive.name,
        ):
            self.assertIn(words, text)
        self.assertNotIn("False", text)
        self.assertNotIn("None", text)

    def test_the_texts_of_the_modality(self):
        self.assertNotIn("Plataforma Web", self.read())
        section = self.env.ref("digiflow_crm.proposal_text_cloud")
        section.with_user(self.manager).body = "<p>Otra nube</p><script>alert(1)</script>"
        page = self.make_html(REPORT, self.order, self.executive)
        self.assertIn("Otra nube", page)
        self.assertNotIn("alert(1)", page)
        section.active = False
        self.assertNotIn("Otra nube", self.read())

    def test_the_phases_of_the_manager(self):
        self.env["digiflow.work.phase"].search([]).unlink()
        text = self.read()
        self.assertIn("Horas y plan de trabajo", text)
        self.assertNotIn("Plazo estimado", text)
        self.env["digiflow.work.phase"].with_user(self.manager).create({"name": "Todo junto"})
        self.env.company.digiflow_week_hours = 60
        self.assertIn("Plazo estimado: 1 semana desde", self.read())
        self.assertIn("Todo junto", self.read())

    def test_sums_are_those_of_the_offer(self):
        self.tax()
        once = self.order.order_line.filtered(
            lambda line: line.product_id.digiflow_period == "once"
        )
        again = self.order.order_line.filtered(
            lambda line: line.product_id.digiflow_period == "month"
        )
        self.assertTrue(once and again)
        text = self.read()
        for lines in (once, again):
            self.assertIn(money(sum(lines.mapped("price_subtotal"))), text)
            self.assertIn(money(sum(lines.mapped("price_total"))), text)
        whole = sum((once + again).mapped("price_total"))
        self.assertAlmostEqual(whole, self.order.amount_total, 2)
        self.assertIn("IGV (18 %)", text)
        self.assertNotIn("no incluyen el IGV", text)
        self.assertNotIn("Dscto.", text)

    def test_discount_and_list_price(self):
        plan = self.order.order_line.filtered(lambda line: line.product_id.digiflow_kind == "plan")
        plan[0].discount = 10
        text = self.read()
        listed = plan[0].digiflow_list_price
        self.assertIn(f"{money(listed)} 10 % {money(plan[0].price_subtotal)}", text)
        self.assertIn(money(-listed / 10), text)

    def test_a_price_below_the_tariff_is_a_discount(self):
        line = self.order.order_line.filtered(lambda line: line.product_id.digiflow_kind)[0]
        line.price_unit = line.digiflow_list_price / 2
        self.assertIn(f"{money(line.digiflow_list_price)} 50 %", self.read())

    def test_prices_that_include_their_tax(self):
        tax = self.tax()
        field = "price_include_override" if "price_include_override" in tax._fields else ""
        tax.write({field: "tax_included"} if field else {"price_include": True})
        self.order.order_line.invalidate_recordset()
        self.order.order_line._compute_amount()
        groups = self.order._get_offer_groups()
        self.assertEqual(sum(group.total for group in groups), round(self.order.amount_total * 100))
        for group in groups:
            for line in group.lines:
                self.assertEqual(line.discount, 0, line.name)

    def test_dollars(self):
        for code, rate in (("PEN", 3.75), ("USD", 1.0)):
            currency = self.env.ref(f"base.{code}")
            currency.active = True
            currency.rate_ids.unlink()
            self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": rate})
        self.assertNotIn("US$", self.read())
        with freeze_time("2026-11-22 03:00:00"):
            self.order.digiflow_show_usd = True
            self.env.flush_all()
        rate = self.order.digiflow_usd_rate
        text = self.read()
        self.assertIn(f"tipo de cambio de S/ {rate:.4f} por dólar, del 21 de noviembre", text)
        for group in self.order._get_offer_groups():
            self.assertIn(money(group.total / 100 / rate, "USD"), text)


class TestProposalEdges(ProposalDocumentCase):
    """Little is known, or much."""

    def test_an_offer_with_little(self):
        client = self.env["res.partner"].create({"name": "Poco S.A."})
        lead = self.make_lead(name="Poco S.A.", user_id=False)
        order = self.env["sale.order"].create(
            {"partner_id": client.id, "opportunity_id": lead.id, "user_id": False}
        )
        order.write({"validity_date": False, "payment_term_id": False, "note": False})
        text = self.read(order, self.manager)
        for words in ("Señores Poco S.A. Presente.-", "aún no tiene ítems", "4. Propuesta"):
            self.assertIn(words, text)
        for words in ("False", "None", "RUC 0", "Válida hasta", "Atención", "Horas y plan"):
            self.assertNotIn(words, text)

    def test_markup_stays_text(self):
        self.order.sudo().partner_id.commercial_partner_id.name = "<script>alert(1)</script>"
        self.order.order_line[0].name = "<img src=x onerror=alert(2)>"
        page = self.make_html(REPORT, self.order, self.executive)
        for code in ("<script>alert", "<img src=x"):
            self.assertNotIn(code, page)
        self.assertIn("<script>alert(1)</script>", self.read())

    def test_the_notes_of_the_offer(self):
        self.order.note = "<p>Precio por <b>doce</b> meses</p>"
        self.assertIn("Notas Precio por doce meses", self.read())

    def test_headings_and_notes_between_the_lines(self):
        products = [self.product("module_portal").id, self.product("integration").id]
        self.order.order_line = [
            (5,),
            (0, 0, {"display_type": "line_section", "name": "Primera"}),
            (0, 0, {"product_id": products[0], "product_uom_qty": 1}),
            (0, 0, {"display_type": "line_note", "name": "Solo consulta"}),
            (0, 0, {"product_id": products[1], "product_uom_qty": 3}),
            (0, 0, {"product_id": products[1], "product_uom_qty": 0, "name": "Nada"}),
        ]
        lines = self.order._get_offer_lines()
        self.assertEqual([line.section for line in lines], ["Primera"] * 2)
        self.assertEqual([line.quantity for line in lines], [1, 3])
        self.assertIn("Solo consulta", lines[0].text)
        self.assertNotIn("Nada", self.read())

    def test_another_company(self):
        company = self.env["res.company"].create(
            {"name": "Otra S.R.L.", "primary_color": "#7a1f5c", "city": "Arequipa"}
        )
        order = self.order.sudo().copy()
        self.env.cr.execute(
            "UPDATE sale_order SET company_id = %s WHERE id = %s", (company.id, order.id)
        )
        order.invalidate_recordset()
        page = self.make_html(REPORT, order)
        self.assertIn("Otra S.R.L.", page)
        self.assertIn("#7a1f5c", page)
        self.assertIn("Arequipa,", page)
        company.primary_color = "red; } * { display: none"
        self.assertNotIn("display: none", self.make_html(REPORT, order))

    def test_only_who_may_read_the_offer(self):
        other = self.make_user("executive", login="other_executive")
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            self.read(user=other)
        caller = self.users["telemarketer"]
        with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
            self.read(user=caller)

    def test_the_language_of_who_prints_does_not_matter(self):
        self.executive.lang = "en_US"
        english = self.read()
        self.executive.lang = "es_PE"
        self.assertEqual(self.read(), english)


class TestProposalMark(ProposalDocumentCase):
    """A draft says so, and nothing else does."""

    def test_draft_until_the_review_is_done(self):
        self.order.order_line.filtered("product_id")[0].discount = 90
        self.assertFalse(self.order._is_review_done())
        self.assertEqual(self.order._get_offer_mark(), "BORRADOR")
        self.assertIn("BORRADOR", self.read())

    def test_no_mark_when_it_may_go_out(self):
        self.review(self.order)
        self.assertEqual(self.order._get_offer_mark(), "")
        self.assertNotIn("BORRADOR", self.read())

    def test_a_replaced_round_is_void(self):
        self.review(self.order)
        newer = self.next_round(self.order)
        self.assertEqual(self.order.state, "cancel")
        self.assertIn("ANULADA", self.read())
        self.assertIn(f"reemplaza a la propuesta {self.order.name}", self.read(newer))

    def test_the_stock_print_is_the_proposal_too(self):
        for report in ("sale.report_saleorder", "sale.report_saleorder_pro_forma"):
            self.assertIn(
                "Entendimiento de la necesidad",
                self.read_html(report, self.order, self.executive),
            )

    def test_other_orders_are_printed_as_before(self):
        order = self.stock_order()
        self.assertFalse(order.is_digiflow)
        text = self.read_html("sale.report_saleorder", order)
        self.assertNotIn("Entendimiento de la necesidad", text)
        self.assertNotIn("BORRADOR", text)
