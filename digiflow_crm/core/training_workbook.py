"""The results of training as a workbook to filter, to chart and to print."""

import io
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from .rejects_workbook import clean_text
from .results_workbook import AVERAGE, BAR, COUNT, FIRST_ROW, LONG, RATE, Column, ResultsWriter
from .training_workbook_words import WORDS

# The column of `_group_columns` that a chart draws.
PASS_RATE = 5
ANSWER_COUNTS = ("answers", "right", "wrong")
GROUP_FIGURES = ("name", "attempts", "people", "passed", "failed", "pass_rate", "average")
GROUP_FIGURES += (*ANSWER_COUNTS, "percent")
QUESTION_FIGURES = ("name", "right", "wrong", "answers", "percent", "module")
# Characters of a question in a line of its column, and the height of a line in points.
LINE_LENGTH, LINE_HEIGHT = 60, 15


def training_workbook(results, words=None):
    """Return the bytes of an .xlsx with results of training.

    :param dict results: what ``digiflow.training.results.get_results`` works out, with None where
        there is no data
    :param dict words: the texts of WORDS in the reader's language
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    writer = _Writer(book, results, {**WORDS, **(words or {})})
    writer.write_summary()
    writer.write_questions()
    for sheet, head in (
        ("people", "person"),
        ("modules", "module"),
        ("sessions", "session"),
        ("methods", "method"),
    ):
        writer.write_groups(sheet, head)
    writer.write_criteria()
    book.close()
    return output.getvalue()


class _Writer(ResultsWriter):
    """Writes the sheets of one set of results."""

    def get_title(self):
        """The company's results."""
        return f"{self.words['title']}: {self.results['company']}"

    def get_subtitle(self):
        """Of which days, what was chosen, and whose results they are."""
        days, words = self.results["filters"], self.words
        ends = {
            name: date.fromisoformat(days[name]).strftime("%d/%m/%Y")
            for name in ("date_from", "date_to")
            if days[name]
        }
        kind = {2: "days", 0: "always"}.get(len(ends)) or (
            "since" if "date_from" in ends else "until"
        )
        parts = [words[kind] % ends, *self.results["filter_names"]]
        if self.results["scope"] == "own":
            parts.append(words["own"] % {"name": self.results["reader"]})
        return ". ".join(parts)

    def write_summary(self):
        """The totals."""
        words, totals = self.words, self.results["totals"]
        sheet = self.add_sheet("summary", [Column(words["figure"]), Column(words["value"], COUNT)])
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 1, 16)
        rows = [
            (words["attempts"], COUNT, totals["attempts"]),
            (words["people_count"], COUNT, totals["people"]),
            (words["passed"], COUNT, totals["passed"]),
            (words["failed"], COUNT, totals["failed"]),
            (words["pass_rate"], RATE, totals["pass_rate"]),
            (words["average"], AVERAGE, totals["average"]),
            (words["mark"], AVERAGE, self.results["mark"]),
            *((words[name], COUNT, totals[name]) for name in ANSWER_COUNTS),
            (words["percent"], RATE, totals["percent"]),
        ]
        for row, (label, kind, value) in enumerate(rows, FIRST_ROW):
            sheet.write_string(row, 0, clean_text(label))
            self.write_figure(sheet, row, kind, value)

    def write_questions(self):
        """A row for each question: right, wrong and percent, and their sum."""
        words, questions = self.words, self.results["questions"]
        columns = [Column(words["number"], COUNT), Column(words["question"], LONG)]
        columns += [Column(words["right"], COUNT), Column(words["wrong"], COUNT)]
        columns += [Column(words["answers"], COUNT), Column(words["percent"], RATE, 2, 4, True)]
        columns.append(Column(words["module"]))
        rows = [
            [number, *(row[figure] for figure in QUESTION_FIGURES)]
            for number, row in enumerate(questions, 1)
        ]
        sheet = self.add_table("questions", columns, rows, frozen=2)
        for line, row in enumerate(questions, FIRST_ROW):
            sheet.set_row(line, LINE_HEIGHT * (1 + len(row["name"]) // LINE_LENGTH))
        if rows:
            self._write_sum(sheet, len(rows))
            place = (FIRST_ROW + len(rows) + 3, 0)
            self.draw_chart(sheet, "bar", len(rows), [(5, BAR)], place)

    def write_groups(self, name, head):
        """A row for each person, module, session or method."""
        rows = [[row[figure] for figure in GROUP_FIGURES] for row in self.results[name]]
        sheet = self.add_table(name, self._group_columns(head), rows)
        if rows and name == "modules":
            place = (FIRST_ROW + len(rows) + 2, 0)
            self.draw_chart(sheet, "bar", len(rows), [(PASS_RATE, BAR)], place)

    def write_criteria(self):
        """What trainers gave for each criterion of their rubrics."""
        words = self.words
        columns = [Column(words["rubric"]), Column(words["criterion"])]
        columns += [Column(words["scored"], COUNT), Column(words["points"], AVERAGE)]
        rows = [
            [row["rubric"], row["name"], row["scored"], row["average"]]
            for row in self.results["criteria"]
        ]
        self.add_table("criteria", columns, rows, frozen=2)

    def _group_columns(self, head):
        """The columns of a table of groups."""
        words = self.words
        columns = [Column(words[head]), Column(words["attempts"], COUNT)]
        columns += [Column(words["people_count"], COUNT)]
        columns += [Column(words["passed"], COUNT), Column(words["failed"], COUNT)]
        columns += [Column(words["pass_rate"], RATE, 3, 1, True), Column(words["average"], AVERAGE)]
        columns += [Column(words[name], COUNT) for name in ANSWER_COUNTS]
        return [*columns, Column(words["percent"], RATE, 8, 7)]

    def _write_sum(self, sheet, count):
        """The row under the questions that adds them up, outside of what is filtered."""
        line = FIRST_ROW + count + 1
        totals = self.results["totals"]
        sheet.write_blank(line, 0, None, self.total_format)
        sheet.write_string(line, 1, clean_text(self.words["sum"]), self.total_format)
        for column, name in ((2, "right"), (3, "wrong"), (4, "answers")):
            ends = [xl_rowcol_to_cell(row, column) for row in (FIRST_ROW, line - 2)]
            formula = "=SUM({}:{})".format(*ends)
            sheet.write_formula(line, column, formula, self.total_format, totals[name])
        part, whole = (xl_rowcol_to_cell(line, column) for column in (2, 4))
        self.write_rate(sheet, line, 5, part, whole, totals["percent"])
