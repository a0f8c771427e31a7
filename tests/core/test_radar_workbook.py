"""The radar's workbook: streamed, with formulas that LibreOffice works out to the same figures."""

import tracemalloc
import warnings
from collections import Counter
from datetime import date

import openpyxl
import pytest
from digiflow_core.radar_sheets import SHEETS
from digiflow_core.radar_workbook import FIRST_ROW, write_radar
from digiflow_test_spreadsheets import figures, recalculate

EVIL = "=HYPERLINK(A1)"
STAGES = ["Contacto", "Reunión", "Propuesta"]
HEAD = {"company": EVIL, "first": "01/10/2026", "last": "31/12/2026", "today": "22/11/2026"}
WEEK = {"from": date(2026, 10, 5), "to": date(2026, 10, 11)}
DATA_BARS = "ignore:.*extension is not supported.*:UserWarning"


def pipeline(count):
    """Rows of opportunities, made one by one."""
    for number in range(count):
        amount, probability = 100.5 * (number % 7), (number % 10) / 10
        yield {
            "stage": STAGES[number % 3],
            "name": EVIL if number == 1 else f"Oportunidad {number}",
            "ruc": "20100070970",
            "still": number % 30,
            "next_on": date(2026, 11, 1 + number % 28),
            "amount": amount,
            "probability": probability,
            "weighted": amount * probability,
        }


def rows(count=50):
    return {
        "pipeline": pipeline(count),
        "offers": [{"state": "Enviada", "order": "S1", "amount": 5.25, "discount": 0.1}] * 3,
        "meetings": [{"state": "Realizada", "date": date(2026, 11, 3)}],
        "lists": [
            {"name": "SUNAT", "total": 10, "contacted": 4, "effective": 1, "won": 0}
            | {"contacted_rate": 0.4, "effective_rate": 0.25, "won_rate": 0},
            {"name": "Vacía", "total": 0, "contacted": 0, "effective": 0, "won": 0},
        ],
        "calls_week": [
            {**WEEK, "calls": 20, "effective": 5, "meetings": 1, "effective_rate": 0.25},
            {**WEEK, "calls": 0, "effective": 0, "meetings": 0},
        ],
    }


def write(folder, made, **options):
    """Write a radar, and return its path."""
    path = folder / "radar.xlsx"
    counts = write_radar(path, HEAD, made, 'S/"', **options)
    assert (
        counts["pipeline"] == len(list(openpyxl.load_workbook(path)["Pipeline"].rows)) - FIRST_ROW
    )
    return path


@pytest.mark.filterwarnings(DATA_BARS)
def test_formulas_come_to_the_figures_of_the_server(tmp_path):
    path = write(tmp_path, rows(), order={"pipeline": ["Nadie", *STAGES]})
    kept, found = openpyxl.load_workbook(path, data_only=True), recalculate(path.read_bytes())
    count = 0
    for sheet, address, value in figures(kept):
        other = found[sheet][address].value
        if isinstance(value, int | float):
            assert other == pytest.approx(value), (sheet, address)
        else:
            assert other == value, (sheet, address)
        count += 1
    assert count > 300


@pytest.mark.filterwarnings(DATA_BARS)
def test_summary_is_what_the_rows_add_up_to(tmp_path):
    """LibreOffice's summary against the rows, added up here."""
    found = recalculate(write(tmp_path, rows(), order={"pipeline": ["Nadie"]}).read_bytes())
    counts, sums = Counter(), Counter()
    for row in pipeline(50):
        counts[row["stage"]] += 1
        sums[row["stage"]] += row["amount"] * row["probability"]
    lines = {row[0]: row[1:] for row in found["Summary"].iter_rows(max_col=4, values_only=True)}
    for stage in STAGES:
        assert lines[stage][0] == counts[stage]
        assert lines[stage][2] == pytest.approx(sums[stage])
    assert lines["Nadie"][0] == 0
    assert lines["Enviada"][:2] == (3, 15.75)
    assert lines["Calls"][0] == 20
    assert lines["Effective %"][0] == 0.25


@pytest.mark.filterwarnings(DATA_BARS)
def test_texts_are_no_formulas_and_numbers_are_numbers(tmp_path):
    book = openpyxl.load_workbook(write(tmp_path, rows()))
    names = [column.key for column in SHEETS["pipeline"]]
    row = book["Pipeline"][FIRST_ROW + 2]
    cells = dict(zip(names, row, strict=True))
    assert (cells["name"].value, cells["name"].data_type) == (EVIL, "s")
    assert cells["ruc"].data_type == "s"
    assert (cells["amount"].data_type, cells["weighted"].data_type) == ("n", "f")
    assert cells["amount"].number_format.startswith('"S/" #,##0.00')
    assert cells["next_on"].number_format == "dd/mm/yyyy"
    assert book["Pipeline"].auto_filter.ref
    assert book["Pipeline"].freeze_panes == f"B{FIRST_ROW + 1}"
    assert book["Summary"]._charts


def test_nothing_to_tell(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = recalculate(write(tmp_path, {}).read_bytes())
    assert [cell.value for cell in found["Summary"]["B"] if cell.value == 0]


def test_memory_does_not_grow_with_the_rows(tmp_path):
    peaks = []
    for count in (200, 2000):
        tracemalloc.start()
        write_radar(tmp_path / "big.xlsx", HEAD, {"pipeline": pipeline(count)}, "S/")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
