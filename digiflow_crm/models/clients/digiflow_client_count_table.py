from odoo import _, api, models

from ...core import client_counts, periods
from ...core.external import without_none
from ...exceptions import ProcessError
from .digiflow_client_count import ORIGIN_HISTORICAL

MOST_PERIODS = 200
# figure of the table -> field
MOVES = {"at_start": "at_start", "kept": "kept", "new": "new_clients", "lost": "lost"}


class DigiflowClientCount(models.Model):
    """The table of clients by service: worked out once, for the screen and whoever else asks."""

    _inherit = "digiflow.client.count"

    @api.model
    def get_table(self, kind, date_from, date_to):
        """Clients by service at the end of each period, in the company at work.

        Part of the external API; reads with the caller's rights, in as many queries for one period
        as for all. False stands for what nobody can say: a service that was not counted, growth and
        retention of nothing, and who came and went in the historical rows.

        :param str kind: ``quarter`` or ``year``
        :param date_from: a day, ISO text or date; the table begins with its period
        :param date_to: likewise; the table ends with its period, or with the one that runs
        :return: ``{"kind", "date_from", "date_to": last day of the last period, "services": [{"id",
            "code", "name"}], "rows": [...]}``. A row has ``date_from``, ``date`` (the period's last
            day), ``label`` (such as 2022), ``is_running``, ``counted_on`` (the latest of its
            cells), ``cells`` (in the order of services) and ``total``. Both have ``count``,
            ``at_start``, ``kept``, ``new``, ``lost`` (clients), ``retention`` (kept / at_start),
            ``growth`` (against the period before) and
            ``growth_year`` (against the same one a year before), in %, one decimal; a cell has
            ``origin`` and ``counted_on`` too (the day whose clients were counted, when computed), a
            total ``missing`` (ids of the services that it lacks: then it is not compared)
        :raise ProcessError: it is another kind, no such days, in the wrong order, or more than 200
            periods
        :raise AccessError: the user may not read counts
        """
        days = self._parse_days(kind, date_from, date_to)
        return self._table_to_json(self._get_table(kind, *days))

    @api.model
    def _get_table(self, kind, first, last):
        """`get_table` with dates, periods and None in place of text and False."""
        last = min(last, client_counts.period_of(periods.today(), kind).last)
        a_year_before = first.replace(year=first.year - 1, day=1)
        spans = client_counts.split(a_year_before, last, kind)
        cells = self._get_cells(kind, spans)
        shown = [span for span in spans if span.last >= first]
        services = self._get_table_services({one for day, one in cells if day >= first})
        rows = client_counts.build_rows(kind, spans, services.ids, cells)[len(spans) - len(shown) :]
        today = periods.today()
        for row in rows:
            row["label"] = self._get_period_label(kind, row["period"])
            row["is_running"] = row["period"].last > today
            days = [one["counted_on"] for one in row["cells"] if one["counted_on"]]
            row["counted_on"] = max(days, default=None)
        return {
            "kind": kind,
            "period": periods.Period(shown[0].first, shown[-1].last) if shown else None,
            "services": [{"id": one.id, "code": one.code, "name": one.name} for one in services],
            "rows": rows,
        }

    @api.model
    def _get_cells(self, kind, spans):
        """``{(last day, service id): figures}`` of the periods, for `build_rows`.

        What was counted on a date counts for the quarter and for the year that end with it: a
        historical row of the other kind stands in where this kind has none.
        """
        domain = [
            ("company_id", "=", self.env.company.id),
            ("date", "in", [span.last for span in spans]),
            ("service_id.counted", "=", True),
            "|",
            ("kind", "=", kind),
            ("origin", "=", ORIGIN_HISTORICAL),
        ]
        names = ["date", "service_id", "kind", "count", "origin", "counted_on", *MOVES.values()]
        cells = {}
        # Later ones take the place of earlier ones: historical rows of this kind come last.
        found = self.search(domain).read(names, load=None)
        for row in sorted(found, key=lambda one: (one["origin"], one["kind"] == kind)):
            key = row["date"], row["service_id"]
            row.update({figure: row[name] for figure, name in MOVES.items()})
            if row["origin"] == ORIGIN_HISTORICAL:
                row.update(dict.fromkeys(MOVES), counted_on=None)
            cells[key] = {name: row[name] for name in client_counts.EMPTY}
        return cells

    @api.model
    def _get_table_services(self, service_ids):
        """The columns: services whose clients are counted, archived ones only with figures."""
        services = self.env["digiflow.service"].with_context(active_test=False)
        found = services.search([("counted", "=", True)])
        return found.filtered(lambda service: service.active or service.id in service_ids)

    @api.model
    def _get_period_label(self, kind, period):
        if kind == client_counts.YEAR:
            return str(period.last.year)
        quarter = (period.last.month + 2) // 3
        return _("Q%(quarter)s %(year)s", quarter=quarter, year=period.last.year)

    @api.model
    def _parse_days(self, kind, date_from, date_to):
        """The two days as dates, once it is sure that there is a table for them."""
        if kind not in client_counts.KINDS:
            raise ProcessError(
                _("«%(kind)s» is no kind of period. Ask for quarter or year.", kind=kind)
            )
        try:
            first, last = periods.parse_day(date_from), periods.parse_day(date_to)
        except ValueError:
            raise ProcessError(
                _(
                    "%(date_from)s and %(date_to)s are no days. Write them like 2026-03-31.",
                    date_from=date_from,
                    date_to=date_to,
                )
            ) from None
        if first > last:
            raise ProcessError(_("The first day comes after the last one. Change them round."))
        years = last.year - first.year
        if first.year < 1900 or last.year > 2999 or years * 12 > MOST_PERIODS * 3:
            raise ProcessError(
                _(
                    "A table has at most %(most)s quarters, from 1900 on. Ask for fewer years.",
                    most=MOST_PERIODS,
                )
            )
        return first, last

    @api.model
    def _table_to_json(self, table):
        """The table as plain values: ISO texts for days, False for None (XML-RPC knows no None)."""
        period = table["period"]
        return {
            "kind": table["kind"],
            "date_from": period.first.isoformat() if period else False,
            "date_to": period.last.isoformat() if period else False,
            "services": table["services"],
            "rows": [_row_to_json(row) for row in table["rows"]],
        }


def _row_to_json(row):
    return {
        "label": row["label"],
        "date_from": row["period"].first.isoformat(),
        "date": row["period"].last.isoformat(),
        "is_running": row["is_running"],
        "counted_on": _day_to_json(row["counted_on"]),
        "cells": [_figures_to_json(figures) for figures in row["cells"]],
        "total": _figures_to_json(row["total"]),
    }


def _figures_to_json(figures):
    plain = dict(figures)
    if "counted_on" in figures:
        plain["counted_on"] = _day_to_json(figures["counted_on"])
    return without_none(plain)


def _day_to_json(day):
    return day.isoformat() if day else False
