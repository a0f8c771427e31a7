"""The survey as a document: blank, answered, and with what is Digiflow's own."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from ..common import RUCS, DigiflowCase
from ..documents import DocumentMixin

CLIENTS = "digiflow_crm.report_digiflow_crm_requirement"
INTERNAL = "digiflow_crm.report_digiflow_crm_requirement_internal"


class SurveyDocumentCase(DocumentMixin, DigiflowCase):
    """A survey with answers, notes and a promise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_lead(partner_name="Comercial Andina S.A.C.", ruc=RUCS[0])
        cls.survey = cls.env["digiflow.requirement"].create(
            {
                "lead_id": cls.lead.id,
                "modality": "cloud",
                "monthly_documents": 12500,
                "document_type_ids": [
                    (6, 0, cls.env.ref("digiflow_crm.document_type_f").ids),
                ],
                "billing_layout": "centralized",
                "wanted_start": "2027-01-15",
                "need": "Una sola digitación <b>ya</b>",
                "technical_notes": "Nota secreta",
                "commitments": "Promesa secreta",
            }
        )

    def ticked(self, report=CLIENTS):
        """The options that are chosen on the form."""
        text = self.read_html(report, self.survey, self.users["executive"])
        return [part.split("  ")[0] for part in text.split("X")[1:]]


class TestSurveyText(SurveyDocumentCase):
    """What stands in the form."""

    def test_the_clients_form(self):
        text = self.read_html(CLIENTS, self.survey, self.users["executive"])
        for words in (
            "Plantilla Estándar de Información Base",
            "Comercial Andina S.A.C.",
            RUCS[0],
            "¿Cuántos comprobantes emite en un mes?",
            "12,500",
            "15 de enero de 2027",
            "Una sola digitación <b>ya</b>",
            "XEn la nube de Digiflow (Cloud)",
            "XUn solo local emite todo (Centralizada)",
            "Conformidad del cliente",
        ):
            self.assertIn(words, text)
        for words in ("secreta", "Horas", "XVarias", "Validado el", "False"):
            self.assertNotIn(words, text)

    def test_a_blank_form(self):
        blank = self.env["digiflow.requirement"].create({"lead_id": self.make_lead().id})
        page = self.make_html(CLIENTS, blank, self.users["executive"])
        text = self.read_html(CLIENTS, blank, self.users["executive"])
        self.assertGreater(page.count('class="df_blank"'), 8)
        self.assertIn("¿Qué comprobantes emitirá?", text)
        for words in ("XEn la nube", "XNo", "XSí", "False", "None"):
            self.assertNotIn(words, text)

    def test_hours_and_what_gave_them(self):
        rule = self.env["digiflow.estimation.rule"].search([])
        rule.active = False
        self.env["digiflow.estimation.rule"].create(
            {"name": "Regla única", "hours_implementation": 17.5, "hours_management": 2}
        )
        self.survey.action_estimate()
        text = self.read_html(INTERNAL, self.survey, self.users["presales"])
        for words in ("Nota secreta", "Promesa secreta", "Regla única 1 17.50219.5"):
            self.assertIn(words, text)

    def test_who_validated_it_and_when(self):
        self.survey.action_submit()
        self.survey.with_user(self.users["manager"]).action_validate()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE digiflow_requirement SET validated_on = '2026-11-22 02:30' WHERE id = %s",
            [self.survey.id],
        )
        self.survey.invalidate_recordset()
        text = self.read_html(CLIENTS, self.survey, self.users["executive"])
        self.assertIn(f"Validado el 21/11/2026 21:30 {self.users['manager'].name}", text)

    def test_only_who_may_read_the_survey(self):
        other = self.make_user("executive", login="other_executive")
        for report in (CLIENTS, INTERNAL):
            with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
                self.read_html(report, self.survey, other)


class TestSurveyFile(SurveyDocumentCase, HttpCase):
    """Real files."""

    def test_what_it_is_stands_on_each_page(self):
        clients = self.read_pages(self.make_pdf(CLIENTS, self.survey, self.users["executive"]))
        internal = self.read_pages(self.make_pdf(INTERNAL, self.survey, self.users["executive"]))
        self.assertTrue(all("Pendiente de validación" in page for page in clients))
        self.assertTrue(all("USO INTERNO" in page for page in internal))
        self.assertIn(f"versión 1 Página 1 de {len(clients)}", clients[0])
        self.assertEqual(self.survey._get_document_file_name()[:16], "Información Base")
