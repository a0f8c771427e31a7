"""Months, quarters and years, and what they are called."""

from datetime import date

import pytest
from digiflow_core.indicator_periods import (
    KINDS,
    after,
    before,
    code_of,
    kind_of,
    parse,
    period_of,
    quarters_of,
)


@pytest.mark.parametrize(
    ("code", "kind", "first", "last"),
    [
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", "month", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-Q1", "quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", "quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", "year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_there_and_back(code, kind, first, last):
    assert parse(code) == (kind, (first, last))
    assert code_of(parse(code)[1], kind) == code
    assert kind_of(first, last) == kind
    for day in (first, last):
        assert period_of(day, kind) == (first, last)


@pytest.mark.parametrize(
    "code",
    [
        *("", "2026-Q0", "2026-Q5", "2026-00", "2026-13", "2026-1", "1999", "2100", "2026-"),
        *("２０２６", None, 2026, ["2026"], "2026-q1", "2026-01-01", "2026\n", " 2026"),
    ],
)
def test_no_period(code):
    with pytest.raises(ValueError, match=r".*"):
        parse(code)


def test_neighbours():
    for kind in KINDS:
        span = period_of(date(2026, 1, 15), kind)
        assert after(before(span, kind), kind) == span
        assert before(span, kind).last == date(2025, 12, 31)
    assert kind_of(date(2026, 1, 1), date(2026, 3, 30)) is None


def test_quarters():
    assert quarters_of(parse("2026-05")[1]) == [(2026, 2)]
    assert quarters_of(parse("2026-Q4")[1]) == [(2026, 4)]
    assert quarters_of(parse("2026")[1]) == [(2026, 1), (2026, 2), (2026, 3), (2026, 4)]
