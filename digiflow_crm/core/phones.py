"""Phone numbers of Peru, and of elsewhere, by the ``phonenumbers`` library.

What is said here of a number is what Odoo says of it: its ``phone_validation`` asks the same
library with the lead's country, and both series of Odoo agree on a number written the
international way, which is how a good one is kept.
"""

import re
from typing import NamedTuple

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_possible_number,
    is_possible_number_with_reason,
    is_valid_number,
    parse,
)

REGION = "PE"
REGION_CODE = 51
# Keys of Odoo's crm.lead.phone_state.
CORRECT, INCORRECT = "correct", "incorrect"

# A mobile of Peru, as most numbers of a list are. The library says the same of it in thirty times
# the time, which is half a minute in a million rows.
_MOBILE = re.compile(r"(?:\+?51[ -]?)?(9[0-9]{2})[ -]?([0-9]{3})[ -]?([0-9]{3})")
_SHAPE = re.compile(r"\+?[\d\s().-]{6,30}(\s*(anexo|anx|ext|x|#)[.:]?\s*\d{1,6})?", re.I)
# The library knows these words for an extension, but not each of them as people write it.
_EXTENSION = re.compile(r"\s*(?:anexo|anx|ext|x|#)[.:]?\s*(\d{1,6})\Z", re.I)
_DIGITS_OF_A_NUMBER = range(6, 16)


class Phone(NamedTuple):
    """A phone number: ``text`` as it is kept, ``sanitized`` (E164, ``""`` for a doubtful one)."""

    text: str
    sanitized: str

    @property
    def state(self):
        """The key that Odoo's ``phone_state`` has for it."""
        return CORRECT if self.sanitized else INCORRECT


def has_shape(text):
    """Tell whether ``text`` looks like a phone: 6 to 15 digits and perhaps an extension."""
    if not _SHAPE.fullmatch(text):
        return False
    return sum(map(str.isdigit, _EXTENSION.sub("", text))) in _DIGITS_OF_A_NUMBER


def read_number(text):
    """Return the Phone in a ``text`` that has the shape of one.

    A number in use is kept the international way, ``+51 987 654 321``; one that no exchange would
    connect stays as it is written.
    """
    mobile = _MOBILE.fullmatch(text)
    if mobile:
        return Phone("+51 {} {} {}".format(*mobile.groups()), "+51" + "".join(mobile.groups()))
    return _ask_library(text)


def _ask_library(text):
    plain = _EXTENSION.sub(r" ext. \1", text)
    number = _number_in_use(plain)
    if number is None and plain != text:
        number = _number_in_use(text)
    if number is None:
        return Phone(text, "")
    sanitized = format_number(number, PhoneNumberFormat.E164)
    return Phone(format_number(number, PhoneNumberFormat.INTERNATIONAL), sanitized)


def _number_in_use(text):
    """Return the library's number, or None when it is not possible and valid."""
    try:
        number = parse(text, REGION)
        if number.country_code == REGION_CODE and _in_use(number):
            return number
        # Odoo 19.0 mends old numbers of some countries when it writes them, and reads that.
        number = parse(format_number(number, PhoneNumberFormat.INTERNATIONAL), REGION)
    except NumberParseException:
        return None
    if _in_use(number):
        return number
    too_long = is_possible_number_with_reason(number) == ValidationResult.TOO_LONG
    # A country's code may come without its sign, as in 56 2 2345 6789.
    return _number_in_use("+" + text.removeprefix("00")) if too_long and text[0] != "+" else None


def _in_use(number):
    return is_possible_number(number) and is_valid_number(number)
