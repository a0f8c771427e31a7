"""What stands on each page of a PDF file: whose it is, which page, and that it is a draft.

wkhtmltopdf prints that by itself only where it was built with its own patches.
"""

import io

from reportlab.lib.colors import HexColor
from reportlab.pdfgen import canvas

from odoo.tools.pdf import PdfFileReader, PdfFileWriter

FONT, BOLD, SIZE = "Helvetica", "Helvetica-Bold", 7.5
GREY, RED = HexColor("#5b6670"), HexColor("#b3261e")
# Points from the edges of the paper: inside the margins of our documents.
SIDE, BELOW, ABOVE = 51, 20, 24


def mark_pages(content, footer, warning=""):
    """Return a PDF file with a line at the foot of each page, and one above when it warns.

    :param bytes content: a PDF file
    :param str footer: whose document it is; the number of the page follows on the right
    :param str warning: red, at the head of each page
    :rtype: bytes
    """
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    pages = [reader.getPage(number) for number in range(reader.getNumPages())]
    marks = PdfFileReader(io.BytesIO(_draw_marks(pages, footer, warning)), strict=False)
    writer = PdfFileWriter()
    for number, page in enumerate(pages):
        # Only a page of what is being written may be drawn upon: newer libraries insist on it.
        writer.addPage(page)
        writer.getPage(number).mergePage(marks.getPage(number))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _draw_marks(pages, footer, warning):
    """A PDF file with nothing but the marks, a page for each of `pages`."""
    output = io.BytesIO()
    drawing = canvas.Canvas(output)
    for number, page in enumerate(pages, start=1):
        width, height = float(page.mediaBox.getWidth()), float(page.mediaBox.getHeight())
        drawing.setPageSize((width, height))
        _draw_page(drawing, width, height, footer, f"Página {number} de {len(pages)}", warning)
        drawing.showPage()
    drawing.save()
    return output.getvalue()


def _draw_page(drawing, width, height, footer, place, warning):
    drawing.setFont(FONT, SIZE)
    drawing.setFillColor(GREY)
    drawing.drawString(SIDE, BELOW, _shorten(drawing, footer, width - 2 * SIDE - 80))
    drawing.drawRightString(width - SIDE, BELOW, place)
    if warning:
        drawing.setFont(BOLD, SIZE + 1.5)
        drawing.setFillColor(RED)
        drawing.drawCentredString(width / 2, height - ABOVE, warning)


def _shorten(drawing, text, width):
    """`text` cut so that it is at most `width` points wide."""
    if drawing.stringWidth(text, FONT, SIZE) <= width:
        return text
    while text and drawing.stringWidth(f"{text}…", FONT, SIZE) > width:
        text = text[:-1]
    return f"{text}…"
