"""Dates, money and quantities of documents."""

from datetime import date, datetime

import pytest
from digiflow_core import spanish


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (1234.56, "PEN", "S/ 1,234.56"),
        (0.005, "PEN", "S/ 0.01"),
        (-0.5, "PEN", "-S/ 0.50"),
        (-0.001, "PEN", "S/ 0.00"),
        (1234567, "USD", "US$ 1,234,567.00"),
        (None, "EUR", "EUR 0.00"),
    ],
)
def test_money(amount, currency, text):
    assert spanish.money(amount, currency) == text


def test_dates():
    assert spanish.long_date(date(2026, 11, 21)) == "21 de noviembre de 2026"
    assert spanish.short_date(date(2026, 3, 5)) == "05/03/2026"
    assert spanish.long_date(None) == spanish.short_date(False) == ""


def test_moments_are_counted_in_lima():
    late = datetime(2026, 11, 22, 2, 30)
    assert spanish.lima_day(late) == date(2026, 11, 21)
    assert spanish.lima_time(late) == "21/11/2026 21:30"
    assert spanish.lima_day(False) is None
    assert spanish.lima_time(False) == ""


def test_quantities():
    assert [spanish.quantity(n) for n in (1500, 12.5, 0, None, -0.001, 2.345)] == [
        "1,500",
        "12.5",
        "0",
        "0",
        "0",
        "2.35",
    ]
    assert spanish.quantity(100) == "100"
    assert spanish.percent(7.5) == "7.5 %"


def test_only_a_colour_gets_into_a_style():
    assert spanish.color("#7A1f5c") == "#7A1f5c"
    assert spanish.color("#abc") == "#abc"
    for text in (None, "", "red", "#12", "#fff; } body { display: none", "#abcdef\n"):
        assert spanish.color(text) == "#0b5394"
