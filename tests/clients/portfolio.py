"""What the tests of portfolio imports share: files of clients, and imports of them."""

import base64
import io

import openpyxl

from ..core.samples import quoted_bytes, ruc_of, xlsx_bytes

HEADER = ("RUC", "Razón social", "Servicio", "Desde", "Hasta", "Motivo de término")
FULL_HEADER = (
    *HEADER,
    *("Monto mensual", "Fin de contrato", "Ejecutivo", "Rubro", "Tamaño", "Distrito"),
    *("Contacto", "Correo", "Teléfono"),
)


def stay(number, service="OSE", start="01/03/2023", end="", reason="", name=None):
    """A row of HEADER: a service of the made-up company of that number."""
    name = f"Cliente {number} S.A.C." if name is None else name
    return [ruc_of(number), name, service, start, end, reason]


def make_portfolio(env, rows, header=HEADER, filename="cartera.csv"):
    """An import of rows of cells; the file is what its name says."""
    write = xlsx_bytes if filename.endswith(".xlsx") else quoted_bytes
    content = write([list(header), *rows])
    vals = {"file": base64.b64encode(content), "filename": filename}
    return env["digiflow.client.import"].create(vals)


def open_rejected(one):
    """The rows of an import's workbook of rejected rows, as tuples."""
    content = base64.b64decode(one.with_context(bin_size=False).rejected_file)
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
