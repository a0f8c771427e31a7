"""Lists kept as text: every encoding, separator, line end and kind of quote."""

import pytest
from digiflow_core.file_limits import UnreadableFile
from digiflow_core.prospect_file import read_prospects
from digiflow_core_samples import plain_bytes, quoted_bytes, ruc_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

HEADER = ["RUC", "Razón social", "Dirección"]
ROWS = [
    [ruc_of(1), "PERÚ ÑANDÚ S.A.", "Av. Sol 1"],
    [ruc_of(2), "O'HIGGINS & CÍA", "Jr. Luna 2"],
]
ENCODINGS = ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
SEPARATORS = ["|", ",", ";", "\t"]
ENDS = ["\n", "\r\n", "\r"]


def cells_of(content, filename="list.csv"):
    """Return the header and each row's cells."""
    prospects = read_prospects(content, filename)
    return [prospects.header, *(row.cells for row in prospects)]


@pytest.mark.parametrize("trailing", [False, True])
@pytest.mark.parametrize("end", ENDS, ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_plain_text_reads_back(encoding, separator, end, trailing):
    content = plain_bytes([HEADER, *ROWS], separator, end, encoding, trailing)
    prospects = read_prospects(content, "list.txt")
    rows = list(prospects)
    assert prospects.header == HEADER
    assert [row.cells for row in rows] == ROWS
    assert [row.number for row in rows] == [2, 3]
    assert [row.values["name"] for row in rows] == ["PERÚ ÑANDÚ S.A.", "O'HIGGINS & CÍA"]


def test_windows_letters_that_latin_1_lacks():
    rows = [HEADER, [ruc_of(1), "“EL ÑATO” – S.A.", "€ 5"]]
    assert cells_of(plain_bytes(rows, encoding="cp1252")) == rows


def test_a_byte_that_windows_lacks_is_latin_1():
    content = plain_bytes([HEADER, [ruc_of(1), "CAÑA \x81", "x"]], encoding="latin-1")
    (row,) = read_prospects(content, "list.txt")
    assert row.values["name"] == "CAÑA"


def with_strays(strays, letters=10):
    """Return a list of so many accents in UTF-8 and so many more in Windows-1252."""
    good = [[ruc_of(number), "PERÚ S.A."] for number in range(letters)]
    bad = [[ruc_of(number), "CAÑA S.A."] for number in range(letters, letters + strays)]
    return plain_bytes([["RUC", "NOMBRE"], *good]) + plain_bytes(bad, encoding="cp1252")


@pytest.mark.parametrize(("strays", "letters"), [(1, 10), (3, 40), (1, 60_000)])
def test_a_stray_byte_does_not_turn_a_whole_file_into_windows_1252(strays, letters):
    rows = list(read_prospects(with_strays(strays, letters), "list.txt"))
    assert {row.values["name"] for row in rows[:-strays]} == {"PERÚ S.A."}
    for row in rows[-strays:]:
        assert row.values["name"] == "CA\ufffdA S.A."
        assert [problem.code for problem in row.problems] == ["lost_letters"]
        assert not row.rejected


def test_a_file_that_is_windows_1252_but_for_a_chance_stays_it():
    rows = list(read_prospects(with_strays(strays=10, letters=1), "list.txt"))
    assert {row.values["name"] for row in rows[1:]} == {"CAÑA S.A."}


def test_letters_lost_before_are_no_strays():
    rows = [["RUC", "NOMBRE"], *([ruc_of(number), "PER\ufffd"] for number in range(20))]
    content = plain_bytes(rows) + plain_bytes([[ruc_of(20), "CAÑA"]], encoding="cp1252")
    assert {row.values["name"] for row in read_prospects(content, "a.txt")} == {
        "PER\ufffd",
        "CA\ufffdA",
    }


def test_nulls_that_are_no_utf_16_are_no_text():
    for content in (b"RUC|NOMBRE\0\n" * 50, b"\0" * 99, bytes(range(256)) * 300, b"R\0\xd8\xd8\0"):
        with pytest.raises(UnreadableFile) as caught:
            read_prospects(content, "list.txt")
        assert caught.value.code == "unknown_type"


def test_an_accent_as_the_last_byte_decides_the_encoding():
    content = f"RUC|NOMBRE\n{ruc_of(1)}|PERÚ".encode("latin-1")
    assert cells_of(content)[1] == [ruc_of(1), "PERÚ"]


def test_an_accent_far_into_a_large_file_decides_the_encoding():
    filler = [[ruc_of(number), "EMPRESA SIN TILDE" * 8, "x"] for number in range(9000)]
    content = plain_bytes([["RUC", "NOMBRE", "Calle"], *filler, ROWS[0]], encoding="latin-1")
    assert len(content) > 1024 * 1024
    assert list(read_prospects(content, "list.txt"))[-1].values["name"] == "PERÚ ÑANDÚ S.A."


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheets_quotes_enclose(separator):
    rows = [
        HEADER,
        [ruc_of(1), f'EL "RÁPIDO"{separator} S.A.', "Av. Sol 1\nPiso 2"],
        [ruc_of(2), '"TODO"', f"a{separator}"],
    ]
    assert cells_of(quoted_bytes(rows, separator)) == rows


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize(
    "name",
    ['CONSORCIO - "CCM"', '"DON PEPE" Y CIA', '"SIN CERRAR S.A.', 'PULGADA 3"', "'SIMPLE' S.A."],
)
def test_a_quote_in_a_name_swallows_no_row(separator, name):
    rows = [HEADER, [ruc_of(1), name, "a"], [ruc_of(2), 'OTRA "CIA"', "b"], [ruc_of(3), "X", "c"]]
    assert cells_of(plain_bytes(rows, separator)) == rows


def test_an_unclosed_quote_does_not_join_the_next_row():
    rows = [HEADER, [ruc_of(1), '"ABIERTA', "a"], [ruc_of(2), 'CERRADA"', "b"]]
    assert cells_of(plain_bytes(rows, ",")) == rows


def test_many_unclosed_quotes_are_read_in_time_that_grows_with_the_file():
    rows = [[ruc_of(number), '"ABIERTA ""S.A.', "a"] for number in range(20_000)]
    assert sum(1 for _ in read_prospects(plain_bytes([HEADER, *rows], ","), "a.csv")) == 20_000


def test_a_cell_of_several_lines_has_at_most_21():
    rows = [HEADER, [ruc_of(1), "\n".join(["UNO"] * 21), "a"], [ruc_of(2), "DOS", "b"]]
    assert cells_of(quoted_bytes(rows)) == rows
    rows[1][1] += "\nUNO"
    assert len(cells_of(quoted_bytes(rows))) > len(rows)


def test_a_name_between_quotes_keeps_them_among_bars():
    rows = [HEADER, [ruc_of(1), '"DON PEPE"', '"a'], [ruc_of(2), '"X"', 'b"']]
    assert cells_of(plain_bytes(rows)) == rows


def test_bars_with_a_quoted_header_are_quoted():
    content = b'"RUC"|"NOMBRE"\n"%s"|"A | B"\n' % ruc_of(1).encode()
    assert cells_of(content)[1] == [ruc_of(1), "A | B"]


def test_commas_in_names_are_no_separator():
    rows = [["RUC", "NOMBRE"], *([ruc_of(number), "SOL, LUNA Y CIA"] for number in range(60))]
    for separator in ("|", ";", "\t"):
        assert cells_of(plain_bytes(rows, separator)) == rows


def test_blank_rows_count_but_are_not_read():
    content = plain_bytes([HEADER, ROWS[0], ["", " ", ""], [""], ROWS[1], [""]])
    assert [row.number for row in read_prospects(content, "a.txt")] == [2, 5]


def test_the_header_may_come_under_a_title():
    content = plain_bytes([["Cámara de Comercio"], [""], HEADER, *ROWS], ";")
    prospects = read_prospects(content, "a.csv")
    assert prospects.header_row == 3
    assert [row.number for row in prospects] == [4, 5]


def test_short_rows_are_filled_and_a_row_without_its_end_is_read():
    content = f"RUC|NOMBRE|DISTRITO|\n{ruc_of(1)}|UNO|\n{ruc_of(2)}|DOS".encode()
    rows = list(read_prospects(content, "a.txt"))
    assert [row.cells for row in rows] == [[ruc_of(1), "UNO", ""], [ruc_of(2), "DOS", ""]]
    assert not any(row.problems for row in rows)


def test_cells_shifted_by_a_loose_separator_reject_the_row():
    content = plain_bytes([HEADER, ROWS[0], [ruc_of(2), "SOL", " LUNA", "Av. 1"], ROWS[1]], ",")
    rows = list(read_prospects(content, "a.csv"))
    assert [row.rejected for row in rows] == [False, True, False]
    (problem,) = rows[1].problems
    assert (problem.code, problem.value) == ("extra_cells", "Av. 1")


# Any text a cell can hold: no line end, no surrogate, and not what marks the start of a file.
CONTROLS = ["Cc", "Cs"]
UNICODE = st.characters(exclude_categories=CONTROLS, exclude_characters="\ufeff|")
WINDOWS = st.characters(codec="cp1252", exclude_categories=CONTROLS, exclude_characters="|")
SIGNS = st.sampled_from('",;|\t')


def tables(alphabet):
    """Return tables of a header and 1 to 8 rows, each with a RUC and two more filled cells."""
    cell = st.text(alphabet, min_size=1, max_size=12).filter(str.strip)
    row = st.tuples(st.just(ruc_of(7)), cell, cell).map(list)
    return st.lists(row, min_size=1, max_size=8).map(lambda rows: [HEADER, *rows])


@settings(max_examples=200, deadline=None)
@given(tables(UNICODE))
def test_any_table_reads_back_from_bars_in_utf_8(rows):
    assert cells_of(plain_bytes(rows, trailing=True)) == rows


@settings(max_examples=200, deadline=None)
@given(tables(WINDOWS))
def test_any_table_reads_back_from_bars_in_windows_1252(rows):
    content = plain_bytes(rows, encoding="cp1252")
    # Bytes that happen to be good UTF-8 are UTF-8: no reader could know better.
    assume(_is_ascii_or_not_utf8(content))
    assert cells_of(content) == rows


def _is_ascii_or_not_utf8(content):
    try:
        return content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return True


@settings(max_examples=200, deadline=None)
@given(tables(UNICODE | SIGNS), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_any_table_reads_back_from_a_quoted_csv(rows, separator, end):
    assert cells_of(quoted_bytes(rows, separator, end)) == rows
