"""Files made for the tests: lists as bytes in every shape, and RUCs counted on their own."""

import csv
import io
import zipfile
from operator import mul
from pathlib import Path

import xlsxwriter

REGISTER = Path(__file__).resolve().parents[3] / "shared" / "data" / "sunat_agentes_retencion.txt"
REGISTER_HEADER = "Ruc|Nombre/Razon|A partir del|Resolucion|"
REGISTER_ROWS = 3754

WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def ruc_of(number, prefix="20"):
    """Return the RUC of a prefix and an 8 digit number, its last digit by modulo 11."""
    base = f"{prefix}{number:08d}"
    rest = sum(map(mul, map(int, base), WEIGHTS)) % 11
    return base + {10: "0", 11: "1"}.get(11 - rest, str(11 - rest))


def plain_bytes(rows, separator="|", end="\n", encoding="utf-8", trailing=False):
    """Return rows of cells as text without quoting, as SUNAT's registers come."""
    tail = separator if trailing else ""
    return "".join(separator.join(row) + tail + end for row in rows).encode(encoding)


def quoted_bytes(rows, separator=",", end="\r\n", encoding="utf-8"):
    """Return rows of cells as a spreadsheet's csv."""
    output = io.StringIO(newline="")
    csv.writer(output, delimiter=separator, lineterminator=end).writerows(rows)
    return output.getvalue().encode(encoding)


def xlsx_bytes(*sheets, hidden=()):
    """Return a workbook; a sheet is a list of rows, a cell a text, a number or None."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    for index, rows in enumerate(sheets):
        sheet = book.add_worksheet()
        if index in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
    book.close()
    return output.getvalue()


def zip_bytes(parts, packing=zipfile.ZIP_DEFLATED):
    """Return an archive of ``parts``, {name: bytes}."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", packing) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return output.getvalue()


def repacked(content, changes):
    """Return the archive ``content`` with the parts in ``changes`` ({name: bytes}) put in."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in {**parts, **changes}.items():
            new.writestr(name, data)
    return output.getvalue()


def made_up_register():
    """Return a register of the real one's shape: names with quotes, accents, commas, ampersands."""
    names = (
        "'NEGOCIOS {0}' SOCIEDAD ANONIMA",
        'CONSORCIO {0} - "CCM"',
        '"DON {0}" Y CÍA, S.A.C.',
        "A & B {0} E.I.R.L.",
        "PERÚ ÑANDÚ {0} S.A.",
    )
    lines = [REGISTER_HEADER]
    for number in range(REGISTER_ROWS):
        name = names[number % len(names)].format(number)
        lines.append(f"{ruc_of(10_000_000 + number * 7919)}|{name}|01/06/2012|RS R.S.096-2012|")
    return "\n".join([*lines, ""]).encode()
