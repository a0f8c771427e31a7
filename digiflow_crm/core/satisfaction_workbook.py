"""The results of a satisfaction campaign as a workbook to filter, to chart and to print.

Rates are formulas over the counts beside them. Where there is nothing to divide by, a cell says so
in words; in a column that a chart draws it stays empty, because a text would be drawn as 0 %.
"""

import io
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from .rejects_workbook import clean_text
from .results_workbook import (
    AVERAGE,
    BAR,
    COUNT,
    DATE,
    FIRST_ROW,
    GOAL,
    LONG,
    RATE,
    TEXT,
    Column,
    ResultsWriter,
)
from .satisfaction_workbook_words import WORDS

SEGMENT_TABLES = ("industries", "sizes", "districts")


def satisfaction_workbook(results, words=None):
    """Return the bytes of an .xlsx with the results of a campaign.

    :param dict results: what ``digiflow.satisfaction.campaign.get_results`` returns
    :param dict words: the texts of WORDS in the reader's language
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    writer = _Writer(book, results, {**WORDS, **(words or {})})
    writer.write_summary()
    writer.write_distribution()
    writer.write_services()
    writer.write_segments()
    writer.write_executives()
    writer.write_trend()
    writer.write_comments()
    book.close()
    return output.getvalue()


class _Writer(ResultsWriter):
    """Writes the sheets of one campaign."""

    def write_summary(self):
        """The figure of the campaign, with everything that says how far it may be trusted."""
        words, figure = self.words, self.results["figure"]
        sheet = self.add_sheet("summary", [Column(words["figure"]), Column(words["value"], COUNT)])
        sheet.set_column(0, 0, 54)
        sheet.set_column(1, 1, 16)
        reached = {None: words["no_data"], True: words["yes"], False: words["no"]}
        rows = [
            (self._base_title("answers", "rate"), RATE, figure["rate"]),
            (self._base_title("clients", "rate_all"), RATE, figure["rate_all"]),
            (words["target"], RATE, self.results["target"]),
            (words["reached"], TEXT, reached[figure["reached"]]),
            *((words[name], COUNT, figure[name]) for name in ("satisfied", "answers", "sent")),
            (words["response_rate"], RATE, figure["response_rate"]),
            (words["clients"], COUNT, figure["clients"]),
            (words["coverage"], RATE, figure["coverage"]),
            (words["unread"], COUNT, self.results["unread"]),
        ]
        for row, (label, kind, value) in enumerate(rows, FIRST_ROW):
            sheet.write_string(row, 0, clean_text(label))
            self.write_figure(sheet, row, kind, value)

    def write_distribution(self):
        """How often each score was given, with its columns drawn beside it."""
        words, rows = self.words, self.results["distribution"]
        columns = [Column(words["score"]), Column(words["words"])]
        columns += [Column(words["answers"], COUNT), Column(words["share"], RATE)]
        sheet = self.add_sheet("distribution", columns)
        total = FIRST_ROW + len(rows)
        for line, row in enumerate(rows, FIRST_ROW):
            sheet.write_string(line, 0, row["score"])
            sheet.write_string(line, 1, clean_text(row["name"]))
            sheet.write_number(line, 2, row["count"], self.formats[COUNT])
            whole = xl_rowcol_to_cell(total, 2, row_abs=True, col_abs=True)
            self.write_rate(sheet, line, 3, xl_rowcol_to_cell(line, 2), whole, row["share"])
        ends = [xl_rowcol_to_cell(line, 2) for line in (FIRST_ROW, total - 1)]
        count = sum(row["count"] for row in rows)
        for column in (1, 3):
            sheet.write_blank(total, column, None, self.total_format)
        sheet.write_string(total, 0, clean_text(words["sum"]), self.total_format)
        sheet.write_formula(total, 2, "=SUM({}:{})".format(*ends), self.total_format, count)
        sheet.set_column(1, 1, 24)
        self.draw_chart(sheet, "column", len(rows), [(2, BAR)], (FIRST_ROW, 5), labels=1)

    def write_services(self):
        """A row for each service: what its clients think of all, and of the service itself."""
        words = self.words
        columns = [Column(words["service"]), Column(words["asked"], COUNT)]
        columns += self._score_columns(is_charted=True)
        columns += [Column(words["own_answers"], COUNT), Column(words["own_satisfied"], COUNT)]
        columns.append(Column(words["own_rate"], RATE, 7, 6, True))
        rows = [
            [*_group_cells(row), *(row["own"][name] for name in ("answers", "satisfied", "rate"))]
            for row in self.results["services"]
        ]
        sheet = self.add_table("services", columns, rows)
        if rows:
            place = (FIRST_ROW + len(rows) + 1, 0)
            self.draw_chart(sheet, "bar", len(rows), [(4, BAR), (8, GOAL)], place)

    def write_segments(self):
        """Every segment in one table: a filter shows one kind of them."""
        words = self.words
        columns = [Column(words["segment"]), Column(words["name"]), Column(words["asked"], COUNT)]
        columns += self._score_columns(first=3)
        rows = [
            [words[table], *_group_cells(row)]
            for table in SEGMENT_TABLES
            for row in self.results[table]
        ]
        self.add_table("segments", columns, rows, frozen=2)

    def write_executives(self):
        """A row for each executive."""
        words = self.words
        columns = [Column(words["executive"]), Column(words["asked"], COUNT)]
        rows = [_group_cells(row) for row in self.results["executives"]]
        self.add_table("executives", columns + self._score_columns(), rows)

    def write_trend(self):
        """Campaign by campaign, the official rate against the target."""
        words = self.words
        columns = [
            Column(words["campaign"]),
            Column(words["state"]),
            Column(words["answers"], COUNT),
        ]
        columns += [Column(words["clients"], COUNT), Column(words["satisfied"], COUNT)]
        whole = 2 if self.results["official"] == "answers" else 3
        columns.append(Column(words["satisfaction"], RATE, 4, whole, True))
        columns.append(Column(words["target"], RATE))
        rows = [
            [row[name] for name in ("name", "state", "answers", "clients", "satisfied")]
            + [row["official"], row["target"]]
            for row in self.results["trend"]
        ]
        sheet = self.add_table("trend", columns, rows)
        if rows:
            place = (FIRST_ROW + len(rows) + 1, 0)
            self.draw_chart(sheet, "line", len(rows), [(5, BAR), (6, GOAL)], place)

    def write_comments(self):
        """What clients wrote, in their words."""
        words = self.words
        columns = [Column(words["client"]), Column(words["executive"])]
        columns += [Column(words["score"], COUNT), Column(words["date"], DATE)]
        columns.append(Column(words["comment"], LONG))
        columns += [Column(words["call_me"]), Column(words["is_read"])]
        said = {True: words["yes"], False: words["no"]}
        rows = [
            [
                row["client"],
                row["executive"],
                int(row["score"]),
                row["date"] and date.fromisoformat(row["date"]),
                row["comment"],
                said[row["call_me"]],
                said[row["is_read"]] if row["comment"] else "",
            ]
            for row in self.results["comments"]
        ]
        self.add_table("comments", columns, rows)

    def _score_columns(self, first=2, is_charted=False):
        """Answers, satisfied, their rate and the average, the answers in column `first`."""
        words = self.words
        return [
            Column(words["answers"], COUNT),
            Column(words["satisfied"], COUNT),
            Column(words["satisfaction"], RATE, first + 1, first, is_charted),
            Column(words["average"], AVERAGE),
        ]

    def _base_title(self, base, name):
        """The title of a rate, marked when it is the official one."""
        title = self.words[name]
        is_official = self.results["official"] == base
        return f"{title} ({self.words['official']})" if is_official else title

    def get_title(self):
        """The campaign."""
        return self.words["title"] % {"campaign": self.results["campaign"]["name"]}

    def get_subtitle(self):
        """Whose figures of which days these are."""
        campaign = self.results["campaign"]
        days = {
            name: date.fromisoformat(campaign[name]).strftime("%d/%m/%Y")
            for name in ("date_from", "date_to")
        }
        values = {"company": self.results["company"], "state": campaign["state_name"], **days}
        parts = [self.words["subtitle"] % values]
        if self.results["scope"] == "own":
            parts.append(self.words["own"] % {"name": self.results["reader"]})
        return ". ".join(parts)


def _group_cells(row):
    """The cells of a row of `by_choice` or `by_service`."""
    return [row[name] for name in ("name", "asked", "answers", "satisfied", "rate", "average")]
