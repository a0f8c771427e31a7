"""Workbooks worked out anew by LibreOffice: what one sees who opens them and changes a cell."""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import openpyxl

TIMEOUT = 120


def recalculate(content, changes=()):
    """Return the openpyxl workbook that LibreOffice makes of an .xlsx, with its own figures.

    The figures that were written beside the formulas are dropped first, so none of them is
    mistaken for a result.

    :param bytes content: the .xlsx
    :param changes: (sheet, address, value) of cells that somebody types over
    """
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet, address, value in changes:
        book[sheet][address].value = value
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "book.xlsx"), Path(folder, "out")
        book.save(before)
        _convert(before, after, folder)
        return openpyxl.load_workbook(after / "book.xlsx", data_only=True)


def figures(book):
    """Yield (sheet, address, value) of every cell that holds something."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    yield sheet.title, cell.coordinate, cell.value


def _convert(path, folder, profile):
    """Open a workbook in LibreOffice and save it again; a profile of its own lets many do it."""
    subprocess.run(
        [
            shutil.which("soffice"),
            f"-env:UserInstallation={Path(profile, 'profile').as_uri()}",
            *("--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"),
            *("--outdir", str(folder), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=TIMEOUT,
    )
