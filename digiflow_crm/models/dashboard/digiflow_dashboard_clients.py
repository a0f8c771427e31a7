from datetime import date

from odoo import _, api, models
from odoo.tools import formatLang

from ...core import client_counts, periods
from ...core.indicator_periods import YEAR
from ..clients.digiflow_client_count import ORIGIN_COMPUTED, ORIGIN_HISTORICAL
from .clients_sql import COUNTED_ALREADY_SQL

# Years before the period.
YEARS_SHOWN = 9
COUNTS, STAYS = "digiflow.client.count", "digiflow.client.service"
# What a row's figure opens: services that ran, or numbers that were typed.
RAN, TYPED, TOTAL = "service", "typed", "total"


class DigiflowDashboard(models.AbstractModel):
    """Clients by service: at the end of the years before, and at the end of the period.

    The years are those of the screen «Clients by service»; the period's own figures are counted as
    its indicators are.
    """

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_clients(self, company, kind, span):
        """Clients of each counted service, on the last day of each row.

        :return: ``{"services": [{"id", "code"}], "rows": [{"date", "counted_on" (ISO texts; the
            latter None of what was typed), "cells": [{"count" (or None), "is_typed"}] in the order
            of services, "total", "growth" (against the row before, in %)}]}``
        """
        years, cells = self._read_client_years(company, span)
        own, *_before = self.env["digiflow.indicator"]._count_clients(company, span)
        counted_on = min(span.last, periods.today())
        for service_id, figures in own.items():
            is_typed = figures["at_start"] is None
            cells[span.last, service_id] = {
                **client_counts.EMPTY,
                **figures,
                "origin": ORIGIN_HISTORICAL if is_typed else ORIGIN_COMPUTED,
                "counted_on": None if is_typed else counted_on,
            }
        services = self.env[COUNTS]._get_table_services({one for _day, one in cells})
        rows = client_counts.build_rows(YEAR, [*years, span], services.ids, cells)
        shown = rows[1:] if len(years) > YEARS_SHOWN else rows
        while shown and shown[0]["total"]["count"] is None:
            shown = shown[1:]
        return {
            "services": [{"id": one.id, "code": one.code} for one in services],
            "rows": [_prepare_numbers(row) for row in shown],
        }

    @api.model
    def _present_clients(self, company, kind, span, numbers):
        """A row for each year and one for the period, the last; ``services`` ({"id", "code",
        "name"}) in the order of its ``cells``.

        A cell has ``number`` (or None), ``text``, ``is_typed`` and ``part``: which of the row's
        counts it opens. A row has ``number``, ``text`` and ``part`` of its total too, ``growth``
        (in %, against the row before, or None), ``growth_text``, ``date``, ``counted_on`` (ISO
        texts) and ``is_period``. What is behind a typed number is the one row that says it.
        """
        ids = [one["id"] for one in numbers["services"]]
        names = {one.id: one.name for one in self.env["digiflow.service"].browse(ids).exists()}
        rows = [self._present_client_row(kind, span, ids, row) for row in numbers["rows"]]
        return {
            "services": [
                {**one, "name": names.get(one["id"], one["code"])} for one in numbers["services"]
            ],
            "rows": rows,
            "total": None,
            "empty": None
            if rows
            else _(
                "No client is counted yet. Enter which services clients have, or type how many "
                "there were at the end of a year."
            ),
        }

    @api.model
    def _find_clients(self, company, kind, span, key, part):
        """The services that ran on the day that a row counted, or the rows that were typed."""
        numbers = self._reckon_clients(company, kind, span)
        row = next((one for one in numbers["rows"] if one["date"] == key), None)
        ids = [one["id"] for one in numbers["services"]]
        parts = self._get_client_parts(ids, row) if row else {}
        if part not in parts:
            raise self._refuse_figure(key, part)
        codes = ", ".join(
            one["code"] for one in numbers["services"] if one["id"] in parts[part]["services"]
        )
        title = f"{codes}: {self._get_client_label(kind, span, row)}"
        if part.startswith(TYPED):
            typed = self._find_typed_clients(company, kind, span, row["date"])
            found = [typed[one] for one in parts[part]["services"]]
            return COUNTS, [("id", "in", found)], title
        return STAYS, self._get_stays_domain(company, parts[part]["services"], row), title

    @api.model
    def _read_client_years(self, company, span):
        """The years before a period, one more than are shown, and what was counted at their ends.

        :return: (list of Periods, ``{(last day, service id): figures}``)
        """
        year = span.first.year
        first, last = date(year - YEARS_SHOWN - 1, 1, 1), date(year - 1, 12, 31)
        years = client_counts.split(first, last, YEAR)
        return years, self.env[COUNTS].with_company(company)._get_cells(YEAR, years)

    @api.model
    def _present_client_row(self, kind, span, ids, row):
        """What is told of one row."""
        parts = self._get_client_parts(ids, row)
        cells = []
        for service_id, cell in zip(ids, row["cells"]):
            part = _get_cell_part(service_id, cell)
            text = self._format_clients(cell["count"])
            cells.append({**cell, "number": cell["count"], "text": text, "part": part})
        whole = TOTAL if TOTAL in parts else TYPED
        return {
            **{name: row[name] for name in ("date", "counted_on", "growth")},
            "key": row["date"],
            "name": self._get_client_label(kind, span, row),
            "is_period": row["date"] == span.last.isoformat(),
            "cells": cells,
            "number": row["total"],
            "text": self._format_clients(row["total"]),
            "part": whole if whole in parts else None,
            "growth_text": self._format_growth(row["growth"]),
            "counts": {part: one["count"] for part, one in parts.items()},
        }

    @api.model
    def _get_client_parts(self, ids, row):
        """What the figures of a row open.

        :return: ``{part: {"count": records, "services": [ids]}}``
        """
        known = {one: cell for one, cell in zip(ids, row["cells"]) if cell["count"] is not None}
        typed = [one for one, cell in known.items() if cell["is_typed"]]
        parts = {
            _get_cell_part(one, cell): {
                "count": 1 if cell["is_typed"] else cell["count"],
                "services": [one],
            }
            for one, cell in known.items()
        }
        if typed:
            parts[TYPED] = {"count": len(typed), "services": typed}
        elif known:
            parts[TOTAL] = {"count": row["total"], "services": list(known)}
        return parts

    @api.model
    def _get_stays_domain(self, company, services, row):
        """The stays in some services that a row counted."""
        day = row["counted_on"]
        params = {"company": company.id, "services": services, "day": day}
        self.env.cr.execute(COUNTED_ALREADY_SQL, params)
        again = [stay_id for (stay_id,) in self.env.cr.fetchall()]
        return [
            *(("company_id", "=", company.id), ("service_id", "in", services)),
            *self.env[STAYS]._get_domain_on(day),
            *([("id", "not in", again)] if again else []),
        ]

    @api.model
    def _find_typed_clients(self, company, kind, span, day):
        """``{service id: id of the typed row}`` of a day: of its kind, where two were typed."""
        kind = kind if day == span.last.isoformat() else YEAR
        found = self.env[COUNTS].search(
            [
                ("company_id", "=", company.id),
                ("date", "=", day),
                ("origin", "=", ORIGIN_HISTORICAL),
            ]
        )
        own = found.sorted(lambda row: row.kind == kind)
        return {row.service_id.id: row.id for row in own}

    @api.model
    def _get_client_label(self, kind, span, row):
        """What people call the end of a row: a year, or the period."""
        if row["date"] == span.last.isoformat():
            return self.env["digiflow.indicator"]._get_period_label(kind, span)
        return row["date"][:4]

    @api.model
    def _format_clients(self, number):
        """A number of clients as people read it."""
        return _("no data") if number is None else formatLang(self.env, number, digits=0)

    @api.model
    def _format_growth(self, growth):
        """A growth in words, with its sign; of none there is nothing to say."""
        if growth is None:
            return None
        sign = "+" if growth > 0 else ""
        return f"{sign}{formatLang(self.env, growth, digits=1)} %"


def _get_cell_part(service_id, cell):
    """Return what the figure of one service opens; None where there is none."""
    if cell["count"] is None:
        return None
    return f"{TYPED if cell['is_typed'] else RAN}_{service_id}"


def _prepare_numbers(row):
    """Return a row of `client_counts.build_rows` as closing a period keeps it."""
    days = [one["counted_on"] for one in row["cells"] if one["counted_on"]]
    return {
        "date": row["period"].last.isoformat(),
        "counted_on": max(days).isoformat() if days else None,
        "cells": [
            {"count": one["count"], "is_typed": one["origin"] == ORIGIN_HISTORICAL}
            for one in row["cells"]
        ],
        "total": row["total"]["count"],
        "growth": row["total"]["growth"],
    }
