"""The RUC, Peru's tax id: 11 digits, the first two say who holds it, the last one checks them."""

import re

from stdnum.pe.ruc import calc_check_digit

LENGTH = 11
COMPANY_PREFIX = "20"
# 20 are companies; the others are natural persons, foreigners and estates.
PREFIXES = ("10", "15", "16", "17", COMPANY_PREFIX)

_NOT_PART = re.compile(r"[\s\u200b\ufeff'.\-]+")
_AS_NUMBER = re.compile(r"\s*'?(\d+)[.,]0+\s*")
_AS_POWER = re.compile(r"\s*(\d)[.,](\d{10})[eE]\+?10\s*")


class InvalidRuc(ValueError):
    """A RUC that cannot be right.

    ``code`` is one of ``empty length not_digits prefix check_digit``, ``value`` the text refused.
    """

    def __init__(self, code, value):
        super().__init__(f"invalid RUC {value!r}: {code}")
        self.code = code
        self.value = value


def clean_ruc(text):
    """Return the RUC in ``text`` without what people and spreadsheets add to it.

    Takes text or a number: spaces, dots and hyphens go, and so do the forms in which a spreadsheet
    shows a number (``20100055237.0``, ``2.0100055237E+10``). Nothing is checked.
    """
    text = "" if text is None or text is False else str(text)
    as_number = _AS_NUMBER.fullmatch(text) or _AS_POWER.fullmatch(text)
    if as_number:
        return "".join(as_number.groups())
    return _NOT_PART.sub("", text)


def ruc_problem(ruc):
    """Return the code of what is wrong with a cleaned ``ruc``, or None when it is right."""
    if not ruc:
        return "empty"
    if not (ruc.isascii() and ruc.isdigit()):
        return "not_digits"
    if len(ruc) != LENGTH:
        return "length"
    if ruc[:2] not in PREFIXES:
        return "prefix"
    if ruc[-1] != calc_check_digit(ruc):
        return "check_digit"
    return None


def check_ruc(text):
    """Return the cleaned RUC of ``text``.

    :raises InvalidRuc: when it cannot be right; its ``code`` says why.
    """
    ruc = clean_ruc(text)
    code = ruc_problem(ruc)
    if code:
        raise InvalidRuc(code, ruc)
    return ruc


def is_company(ruc):
    """Tell whether a valid ``ruc`` belongs to a company, not to a person or an estate."""
    return ruc.startswith(COMPANY_PREFIX)
