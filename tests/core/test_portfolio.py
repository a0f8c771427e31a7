"""A portfolio of clients as it is read: columns, cells, contradictions, overlaps, the template."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from digiflow_core.file_limits import UnreadableFile
from digiflow_core.portfolio_columns import HEADERS, TITLES
from digiflow_core.portfolio_file import find_overlaps, read_portfolio
from digiflow_core.portfolio_values import Choices, make_readers, sizes
from digiflow_core.portfolio_workbook import portfolio_template
from digiflow_core.prospect_columns import plain_header
from digiflow_core.prospect_values import PORTFOLIO_REJECTING
from digiflow_core_samples import quoted_bytes, ruc_of

NEEDED = {"RUC": ruc_of(1), "Servicio": "OSE", "Desde": "31/01/2024"}


def choices(**names):
    """Choices of ids by their names: {name: id}."""
    found = Choices()
    for name, record_id in names.items():
        found.add(record_id, {name.replace("_", " ")}, name)
    return found


KNOWN = {
    "service": choices(OSE=1, Guía_electrónica=2),
    "end_reason": choices(Precio=5),
    "executive": choices(ana=7),
    "industry": choices(Minería=9),
    "size": sizes(),
}


def read(content, filename="cartera.csv"):
    """Return the rows of a portfolio."""
    return list(read_portfolio(content, filename, KNOWN))


def read_one(**cells):
    """Return (values, {code of a problem: column}) of one row, with these cells beside NEEDED."""
    cells = {**NEEDED, **{name.replace("_", " "): text for name, text in cells.items()}}
    (row,) = read(quoted_bytes([list(cells), list(cells.values())]))
    return row.values, {problem.code: problem.column for problem in row.problems}


def test_each_column_is_known_by_its_title_and_its_headers():
    assert set(HEADERS) == set(TITLES) == set(make_readers(KNOWN))
    for key, title in TITLES.items():
        assert plain_header(title) in HEADERS[key].split("|")
    names = [name for names in HEADERS.values() for name in names.split("|")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("Desde", "1/2/2023", {"date_start": "2023-02-01"}),
        ("Desde", "2023-02-01 10:30:00", {"date_start": "2023-02-01"}),
        ("Monto mensual", "S/ 1,234.56", {"monthly_amount": "1234.56"}),
        ("Monto mensual", "1234.5", {"monthly_amount": "1234.50"}),
        ("Monto mensual", "99.90500001", {"monthly_amount": "99.91"}),
        ("Servicio", "guia  ELECTRONICA", {"service_id": 2}),
        ("Rubro", "MINERIA", {"industry_id": 9}),
        ("Tamaño", "Pequeña", {"size": "small"}),
        ("Ejecutivo", "ANA", {"user_id": 7}),
        ("Correo", "Rosa@Uno.pe", {"email": "rosa@uno.pe"}),
        ("Distrito", " San  Isidro ", {"district": "San Isidro"}),
    ],
)
def test_cells_are_read(column, text, expected):
    values, problems = read_one(**{column: text})
    assert not problems
    assert expected.items() <= values.items()


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"RUC": ruc_of(1)[:-1] + "x"}, "ruc_not_digits", "RUC"),
        ({"Servicio": ""}, "service_empty", "Servicio"),
        ({"Servicio": "Factura"}, "service_unknown", "Servicio"),
        ({"Desde": ""}, "start_empty", "Desde"),
        ({"Desde": "31/02/2024"}, "date", "Desde"),
        ({"Desde": "01/02/24"}, "date", "Desde"),
        ({"Desde": "01/02/2204"}, "date_far", "Desde"),
        ({"Hasta": "ayer", "Motivo": "precio"}, "date", "Hasta"),
        ({"Monto mensual": "1.234,56"}, "amount", "Monto mensual"),
        ({"Monto mensual": "1.234"}, "amount", "Monto mensual"),
        ({"Monto mensual": "-5"}, "amount", "Monto mensual"),
        ({"Hasta": "01/02/2024", "Motivo": "?"}, "reason_unknown", "Motivo"),
        ({"Hasta": "01/02/2024"}, "end_without_reason", "Hasta"),
        ({"Hasta": "", "Motivo": "precio"}, "reason_without_end", "Motivo"),
        ({"Hasta": "30/01/2024", "Motivo": "precio"}, "end_before_start", "Hasta"),
        ({"Fin de contrato": "30/01/2024"}, "contract_before_start", "Fin de contrato"),
    ],
)
def test_rows_that_cannot_be_taken(cells, code, column):
    _values, problems = read_one(**cells)
    assert problems == {code: column}
    assert code in PORTFOLIO_REJECTING or code.startswith("ruc_")


@pytest.mark.parametrize(
    ("column", "code"),
    [("Ejecutivo", "executive"), ("Rubro", "industry"), ("Tamaño", "size"), ("Correo", "email")],
)
def test_what_describes_a_client_is_left_out_with_a_warning(column, code):
    values, problems = read_one(**{column: "???zzz"})
    assert problems == {code: column}
    assert code not in PORTFOLIO_REJECTING
    assert set(values) == {"ruc", "service_id", "date_start"}


def test_the_cure_names_what_there_is():
    (row,) = read(quoted_bytes([list(NEEDED), [ruc_of(1), "Factura", "1/1/2024"]]))
    reason, cure = row.problems[0].explain()
    assert reason == "Factura is not a service"
    assert cure == "Write one of these services: OSE, Guía_electrónica"


def test_a_name_of_two_is_none_of_them():
    two = Choices()
    two.add(1, {"Ana Paz"})
    two.add(2, {"ANA PAZ", "ana2"})
    assert (two.find("ana paz"), two.find("ANA2")) == (None, 2)


@pytest.mark.parametrize(
    ("header", "code", "piece"),
    [
        ("Servicio;Desde", "portfolio_header", "RUC"),
        ("RUC;Razón social", "portfolio_columns", "Servicio, Desde"),
    ],
)
def test_a_file_without_its_columns(header, code, piece):
    with pytest.raises(UnreadableFile) as caught:
        read(f"{header}\n1;2\n".encode())
    assert caught.value.code == code
    assert piece in str(caught.value)


def test_overlaps():
    first, second, third = date(2024, 1, 1), date(2024, 6, 1), date(2025, 1, 1)
    stays = [
        ("a", 2, second, third),
        ("a", 3, second, third),
        ("a", 4, third, None),
        ("a", 5, first, second),
        ("b", 6, second, None),
        ("a", 7, date(2025, 1, 2), None),
        ("a", 8, first, date(2024, 5, 31)),
        ("a", 9, date(2030, 1, 1), None),
    ]
    assert find_overlaps(stays) == {
        3: (2, "stay_repeated"),
        4: (2, "stay_overlaps"),
        5: (2, "stay_overlaps"),
        9: (7, "stay_overlaps"),
    }


def test_the_template_is_empty_and_its_example_is_read():
    values = {"service": ["OSE", "Guía electrónica"], "end_reason": ["Precio", "=1+1"]}
    content = portfolio_template(values)
    assert read(content, "plantilla.xlsx") == []
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Cartera", "Ejemplo", "Valores"]
    assert [cell.value for cell in book["Cartera"][1]] == list(TITLES.values())
    assert book["Valores"]["B3"].data_type == "s", "no formula"
    example = openpyxl.Workbook()
    for cells in book["Ejemplo"].iter_rows(values_only=True):
        example.active.append(["OSE" if cell == "GRE" else cell for cell in cells])
    output = io.BytesIO()
    example.save(output)
    one, two = read(output.getvalue(), "ejemplo.xlsx")
    assert (one.problems, two.problems) == ([], [])
    assert (two.values["date_end"], two.values["end_reason_id"]) == ("2024-12-31", 5)


def test_dates_and_numbers_of_a_workbook():
    book = openpyxl.Workbook()
    book.active.append([*NEEDED, "Monto mensual"])
    book.active.append([int(ruc_of(1)), "OSE", datetime(2024, 1, 31), 1234.5])
    output = io.BytesIO()
    book.save(output)
    (row,) = read(output.getvalue(), "cartera.xlsx")
    assert not row.problems
    assert (row.values["date_start"], row.values["monthly_amount"]) == ("2024-01-31", "1234.50")
