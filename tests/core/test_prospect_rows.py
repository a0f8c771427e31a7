"""Columns found by their headers, and each cell read or reported."""

import pytest
from digiflow_core.messages import ROW_MESSAGES
from digiflow_core.prospect_columns import HEADERS, KEYS, map_columns, plain_header
from digiflow_core.prospect_file import read_prospects
from digiflow_core.prospect_values import READERS, REJECTING
from digiflow_core_samples import plain_bytes, ruc_of

PADRON = (
    "RUC|NOMBRE O RAZÓN SOCIAL|ESTADO DEL CONTRIBUYENTE|CONDICIÓN DE DOMICILIO|UBIGEO|TIPO DE VÍA|"
    "NOMBRE DE VÍA|CÓDIGO DE ZONA|TIPO DE ZONA|NÚMERO|INTERIOR|LOTE|DEPARTAMENTO|MANZANA|KILÓMETRO|"
)


def read_one(**cells):
    """Return the row read from one line with these headers (with _ for a blank) and cells."""
    cells = {"RUC": ruc_of(1), "NOMBRE": "UNO S.A.", **cells}
    header = [name.replace("_", " ") for name in cells]
    (row,) = read_prospects(plain_bytes([header, list(cells.values())]), "list.txt")
    return row


def codes(row):
    return [problem.code for problem in row.problems]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Ruc|Nombre/Razon|A partir del|Resolucion", {"ruc": [0], "name": [1]}),
        (
            PADRON,
            {
                "ruc": [0],
                "name": [1],
                "taxpayer_status": [2],
                "domicile_status": [3],
                "ubigeo": [4],
            },
        ),
        (
            "N°|Razón Social|R.U.C.|CONTACTO|Cargo|Teléfono|E-mail|Distrito|Dirección",
            {
                "name": [1],
                "ruc": [2],
                "contact_name": [3],
                "function": [4],
                "phone": [5],
                "email_from": [6],
                "city": [7],
                "street": [8],
            },
        ),
        ("NRO. RUC|Empresa|Telf. 1|Telf. 2|Celular", {"ruc": [0], "name": [1], "phone": [2, 3, 4]}),
        ("Nº de RUC|CLIENTE|Correo electrónico", {"ruc": [0], "name": [1], "email_from": [2]}),
        ("RUC|Nombre", {"ruc": [0], "name": [1]}),
        ("RUC|Empresa|Nombres", {"ruc": [0], "name": [1], "contact_name": [2]}),
        ("RUC|Empresa|Contacto|Nombre", {"ruc": [0], "name": [1], "contact_name": [2]}),
        ("RUC|RAZ\ufffdN SOCIAL|DIRECCI\ufffdN", {"ruc": [0], "name": [1], "street": [2]}),
        ("", {}),
    ],
)
def test_known_headers(header, expected):
    assert map_columns(header.split("|")) == expected


def test_every_known_header_is_written_as_it_is_compared():
    for key, headers in HEADERS.items():
        assert key in KEYS
        for header in headers.split("|"):
            assert plain_header(header) == header
            assert map_columns([header.upper() + ":"]) == {key: [0]}
    assert set(HEADERS) == set(KEYS)


def test_a_row_of_the_reduced_register():
    line = f"{ruc_of(1)}|PERÚ S.A.|ACTIVO|HABIDO|150101|AV.|SOL|-|-|123|-|-|-|-|-|"
    content = f"{PADRON}\n{line}\n".encode("latin-1")
    prospects = read_prospects(content, "padron.txt")
    (row,) = prospects
    assert row.problems == []
    assert row.values == {
        "ruc": ruc_of(1),
        "name": "PERÚ S.A.",
        "taxpayer_status": "ACTIVO",
        "domicile_status": "HABIDO",
        "ubigeo": "150101",
    }
    assert prospects.ignored[0] == "TIPO DE VÍA"
    assert len(prospects.ignored) == 10


@pytest.mark.parametrize("missing", ["", " ", "-", " -- ", "—", ".", "#N/A", "#REF!"])
def test_a_missing_value_is_no_problem_but_in_ruc_and_name(missing):
    row = read_one(Correo=missing, Teléfono=missing, Ubigeo=missing)
    assert (sorted(row.values), row.problems) == (["name", "ruc"], [])
    row = read_one(RUC=missing, NOMBRE=missing, Cargo="Contador")
    assert codes(row) == ["ruc_empty", "name_empty"]
    assert row.rejected


@pytest.mark.parametrize(
    ("header", "text", "key", "value", "problems"),
    [
        ("RUC", f"'{ruc_of(9)}.0", "ruc", ruc_of(9), []),
        ("RUC", "20100119228", "ruc", None, ["ruc_check_digit"]),
        ("RUC", "2010011922", "ruc", None, ["ruc_length"]),
        ("RUC", "S/N", "ruc", None, ["ruc_not_digits"]),
        ("RUC", ruc_of(1, "30"), "ruc", None, ["ruc_prefix"]),
        ("NOMBRE", "  A\t\u00a0 B \u200bS.A.\x07", "name", "A B S.A.", []),
        ("NOMBRE", "\u202eA.S OSREVER", "name", "A.S OSREVER", []),
        ("NOMBRE", "x" * 255, "name", "x" * 255, []),
        ("NOMBRE", "x" * 256, "name", None, ["name_too_long"]),
        ("NOMBRE", "PER\ufffd S.A.", "name", "PER\ufffd S.A.", ["lost_letters"]),
        ("Correo", "Ana@Empresa.PE", "email_from", "ana@empresa.pe", []),
        ("Correo", "Ana <ana@e.com.pe>", "email_from", "ana@e.com.pe", []),
        ("Correo", "a@e.pe; b@e.pe", "email_from", "a@e.pe", ["several"]),
        ("Correo", "a@e.pe / a@e.pe", "email_from", "a@e.pe", []),
        ("Correo", "ana@empresa", "email_from", None, ["email"]),
        ("Correo", "no tiene", "email_from", None, ["email"]),
        ("Teléfono", "12345", "phone", None, ["phone"]),
        ("Teléfono", "1234567890123456", "phone", None, ["phone"]),
        ("Teléfono", "llamar a Ana", "phone", None, ["phone"]),
        ("Teléfono", "01-2345678 / 987654321", "phone", "+51 1 2345678", ["several"]),
        ("Teléfono", "445-1234 / 987654321", "phone", "+51 987 654 321", ["several"]),
        ("Teléfono", "445-1234 / 445-1235", "phone", "445-1234", ["phone_doubtful", "several"]),
        ("Ubigeo", "40101", "ubigeo", "040101", []),
        ("Ubigeo", "Lima", "ubigeo", None, ["ubigeo"]),
        ("Ubigeo", "1501011", "ubigeo", None, ["ubigeo"]),
        ("Estado_del_contribuyente", "activo", "taxpayer_status", "ACTIVO", []),
        ("Cargo", "x" * 256, "function", None, ["too_long"]),
        ("Distrito", "San Isidro", "city", "San Isidro", []),
    ],
)
def test_cell(header, text, key, value, problems):
    row = read_one(**{header: text})
    assert row.values.get(key) == value
    assert codes(row) == problems
    assert row.rejected == bool(set(problems) & REJECTING)


def test_a_problem_says_column_value_and_row():
    row = read_one(Correo_electrónico="ana@", RUC="20100119228")
    assert row.number == 2
    ruc, email = row.problems
    assert (ruc.column, ruc.value, ruc.rejects) == ("RUC", "20100119228", True)
    assert (email.column, email.value, email.rejects) == ("Correo electrónico", "ana@", False)


def test_the_first_filled_of_several_columns_is_taken():
    assert read_one(Teléfono="-", Celular="987654321").values["phone"] == "+51 987 654 321"
    assert read_one(Teléfono="2345678", Celular="987654321").values["phone"] == "2345678"
    assert read_one(Teléfono="01 2345678", Celular="9").values["phone"] == "+51 1 2345678"


def test_reading_twice_gives_the_same():
    prospects = read_prospects(plain_bytes([["RUC", "NOMBRE"], [ruc_of(1), "UNO"]]), "list.txt")
    assert list(prospects) == list(prospects)
    assert len(list(prospects)) == 1


def test_a_path_is_read_as_its_bytes(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes(plain_bytes([["RUC", "NOMBRE"], [ruc_of(1), "UNO"]]))
    assert list(read_prospects(path, "list.txt")) == list(
        read_prospects(path.read_bytes(), "list.txt")
    )


def test_every_code_that_rejects_has_a_message_and_every_key_a_reader():
    assert set(ROW_MESSAGES) >= REJECTING
    assert set(KEYS) == set(READERS)


def test_reading_goes_on_after_a_row():
    rows = [["RUC", "NOMBRE"], *([ruc_of(number), f"EMPRESA {number}"] for number in range(5))]
    prospects = read_prospects(plain_bytes(rows), "list.txt")
    assert list(prospects.rows_after(4)) == list(prospects)[3:]
    assert [row.number for row in prospects.rows_after(4)] == [5, 6]
