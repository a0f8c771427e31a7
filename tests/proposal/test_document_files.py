"""The proposal as a real file, as an e-mail and on the client's page."""

from odoo.tests import HttpCase

from .document_case import REPORT, ProposalDocumentCase

PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    b"WjR9awAAAABJRU5ErkJggg=="
)


class TestProposalFile(ProposalDocumentCase, HttpCase):
    """Made by wkhtmltopdf, read by pdftotext."""

    def test_each_page_of_a_draft_is_marked_and_numbered(self):
        self.order.order_line.filtered("product_id")[0].discount = 90
        line = self.order.order_line.filtered("product_id")[0]
        long = {"product_id": line.product_id.id, "name": "Ítem " + "larguísimo " * 30}
        self.order.order_line = [(0, 0, {**long, "product_uom_qty": n + 1}) for n in range(60)]
        pages = self.read_pages(self.make_pdf(REPORT, self.order, self.executive))
        self.assertGreater(len(pages), 6)
        for number, page in enumerate(pages, start=1):
            self.assertIn("BORRADOR: propuesta en revisión, sin valor comercial", page)
            self.assertIn(f"Página {number} de {len(pages)}", page)
            self.assertIn(f"Propuesta {self.order.name}", page)
        self.assertEqual(" ".join(pages).count("Ítem larguísimo"), 60)

    def test_what_may_go_out_has_no_mark(self):
        self.review(self.order)
        pages = self.read_pages(self.make_pdf(REPORT, self.order, self.executive))
        self.assertNotIn("BORRADOR", "".join(pages))
        self.assertIn("Propuesta de negocio", pages[0])
        self.assertIn("Asunto: Propuesta de negocio", pages[1])
        self.assertIn("Entendimiento de la necesidad", pages[2])

    def test_two_at_once_are_numbered_apart(self):
        other = self.order.copy()
        pages = self.read_pages(self.make_pdf(REPORT, self.order + other, self.executive))
        half = len(pages) // 2
        self.assertIn(f"Página 1 de {half}", pages[0])
        self.assertIn(f"Página 1 de {half}", pages[half])
        self.assertIn(f"Propuesta {other.name}", pages[half])

    def test_ours_and_others_in_one_print(self):
        other = self.stock_order()
        streams = self.env["ir.actions.report"]._render_qweb_pdf_prepare_streams(
            "sale.action_report_saleorder", {}, res_ids=[self.order.id, other.id]
        )
        ours, stock = (
            self.read_pages(streams[order_id]["stream"].getvalue())
            for order_id in (self.order.id, other.id)
        )
        self.assertIn(f"Página 1 de {len(ours)}", ours[0])
        self.assertIn("Entendimiento de la necesidad", "".join(ours))
        self.assertTrue(stock)
        self.assertNotIn("Página", "".join(stock))

    def test_the_name_of_the_file(self):
        self.order.sudo().partner_id.commercial_partner_id.name = 'A/B: "C" S.A.'
        self.assertEqual(
            self.order._get_offer_file_name(), f"Propuesta {self.order.name} A B C S.A"
        )

    def test_the_signature_of_the_portal(self):
        self.review(self.order)
        self.order.sudo().with_context(tracking_disable=True).write(
            {"signature": PIXEL, "signed_by": "Rosa Quispe", "signed_on": "2026-11-22 02:30:00"}
        )
        page = self.make_html(REPORT, self.order, self.executive)
        self.assertIn("Firmado electrónicamente", page)
        self.assertIn("21 de noviembre de 2026", page)
        self.assertIn("data:image/png;base64", page)

    def test_the_client_downloads_the_same(self):
        self.send(self.order)
        url = self.order.get_portal_url(report_type="pdf", download=True)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Propuesta", response.headers["Content-Disposition"])
        body = response.content
        text = "".join(self.read_pages(body)) if body[:5] == b"%PDF-" else body.decode()
        self.assertIn("Entendimiento de la necesidad", text)


class TestProposalMail(ProposalDocumentCase):
    """«Send by e-mail» brings our e-mail with our file."""

    def template_of(self, order):
        """The e-mail that the button proposes."""
        return self.env["mail.template"].browse(
            order.action_quotation_send()["context"].get("default_template_id")
        )

    def test_template(self):
        self.review(self.order)
        ours = self.env.ref("digiflow_crm.mail_template_proposal")
        self.assertEqual(self.template_of(self.order), ours)
        other = self.stock_order()
        self.assertNotEqual(other._find_mail_template(), ours)

    def test_mail_with_its_file(self):
        self.review(self.order)
        template = self.env.ref("digiflow_crm.mail_template_proposal")
        mail_id = template.with_user(self.executive).send_mail(self.order.id)
        mail = self.env["mail.mail"].sudo().browse(mail_id)
        self.assertIn(f"Propuesta {self.order.name}", mail.subject)
        self.assertIn("Ver la propuesta", mail.body_html)
        (name,) = mail.attachment_ids.mapped("name")
        self.assertTrue(name.startswith(self.order._get_offer_file_name()), name)
