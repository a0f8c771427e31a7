"""The workbook of progress: read back cell by cell, and its formulas worked out by hand."""

import io
import re
from datetime import datetime

import openpyxl
import pytest
from digiflow_core.progress import FIGURES, Group, has_moved, tally
from digiflow_core.progress_workbook import WORDS, progress_workbook

SPANS = [("2026-03-01", "2026-03-15"), ("2026-03-16", "2026-03-31")]
EVIL = "=HYPERLINK(A1)"


def figures(*numbers):
    return dict(zip(FIGURES, numbers, strict=True))


FIRST = figures(100, 60, 30, 12, 9, 5, 2, 8, 15000.5, 3200.25)
SECOND = figures(7, 3, 2, 1, 1, 1, 0, 0, 99.99, 0.0)
EMPTY = figures(*[0] * 8, 0.0, 0.0)


def prospects(number, name, shown, currency="PEN"):
    """Return a list of a report, with one telemarketer and one executive."""
    people = [
        {"id": 1, "name": "+Rosa", "role": "telemarketer", "figures": shown, "periods": []},
        {"id": 2, "name": "Luis", "role": "executive", "figures": shown, "periods": []},
    ]
    return {
        "id": number,
        "name": name,
        "company_id": 1,
        "currency": currency,
        "figures": shown,
        "periods": [EMPTY, shown],
        "people": people,
    }


def report(*lists, spans=SPANS):
    periods = [{"date_from": first, "date_to": last} for first, last in spans]
    return {
        "date_from": SPANS[0][0],
        "date_to": SPANS[-1][1],
        "period": "fortnight" if spans else False,
        "periods": periods,
        "lists": list(lists),
    }


TWO = report(prospects(1, EVIL, FIRST), prospects(2, "CCL", SECOND))


def opened(made, words=None, **options):
    return openpyxl.load_workbook(io.BytesIO(progress_workbook(made, words)), **options)


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_sheets_and_rows():
    book = opened(TWO)
    assert book.sheetnames == ["Lists", "Periods", "Telemarketers", "Sales executives"]
    title, header, first, second, total = rows(book["Lists"])
    assert title[0] == "Progress of the prospect lists, 01/03/2026 - 31/03/2026"
    assert header[:2] == ["Prospect list", "Prospects"]
    assert header[-3:-1] == ["Proposed, without taxes (PEN)", "Won, without taxes (PEN)"]
    assert first[:-1] == [EVIL, *FIRST.values()]
    assert second[:-1] == ["CCL", *SECOND.values()]
    assert total[:2] == ["Total", "=SUBTOTAL(109,B3:B4)"]
    assert first[-1] == "=IF(B3=0,0,D3/B3)"
    assert len({len(row) for row in (header, first, total)}) == 1


def test_people_and_periods():
    book = opened(TWO)
    callers = rows(book["Telemarketers"])
    assert [row[:3] for row in callers[2:4]] == [[EVIL, "+Rosa", 100], ["CCL", "+Rosa", 7]]
    lines = rows(book["Periods"])
    assert lines[2][:4] == [EVIL, datetime(2026, 3, 1), datetime(2026, 3, 15), 0]
    assert lines[3][:4] == [EVIL, datetime(2026, 3, 16), datetime(2026, 3, 31), 100]
    # How many prospects there are is no sum over periods.
    assert lines[-1][3] is None
    assert lines[-1][4] == "=SUBTOTAL(109,E3:E6)"


def test_texts_are_no_formulas():
    for sheet in opened(TWO):
        cells = [sheet.cell(3, 1), sheet.cell(3, 2)]
        texts = [cell for cell in cells if isinstance(cell.value, str)]
        assert {cell.data_type for cell in texts} == {"s"}
        assert not any(cell.hyperlink for cell in cells)


def test_it_can_be_worked_with():
    for sheet in opened(TWO):
        assert sheet.freeze_panes == "B3"
        assert sheet.auto_filter.ref.startswith("A2:")
        # The line of totals stays out of the filter.
        assert sheet.auto_filter.ref.endswith(str(sheet.max_row - 1))
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        # One page wide (the format's default), as many as needed long.
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.column_dimensions["A"].width > 14


def test_a_chart_of_the_totals():
    (chart,) = opened(TWO)["Lists"]._charts
    assert "$C$5:$H$5" in chart.series[0].val.numRef.f


def test_words_of_another_language():
    book = opened(TWO, {"lists": "Listas", "won": "Ganadas", "sum": "Suma"})
    assert book.sheetnames[:2] == ["Listas", "Periods"]
    found = rows(book["Listas"])
    assert "Ganadas" in found[1]
    assert found[-1][0] == "Suma"


def test_two_currencies_are_not_added():
    made = report(prospects(1, "Lima", FIRST), prospects(2, "La Paz", SECOND, "BOB"))
    sheet = opened(made)["Lists"]
    found = rows(sheet)
    assert found[1][-1] == "Currency"
    assert [row[-1] for row in found[2:4]] == ["PEN", "BOB"]
    assert found[2][9] == 15000.5
    assert sheet["J3"].number_format == "#,##0.00"
    assert found[-1][9] is None


def test_without_periods_or_lists():
    assert opened(report(prospects(1, "A", FIRST), spans=[])).sheetnames[:2] == [
        "Lists",
        "Telemarketers",
    ]
    book = opened(report(spans=[]))
    assert len(rows(book["Lists"])) == 2


def test_nobody_was_called():
    """No division by nothing."""
    found = rows(opened(report(prospects(1, "A", EMPTY)), data_only=True)["Lists"])
    assert found[-1][-1] == 0


def worked_out(sheet, formula):
    """Return what one of the two kinds of formulas gives."""
    found = re.fullmatch(r"=SUBTOTAL\(109,(\w+:\w+)\)", formula)
    if found:
        return sum(value_of(sheet, cell) for row in sheet[found[1]] for cell in row)
    total, part = re.fullmatch(r"=IF\((\w+)=0,0,(\w+)/\1\)", formula).groups()
    total, part = (value_of(sheet, sheet[name]) for name in (total, part))
    return part / total if total else 0


def value_of(sheet, cell):
    return worked_out(sheet, cell.value) if isinstance(cell.value, str) else cell.value


def test_formulas_give_what_was_written():
    """Programs that do not calculate show the value that stands beside the formula."""
    made = report(*TWO["lists"], prospects(3, "Cero", EMPTY))
    shown = opened(made, data_only=True)
    count = 0
    for sheet in opened(made):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    expected = shown[sheet.title][cell.coordinate].value
                    assert worked_out(sheet, cell.value) == pytest.approx(expected)
                    count += 1
    assert count > 50


def test_every_word_is_used():
    """A word that no sheet shows would be translated for nothing."""
    mixed = report(prospects(1, "Lima", FIRST), prospects(2, "La Paz", SECOND, "BOB"))
    marked = {key: f"<{key}>" for key in WORDS}
    book = opened(mixed, marked)
    shown = " ".join(
        [*book.sheetnames, *(str(cell) for sheet in book for row in rows(sheet) for cell in row)]
    )
    assert [key for key in WORDS if f"<{key}>" not in shown] == ["file"]


class TestTally:
    """Groups add up to lists, people and periods."""

    def test_by_list_person_and_period(self):
        groups = [
            Group("total", 1, 10, None, 0, 5, 0.0),
            Group("total", 1, 10, 20, 2, 3, 0.0),
            Group("contacted", 1, 10, 20, 1, 2, 0.0),
            Group("proposals", 1, 10, 20, 2, 1, 100.005),
            Group("proposals", 1, None, 20, 2, 1, 50.0),
            Group("won", 2, None, None, 1, 1, 0.1),
        ]
        found = tally(groups, 2)
        whole, callers, sellers = found[1]
        overall = whole.overall()
        assert (overall["total"], overall["contacted"], overall["proposals"]) == (8, 2, 2)
        assert overall["proposals_amount"] == pytest.approx(150.0, abs=0.011)
        first, second = whole.by_period()
        assert (first["total"], second["total"]) == (5, 8)
        assert (first["contacted"], second["contacted"]) == (2, 0)
        assert callers[10].overall()["proposals"] == 1
        assert callers[None].overall()["proposals"] == 1
        assert sellers[20].overall()["proposals"] == 2
        assert sellers[None].overall()["total"] == 5
        assert found[2][0].overall()["won_amount"] == 0.1

    def test_of_nothing(self):
        found = tally([], 1)[7][0]
        assert set(found.overall()) == set(FIGURES)
        assert not has_moved(found.overall())
        assert found.by_period() == [found.overall()]

    def test_new_prospects_are_no_movement(self):
        found = tally([Group("total", 1, None, None, 1, 9, 0.0)], 1)[1][0].overall()
        assert found["total"] == 9
        assert not has_moved(found)
        found = tally([Group("lost", 1, None, None, 1, 1, 0.0)], 1)[1][0].overall()
        assert has_moved(found)
