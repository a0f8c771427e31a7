"""The workbook of the price review: its cells, and its formulas worked out by an own reader."""

import io
import re

import openpyxl
import pytest
from digiflow_core.price_workbook import WORDS, price_workbook
from digiflow_core.pricing import hour_cost, income, price_by_margin, price_by_percent

EVIL = "=HYPERLINK(A1)"
COSTS = [("Personal", "+Planilla", 400000, 430000.5), ("Nube", EVIL, 0, 120000)]
COST = {"last": 400000, "plan": 550000.5}
HOURS = {"last": 8000, "plan": 8400}


def price(product, units, old, method, **values):
    """Return a price of a report, worked out by `pricing`, which has tests of its own."""
    new = values.pop("new", None)
    if method == "percent":
        new = price_by_percent(old, values["percent"], "0.5")
    elif method == "formula":
        new = price_by_margin(hour_cost(COST["plan"], HOURS["plan"]), 30, "0.5")
    before, after = income(units, old), income(units, new)
    return {
        "product": product,
        "kind": "Servicio",
        "units": units,
        "old": old,
        "method": method,
        "method_name": method,
        "percent": values.get("percent", 0),
        "new": float(new),
        "difference": float(new) - old,
        "variation": (float(new) / old - 1) * 100 if old else 0,
        "income_old": float(before),
        "income_new": float(after),
        "effect": float(after - before),
        "warning": "",
    }


PRICES = [
    price(EVIL, 12, 900.0, "percent", percent=7.25),
    price("Módulo", 3.5, 150.05, "percent", percent=0),
    price("Hora", 33, 95.0, "formula"),
    price("Integración", 4, 0, "amount", new=2600.1),
]
TARGETS = [
    {"name": "@Rosa", "targets": [100.5, 200, 300, 400], "sold": [0] * 4},
    {"name": "Luis", "targets": [0, 0, 0, 50.25], "sold": [0] * 4},
]


def report(**changed):
    """Return what a review tells, with the figures that follow from the rows above."""
    now = sum(one["income_old"] for one in PRICES)
    new = sum(one["income_new"] for one in PRICES)
    rows = [{"kind": k, "description": d, "last": a, "plan": b} for k, d, a, b in COSTS]
    return {
        "year": "2027",
        "company": "Digiflow",
        "currency": "PEN",
        "state": "Approved",
        "approved_by": "=Gerente",
        "hours": HOURS,
        "cost": COST,
        "hour_cost": {key: COST[key] / HOURS[key] for key in COST},
        "margin": {
            "target": 30,
            "now": (now - COST["plan"]) / now * 100,
            "new": (new - COST["plan"]) / new * 100,
        },
        "income": {"now": now, "new": new},
        "effect": new - now,
        "step": 0.5,
        "costs": rows,
        "prices": PRICES,
        "targets": TARGETS,
        **changed,
    }


def opened(made, **options):
    """Return the workbook of a report, read back."""
    return openpyxl.load_workbook(io.BytesIO(price_workbook(made)), **options)


class Reader:
    """Works the formulas of a workbook out anew: the few functions that it uses."""

    def __init__(self, book):
        self.book = book

    def value(self, sheet, address):
        """Return what a cell comes to."""
        value = self.book[sheet][address.replace("$", "")].value
        if isinstance(value, str) and value.startswith("=") and self.is_formula(sheet, address):
            return self.work_out(sheet, value[1:])
        return 0 if value is None else value

    def is_formula(self, sheet, address):
        """Tell whether a cell holds a formula and not a text that looks like one."""
        return self.book[sheet][address.replace("$", "")].data_type == "f"

    def work_out(self, sheet, formula):
        """Return what a formula of a sheet comes to."""
        names = []

        def take(match):
            names.append((match["sheet"] or sheet, match["first"], match["last"]))
            return f"cells({len(names) - 1})"

        code = re.sub(
            r"(?:'?(?P<sheet>[A-Z][a-z]+)'?!)?(?P<first>\$?[A-Z]\$?\d+)(?::(?P<last>[A-Z]\d+))?",
            take,
            formula,
        )
        code = re.sub(r"(?<![<>=])=(?!=)", "==", code)

        def cells(number):
            where, first, last = names[number]
            if not last:
                return self.value(where, first)
            rows = self.book[where][f"{first}:{last}"]
            return [self.value(where, cell.coordinate) for row in rows for cell in row]

        known = {"SUM": sum, "ROUND": away, "IF": lambda test, yes, no: yes() if test else no()}
        if code.startswith("IF("):  # only what applies is worked out: the other divides by zero
            test, yes, no = parts(code[3:-1])
            code = f"IF({test}, lambda: {yes}, lambda: {no})"
        return eval(code, {"__builtins__": {}, **known, "cells": cells})


def parts(text):
    """Split what stands between the brackets of a function at its own commas."""
    depth, found = 0, [""]
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found


def away(number, digits):
    """Round as a spreadsheet does: a half away from zero, binary noise left out."""
    scaled = float(format(abs(number) * 10**digits, ".12g"))
    return (1 if number >= 0 else -1) * int(scaled + 0.5) / 10**digits


def formulas(book):
    """Yield (sheet, address) of every formula."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate


def test_sheets_and_texts():
    book = opened(report())
    assert book.sheetnames == ["Summary", "Costs", "Prices", "Targets"]
    assert book["Summary"]["A1"].value == "Price review 2027, Digiflow"
    assert book["Summary"]["A2"].value == "Amounts in PEN"
    assert [cell.value for cell in book["Prices"][3]][:5] == [
        WORDS[name] for name in ("product", "kind", "units", "price_old", "method")
    ]
    assert book["Targets"]["B3"].value == "Quarter 1"


def test_formulas_come_to_the_figures_of_odoo():
    """Every formula, worked out anew, is the figure that was written beside it."""
    live, kept = opened(report()), opened(report(), data_only=True)
    reader, count = Reader(live), 0
    for sheet, address in formulas(live):
        found = reader.value(sheet, address)
        assert found == pytest.approx(kept[sheet][address].value, abs=1e-6), (sheet, address)
        count += 1
    assert count > 50


def test_another_figure_changes_what_follows():
    book = opened(report())
    reader = Reader(book)
    before = reader.value("Prices", "G6")
    book["Costs"]["D4"].value += 100000
    assert reader.value("Prices", "G6") == float(price_by_margin(650000.5 / 8400, 30, "0.5"))
    assert reader.value("Prices", "G6") > before
    book["Summary"]["B13"].value = 0.5
    assert reader.value("Prices", "G6") == float(price_by_margin(650000.5 / 8400, 50, "0.5"))


def test_texts_are_no_formulas():
    book = opened(report())
    for sheet, address, text in (
        ("Costs", "B5", EVIL),
        ("Costs", "B4", "+Planilla"),
        ("Prices", "A4", EVIL),
        ("Targets", "A4", "@Rosa"),
        ("Summary", "B17", "=Gerente"),
    ):
        cell = book[sheet][address]
        assert (cell.value, cell.data_type) == (text, "s")


def test_nothing_to_tell():
    nothing = {"last": 0, "plan": 0}
    made = report(
        costs=[],
        prices=[],
        targets=[],
        cost=nothing,
        hours=nothing,
        hour_cost=nothing,
        income={"now": 0, "new": 0},
        margin={"target": 30, "now": 0, "new": 0},
        effect=0,
    )
    live, kept = opened(made), opened(made, data_only=True)
    reader = Reader(live)
    for sheet, address in formulas(live):
        assert reader.value(sheet, address) == kept[sheet][address].value == 0


def test_words_of_the_reader():
    words = {**WORDS, "costs": "Costos: [2027]*"[:6], "sum": "Suma"}
    book = openpyxl.load_workbook(io.BytesIO(price_workbook(report(), words)))
    assert "Costos" in book.sheetnames
    assert "Costos!" in book["Summary"]["C4"].value
