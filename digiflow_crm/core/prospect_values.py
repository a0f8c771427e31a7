"""What each cell of a prospect must be: one reader a key, from text to (values, problem codes).

The values are {field of crm.lead: text}: none when the cell is left out, and more than the key's
own for a phone and an e-mail, which bring the forms that Odoo computes beside them. Which codes
reject the whole row is in REJECTING; the others are warnings.
"""

import re
from functools import partial

from .phones import CORRECT, has_shape, read_number
from .prospect_columns import LOST_LETTER
from .ruc import clean_ruc, ruc_problem

MAX_CHARS = 255
# In a portfolio of clients, whose rows are read by portfolio_values.py.
PORTFOLIO_REJECTING = (
    "service_empty",
    "service_unknown",
    "start_empty",
    "date",
    "date_far",
    "amount",
    "reason_unknown",
    "end_without_reason",
    "reason_without_end",
    "end_before_start",
    "contract_before_start",
    "stay_repeated",
    "stay_overlaps",
    "stay_taken",
    "client_unnamed",
    "client_archived",
)
REJECTING = frozenset(
    {
        "ruc_empty",
        "ruc_length",
        "ruc_not_digits",
        "ruc_prefix",
        "ruc_check_digit",
        "repeated",
        "name_empty",
        "name_too_long",
        "extra_cells",
        *PORTFOLIO_REJECTING,
    }
)

# What PostgreSQL or XML cannot keep, what shows nothing, and what turns the writing around.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff"
    r"\ud800-\udfff]"
)
_MISSING = re.compile(r"[-\u2010-\u2015.\s]*|#(N/A|N/D|REF!|VALUE!|NAME\?|NULL!|DIV/0!|NUM!)", re.I)
# An address that every mail system takes and that Odoo's email_normalize() leaves as it is.
_EMAIL = re.compile(
    r"[a-z0-9_%+&'-]+(\.[a-z0-9_%+&'-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}"
)
# How a spreadsheet may show a number that it took for one.
_AS_NUMBER = re.compile(r"(?<=\d)\.0\Z")
_BETWEEN_EMAILS = re.compile(r"[\s,;:/|<>()\[\]\"]+")
_BETWEEN_PHONES = re.compile(r"[/,;|]|\s-\s")


def clean_text(text):
    """Return ``text`` in one line, its blanks made single; ``""`` when it means "no value"."""
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    text = " ".join(text.split())
    # Most cells begin with a letter or a digit: a glance spares them the pattern.
    return text if text[:1].isalnum() or not _MISSING.fullmatch(text) else ""


def read_ruc(text):
    """Read the RUC of 11 digits; what is wrong with it rejects the row."""
    ruc = clean_ruc(text)
    code = ruc_problem(ruc)
    return ({"ruc": ruc}, []) if code is None else ({}, [f"ruc_{code}"])


def read_name(text):
    """Read the company's name; a missing or overlong one rejects the row."""
    if not text:
        return {}, ["name_empty"]
    if len(text) > MAX_CHARS:
        return {}, ["name_too_long"]
    return {"name": text}, ["lost_letters"] if LOST_LETTER in text else []


def read_text(key, text):
    """Read a ``text`` that is not too long as the value of ``key``."""
    return ({key: text}, []) if len(text) <= MAX_CHARS else ({}, ["too_long"])


def read_status(key, text):
    """Read SUNAT's word, which it writes in capitals: ACTIVO, HABIDO..."""
    return read_text(key, text.upper())


def read_email(text):
    """Read the first e-mail address, in lower case, which is Odoo's normalized form of it."""
    parts = [part.strip(".'") for part in _BETWEEN_EMAILS.split(text.lower())]
    found = [part for part in parts if _EMAIL.fullmatch(part)]
    if not found or len(found[0]) > MAX_CHARS:
        return {}, ["email"]
    values = {"email_from": found[0], "email_normalized": found[0], "email_state": CORRECT}
    return values, ["several"] if len(set(found)) > 1 else []


def read_phone(text):
    """Read the first phone number in use, or else the first one, doubtful as it is."""
    text = _AS_NUMBER.sub("", text)
    found = [part for part in map(str.strip, _BETWEEN_PHONES.split(text)) if has_shape(part)]
    if not found:
        return {}, ["phone"]
    phone = _first_in_use(found)
    values = {"phone": phone.text, "phone_state": phone.state}
    codes = ["several"] if len(found) > 1 else []
    if not phone.sanitized:
        return values, ["phone_doubtful", *codes]
    return {**values, "phone_sanitized": phone.sanitized}, codes


def _first_in_use(texts):
    """Return the first Phone that is in use, or the first of all; none is looked at twice."""
    doubtful = None
    for text in texts:
        phone = read_number(text)
        if phone.sanitized:
            return phone
        doubtful = doubtful or phone
    return doubtful


def read_ubigeo(text):
    """Read the 6 digits; a spreadsheet drops the zero in front of those that have one."""
    digits = _AS_NUMBER.sub("", text)
    if not re.fullmatch(r"[0-9]{5,6}", digits):
        return {}, ["ubigeo"]
    return {"ubigeo": digits.zfill(6)}, []


READERS = {
    **{key: partial(read_text, key) for key in ("contact_name", "function", "city", "street")},
    **{key: partial(read_status, key) for key in ("taxpayer_status", "domicile_status")},
    "ruc": read_ruc,
    "name": read_name,
    "phone": read_phone,
    "email_from": read_email,
    "ubigeo": read_ubigeo,
}
