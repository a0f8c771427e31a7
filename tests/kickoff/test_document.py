"""The handover as a document."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from ..documents import DocumentMixin
from .cases import HandoverCase

REPORT = "digiflow_crm.report_digiflow_crm_handover"


class TestHandoverText(DocumentMixin, HandoverCase):
    """What stands in it, and what does not."""

    def read(self, role="executive"):
        """Its text, as somebody of that role prints it."""
        return self.read_html(REPORT, self.handover, self.users[role])

    def test_every_part_is_there(self):
        self.handover.contact_ids.unlink()
        self.handover.write(
            {
                "scope": "Seis tiendas <i>todas</i>",
                "technical_notes": "VPN por habilitar",
                "commitments": "Antes de la campaña",
                "contact_ids": [(0, 0, {"name": "Julio Paredes", "phone": "987 111 222"})],
            }
        )
        item = self.add_item("Ficha RUC", date_due="2026-01-15", note="Del mes")
        self.upload(item, "ficha.pdf")
        late = self.add_item("Logotipo tardío", date_due="2026-01-16")
        self.assertTrue(late.is_overdue)
        text = self.read()
        for words in (
            "Traspaso a Implementación",
            self.lead.name,
            f"{self.handover.order_id.name}, ronda 1, confirmada el",
            "Versión 1",
            "Julio Paredes",
            "987 111 222",
            "Seis tiendas <i>todas</i>",
            "VPN por habilitar",
            "Antes de la campaña",
            "Ficha RUC Del mes Adjuntos: ficha.pdf",
            "15/01/2026",
            "Vencido",
            "Movimientos",
            self.users["executive"].name,
        ):
            self.assertIn(words, text)
        for words in ("False", "None"):
            self.assertNotIn(words, text)

    def test_what_was_sold_without_its_price(self):
        line = self.handover.order_id.order_line.filtered("product_id")[0]
        text = self.read("implementation") if self.submit() is None else ""
        self.assertIn(line.product_id.with_context(lang="es_PE").name, text)
        self.assertNotIn("S/", text)
        self.assertNotIn(f"{line.price_unit:,.2f}", text)

    def test_moves_and_project_manager(self):
        self.submit()
        self.give_back("Falta la versión del ERP.")
        self.by("executive").action_submit()
        self.by("implementation").project_manager_id = self.users["implementation"]
        self.by("implementation").action_accept()
        text = self.read("implementation")
        self.assertIn("Falta la versión del ERP.", text)
        self.assertIn(f"Jefe de Proyectos {self.users['implementation'].name}", text)

    def test_a_handover_with_little(self):
        self.handover.item_ids.sudo().write({"required": False})
        self.handover.item_ids.sudo().unlink()
        self.handover.contact_ids.unlink()
        self.handover.write({"scope": False, "technical_notes": False, "commitments": False})
        text = self.read()
        self.assertIn("Sin contactos registrados", text)
        self.assertIn("Sin requisitos registrados", text)
        for words in ("False", "Notas técnicas", "Alcance"):
            self.assertNotIn(words, text)

    def test_only_who_may_read_the_handover(self):
        other = self.make_user("executive", login="other_executive")
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            self.read_html(REPORT, self.handover, other)


class TestHandoverFile(DocumentMixin, HandoverCase, HttpCase):
    """Real files."""

    def test_open_and_accepted(self):
        pages = self.read_pages(self.make_pdf(REPORT, self.handover, self.users["executive"]))
        for number, page in enumerate(pages, start=1):
            self.assertIn("aún no es el traspaso definitivo", page)
            self.assertIn(f"Página {number} de {len(pages)}", page)
        self.accept()
        content = self.make_pdf(REPORT, self.handover, self.users["implementation"])
        self.assertNotIn("traspaso definitivo", "".join(self.read_pages(content)))
