"""The workbook in which a portfolio of clients is written down to be imported."""

import io

import xlsxwriter

from .portfolio_columns import REQUIRED_COLUMNS, TITLES
from .prospect_columns import column_letters
from .rejects_workbook import clean_text

LIST_SHEET, EXAMPLE_SHEET, VALUES_SHEET = "Cartera", "Ejemplo", "Valores"
# Rows of the list that offer the values to choose from.
OFFERED_ROWS = 5000
NARROWEST = 12
EXAMPLES = (
    (
        *("20100070970", "Comercial Andina S.A.C.", "OSE", "01/03/2023", "", "", "1,250.00"),
        *("28/02/2027", "", "", "mediana", "San Isidro", "Rosa Quispe", "rosa@andina.example"),
        "987 654 321",
    ),
    (
        *("20100047218", "Textiles del Sur S.A.", "GRE", "15/06/2021", "31/12/2024", "{reason}"),
        *("480.50", "", "", "", "pequeña", "Arequipa", "", "", ""),
    ),
)


def portfolio_template(values):
    """Return the bytes of an .xlsx: an empty list, an example and the values to choose from.

    Every cell is text, so a RUC keeps its digits and nothing is a formula.

    :param values: {key of TITLES: [text, ...]} of the columns that are chosen from what there is
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"strings_to_formulas": False, "strings_to_urls": False})
    styles = {
        "head": book.add_format({"bold": True, "bg_color": "#DDE7F0", "bottom": 1}),
        "needed": book.add_format({"bold": True, "bg_color": "#F6D9B8", "bottom": 1}),
        "text": book.add_format({"num_format": "@"}),
    }
    sheet = book.add_worksheet(LIST_SHEET)
    _write_heads(sheet, styles)
    sheet.write_comment(0, 0, "Las columnas de color naranja son obligatorias.")
    _write_example(book.add_worksheet(EXAMPLE_SHEET), styles, values)
    _write_values(book.add_worksheet(VALUES_SHEET), styles, values)
    _offer_values(sheet, values)
    book.close()
    return output.getvalue()


def _write_heads(sheet, styles):
    """Write the titles; columns are of text, so that a RUC or a date stays as it is typed."""
    for column, (key, title) in enumerate(TITLES.items()):
        sheet.set_column(column, column, max(NARROWEST, len(title) + 4), styles["text"])
        style = styles["needed" if key in REQUIRED_COLUMNS else "head"]
        sheet.write_string(0, column, title, style)
    sheet.freeze_panes(1, 0)


def _write_example(sheet, styles, values):
    """Write two stays as they are to be written, with a reason that there is."""
    _write_heads(sheet, styles)
    reason = next(iter(values.get("end_reason", [])), "")
    for number, cells in enumerate(EXAMPLES, 1):
        for column, text in enumerate(cells):
            sheet.write_string(number, column, clean_text(text.replace("{reason}", reason)))


def _write_values(sheet, styles, values):
    """Write what there is to choose from, one column a key."""
    for column, (key, texts) in enumerate(values.items()):
        longest = max([NARROWEST, *map(len, texts)])
        sheet.set_column(column, column, min(longest + 2, 60))
        sheet.write_string(0, column, TITLES[key], styles["head"])
        for number, text in enumerate(texts, 1):
            sheet.write_string(number, column, clean_text(text))


def _offer_values(sheet, values):
    """Let the cells of the list offer what there is; something else may be typed."""
    keys = list(TITLES)
    for column, (key, texts) in enumerate(values.items()):
        letter, target = column_letters(column), keys.index(key)
        source = f"={VALUES_SHEET}!${letter}$2:${letter}${len(texts) + 1}"
        offer = {"validate": "list", "source": source, "error_type": "warning"}
        if texts:
            sheet.data_validation(1, target, OFFERED_ROWS, target, offer)
