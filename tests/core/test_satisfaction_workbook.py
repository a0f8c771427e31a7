"""The workbook of a campaign's results, read back."""

import io

import openpyxl
import pytest
from digiflow_core.satisfaction import campaign_figure, official_figure
from digiflow_core.satisfaction_results import (
    Choice,
    Reply,
    by_choice,
    by_service,
    comments,
    distribution,
)
from digiflow_core.satisfaction_workbook import WORDS, satisfaction_workbook

EVIL = "=HYPERLINK(A1)"
OSE, GRE = Choice(1, "OSE"), Choice(2, "+GRE")
ROSA, NOBODY = Choice(7, "@Rosa"), Choice(False, "Nobody")
NONE = Choice(False, "None")
REPLIES = [
    Reply(1, EVIL, True, "5", ROSA, Choice(3, "-Mining"), NONE, NONE, (OSE, GRE),
          ((OSE, "2"),), EVIL, "2026-05-03"),
    Reply(2, "Norte", True, "3", ROSA, NONE, NONE, NONE, (OSE,), (), "Bien", "2026-05-04", True),
    Reply(3, "Sur", True, "", NOBODY, NONE, NONE, NONE, (GRE,)),
]  # fmt: skip
WORDS_OF_SCORE = dict(zip("12345", ("Bad", "Poor", "Fair", "Good", "Best"), strict=True))


def results(replies, **changed):
    """Return what get_results gives for some replies."""
    rows = [{**row, "name": WORDS_OF_SCORE[row["score"]]} for row in distribution(replies)]
    answers = sum(row["count"] for row in rows)
    satisfied = sum(row["count"] for row in rows[3:])
    trend = [
        {"name": "Q1", "state": "Closed", "answers": 0, "clients": 9, "satisfied": 0},
        {"name": "Q2", "state": EVIL, "answers": 2, "clients": 10, "satisfied": 1},
    ]
    return {
        "campaign": {
            "name": EVIL,
            "state_name": "Running",
            "date_from": "2026-04-01",
            "date_to": "2026-06-30",
        },
        "company": "=Digiflow",
        "scope": "all",
        "reader": "@Luis",
        "target": 80.0,
        "official": "answers",
        "figure": official_figure(
            campaign_figure(satisfied, answers, len(replies), 10), "answers", 80.0
        ),
        "distribution": rows,
        "services": by_service(replies),
        "industries": by_choice(replies, "industry"),
        "sizes": by_choice(replies, "size"),
        "districts": by_choice(replies, "district"),
        "executives": by_choice(replies, "executive"),
        "trend": [
            {**row, "official": None if not row["answers"] else 50.0, "target": 80.0}
            for row in trend
        ],
        "comments": comments(replies),
        "unread": 1,
        **changed,
    }


def opened(made, **options):
    """Return the workbook of results, read back."""
    return openpyxl.load_workbook(io.BytesIO(satisfaction_workbook(made)), **options)


def table(book, name):
    """Return the rows of a sheet below its header, as they read."""
    return [[cell.value for cell in row] for row in book[name].iter_rows(min_row=5)]


def test_sheets_figures_and_charts():
    book, live = opened(results(REPLIES), data_only=True), opened(results(REPLIES))
    assert book.sheetnames == [
        WORDS[name]
        for name in (
            "summary",
            "distribution",
            "services",
            "segments",
            "executives",
            "trend",
            "comments",
        )
    ]
    summary = dict(row[:2] for row in table(book, "Summary"))
    assert summary[f"{WORDS['rate']} (official)"] == 0.5
    assert (summary[WORDS["rate_all"]], summary["Target"]) == (0.1, 0.8)
    assert (summary["Answers"], summary["Target reached"]) == (2, "No")
    counts = {row[0]: row[2] for row in table(book, "Distribution")}
    assert counts == {"1": 0, "2": 0, "3": 1, "4": 0, "5": 1, "Total": 2}
    services = {row[0]: row[1:] for row in table(book, "By service") if row[0]}
    assert services["OSE"] == [2, 2, 1, 0.5, 4, 1, 0, 0]
    assert services["+GRE"][:5] == [2, 1, 1, 1, 5]
    assert [len(live[name]._charts) for name in ("Distribution", "By service", "Over time")] == [
        1
    ] * 3
    assert live["By service"].auto_filter.ref == "A4:I6"
    assert live["Comments"].freeze_panes == "B5"


@pytest.mark.parametrize(("sheet", "rate"), [("By service", "E"), ("By executive", "E")])
def test_rates_are_formulas_over_the_counts_beside_them(sheet, rate):
    live, kept = (opened(results(REPLIES), data_only=one)[sheet] for one in (False, True))
    assert live[f"{rate}5"].value == "=IF(C5=0,0,D5/C5)"
    assert kept[f"{rate}5"].value == kept["D5"].value / kept["C5"].value


def test_nothing_to_divide_by_is_said_or_left_out_of_a_chart():
    book = opened(results(REPLIES), data_only=True)
    executives = {row[0]: row for row in table(book, "By executive")}
    assert executives["Nobody"][4] == "no data"
    # A text would be drawn as 0 %.
    trend = table(book, "Over time")
    assert (trend[0][5], trend[1][5]) == (None, 0.5)


def test_texts_are_no_formulas():
    book = opened(results(REPLIES))
    texts = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "s" and cell.value[0] in "=+-@"
    ]
    assert {EVIL, "+GRE", "@Rosa", "-Mining"} <= set(texts)
    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert all(text.startswith(("=IF(", "=SUM(")) for text in formulas)


def test_a_campaign_without_anything_says_so():
    book = opened(results([], trend=[]), data_only=True)
    assert table(book, "By service")[0][0] == "no data"
    assert dict(row[:2] for row in table(book, "Summary"))["Target reached"] == "no data"


def test_own_clients_are_named():
    book = opened(results(REPLIES, scope="own"))
    assert "Only the clients of @Luis" in book["Summary"]["A2"].value
