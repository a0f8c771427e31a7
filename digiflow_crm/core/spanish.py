"""Dates, money and quantities as business documents in Peru write them, whoever prints them."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytz
from babel.dates import format_date

from . import periods

LOCALE = "es_PE"
CURRENCY_SIGNS = {"PEN": "S/", "USD": "US$"}
HEX_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def long_date(date):
    """Return «21 de noviembre de 2026»; empty for no date."""
    return format_date(date, "d 'de' MMMM 'de' y", locale=LOCALE) if date else ""


def short_date(date):
    """Return «21/11/2026»; empty for no date."""
    return format_date(date, "dd/MM/yyyy", locale=LOCALE) if date else ""


def lima_day(moment):
    """Return the day in Lima of a naive UTC datetime; None for no moment."""
    return periods.today(pytz.utc.localize(moment)) if moment else None


def lima_time(moment):
    """Return «21/11/2026 18:30», the time in Lima of a naive UTC datetime; empty for none."""
    if not moment:
        return ""
    return pytz.utc.localize(moment).astimezone(periods.LIMA).strftime("%d/%m/%Y %H:%M")


def money(amount, currency="PEN"):
    """Return «S/ 1,234.56», «-S/ 0.50», «US$ 10.00».

    :param amount: number; cents are rounded half away from zero
    :param str currency: ISO code, which stands for itself when it has no sign here
    """
    cents = Decimal(str(amount or 0)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    sign = "-" if cents < 0 else ""
    return f"{sign}{CURRENCY_SIGNS.get(currency, currency)} {abs(cents):,.2f}"


def quantity(number):
    """Return «1,500», «12.5»: no decimals that say nothing."""
    hundredths = Decimal(str(number or 0)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    text = f"{hundredths:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def percent(number):
    """Return «18 %», «7.5 %»."""
    return f"{quantity(number)} %"


def color(text, default="#0b5394"):
    """Return `text` when it is a colour in hexadecimal, else `default`: it goes into a style."""
    return text if HEX_COLOR.fullmatch(text or "") else default


# What templates may call; Odoo lets no module into them.
FUNCTIONS = {
    "long_date": long_date,
    "short_date": short_date,
    "lima_time": lima_time,
    "quantity": quantity,
    "percent": percent,
}
