"""A call as a telephone system tells of it: read field by field, nothing taken on trust.

Whoever connects a telephone system reads these refusals, not a user of Odoo: they are in English.
"""

import re
from datetime import datetime, timezone

from .audio import link_fault
from .ruc import ruc_problem

MAX_SECONDS = 12 * 3600
MAX_ID = 2**31 - 1
REQUIRED = ("call_id", "direction", "start")
OUTCOMES = (
    "no_answer",
    "busy",
    "wrong_number",
    "callback",
    "effective",
    "refused",
    "do_not_call",
)
ROLES = ("systems", "finance", "accounting", "e_invoicing", "management", "other")
LINK_FAULTS = {
    "too_long": "is too long; give an address of up to 2000 characters",
    "blank": "has spaces or signs that no address has; encode them (%20)",
    "not_https": "is no https address; give one that begins with https://",
    "login": "has a user or password in it; give an address without them",
}
# What no text of a person has: control characters but for tab and end of line, and half characters.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class TelephoneCallError(ValueError):
    """A call cannot be taken as it is told; the text says where, what is wrong and the cure."""

    def __init__(self, field, fault):
        super().__init__(f"{field}: {fault}")
        self.field = field


def read_call(values):
    """Return what a call tells, checked: ``{field: value}`` of the fields that it has.

    Texts are stripped, ``start`` and ``callback_at`` naive UTC, ``duration_seconds`` an int. A
    field that is null or "" is as good as left out.

    :raise TelephoneCallError: for the first field that cannot be taken
    """
    if not isinstance(values, dict):
        raise TelephoneCallError("body", 'is no JSON object; send {"call_id": ...}')
    unknown = sorted(str(name) for name in set(values) - set(READERS))
    if unknown:
        known = ", ".join(READERS)
        raise TelephoneCallError(unknown[0][:40], f"is no field of a call; there are {known}")
    given = {name: value for name, value in values.items() if value is not None and value != ""}
    for name in REQUIRED:
        if name not in given:
            raise TelephoneCallError(name, f"is missing; each call has {', '.join(REQUIRED)}")
    return {name: READERS[name](name, value) for name, value in given.items()}


def _text(limit):
    def read(name, value):
        if not isinstance(value, str) or not value.strip():
            raise TelephoneCallError(name, "is no text; put it in quotes")
        if _UNREADABLE.search(value):
            raise TelephoneCallError(name, "has signs that cannot be printed; leave them out")
        if len(value.strip()) > limit:
            raise TelephoneCallError(name, f"is too long; it has up to {limit} characters")
        return value.strip()

    return read


def _choice(keys):
    def read(name, value):
        if not isinstance(value, str) or value not in keys:
            raise TelephoneCallError(name, f"is none of {', '.join(keys)}; give one of them")
        return value

    return read


def _number(most):
    def read(name, value):
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not 0 <= value <= most:
            raise TelephoneCallError(name, f"is no whole number from 0 to {most}; give one")
        return value

    return read


def _moment(name, value):
    """A moment with its zone, as naive UTC; seconds are enough."""
    fault = TelephoneCallError(
        name, "is no ISO 8601 date and time with its zone; write 2026-11-21T10:15:00-05:00"
    )
    try:
        moment = datetime.fromisoformat(re.sub("[Zz]$", "+00:00", value))
        if moment.tzinfo is None:
            raise fault
        return moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
    except (TypeError, ValueError, OverflowError):
        raise fault from None


def _link(name, value):
    if not isinstance(value, str):
        raise TelephoneCallError(name, "is no text; put it in quotes")
    fault = link_fault(value)
    if fault:
        raise TelephoneCallError(name, LINK_FAULTS[fault])
    return value


def _ruc(name, value):
    if not isinstance(value, str) or ruc_problem(value):
        raise TelephoneCallError(name, "is no RUC; give its 11 digits in quotes, or leave it out")
    return value


READERS = {
    "call_id": _text(100),
    "direction": _choice(("out", "in")),
    "start": _moment,
    "phone": _text(40),
    "extension": _text(20),
    "user": _text(100),
    "duration_seconds": _number(MAX_SECONDS),
    "outcome": _choice(OUTCOMES),
    "callback_at": _moment,
    "contact_name": _text(100),
    "contact_role": _choice(ROLES),
    "note": _text(10_000),
    "recording_url": _link,
    "lead_id": _number(MAX_ID),
    "ruc": _ruc,
}
