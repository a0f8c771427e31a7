from odoo import models

from ...core import client_counts, indicators, periods
from ...core.indicators import PERCENT
from .indicator_sql import CLIENTS_SQL, TYPED_SQL

MOVES = ("count", "at_start", "kept", "new", "lost")


class DigiflowIndicator(models.Model):
    """Clients by service: how many there are, how many came and left."""

    _inherit = "digiflow.indicator"

    def _reckon_clients(self, company, span):
        """Clients on the last day of a period, or today while it runs; who came and left in it.

        What was typed of a day counts in place of what the services say, and of it nobody knows
        who came and left.
        """
        cells, before = self._count_clients(company, span)
        total = client_counts.add_up(cells.values())
        codes = self.env["digiflow.service"].browse(cells).sorted()
        shown = {service.code: cells[service.id]["count"] for service in codes}
        services = {
            one.code: indicators.counted(cells.get(one.service_id.id, {}).get("count"))
            for one in self.filtered("service_id")
        }
        return {
            "clients_total": indicators.counted(total["count"], **shown),
            "clients_growth": _growth(cells, before),
            "clients_new": indicators.counted(total["new"]),
            "clients_lost": indicators.counted(total["lost"]),
            "retention": indicators.rate(
                PERCENT, total["kept"], total["at_start"], lost=total["lost"]
            ),
            **services,
        }

    def _count_clients(self, company, span):
        """Clients of each service at the end of a period, and on the day before it.

        :return: (``{service id: figures}`` as core.client_counts has them, ``{service id: count}``)
        """
        today = periods.today()
        if span.first > today:
            return {}, {}
        params = {
            "before": span.first - periods.ONE_DAY,
            "day": min(span.last, today),
            "last": span.last,
            "kind": self._get_kind(span),
        }
        cells, before = {}, {}
        rows = self._ask(CLIENTS_SQL, company, span, **params)
        for service_id, known_before, *moves in rows:
            cells[service_id] = dict(zip(MOVES, moves))
            if known_before:
                before[service_id] = cells[service_id]["at_start"]
        for day, service_id, count in self._ask(TYPED_SQL, company, span, **params):
            if day == span.last:
                cells[service_id] = {**client_counts.EMPTY, "count": count}
            else:
                before[service_id] = count
        return cells, before


def _growth(cells, before):
    """How much the clients of all services grew; not said where a service was not counted again."""
    now = client_counts.add_up(cells.values())["count"]
    if now is None or set(before) - set(cells):
        return indicators.NO_DATA
    start = sum(before.values())
    return indicators.rate(PERCENT, now - start, start, count=now)
