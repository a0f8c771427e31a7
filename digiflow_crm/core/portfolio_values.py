"""What each cell of a portfolio of clients must be: one reader a key, from text to its value."""

import re
from datetime import date
from functools import partial

from .prospect_columns import plain_words
from .prospect_values import read_email, read_name, read_phone, read_ruc, read_text

YEARS = range(1990, 2101)
SIZES = {
    "micro": ("micro", "microempresa", "micro empresa"),
    "small": ("pequeña", "pequeño", "pequeña empresa", "small"),
    "medium": ("mediana", "mediano", "mediana empresa", "medium"),
    "large": ("grande", "gran empresa", "large"),
}
SHOWN_NAMES = 40

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
# As a workbook's own dates come, perhaps with a time of day.
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_CURRENCY = re.compile(r"^S/\.?\s*", re.I)
# Exactly three decimals may be thousands written with a point, so they are not taken for cents;
# more are what arithmetic in a spreadsheet leaves.
_AMOUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(\.(?:\d{1,2}|\d{4,}))?")


class Choices:
    """The records that a column may name, found by any of their names whatever accents and case.

    ``shown`` are names to tell a person of what there is.
    """

    def __init__(self):
        self._ids = {}
        self._names = []

    @property
    def shown(self):
        """The names to choose from, as one text."""
        more = ["…"] if len(self._names) > SHOWN_NAMES else []
        return ", ".join([*self._names[:SHOWN_NAMES], *more])

    def add(self, record_id, names, shown=None):
        """Let ``names`` stand for a record; a name of two records stands for none of them."""
        for key in {plain_words(name) for name in names} - {""}:
            self._ids[key] = record_id if self._ids.get(key, record_id) == record_id else None
        if shown:
            self._names.append(shown)

    def find(self, text):
        """Return the id that ``text`` stands for, or None."""
        return self._ids.get(plain_words(text))


def sizes():
    """Return the Choices of company sizes; their ids are the keys of the selection."""
    choices = Choices()
    for key, names in SIZES.items():
        choices.add(key, names, names[0])
    return choices


def parse_date(text):
    """Return the date in ``text``: day/month/year, or as a workbook's date comes.

    :raises ValueError: there is no such day
    """
    found = _DAY_FIRST.fullmatch(text)
    if found:
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    found = _YEAR_FIRST.fullmatch(text)
    if not found:
        raise ValueError(text)
    return date(*map(int, found.groups()))


def read_date(key, text):
    """Read a day as ISO text."""
    if not text:
        return {}, ["start_empty"]
    try:
        day = parse_date(text)
    except ValueError:
        return {}, ["date"]
    return ({key: day.isoformat()}, []) if day.year in YEARS else ({}, ["date_far"])


def read_amount(key, text):
    """Read an amount in soles as text with two decimals: ``1,234.5`` is ``1234.50``."""
    found = _AMOUNT.fullmatch(_CURRENCY.sub("", text))
    if not found:
        return {}, ["amount"]
    return {key: f"{float(found.group().replace(',', '')):.2f}"}, []


def read_choice(key, choices, unknown, empty, text):
    """Read the name of one of ``choices`` as its id.

    :param unknown: code for a name that is none of them
    :param empty: code for a blank cell, for a key that is required
    """
    if not text:
        return {}, [empty]
    found = choices.find(text)
    return ({key: found}, []) if found else ({}, [unknown])


def read_contact_email(text):
    """Read the first e-mail address."""
    values, codes = read_email(text)
    return ({"email": values["email_from"]} if values else {}), codes


def read_contact_phone(text):
    """Read the first phone number in use, as it is written."""
    values, codes = read_phone(text)
    return ({"phone": values["phone"]} if values else {}), codes


def read_optional_name(text):
    """Read the company's name; whether it can be missing is known when the RUC is looked up."""
    return read_name(text) if text else ({}, [])


def make_readers(known):
    """Return {key: reader} of a portfolio.

    :param known: {key: Choices} of ``service end_reason executive industry size``
    """
    choice = {
        key: partial(read_choice, *parts)
        for key, parts in {
            "service": ("service_id", known["service"], "service_unknown", "service_empty"),
            "end_reason": ("end_reason_id", known["end_reason"], "reason_unknown", ""),
            "executive": ("user_id", known["executive"], "executive", ""),
            "industry": ("industry_id", known["industry"], "industry", ""),
            "size": ("size", known["size"], "size", ""),
        }.items()
    }
    days = ("date_start", "date_end", "contract_end")
    return {
        **choice,
        **{key: partial(read_date, key) for key in days},
        **{key: partial(read_text, key) for key in ("district", "contact_name")},
        "ruc": read_ruc,
        "name": read_optional_name,
        "monthly_amount": partial(read_amount, "monthly_amount"),
        "email": read_contact_email,
        "phone": read_contact_phone,
    }
