"""A whole register, SUNAT's own where it is at hand: all its rows, and in time."""

import time

import pytest
from digiflow_core.prospect_file import read_prospects
from digiflow_core.rejects_workbook import RejectedRow, rejected_workbook
from digiflow_core_samples import (
    REGISTER,
    REGISTER_HEADER,
    REGISTER_ROWS,
    made_up_register,
)


def contents():
    """Return the registers to read: a made-up one always, the real one where it is at hand."""
    registers = [pytest.param(made_up_register(), id="made-up")]
    if REGISTER.exists():
        registers.append(pytest.param(REGISTER.read_bytes(), id="sunat"))
    return registers


def seconds_to_read(content):
    """Return how long reading takes at best, of three times."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        for _row in read_prospects(content, "register.txt"):
            pass
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize("content", contents())
def test_every_row_is_taken_as_it_is(content):
    rows = list(read_prospects(content, "register.txt"))
    lines = content.decode().splitlines()
    assert lines[0] == REGISTER_HEADER
    assert len(rows) == len(lines) - 1 == REGISTER_ROWS
    assert [row.values for row in rows] == [_values_of(line) for line in lines[1:]]
    assert not any(row.rejected for row in rows)
    assert [row.number for row in rows] == list(range(2, REGISTER_ROWS + 2))


def _values_of(line):
    ruc, name = line.split("|")[:2]
    return {"ruc": ruc, "name": " ".join(name.split())}


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8-sig", "utf-16"])
def test_the_register_in_another_encoding(encoding):
    content = made_up_register()
    expected = [row.values for row in read_prospects(content, "register.txt")]
    other = content.decode().encode(encoding)
    assert [row.values for row in read_prospects(other, "register.txt")] == expected


@pytest.mark.parametrize("content", contents())
def test_the_register_goes_through_a_workbook_unchanged(content):
    first = read_prospects(content, "register.txt")
    rows = list(first)
    rejected = [RejectedRow(row.number, row.cells, "reason", "cure") for row in rows]
    again = list(read_prospects(rejected_workbook(first.header, rejected), "rejected.xlsx"))
    assert [row.values for row in again] == [row.values for row in rows]
    assert [row.number for row in again] == [row.number for row in rows]


def test_it_takes_well_under_a_second_and_grows_with_the_rows():
    content = made_up_register()
    once = seconds_to_read(content)
    body = content.split(b"\n", 1)[1]
    assert once < 1
    assert seconds_to_read(content + body * 7) < 8 * once * 2.5
