"""Clients by service, quarter by quarter and year by year: pure Python.

What is counted is the last day of a period: a client has a service on that day when one of its
stays begins until then and has not ended before (both ends of a stay are included). A client counts
once for a service, however many contracts it has. A rate without anything to divide by is None,
never 0.
"""

from datetime import date, timedelta

from .periods import ONE_DAY, Period

QUARTER, YEAR = "quarter", "year"
KINDS = (QUARTER, YEAR)
MONTHS = {QUARTER: 3, YEAR: 12}
# Turns of a kind from a period to the same one of the year before.
A_YEAR = {QUARTER: 4, YEAR: 1}
NUMBERS = ("count", "at_start", "kept", "new", "lost")
EMPTY = {**dict.fromkeys(NUMBERS), "origin": None, "counted_on": None}


def period_of(day, kind):
    """Return the quarter or the year that ``day`` belongs to, as a Period.

    :raise KeyError: ``kind`` is none of KINDS
    """
    months = MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    in_last_month = first + timedelta(days=31 * months - 20)
    in_next_month = in_last_month.replace(day=28) + timedelta(days=4)
    return Period(first, in_next_month.replace(day=1) - ONE_DAY)


def split(first, last, kind):
    """Return the whole quarters or years that the days from ``first`` to ``last`` touch."""
    periods = []
    while first <= last:
        periods.append(period_of(first, kind))
        first = periods[-1].last + ONE_DAY
    return periods


def is_last_day(day, kind):
    """Return whether ``day`` is the last one of a quarter or a year."""
    return period_of(day, kind).last == day


def recount(stays, days):
    """Count clients by service on each of some days, plainly: what the database must say too.

    :param stays: (client, service, first day, last day or None) of each stay
    :param days: days in ascending order; the first one is only what the second begins with
    :return: ``{(day, service): figures}`` for all days but the first one and all services that a
        stay has; figures are ``count at_start kept new lost``, numbers of clients
    """
    stays = list(stays)
    services = {service for _client, service, _first, _last in stays}
    on_day = {
        (day, service): {
            client
            for client, other, first, last in stays
            if other == service and first <= day and (last is None or last >= day)
        }
        for day in days
        for service in services
    }
    return {
        (day, service): compare(on_day[before, service], on_day[day, service])
        for before, day in zip(days, days[1:])
        for service in services
    }


def compare(at_start, at_end):
    """Return the figures of a period from the sets of clients at its start and at its end."""
    return {
        "count": len(at_end),
        "at_start": len(at_start),
        "kept": len(at_start & at_end),
        "new": len(at_end - at_start),
        "lost": len(at_start - at_end),
    }


def growth(now, before):
    """Return how much ``now`` is above ``before`` in %, one decimal; None where nobody can say."""
    if now is None or not before:
        return None
    return round(100 * (now - before) / before, 1)


def share(part, whole):
    """Return ``part`` of ``whole`` in %, one decimal; None without a whole."""
    if part is None or not whole:
        return None
    return round(100 * part / whole, 1)


def build_rows(kind, spans, service_ids, cells):
    """Put a table together: a row for each period, a figure for each service, and the totals.

    :param kind: one of KINDS
    :param spans: consecutive Periods; the ones of the year before the first row come first, and
        are only compared with
    :param service_ids: in the order of the columns
    :param cells: ``{(last day, service id): figures}``; figures are ``count origin counted_on``
        and, when computed, ``at_start kept new lost``
    :return: list of ``{"period", "cells": [figures], "total": figures}`` of all ``spans``. Figures
        have ``count at_start kept new lost retention growth growth_year origin counted_on``, each
        None where nobody knows; a total has ``missing``, the ids of services without a figure that
        the period before or the one a year before has: then nothing is compared with those
    """
    rows = []
    for span in spans:
        figures = [dict(cells.get((span.last, one)) or EMPTY) for one in service_ids]
        rows.append({"period": span, "cells": figures, "total": add_up(figures)})
    for index, row in enumerate(rows):
        for name, turns in (("growth", 1), ("growth_year", A_YEAR[kind])):
            _compare_rows(row, rows[index - turns] if index >= turns else None, name, service_ids)
        for figures in (*row["cells"], row["total"]):
            figures["retention"] = share(figures["kept"], figures["at_start"])
    return rows


def add_up(figures):
    """Return the total of a period's figures; what one of them does not know, it does not know."""
    known = [one for one in figures if one["count"] is not None]
    total = {name: _sum(one[name] for one in known) for name in NUMBERS}
    return {**total, "missing": []}


def _sum(numbers):
    """Return the sum of numbers, None when there are none or one of them is None."""
    numbers = list(numbers)
    return None if not numbers or None in numbers else sum(numbers)


def _compare_rows(row, before, name, service_ids):
    """Fill in how much a row's figures are above those of another one, or of none."""
    others = before["cells"] if before else [EMPTY] * len(service_ids)
    lacking = []
    for service_id, one, other in zip(service_ids, row["cells"], others):
        one[name] = growth(one["count"], other["count"])
        if one["count"] is None and other["count"] is not None:
            lacking.append(service_id)
    total = row["total"]
    if total["count"] is None:
        total[name] = None
        return
    total["missing"] += [one for one in lacking if one not in total["missing"]]
    comparable = before and not lacking
    total[name] = growth(total["count"], before["total"]["count"]) if comparable else None
