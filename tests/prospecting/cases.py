"""What the tests of prospecting share: imports of made-up files into a list."""

import base64
import io

import openpyxl

from ..common import DigiflowCase
from ..core.samples import quoted_bytes, ruc_of

HEADER = ["RUC", "Razón social"]
FULL_HEADER = [
    "RUC",
    "Razón social",
    "Contacto",
    "Cargo",
    "Teléfono",
    "Correo",
    "Distrito",
    "Dirección",
    "Estado del contribuyente",
    "Condición de domicilio",
    "Ubigeo",
    "Sector",
]
FULL_ROW = [
    ruc_of(1),
    "Ñandú Perú S.A.C.",
    "Rosa Quispe",
    "Contadora general",
    "+51 987 654 321",
    "rosa@nandu.pe",
    "Miraflores",
    "Av. Larco 123",
    "ACTIVO",
    "HABIDO",
    "150122",
    "Comercio",
]
BAD_RUC = ruc_of(2)[:-1] + str((int(ruc_of(2)[-1]) + 1) % 10)


def companies(count, start=1):
    """Rows of a plain register: a header and `count` companies."""
    numbers = range(start, start + count)
    return [HEADER, *([ruc_of(number), f"Empresa {number} S.A.C."] for number in numbers)]


def mixed_rows():
    """One good row, one with a doubtful e-mail and phone, and three that are rejected."""
    return [
        FULL_HEADER,
        FULL_ROW,
        [BAD_RUC, "Dígito Malo S.A.", *[""] * 10],
        [ruc_of(3), "", *[""] * 10],
        [ruc_of(1), "Repetida S.A.", *[""] * 10],
        [ruc_of(4), "Dudosa E.I.R.L.", "", "", "12", "no es correo", *[""] * 6],
    ]


class ImportCase(DigiflowCase):
    """A list with people, and files imported into it as its manager does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("es_PE")
        cls.manager = cls.users["manager"]

    def make_list(self, name="Cámara de Comercio", **vals):
        """A list without people."""
        return self.env["digiflow.prospect.list"].create({"name": name, **vals})

    def make_import(self, content, filename="lista.csv", prospects=None, user=None):
        """An import as a manager makes it; `content` is bytes, or rows for a csv."""
        if not isinstance(content, bytes):
            content = quoted_bytes(content)
        model = self.env["digiflow.prospect.import"].with_user(user or self.manager)
        model = model.with_context(lang="en_US")
        return model.create(
            {
                "list_id": (prospects or self.prospects).id,
                "file": base64.b64encode(content),
                "filename": filename,
            }
        )

    def run_import(self, content, filename="lista.csv", prospects=None):
        """Check and import a file; the import."""
        wizard = self.make_import(content, filename, prospects)
        wizard.action_preview()
        wizard.action_import()
        return wizard

    def leads_of(self, wizard):
        """The leads of an import by RUC."""
        self.env.flush_all()
        return {lead.ruc: lead for lead in wizard.sudo().lead_ids}

    def counts(self, wizard):
        """(rows, new, already there, rejected)."""
        return (
            wizard.total_count,
            wizard.created_count,
            wizard.duplicate_count,
            wizard.rejected_count,
        )

    def open_rejected(self, wizard):
        """(workbook, its sheet) of an import's rejected rows."""
        content = base64.b64decode(wizard.with_context(bin_size=False).rejected_file)
        book = openpyxl.load_workbook(io.BytesIO(content))
        return book, book.active

    def age(self, wizard):
        """Make the leads of an import a day old, as a later transaction would find them."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = create_date - interval '1 day', "
            "write_date = write_date - interval '1 day' WHERE prospect_import_id = %s",
            (wizard.id,),
        )
        self.env.invalidate_all()
