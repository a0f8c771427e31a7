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
        cells, before, typed = self._count_clients(company, span)
        total = client_counts.add_up(cells.values())
        codes = self.env["digiflow.service"].browse(cells).sorted()
        shown = {service.code: cells[service.id]["count"] for service in codes}
        counts = {service_id: one["count"] for service_id, one in cells.items()}
        services = {
            one.code: _count_service(one.service_id.id, counts, typed[0])
            for one in self.filtered("service_id")
        }
        return {
            "clients_total": indicators.counted(
                total["count"], **shown, **_tell_origin(counts, typed[0])
            ),
            "clients_growth": _growth(counts, before, typed),
            "clients_new": indicators.counted(total["new"]),
            "clients_lost": indicators.counted(total["lost"]),
            "retention": indicators.rate(
                PERCENT, total["kept"], total["at_start"], lost=total["lost"]
            ),
            **services,
        }

    def _count_clients(self, company, span):
        """Clients of each service at the end of a period, and on the day before it.

        :return: (``{service id: figures}`` as core.client_counts has them, ``{service id: count}``
            of the day before, (ids of the services whose figures were typed, likewise the day
            before))
        """
        today = periods.today()
        if span.first > today:
            return {}, {}, (set(), set())
        params = {
            "before": span.first - periods.ONE_DAY,
            "day": min(span.last, today),
            "last": span.last,
            "kind": self._get_kind(span),
        }
        cells, before, typed = {}, {}, (set(), set())
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
            typed[day != span.last].add(service_id)
        return cells, before, typed


def _count_service(service_id, counts, typed):
    """The measure of the clients of one service; without data where it was never counted."""
    own = {service_id: counts[service_id]} if service_id in counts else {}
    return indicators.counted(counts.get(service_id), **(own and _tell_origin(own, typed)))


def _growth(counts, before, typed):
    """How much the clients of all services grew; not said where a service was not counted again."""
    if not counts or set(before) - set(counts):
        return indicators.NO_DATA
    now, start = sum(counts.values()), sum(before.values())
    origin = {**_tell_origin(counts, typed[0]), **_tell_origin(before, typed[1], "_before")}
    return indicators.rate(PERCENT, now - start, start, count=now, **origin)


def _tell_origin(counts, typed, side=""):
    """Inputs of a number of clients: as many as their services say, and the figures typed instead.

    :param dict counts: ``{service id: number of clients}``
    :param set typed: ids of the services whose numbers were typed
    :param str side: end of the inputs' names
    """
    stays = sum(count for service_id, count in counts.items() if service_id not in typed)
    figures = len(typed.intersection(counts))
    return {f"stays{side}": stays, **({f"typed{side}": figures} if figures else {})}
