"""Lists whose columns a user names: what is shown of them, and what is read."""

import pytest
from digiflow_core.file_limits import Limits, UnreadableFile
from digiflow_core.prospect_columns import ColumnMapping, column_letters, header_key
from digiflow_core.prospect_file import read_prospects
from digiflow_core.prospect_mapping import sample_prospects
from digiflow_core_samples import plain_bytes, quoted_bytes, ruc_of, xlsx_bytes

DATA = [[ruc_of(number), f"EMPRESA {number}", f"01 44512{number:02}"] for number in range(1, 9)]
UNKNOWN = ["Documento", "Firma", "Fono fijo"]
ALL = {"ruc": [0], "name": [1], "phone": [2]}


def code_of(call, *args, **options):
    with pytest.raises(UnreadableFile) as caught:
        call(*args, **options)
    assert "%" not in str(caught.value)
    return caught.value.code


def read(rows, mapping, **options):
    return read_prospects(plain_bytes(rows), "list.txt", mapping=mapping, **options)


class TestSample:
    def test_a_header_that_is_known(self):
        header = ["RUC", "Razón social", "Notas"]
        sample = sample_prospects(plain_bytes([["CCL 2024"], header, *DATA], ";"), "a.csv")
        assert (sample.header_row, sample.header) == (2, header)
        assert sample.columns == {"ruc": [0], "name": [1]}
        assert (sample.rows, sample.titles) == (DATA[:5], header)

    @pytest.mark.parametrize("pack", [plain_bytes, quoted_bytes, xlsx_bytes])
    def test_a_header_that_is_not_known_is_the_first_row_with_two_filled_cells(self, pack):
        rows = [["Cámara de Comercio"], [], UNKNOWN, *DATA]
        content = pack(rows)
        sample = sample_prospects(content, "list.xlsx" if pack is xlsx_bytes else "list.csv")
        assert (sample.header_row, sample.header, sample.rows) == (3, UNKNOWN, DATA[:5])
        assert sample.columns == {}

    def test_the_sheet_is_the_one_with_columns(self):
        content = xlsx_bytes([["Notas"], ["2024"]], [UNKNOWN, *DATA])
        assert sample_prospects(content, "a.xlsx").header == UNKNOWN
        rows = read_prospects(content, "a.xlsx", mapping=ColumnMapping(1, ALL))
        assert [row.values["name"] for row in rows] == [row[1] for row in DATA]

    def test_a_short_list_and_one_without_rows(self):
        assert sample_prospects(plain_bytes([UNKNOWN, DATA[0]]), "a.txt").rows == DATA[:1]
        assert sample_prospects(plain_bytes([UNKNOWN]), "a.txt").rows == []

    def test_columns_without_a_header_are_shown_and_titled(self):
        content = xlsx_bytes([["Documento", "", "Fono"], [*DATA[0], "nota"]])
        sample = sample_prospects(content, "a.xlsx")
        assert sample.header == ["Documento", "", "Fono", ""]
        assert sample.titles == ["Documento", "Column B", "Fono", "Column D"]
        assert sample.rows == [[*DATA[0], "nota"]]

    def test_another_header_row_can_be_looked_at(self):
        content = plain_bytes([["Lista", "2024"], UNKNOWN, *DATA])
        assert sample_prospects(content, "a.txt").header_row == 1
        sample = sample_prospects(content, "a.txt", header_row=2)
        assert (sample.header_row, sample.header, sample.rows) == (2, UNKNOWN, DATA[:5])
        sample = sample_prospects(content, "a.txt", header_row=0, column_title="Columna %(letter)s")
        assert sample.header == ["Columna A", "Columna B", "Columna C"]
        assert sample.rows[0] == ["Lista", "2024", ""]

    def test_what_has_no_columns_is_refused(self):
        for content in (b"uno\ndos\n", b"\n\n", xlsx_bytes([["RUCS"], [ruc_of(1)]])):
            assert code_of(sample_prospects, content, "a.txt") == "no_columns"


class TestMapping:
    def test_it_says_what_the_header_does_not(self):
        table = read([UNKNOWN, *DATA], ColumnMapping(1, ALL))
        assert (table.header, table.header_row, table.columns) == (UNKNOWN, 1, ALL)
        row = next(iter(table))
        assert (row.number, row.problems) == (2, [])
        assert row.values["ruc"] == ruc_of(1)
        assert row.values["name"] == "EMPRESA 1"
        assert row.values["phone"] == "+51 1 4451201"

    def test_it_wins_over_the_header(self):
        rows = [["RUC", "RUC", "Empresa"], ["x", ruc_of(1), "UNO"]]
        (row,) = read(rows, ColumnMapping(1, {"ruc": [1], "name": [2]}))
        assert row.values == {"ruc": ruc_of(1), "name": "UNO"}
        (row,) = read(rows, ColumnMapping(1, {"ruc": [1], "name": [0]}))
        assert row.values["name"] == "x"

    def test_titles_that_repeat_or_are_empty(self):
        rows = [
            ["Dato", "", "Dato", ""],
            [ruc_of(1), "UNO", "no", "987654321"],
            ["1", "DOS", "", ""],
        ]
        mapping = ColumnMapping(1, {"name": [1], "ruc": [0], "phone": [2, 3]})
        table = read(rows, mapping, column_title="Columna %(letter)s")
        one, two = table
        assert (one.values["name"], one.problems[0].column) == ("UNO", "Dato")
        (problem,) = two.problems
        assert (problem.column, problem.code) == ("Dato", "ruc_length")
        table = read(
            rows, ColumnMapping(1, {"ruc": [3], "name": [0]}), column_title="C. %(letter)s"
        )
        assert [row.problems[0].column for row in table] == ["C. D", "C. D"]
        assert table.ignored == ["Dato"]

    def test_a_file_without_a_header(self):
        table = read(DATA, ColumnMapping(0, ALL))
        assert (table.header_row, table.header) == (0, ["Column A", "Column B", "Column C"])
        assert [(row.number, row.values["ruc"]) for row in table] == [
            (number, ruc_of(number)) for number in range(1, 9)
        ]

    def test_another_header_row(self):
        table = read([["a", "b"], UNKNOWN, *DATA], ColumnMapping(2, ALL))
        assert table.header == UNKNOWN
        assert len(list(table)) == len(DATA)

    def test_a_column_beyond_the_header(self):
        content = xlsx_bytes([["Documento", "Firma"], DATA[0], DATA[1][:2]])
        table = read_prospects(content, "a.xlsx", mapping=ColumnMapping(1, ALL))
        one, two = table
        assert (one.values["phone"], "phone" in two.values) == ("+51 1 4451201", False)
        assert table.header == ["Documento", "Firma", ""]

    def test_a_shifted_row_is_still_rejected(self):
        rows = [UNKNOWN, DATA[0], [*DATA[1], "de más"]]
        assert [row.rejected for row in read(rows, ColumnMapping(1, ALL))] == [False, True]

    @pytest.mark.parametrize(
        ("mapping", "code"),
        [
            (ColumnMapping(1, {"name": [1]}), "mapping_no_ruc"),
            (ColumnMapping(1, {"name": [1], "ruc": []}), "mapping_no_ruc"),
            (ColumnMapping(1, {"ruc": [0], "phone": [1]}), "mapping_no_name"),
            (ColumnMapping(1, {"ruc": [0], "name": [9]}), "mapping_column"),
            (ColumnMapping(1, {"ruc": [-1], "name": [1]}), "mapping_column"),
            (ColumnMapping(21, ALL), "mapping_row"),
            (ColumnMapping(-1, ALL), "mapping_row"),
        ],
    )
    def test_a_mapping_that_cannot_be_is_refused(self, mapping, code):
        assert code_of(read, [UNKNOWN, *DATA], mapping, limits=Limits(columns=9)) == code


class TestHeaderKey:
    def test_the_same_header_written_otherwise(self):
        key = header_key(["RUC", "Razón social", "Teléfono"])
        assert key == header_key([" ruc ", "RAZON SOCIAL:", "telefono", "", " "])
        assert len(key) == 32

    def test_other_headers(self):
        headers = (["a", "b"], ["b", "a"], ["a", "", "b"], ["a b"], ["a"], [], ["公司"], ["电话"])
        assert len(set(map(header_key, headers))) == len(headers)

    def test_it_stays_from_one_version_to_the_next(self):
        assert header_key(["Documento", "Firma"]) == "d13e4e7f8b4aa932fe3d6efc5ac0ba52"

    def test_sample_and_table_have_the_same(self):
        content = xlsx_bytes([["Documento", "Firma"], [*DATA[0], "nota"]])
        table = read_prospects(content, "a.xlsx", mapping=ColumnMapping(1, ALL))
        assert header_key(sample_prospects(content, "a.xlsx").header) == header_key(table.header)


def test_column_letters():
    letters = [column_letters(index) for index in (0, 25, 26, 51, 52, 701, 702)]
    assert letters == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
