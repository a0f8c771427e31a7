"""The workbook of the business case: LibreOffice works out what the server did."""

import io

import openpyxl
import pytest
from digiflow_core.business_case import BASES, CORRECTED, PRINTED, sensitivity, work_out
from digiflow_core.business_case_sheets import INPUT_ROWS, RESULT_ROWS
from digiflow_core.business_case_workbook import business_case_workbook
from digiflow_core_cases import BUSINESS_CASE as INPUTS
from digiflow_test_spreadsheets import figures, recalculate

EVIL = "=HYPERLINK(A1)"
LINES = [
    ("tangible", "Hardware", "unidad", 1, 89_600.00),
    ("intangible", EVIL, "@hora", 480, 48.13),
    ("intangible", "Licencia", "global", 1, 159_625.20),
]
STEPS = {"growth_step": 0.02, "cost_step": 0.05}


def make(inputs=INPUTS):
    """The bytes of a workbook."""
    lines = [
        {
            "kind": kind,
            "name": name,
            "unit": unit,
            "quantity": quantity,
            "unit_value": value,
            "total": round(quantity * value, 2),
        }
        for kind, name, unit, quantity, value in LINES
    ]
    table = sensitivity(inputs, **STEPS)
    return business_case_workbook(EVIL, "PEN", lines, work_out(inputs), STEPS, table)


def result(book, name, basis):
    """A figure of the first sheet."""
    return book["Results"].cell(RESULT_ROWS[name] + 1, BASES.index(basis) + 2).value


@pytest.mark.parametrize(
    "inputs",
    [
        INPUTS,
        # Never paid back; the loan is shorter than the case.
        INPUTS._replace(income=2_600_000, growth=-0.05, years=8, loan_years=3),
        # Without interest, and nothing the shareholders put in: no rate of return as printed.
        INPUTS._replace(loan_rate=0, equity_rate=0.1, working_capital=1, years=2, loan_years=2),
        # The sign changes more than once.
        INPUTS._replace(income=2_700_000, working_capital=10, loan_years=1),
    ],
)
def test_every_formula_comes_to_the_figure_of_the_server(inputs):
    content = make(inputs)
    kept = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    found = recalculate(content)
    count = 0
    for sheet, address, value in figures(kept):
        other = found[sheet][address].value
        if isinstance(value, str):
            assert other == value, (sheet, address)
        else:
            assert other == pytest.approx(value, rel=1e-6, abs=1e-4), (sheet, address)
        count += 1
    assert count > 200


def test_what_somebody_types_changes_the_results():
    """Another income, and a dearer line: the workbook says what a case of those inputs does."""
    changes = [
        ("Inputs", f"B{INPUT_ROWS['income'] + 1}", 3_000_000),
        ("Investment", "E6", 169_625.20),
    ]
    found = recalculate(make(), changes)
    case = work_out(INPUTS._replace(income=3_000_000, assets=282_327.60))
    assert result(found, "wacc", CORRECTED) == pytest.approx(case.wacc)
    for basis in (CORRECTED, PRINTED):
        outcome = case.outcomes[basis]
        assert result(found, "npv", basis) == pytest.approx(outcome.npv)
        assert result(found, "irr", basis) == pytest.approx(outcome.returns.rate)
        assert result(found, "payback", basis) == pytest.approx(outcome.payback)


def test_texts_are_no_formulas():
    book = openpyxl.load_workbook(io.BytesIO(make()))
    for sheet, address in (("Results", "A1"), ("Investment", "B5")):
        assert (book[sheet][address].value, book[sheet][address].data_type) == (EVIL, "s")
    assert book["Investment"]["C5"].data_type == "s"
