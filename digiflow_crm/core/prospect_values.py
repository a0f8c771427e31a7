"""What each cell of a prospect must be: one reader a key, from text to (value, codes of problems).

A reader returns ``""`` for a value that is left out. Which codes reject the whole row is in
REJECTING; the others are warnings.
"""

import re

from .prospect_columns import LOST_LETTER
from .ruc import clean_ruc, ruc_problem

MAX_CHARS = 255
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
    }
)

# What PostgreSQL or XML cannot keep, what shows nothing, and what turns the writing around.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff"
    r"\ud800-\udfff]"
)
_MISSING = re.compile(r"[-\u2010-\u2015.\s]*|#(N/A|N/D|REF!|VALUE!|NAME\?|NULL!|DIV/0!|NUM!)", re.I)
_EMAIL = re.compile(r"[^\s@,;<>()\[\]\"]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", re.I)
_PHONE = re.compile(r"\+?[\d\s().-]{6,30}(\s*(anexo|anx|ext|x|#)[.:]?\s*\d{1,6})?", re.I)


def clean_text(text):
    """Return ``text`` in one line, its blanks made single; ``""`` when it means "no value"."""
    text = " ".join(_INVISIBLE.sub("", text).split())
    return "" if _MISSING.fullmatch(text) else text


def read_ruc(text):
    """Return the RUC of 11 digits; what is wrong with it rejects the row."""
    ruc = clean_ruc(text)
    code = ruc_problem(ruc)
    return (ruc, []) if code is None else ("", [f"ruc_{code}"])


def read_name(text):
    """Return the company's name; a missing or overlong one rejects the row."""
    if not text:
        return "", ["name_empty"]
    if len(text) > MAX_CHARS:
        return "", ["name_too_long"]
    return text, ["lost_letters"] if LOST_LETTER in text else []


def read_text(text):
    """Return the text when it is not too long."""
    return (text, []) if len(text) <= MAX_CHARS else ("", ["too_long"])


def read_status(text):
    """Return SUNAT's word, which it writes in capitals: ACTIVO, HABIDO..."""
    value, codes = read_text(text)
    return value.upper(), codes


def read_email(text):
    """Return the first e-mail address, in lower case."""
    found = [part for part in re.split(r"[\s,;/<>()]+", text) if _EMAIL.fullmatch(part)]
    if not found or len(found[0]) > MAX_CHARS:
        return "", ["email"]
    return found[0].lower(), ["several"] if len(set(found)) > 1 else []


def read_phone(text):
    """Return the first phone number as it is written, 6 to 15 digits and perhaps an extension."""
    text = re.sub(r"(?<=\d)\.0$", "", text)
    found = [part for part in map(str.strip, re.split(r"[/,;]|\s-\s", text)) if _is_phone(part)]
    if not found:
        return "", ["phone"]
    return found[0], ["several"] if len(found) > 1 else []


def _is_phone(text):
    number = re.split(r"[a-z#]", text, maxsplit=1, flags=re.I)[0]
    return bool(_PHONE.fullmatch(text)) and 6 <= len(re.sub(r"\D", "", number)) <= 15


def read_ubigeo(text):
    """Return the 6 digits; a spreadsheet drops the zero in front of those that have one."""
    digits = re.sub(r"\.0$", "", text)
    if not re.fullmatch(r"[0-9]{5,6}", digits):
        return "", ["ubigeo"]
    return digits.zfill(6), []


READERS = {
    "ruc": read_ruc,
    "name": read_name,
    "phone": read_phone,
    "email_from": read_email,
    "taxpayer_status": read_status,
    "domicile_status": read_status,
    "ubigeo": read_ubigeo,
}
