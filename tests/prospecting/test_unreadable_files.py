"""A file that cannot be read is refused with its reason, in the language of who asked."""

from functools import partial
from unittest.mock import patch

from odoo.addons.digiflow_crm.core.file_limits import MEGABYTE, Limits
from odoo.addons.digiflow_crm.core.messages import FILE_MESSAGES
from odoo.addons.digiflow_crm.core.prospect_file import read_prospects
from odoo.addons.digiflow_crm.exceptions import ProspectFileError
from odoo.addons.digiflow_crm.models.prospecting import digiflow_prospect_import

from ..core.samples import repacked, xlsx_bytes
from .cases import ImportCase, companies, quoted_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
BOOK = xlsx_bytes(companies(2))
SHEET = "xl/worksheets/sheet1.xml"
# code: (content, filename, a piece of the Spanish text)
FILES = {
    "empty": (b"", "lista.csv", "El archivo está vacío"),
    "unknown_type": (b"%PDF-1.7", "lista.pdf", "lista.pdf"),
    "old_excel": (OLE, "lista.xls", "Excel"),
    "password": (OLE, "lista.xlsx", "contraseña"),
    "web_page": (b"<html><table><tr><td>RUC", "lista.xls", "página web"),
    "broken_xlsx": (b"PK\x03\x04 no archive", "lista.xlsx", "dañado"),
    "unsafe_xlsx": (
        repacked(BOOK, {SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'}),
        "lista.xlsx",
        "XML",
    ),
    "no_header": (b"Nombre,Correo\nUno,a@b.pe\n", "lista.csv", "RUC"),
    "no_name_column": (b"RUC,Correo\n", "lista.csv", "Razón social"),
    "too_many_columns": (b"RUC,Nombre" + b",x" * 300, "lista.csv", "columnas"),
    "cell_too_long": (
        quoted_bytes([*companies(1), ["1", "x" * 40_000]]),
        "lista.csv",
        "40000",
    ),
    "line_too_long": (b"RUC,Nombre\n" + b"x" * 1_100_000, "lista.csv", "1000000"),
}
# Beyond these the real limits are so wide that the file would take minutes: smaller ones.
LIMITED = {
    "too_big": (quoted_bytes(companies(2)), Limits(file_bytes=10), "MB"),
    "unpacked_too_big": (BOOK, Limits(unpacked_bytes=100), "MB"),
    "too_many_rows": (quoted_bytes(companies(3)), Limits(rows=2), "2"),
}


class TestUnreadableFiles(ImportCase):
    """Every reason of the core comes through the model as its named error, in Spanish."""

    def refusal(self, content, filename, action="action_preview"):
        """The text with which the check of a file is refused, in Spanish."""
        wizard = self.make_import(content, filename).with_context(lang="es_PE")
        with self.assertRaises(ProspectFileError) as caught:
            getattr(wizard, action)()
        self.assertEqual(wizard.state, "draft")
        return str(caught.exception)

    def assert_spanish(self, text, code, piece):
        """The text is the one of `code`, translated and filled in."""
        self.assertIn(piece, text)
        self.assertNotIn("%(", text)
        self.assertNotIn(FILE_MESSAGES[code].rsplit(". ", 1)[-1], text)

    def test_every_code_is_tried(self):
        self.assertEqual({*FILES, *LIMITED}, set(FILE_MESSAGES))
        self.assertGreater(Limits().file_bytes, 50 * MEGABYTE)

    def test_refusals(self):
        for code, (content, filename, piece) in FILES.items():
            for action in ("action_preview", "action_import"):
                with self.subTest(code, action=action), self.env.cr.savepoint():
                    self.assert_spanish(self.refusal(content, filename, action), code, piece)

    def test_limits(self):
        for code, (content, limits, piece) in LIMITED.items():
            smaller = partial(read_prospects, limits=limits)
            filename = "lista.xlsx" if content is BOOK else "lista.csv"
            with (
                self.subTest(code),
                patch.object(digiflow_prospect_import, "read_prospects", smaller),
            ):
                self.assert_spanish(self.refusal(content, filename), code, piece)

    def test_language_of_the_user_without_one_in_the_context(self):
        """As a cron or a script calls it."""
        self.manager.lang = "es_PE"
        wizard = self.make_import(b"", "lista.csv").with_context(lang=None)
        with self.assertRaisesRegex(ProspectFileError, "El archivo está vacío"):
            wizard.action_preview()

    def test_no_file_at_all(self):
        wizard = self.env["digiflow.prospect.import"].create({"list_id": self.prospects.id})
        with self.assertRaisesRegex(ProspectFileError, "Choose the file"):
            wizard.with_context(lang="en_US").action_import()
