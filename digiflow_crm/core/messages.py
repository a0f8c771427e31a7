"""What the core has to say to a user, in English.

The models translate: ``_(FILE_MESSAGES[error.code]) % error.params``. The marker ``_`` below only
shows the terms to Odoo's translation export, which collects calls of that name.
"""

from typing import NamedTuple


def _(text):
    """Mark ``text`` as a term to translate; returned as it is."""
    return text


class RowMessage(NamedTuple):
    """What is wrong with a cell and how it is mended; both may use %(column)s and %(value)s."""

    reason: str
    cure: str


# What a column without a header is called.
COLUMN_TITLE = _("Column %(letter)s")

FILE_MESSAGES = {
    "empty": _("The file is empty. Choose the file with the list."),
    "too_big": _("The file has %(size)s MB and the limit is %(limit)s MB. Split it in parts."),
    "unknown_type": _(
        "%(filename)s is not a list that can be read. Save it as .xlsx, .csv or .txt and try again."
    ),
    "old_excel": _(
        "%(filename)s is an old Excel file (.xls). Open it, save it as .xlsx and try again."
    ),
    "password": _(
        "%(filename)s is protected by a password or is not a true .xlsx. "
        "Save it as .xlsx without a password and try again."
    ),
    "web_page": _(
        "%(filename)s is a web page, not a workbook. "
        "Open it in Excel, save it as .xlsx and try again."
    ),
    "broken_xlsx": _(
        "%(filename)s is damaged or is not a true .xlsx. Open it in Excel, save it as .xlsx again."
    ),
    "unpacked_too_big": _(
        "The workbook unpacks to %(size)s MB and the limit is %(limit)s MB. "
        "Copy only the list to a new workbook."
    ),
    "unsafe_xlsx": _(
        "%(filename)s holds an XML declaration that no spreadsheet writes, so it was not opened. "
        "Copy the list to a new workbook."
    ),
    "broken_zip": _(
        "%(filename)s is damaged or packed in a way that is not read here. "
        "Pack the list again as an ordinary .zip, or choose the list itself."
    ),
    "zip_empty": _(
        "%(filename)s holds no list. Put one .xlsx, .csv or .txt in it, or choose the list itself."
    ),
    "zip_several": _(
        "%(filename)s holds more than one list: %(names)s. Leave one in it, or choose one of them."
    ),
    "zip_nested": _(
        "%(filename)s holds another packed file. Unpack that one and choose the list itself."
    ),
    "zip_password": _(
        "%(filename)s is protected by a password. Unpack it and choose the list itself."
    ),
    "zip_too_big": _(
        "The list in %(filename)s unpacks to %(size)s MB and the limit is %(limit)s MB. "
        "Split it in parts."
    ),
    "no_header": _(
        "None of the first %(rows)s rows names a column RUC. "
        "One row must name the columns: RUC, Razón social..."
    ),
    "no_name_column": _(
        "Row %(row)s names the columns, but none is the company's name. "
        "Name that column Razón social."
    ),
    "no_columns": _(
        "None of the first %(rows)s rows has two filled cells. "
        "A list has at least a column of RUCs and one of names."
    ),
    "mapping_no_ruc": _("Say which column holds the RUC."),
    "mapping_no_name": _("Say which column holds the company's name."),
    "mapping_row": _(
        "Row %(row)s cannot be the one that names the columns. Choose one of the first %(rows)s."
    ),
    "mapping_column": _("A list has at most %(limit)s columns, so none is number %(column)s."),
    "portfolio_header": _(
        "None of the first %(rows)s rows names a column RUC. "
        "One row must name the columns as the template does: RUC, Servicio, Desde..."
    ),
    "portfolio_columns": _(
        "Row %(row)s names the columns, and these are missing: %(columns)s. "
        "Name them so, or copy the list to the template."
    ),
    "too_many_rows": _("The list has more than %(limit)s rows. Split it in parts."),
    "too_many_blank_rows": _(
        "More than %(limit)s blank rows follow row %(row)s. "
        "Copy only the list to a new workbook, or delete those rows."
    ),
    "too_many_columns": _(
        "Row %(row)s has %(columns)s columns and the limit is %(limit)s. "
        "Leave only the columns of the list."
    ),
    "cell_too_long": _(
        "A cell of row %(row)s has %(length)s characters and the limit is %(limit)s. Shorten it."
    ),
    "line_too_long": _(
        "Line %(row)s has more than %(limit)s characters. Check that the file is a list, "
        "with one company a line."
    ),
}

ROW_MESSAGES = {
    "ruc_empty": RowMessage(_("The RUC is missing"), _("Write the company's RUC, 11 digits")),
    "ruc_length": RowMessage(
        _("The RUC %(value)s does not have 11 digits"), _("Write the 11 digits of the RUC")
    ),
    "ruc_not_digits": RowMessage(
        _("The RUC %(value)s has characters that are not digits"),
        _("Write only the 11 digits, in a column formatted as text"),
    ),
    "ruc_prefix": RowMessage(
        _("The RUC %(value)s does not begin with 10, 15, 16, 17 or 20"),
        _("Look the RUC up on SUNAT's page and correct it"),
    ),
    "ruc_check_digit": RowMessage(
        _("The last digit of the RUC %(value)s does not match the others"),
        _("A digit is mistyped: look the RUC up on SUNAT's page and correct it"),
    ),
    "repeated": RowMessage(
        _("The RUC %(value)s is already in row %(first_row)s of this file"),
        _("Leave only one row for each company"),
    ),
    "name_empty": RowMessage(
        _("The company's name is missing"), _("Write the company's name as SUNAT has it")
    ),
    "name_too_long": RowMessage(
        _("The company's name has more than %(limit)s characters"), _("Shorten the name")
    ),
    "extra_cells": RowMessage(
        _("The row has more cells than the header; the first one too many is %(value)s"),
        _("Put quotes around the cells that contain the separator"),
    ),
    "lost_letters": RowMessage(
        _("Letters of %(value)s were lost before the file came here"),
        _("Correct the name, or ask for the file again in UTF-8"),
    ),
    "too_long": RowMessage(
        _("The cell %(column)s has more than %(limit)s characters and was left out"),
        _("Shorten it"),
    ),
    "email": RowMessage(
        _("%(value)s is not an e-mail address and was left out"),
        _("Write it as name@company.pe"),
    ),
    "phone": RowMessage(
        _("%(value)s is not a phone number and was left out"),
        _("Write 6 to 15 digits, for instance 987 654 321"),
    ),
    "phone_doubtful": RowMessage(
        _("%(value)s is not a number that can be dialled; it was kept as it is written"),
        _("Add the area code, for instance 01 445 1234, or +, country and number for abroad"),
    ),
    "ubigeo": RowMessage(
        _("%(value)s is not a ubigeo and was left out"), _("Write the 6 digits of the ubigeo")
    ),
    "several": RowMessage(
        _("The cell %(column)s holds more than one value; only the first was taken"),
        _("Leave one value in the cell, or add the others by hand"),
    ),
    # Of a portfolio of clients
    "service_empty": RowMessage(
        _("The service is missing"), _("Write one of these services: %(detail)s")
    ),
    "service_unknown": RowMessage(
        _("%(value)s is not a service"), _("Write one of these services: %(detail)s")
    ),
    "start_empty": RowMessage(
        _("The first day of the service is missing"),
        _("Write the day since when the client has it, for instance 31/01/2024"),
    ),
    "date": RowMessage(
        _("%(value)s in the column %(column)s is not a date"),
        _("Write day/month/year, for instance 31/01/2024"),
    ),
    "date_far": RowMessage(
        _("%(value)s in the column %(column)s cannot be: it is before 1990 or after 2100"),
        _("Correct the year"),
    ),
    "amount": RowMessage(
        _("%(value)s in the column %(column)s is not an amount in soles"),
        _("Write it with a point before the cents, for instance 1,234.56"),
    ),
    "reason_unknown": RowMessage(
        _("%(value)s is not a reason why services end"),
        _("Write one of these reasons: %(detail)s"),
    ),
    "end_without_reason": RowMessage(
        _("The service ended on %(value)s and no reason is given"),
        _("Write one of these reasons: %(detail)s"),
    ),
    "reason_without_end": RowMessage(
        _("The reason %(value)s is given and the last day is missing"),
        _("Write the last day of the service, or leave the reason out"),
    ),
    "end_before_start": RowMessage(
        _("The last day, %(value)s, comes before the first day"), _("Correct one of the two days")
    ),
    "contract_before_start": RowMessage(
        _("The contract ends on %(value)s, before the first day of the service"),
        _("Correct one of the two days"),
    ),
    "stay_repeated": RowMessage(
        _("The same service of this client is in row %(first_row)s of this file"),
        _("Leave only one of the two rows"),
    ),
    "stay_overlaps": RowMessage(
        _("Since %(value)s the days overlap with those of row %(first_row)s of this file"),
        _("A client has a service once at a time: correct the days of one of the two rows"),
    ),
    "stay_taken": RowMessage(
        _("Since %(value)s the days overlap with a service that the client has: %(detail)s"),
        _("Correct the days of the row, or first those of the service that is there"),
    ),
    "client_unnamed": RowMessage(
        _("The RUC %(value)s is of no client yet, and the company's name is missing"),
        _("Write the company's name as SUNAT has it"),
    ),
    "client_archived": RowMessage(
        _("The client with the RUC %(value)s is archived"),
        _("Unarchive the client, then import this row"),
    ),
    "executive": RowMessage(
        _("%(value)s is nobody here, or several people, and was left out"),
        _("Write the executive's login or e-mail"),
    ),
    "industry": RowMessage(
        _("%(value)s is not an industry and was left out"),
        _("Write one of these industries: %(detail)s"),
    ),
    "size": RowMessage(
        _("%(value)s is not a company size and was left out"),
        _("Write one of these sizes: %(detail)s"),
    ),
}
