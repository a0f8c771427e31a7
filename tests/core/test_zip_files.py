"""A list that comes in a .zip: the one list in it, read through; anything else is refused."""

import tracemalloc
import zipfile

import pytest
from digiflow_core.file_limits import Limits, UnreadableFile
from digiflow_core.prospect_file import read_prospects
from digiflow_core_samples import plain_bytes, ruc_of, xlsx_bytes, zip_bytes

ROWS = [["RUC", "NOMBRE"], [ruc_of(1), "UNO Ñ"], [ruc_of(2), "DOS"]]
LIST = plain_bytes(ROWS)
NOISE = {
    "__MACOSX/._list.txt": b"\0\5\x16\7",
    "lists/.DS_Store": b"\0\0",
    "lists/._list.csv": b"\0",
    "Thumbs.db": b"\0",
    "lists/": b"",
    "other\\": b"",
    "leeme.pdf": b"%PDF",
}


def names_in(content, filename="list.zip"):
    """Return the name of each company, read twice, as an import does."""
    prospects = read_prospects(content, filename)
    names = [row.values["name"] for row in prospects]
    assert names == [row.values["name"] for row in prospects]
    return names


def error_of(content, filename="list.zip", limits=None):
    with pytest.raises(UnreadableFile) as caught:
        list(read_prospects(content, filename, limits or Limits()))
    return caught.value


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["list.txt", "LISTA.CSV", "a/b/lista.tsv", "c:\\x\\l.dat", "../l"])
def test_a_text_in_an_archive(name, packing):
    for parts in ({name: LIST}, {**NOISE, name: LIST}):
        assert names_in(zip_bytes(parts, packing)) == ["UNO Ñ", "DOS"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_its_encoding_is_found_as_anywhere(encoding):
    content = zip_bytes({"list.txt": plain_bytes(ROWS, encoding=encoding)})
    assert names_in(content) == ["UNO Ñ", "DOS"]


def test_a_workbook_in_an_archive():
    content = zip_bytes({**NOISE, "lists/list.xlsx": xlsx_bytes(ROWS)})
    assert names_in(content) == ["UNO Ñ", "DOS"]


def test_content_decides_and_not_the_name():
    book, packed = xlsx_bytes(ROWS), zip_bytes({"list.txt": LIST})
    assert names_in(book, "list.zip") == names_in(packed, "list.xlsx") == ["UNO Ñ", "DOS"]
    assert names_in(LIST, "list.csv") == names_in(zip_bytes({"list.csv": book}))


def test_an_archive_on_disk(tmp_path):
    for name, data in {"list.txt": LIST, "list.xlsx": xlsx_bytes(ROWS)}.items():
        path = tmp_path / "list.zip"
        path.write_bytes(zip_bytes({name: data}))
        assert names_in(path) == ["UNO Ñ", "DOS"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({}, "zip_empty"),
        (NOISE, "zip_empty"),
        ({"a.txt": LIST, "b/a.xlsx": LIST}, "zip_several"),
        ({"a.zip": zip_bytes({"a.txt": LIST})}, "zip_nested"),
        ({"a.txt": zip_bytes({"a.txt": LIST})}, "zip_nested"),
        ({"a.txt": b"%PDF"}, "unknown_type"),
        ({"a.xlsx": LIST}, "broken_xlsx"),
        ({"a.xlsx": xlsx_bytes(ROWS)[:900]}, "broken_xlsx"),
        ({"a.txt": b"x|y\n"}, "no_header"),
        ({"a.txt": b""}, "no_header"),
    ],
)
def test_refused(parts, code):
    error = error_of(zip_bytes(parts))
    assert error.code == code
    assert "%" not in str(error)


def test_the_lists_are_named():
    error = error_of(zip_bytes({"x/b.txt": LIST, "a.csv": LIST}))
    assert error.params == {"filename": "list.zip", "names": "a.csv, b.txt"}


def test_a_password():
    content = bytearray(zip_bytes({"list.txt": LIST}))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + place] |= 1
    assert error_of(bytes(content)).code == "zip_password"


def test_a_way_of_packing_that_is_not_read():
    assert error_of(zip_bytes({"list.txt": LIST}, zipfile.ZIP_LZMA)).code == "broken_zip"


def test_damage_wherever_it_is_is_one_named_error():
    content = zip_bytes({"list.txt": LIST * 50})
    found = set()
    for place in range(4, len(content)):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        try:
            list(read_prospects(bytes(broken), "list.zip"))
        except UnreadableFile as error:
            found.add(error.code)
    assert "broken_zip" in found
    assert error_of(content[: len(content) // 2]).code == "broken_zip"
    assert error_of(b"no archive", "list.zip").code == "broken_zip"


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = zip_bytes({"list.txt": LIST + b"\n" * 60_000_000})
    assert len(bomb) < 100_000
    tracemalloc.start()
    error = error_of(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (error.code, error.params["size"]) == ("zip_too_big", 58)
    assert peak < 2_000_000


def test_a_bomb_in_a_workbook_in_an_archive():
    sheet = {"xl/worksheets/sheet1.xml": b"<a>" + b" " * 60_000_000}
    book = zip_bytes({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>", **sheet})
    assert error_of(zip_bytes({"a.xlsx": book})).code == "unpacked_too_big"


def test_the_limit_of_what_it_unpacks_to():
    content = zip_bytes({"list.txt": LIST})
    assert len(list(read_prospects(content, "a.zip", Limits(unpacked_bytes=len(LIST))))) == 2
    assert error_of(content, limits=Limits(unpacked_bytes=len(LIST) - 1)).code == "zip_too_big"


def test_a_size_that_is_declared_too_small_does_not_unpack_more():
    content = zip_bytes({"list.txt": LIST + b"\n" * 5_000_000})
    size = (len(LIST) + 5_000_000).to_bytes(4, "little")
    lying = content.replace(size, (1000).to_bytes(4, "little"))
    assert error_of(lying).code == "broken_zip"


def test_a_large_list_is_not_unpacked_to_memory():
    rows = [[ruc_of(number), "EMPRESA", f"{number * 7919} " * 30] for number in range(50_000)]
    text = plain_bytes([["RUC", "NOMBRE", "NOTAS"], *rows])
    content = zip_bytes({"list.txt": text})
    assert len(text) > 10_000_000
    tracemalloc.start()
    assert sum(1 for _ in read_prospects(content, "list.zip")) == 50_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
