"""The three documents and the e-mail: what they say, to whom, and that they are PDF files."""

from freezegun import freeze_time
from lxml import html

from odoo.tests import HttpCase

from .cases import InfoPackCase


class TestDocuments(InfoPackCase):
    """What stands in the documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write(
            {
                "vat": "20512081372",
                "street": "Av. Arequipa 100",
                "city": "Lima",
                "phone": "215 0200",
            }
        )

    def read(self, document, lead=None, **data):
        """The text of a document, as the telemarketer makes it."""
        report = self.env["ir.actions.report"].with_user(self.caller)
        ids = (lead or self.lead).ids
        page, _kind = report._render_qweb_html(f"digiflow_crm.info_pack_{document}", ids, data)
        (article,) = html.fromstring(page).xpath("//div[contains(@class, 'article')]")
        for style in article.xpath(".//style"):
            style.drop_tree()
        return " ".join(article.text_content().split())

    def test_letter(self):
        with freeze_time("2026-11-22 03:00:00"):  # still the 21st in Lima
            text = self.read("letter")
        for words in (
            self.env.company.name,
            "RUC 20512081372",
            "Av. Arequipa 100",
            "Lima, 21 de noviembre de 2026",
            "Rosa Quispe",
            "Comercial Andina S.A.C.",
            f"RUC {self.lead.ruc}",
            self.users["executive"].name,
            self.caller.name,
            "Ejecutivo de Telemarketing",
            "acreditados por la SUNAT",
        ):
            self.assertIn(words, text)

    def test_the_role_is_in_spanish(self):
        self.env["res.lang"]._activate_lang("es_PE")
        self.env["ir.module.module"].search([("name", "=", "digiflow_crm")])._update_translations(
            ["es_PE"]
        )
        self.assertIn("Contador General", self.read("letter"))

    def test_letter_of_a_lead_with_little(self):
        lead = self.make_ready(
            "Poco S.A.",
            "poco@example.com",
            contact_name=False,
            decision_maker_role=False,
            partner_name=False,
            user_id=False,
        )
        text = self.read("letter", lead)
        self.assertIn("Señores Poco S.A. Presente.-", text)
        self.assertNotIn("Ejecutivo Comercial", text)
        self.assertNotIn("False", text)

    def test_the_managers_texts(self):
        section = self.env.ref("digiflow_crm.info_section_letter_what")
        section.with_user(self.users["manager"]).body = "<p>Otra Suite</p>"
        self.assertIn("Otra Suite", self.read("letter"))
        section.active = False
        self.assertNotIn("Otra Suite", self.read("letter"))

    def test_satisfied_clients(self):
        self.env["res.partner.industry"].search([]).write({"active": False})
        trade = self.env["res.partner.industry"].create({"name": "Comercio"})
        self.make_client("Almacenes Uno S.A.", score="4", industry_id=trade.id, city="Arequipa")
        self.make_client("Medio Contento S.A.", score="3")
        self.make_client("Callado S.A.", allows=False)
        self.make_client("Archivado S.A.", active=False)
        self.make_client(
            "Boliviano S.A.", company_id=self.env["res.company"].create({"name": "B"}).id
        )
        self.make_client("Persona", is_company=False)
        text = self.read("clients")
        self.assertIn("Comercio Almacenes Uno S.A. Arequipa", text)
        self.assertIn("Otros sectores Textil Pacífico S.A.", text)
        for name in ("Medio Contento", "Callado", "Archivado", "Boliviano", "Persona"):
            self.assertNotIn(name, text)

    def test_suite_by_modality(self):
        whole = self.read("suite", modality=False)
        for words in ("Modalidades del servicio", "Cloud", "In house", "Híbrida", "Plataforma Web"):
            self.assertIn(words, whole)
        cloud = self.read("suite", modality="cloud")
        self.assertIn("La Suite trabaja en nuestra nube", cloud)
        self.assertNotIn("Plataforma Web", cloud)
        self.assertIn("Cómo se pone en marcha", cloud)
        self.assertEqual(self.read("suite", modality="<b>"), whole)

    def test_markup_in_names_stays_text(self):
        self.lead.write({"contact_name": "<script>alert(1)</script>", "partner_name": "<b>X</b>"})
        self.assertIn("<script>alert(1)</script>", self.read("letter"))
        _subject, body = self.lead._render_info_mail(["letter"])
        self.assertNotIn("<script>", body)

    def test_the_e_mail_is_in_the_clients_language(self):
        self.env["res.lang"]._activate_lang("es_PE")
        template = self.env.ref("digiflow_crm.mail_template_info_pack")
        template.with_context(
            lang="es_PE"
        ).subject = "Información para {{ ctx.get('digiflow_client') }}"
        subject, _body = self.lead.with_user(self.caller)._render_info_mail([])
        self.assertEqual(subject, "Información para Comercial Andina S.A.C.")


class TestFiles(InfoPackCase, HttpCase):
    """Real files, by the program that makes them."""

    def test_they_are_pdf_files_of_one_page(self):
        pack = self.packs.create(
            {"lead_id": self.lead.id, "email_to": "x@example.com", "user_id": self.caller.id}
        ).with_context(force_report_rendering=True)
        for document in self.lead._get_info_documents():
            content = pack._make_document(document)
            self.assertEqual(content[:5], b"%PDF-", document)
            self.assertEqual(content.count(b"/Type /Page\n"), 1, document)
