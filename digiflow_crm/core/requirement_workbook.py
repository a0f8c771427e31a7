"""The questions to a client as a workbook to fill in off line, and how it is read: pure Python.

What the client reads is in Spanish. Each answer's cell is known by a key beside it, in a hidden
column, and the workbook by a mark on a hidden sheet: in the form of this version, of this survey.
"""

import io
from datetime import date, datetime
from typing import NamedTuple

import openpyxl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from .file_limits import MEGABYTE, Limits, UnreadableFile
from .messages import _
from .rejects_workbook import clean_text
from .requirement_answers import answer_text, clean, read_answers
from .requirement_questions import (
    CHOICE,
    CHOICES,
    DAY,
    PARAGRAPH,
    SENDER,
    WHOLE,
    YES_NO,
    Section,
    questions_in,
)
from .xlsx_table import cell_text, check_archive

FORMAT, VERSION = "digiflow-requirement", "1"
FORM_SHEET, LISTS_SHEET, MARK_SHEET = "Cuestionario", "Listas", "Marca"
LIMITS = Limits(
    file_bytes=2 * MEGABYTE, unpacked_bytes=24 * MEGABYTE, shared_text_bytes=4 * MEGABYTE
)
MOST_ROWS = 300
# Columns of the form, from the left: the hidden key, the question, the answer, what to write.
KEY, LABEL, ANSWER, HELP = range(4)
YES, NO = "Sí", "No"
YES_WORDS, NO_WORDS = ("sí", "si", "s", "x", "1", "true"), ("no", "n", "0", "false", "")
A4 = 9
ROWS_OF_PARAGRAPH = 6
ROW_HEIGHT = 18
INSTRUCTIONS = (
    "Escriba solo en las celdas blancas de la columna «Su respuesta»; lo demás está protegido.",
    "Donde aparece una flecha, elija de la lista. Lo que aún no sepa, déjelo en blanco.",
    "Guarde el libro como .xlsx, sin cambiarle el formato, y envíelo a su ejecutivo de Digiflow.",
)
FORMULA = "La celda tiene una fórmula o un error: escriba el valor."
YES_OR_NO = "Escriba Sí o No."

# What the person who loads a workbook is told, in English; a model translates.
WORKBOOK_MESSAGES = {
    "too_big": _(
        "The workbook is larger than %(limit)s MB. Load the one that the client filled in."
    ),
    "unreadable": _(
        "%(filename)s cannot be opened as a workbook: it is damaged, has a password or is no true "
        ".xlsx. Ask the client to save it in Excel as .xlsx."
    ),
    "foreign": _(
        "%(filename)s is not a workbook of the requirements survey. Download it from the survey, "
        "have it filled in, and load that one."
    ),
    "old": _(
        "%(filename)s has the form of another version of this application. Download the workbook "
        "again and copy the answers over."
    ),
    "other": _(
        "%(filename)s is the workbook of another survey. Load it there, or download the one of "
        "this survey and copy the answers over."
    ),
    "empty": _("%(filename)s holds no answer. Load the one that the client filled in."),
}


class WorkbookRefused(ValueError):
    """A workbook that is not read; ``code`` is a key of WORKBOOK_MESSAGES, ``params`` fills it."""

    def __init__(self, code, **params):
        self.code = code
        self.params = params
        super().__init__(WORKBOOK_MESSAGES[code] % params)


class BadCell(NamedTuple):
    """A cell that cannot be taken: where it is, the question, what is wrong and the cure."""

    cell: str
    label: str
    text: str

    def __str__(self):
        return f"{self.cell}, «{self.label}»: {self.text}"


class Filled(NamedTuple):
    """What a workbook says: answers by name, who answered, and the cells that cannot be taken."""

    answers: dict
    sender: str
    problems: list


def requirement_workbook(sections, answers, client, identity, today):
    """Return the bytes of an .xlsx with the questions, filled in with what is known.

    :param sections: the sections of questions with their choices
    :param dict answers: what is known, by name
    :param str client: the client's name
    :param str identity: tells this survey from any other, of another database as well
    :param date today: the first day that can be wanted to start
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"strings_to_formulas": False, "strings_to_urls": False})
    _Form(book, today).fill(sections, answers, client)
    mark = book.add_worksheet(MARK_SHEET)
    for row, text in enumerate((FORMAT, VERSION, identity)):
        mark.write_string(row, 0, text)
    mark.hide()
    book.close()
    return output.getvalue()


class _Form:
    """Writes the form: a row a question, or a row a choice where several may be chosen."""

    def __init__(self, book, today):
        self.today = today
        self.sheet = book.add_worksheet(FORM_SHEET)
        self.lists = book.add_worksheet(LISTS_SHEET)
        self.lists.hide()
        self.list_count = 0
        self.row = 0
        wrapped = {"text_wrap": True, "valign": "top", "font_size": 11}
        answer = {**wrapped, "border": 1, "border_color": "#71808D", "locked": False}
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": "#0B5394"})
        self.section = book.add_format(
            {"bold": True, "font_size": 12, "bg_color": "#0B5394", "font_color": "#FFFFFF"}
        )
        self.header = book.add_format({"bold": True, "bg_color": "#DDE7F0", "bottom": 1})
        self.text = book.add_format(wrapped)
        self.help = book.add_format({**wrapped, "font_color": "#51606D", "italic": True})
        self.indented = book.add_format({**wrapped, "indent": 2})
        self.answer = book.add_format({**answer, "num_format": "@"})
        self.number = book.add_format({**answer, "num_format": "#,##0", "align": "left"})
        self.day = book.add_format({**answer, "num_format": "dd/mm/yyyy", "align": "left"})

    def fill(self, sections, answers, client):
        """Write title, instructions and every section."""
        self._set_up()
        self._write_head(client)
        for section in (Section("Quién responde", (SENDER,)), *sections):
            for column in (LABEL, ANSWER, HELP):
                self.sheet.write_blank(self.row, column, None, self.section)
            self.sheet.write_string(self.row, LABEL, section.title, self.section)
            self.row += 1
            for question in section.questions:
                self._write_question(question, answers.get(question.name))
        self.sheet.print_area(0, LABEL, self.row - 1, HELP)

    def _set_up(self):
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_column(KEY, KEY, None, None, {"hidden": True})
        sheet.set_column(LABEL, LABEL, 46)
        sheet.set_column(ANSWER, ANSWER, 44)
        sheet.set_column(HELP, HELP, 44)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&LDigiflow&R&P / &N")
        sheet.protect("", {"select_locked_cells": True, "format_rows": True})

    def _write_head(self, client):
        title = f"Información para la propuesta de {clean_text(client)}"
        self.sheet.write_string(0, LABEL, title, self.title)
        self.sheet.set_row(0, 26)
        for number, line in enumerate(INSTRUCTIONS, 1):
            self.sheet.write_string(number, LABEL, line)
        self.row = len(INSTRUCTIONS) + 2
        for column, text in ((LABEL, "Pregunta"), (ANSWER, "Su respuesta"), (HELP, "Ayuda")):
            self.sheet.write_string(self.row, column, text, self.header)
        self.row += 1
        self.sheet.freeze_panes(self.row, 0)
        self.sheet.repeat_rows(self.row - 1)

    def _write_question(self, question, answer):
        label = question.label + (" (obligatoria)" if question.required else "")
        if question.kind == CHOICES:
            self._write_choices(question, label, answer or [])
            return
        height = ROWS_OF_PARAGRAPH if question.kind == PARAGRAPH else 2
        self._begin_row(question.name, label, _help_text(question), height)
        style = {WHOLE: self.number, DAY: self.day}.get(question.kind, self.answer)
        self._write_answer(question, answer, style)
        self.sheet.data_validation(self.row, ANSWER, self.row, ANSWER, self._rule(question))
        self.row += 1

    def _write_choices(self, question, label, chosen):
        """Write a row for the question and one for each choice, with Sí or No."""
        self.sheet.set_row(self.row, 2 * ROW_HEIGHT)
        self.sheet.write_string(self.row, LABEL, label, self.text)
        self.sheet.write_string(self.row, HELP, "Elija Sí o No en cada una.", self.help)
        self.row += 1
        for key, text in question.choices:
            self.sheet.write_string(self.row, KEY, f"{question.name}:{key}")
            self.sheet.write_string(self.row, LABEL, clean_text(text), self.indented)
            self.sheet.write_string(self.row, ANSWER, YES if key in chosen else "", self.answer)
            rule = self._list_rule([YES, NO])
            self.sheet.data_validation(self.row, ANSWER, self.row, ANSWER, rule)
            self.row += 1

    def _begin_row(self, key, label, help_text, height):
        self.sheet.set_row(self.row, height * ROW_HEIGHT)
        self.sheet.write_string(self.row, KEY, key)
        self.sheet.write_string(self.row, LABEL, label, self.text)
        self.sheet.write_string(self.row, HELP, help_text, self.help)

    def _write_answer(self, question, answer, style):
        """Write what is known: a number and a day as such, anything else as text."""
        if answer is None:
            self.sheet.write_blank(self.row, ANSWER, None, style)
        elif question.kind == WHOLE:
            self.sheet.write_number(self.row, ANSWER, answer, style)
        elif question.kind == DAY:
            moment = datetime.combine(date.fromisoformat(answer), datetime.min.time())
            self.sheet.write_datetime(self.row, ANSWER, moment, style)
        else:
            text = clean_text(answer_text(question, answer))
            self.sheet.write_string(self.row, ANSWER, text, style)

    def _rule(self, question):
        """What Excel lets be written into the cell of the answer."""
        if question.kind in (CHOICE, YES_NO):
            return self._list_rule([label for _key, label in question.choices])
        if question.kind == WHOLE:
            bounds = {"minimum": question.least, "maximum": question.most}
            message = f"Escriba un número entero de {question.least:,} a {question.most:,}."
            return _limit("integer", "between", bounds, message)
        if question.kind == DAY:
            bounds = {"value": datetime.combine(self.today, datetime.min.time())}
            return _limit("date", ">=", bounds, "Escriba una fecha desde hoy: día/mes/año.")
        message = f"Escriba hasta {question.most:,} caracteres."
        return _limit("length", "<=", {"value": question.most}, message)

    def _list_rule(self, labels):
        """A list to choose from, which stands on a sheet of its own."""
        source = f"={LISTS_SHEET}!${{0}}$1:${{0}}${len(labels)}"
        for row, label in enumerate(labels):
            self.lists.write_string(row, self.list_count, clean_text(label))
        column = xl_col_to_name(self.list_count)
        self.list_count += 1
        return {
            "validate": "list",
            "source": source.format(column),
            "error_title": "Elija de la lista",
            "error_message": "Elija una de las respuestas de la lista.",
        }


def _limit(kind, criteria, bounds, message):
    return {
        "validate": kind,
        "criteria": criteria,
        **bounds,
        "error_title": "Respuesta no válida",
        "error_message": message,
    }


def _help_text(question):
    if question.kind in (CHOICE, YES_NO):
        return " ".join(filter(None, ["Elija de la lista.", question.hint]))
    if question.kind == DAY:
        return "Día/mes/año; por ejemplo, 31/03/2027."
    return question.hint


def read_requirement_workbook(opener, filename, sections, identity, today):
    """Read a workbook that a client filled in.

    :param opener: opens the file's bytes as a stream, anew each time
    :return: Filled
    :raise WorkbookRefused: it is not this survey's workbook, or no workbook at all
    """
    questions = [SENDER, *questions_in(sections)]
    given, cells, problems = _gather(_read_form(opener, filename, identity))
    for question in questions:
        if question.kind in (CHOICE, YES_NO):
            given[question.name] = _keys_of(question, given.get(question.name, []))
    answers, wrong = read_answers(questions, given, today, insist=False)
    problems = {**{name: (cells[name], text) for name, text in wrong.items()}, **problems}
    kept = {name: answer for name, answer in answers.items() if name not in problems}
    sender = kept.pop(SENDER.name, "")
    labels = {question.name: question.label for question in questions}
    bad = [
        BadCell(f"{FORM_SHEET}!{cell}", labels[name], text)
        for name, (cell, text) in problems.items()
        if name in labels
    ]
    if not kept and not bad:
        raise WorkbookRefused("empty", filename=filename)
    return Filled(kept, sender, bad)


def _gather(rows):
    """Return, each by name, the texts, the first cell, and (cell, problem) of the form's rows."""
    given, cells, problems = {}, {}, {}
    for key, (cell, text) in rows.items():
        name, _colon, choice = key.partition(":")
        cells.setdefault(name, cell)
        if text is None:
            problems[name] = (cell, FORMULA)
        elif not choice:
            given[name] = [text]
        elif text.lower() in YES_WORDS:
            given.setdefault(name, []).append(choice)
        elif text.lower() not in NO_WORDS:
            problems[name] = (cell, YES_OR_NO)
    return given, cells, problems


def _keys_of(question, texts):
    """Return the keys of the choices with these labels; a text that is none stays as it is."""
    keys = {label.lower(): key for key, label in question.choices}
    return [keys.get(clean(text).lower(), clean(text)) for text in texts]


def _read_form(opener, filename, identity):
    """Return key -> (cell's name, its text; None for a formula or an error)."""
    try:
        check_archive(opener, filename, LIMITS)
        with opener() as stream:
            book = openpyxl.load_workbook(stream, read_only=True, keep_links=False)
            try:
                _check_mark(book, filename, identity)
                return _read_rows(book[FORM_SHEET])
            finally:
                book.close()
    except WorkbookRefused:
        raise
    # openpyxl has no error of its own: damage shows as KeyError, TypeError, ParseError and others.
    except Exception as error:
        code = "foreign" if _is_other_kind(error) else "unreadable"
        raise WorkbookRefused(code, filename=filename) from error


def _is_other_kind(error):
    return isinstance(error, UnreadableFile) and error.code == "unknown_type"


def _check_mark(book, filename, identity):
    """Refuse a workbook of another kind, version or survey."""
    if MARK_SHEET not in book.sheetnames or FORM_SHEET not in book.sheetnames:
        raise WorkbookRefused("foreign", filename=filename)
    sheet = book[MARK_SHEET]
    marks = [row[0] for row in sheet.iter_rows(max_row=3, max_col=1, values_only=True)]
    form, version, survey = (str(mark or "") for mark in [*marks, "", "", ""][:3])
    if form != FORMAT:
        raise WorkbookRefused("foreign", filename=filename)
    if version != VERSION:
        raise WorkbookRefused("old", filename=filename)
    if survey != identity:
        raise WorkbookRefused("other", filename=filename)


def _read_rows(sheet):
    found = {}
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=ANSWER + 1), 1):
        key = row[KEY].value if row else None
        if isinstance(key, str) and key:
            cell = row[ANSWER] if len(row) > ANSWER else None
            found[key] = (f"{chr(ord('A') + ANSWER)}{number}", _cell_text(cell))
    return found


def _cell_text(cell):
    if cell is None or cell.value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return None
    return clean(cell_text(cell.value))
