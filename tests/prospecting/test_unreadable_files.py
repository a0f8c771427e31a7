"""A file that cannot be read is refused with its reason, in the language of who asked."""

from functools import partial
from unittest.mock import patch

from odoo.addons.digiflow_crm.core.file_limits import MEGABYTE, Limits
from odoo.addons.digiflow_crm.core.messages import FILE_MESSAGES
from odoo.addons.digiflow_crm.core.prospect_file import read_prospects
from odoo.addons.digiflow_crm.exceptions import ProspectFileError
from odoo.addons.digiflow_crm.models.prospecting import digiflow_prospect_import_columns

from ..core.samples import repacked, xlsx_bytes, zip_bytes
from .cases import ImportCase, companies, quoted_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
BOOK = xlsx_bytes(companies(2))
SHEET = "xl/worksheets/sheet1.xml"
LIST = quoted_bytes(companies(2))


def locked_zip():
    """A .zip whose list says that it is encrypted."""
    content = bytearray(zip_bytes({"a.csv": LIST}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    return bytes(content)


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
    "broken_zip": (b"PK\x03\x04 no archive", "lista.zip", "dañado"),
    "zip_empty": (zip_bytes({}), "lista.zip", "ninguna base de datos"),
    "zip_several": (zip_bytes({"a.csv": LIST, "b.csv": LIST}), "lista.zip", "a.csv, b.csv"),
    "zip_nested": (zip_bytes({"a.zip": zip_bytes({"a.csv": LIST})}), "lista.zip", "comprimido"),
    "zip_password": (locked_zip(), "lista.zip", "contraseña"),
    "no_columns": (b"uno\ndos\n", "lista.csv", "dos celdas"),
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
    "too_many_blank_rows": (
        quoted_bytes([*companies(1), *[[]] * 20, *companies(1)]),
        Limits(blank_rows=10),
        "10",
    ),
    "zip_too_big": (zip_bytes({"a.csv": LIST}), Limits(unpacked_bytes=10), "MB"),
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
        # Which columns there are is asked: test_columns.py. Portfolios have tests of their own:
        # tests/core/test_portfolio.py.
        asked = {"no_header", "no_name_column"}
        asked |= {code for code in FILE_MESSAGES if code.startswith(("mapping_", "portfolio_"))}
        self.assertEqual({*FILES, *LIMITED, *asked}, set(FILE_MESSAGES))
        self.assertGreater(Limits().file_bytes, 50 * MEGABYTE)

    def test_refusals(self):
        for code, (content, filename, piece) in FILES.items():
            for action in ("action_preview", "action_import"):
                with self.subTest(code, action=action), self.env.cr.savepoint():
                    self.assert_spanish(self.refusal(content, filename, action), code, piece)

    def test_limits(self):
        for code, (content, limits, piece) in LIMITED.items():
            smaller = partial(read_prospects, limits=limits)
            ending = {BOOK: "xlsx", LIMITED["zip_too_big"][0]: "zip"}.get(content, "csv")
            with (
                self.subTest(code),
                patch.object(digiflow_prospect_import_columns, "read_prospects", smaller),
            ):
                self.assert_spanish(self.refusal(content, f"lista.{ending}"), code, piece)

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
