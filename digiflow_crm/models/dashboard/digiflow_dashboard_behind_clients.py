from odoo import api, models
from odoo.tools import groupby

from ...core import periods
from ..clients.digiflow_client_count import ORIGIN_HISTORICAL
from .behind_sql import SEVERAL_STAYS_SQL

STAYS, COUNTS = "digiflow.client.service", "digiflow.client.count"


class DigiflowDashboard(models.AbstractModel):
    """The services behind the indicators of clients: each client once for each service.

    A client with several stays in a service is shown by one of them. Which those are is asked for
    once, as the exceptions that domains make.
    """

    _inherit = "digiflow.dashboard"

    @api.model
    def _find_indicator_clients(self, company, kind, span, indicator, part):
        """See digiflow_dashboard_behind."""
        before = span.first - periods.ONE_DAY
        day = before if part.endswith("_before") else span.last
        typed, replaced = self._find_typed(company, kind, day)
        if part.startswith("typed"):
            return COUNTS, [*self._get_typed_domain(company, day, indicator), *self._but(replaced)]
        counted = [("service_id.counted", "=", True), ("company_id", "=", company.id)]
        if indicator.service_id:
            counted = [("service_id", "=", indicator.service_id.id), *counted]
        if typed and part.startswith("clients"):
            counted = [("service_id", "not in", sorted(typed)), *counted]
        return STAYS, counted + self._get_stay_domain(company, span, part)

    @api.model
    def _get_stay_domain(self, company, span, part):
        """Domain of the stays that stand for the clients of a part, of all services."""
        stays = self.env[STAYS]
        before, day = span.first - periods.ONE_DAY, min(span.last, periods.today())
        several = self._find_several_stays(company, span, before, day)
        at_start = [*stays._get_domain_on(before.isoformat()), *self._but(several["twice_before"])]
        at_end = [*stays._get_domain_on(day.isoformat()), *self._but(several["twice"])]
        first, back = span.first.isoformat(), several["back"]
        stayed = ["|", ("id", "in", sorted(back))] if back else []
        return {
            "clients": at_end,
            "clients_before": at_start,
            "at_start": at_start,
            "new": [*at_end, ("date_start", ">=", first), *self._but(back)],
            "kept": [*at_end, *stayed, ("date_start", "<", first)],
            "gone": [*at_start, ("date_end", "<", day.isoformat()), *self._but(several["away"])],
        }[part]

    @api.model
    def _find_several_stays(self, company, span, before, day):
        """Ids of the stays that are exceptions: see `find_exceptions`."""
        self.env.flush_all()
        return find_exceptions(
            self._ask(SEVERAL_STAYS_SQL, company, span, before=before, day=day),
        )

    @api.model
    def _find_typed(self, company, kind, day):
        """(ids of the services whose number of clients on a day was typed, ids of the typed rows
        that another of the same day replaces: that of the kind of period that is looked at)."""
        rows = self.env[COUNTS].search(self._get_typed_domain(company, day))
        counting = {row.service_id.id: row.id for row in rows.sorted(lambda one: one.kind == kind)}
        return set(counting), set(rows.ids) - set(counting.values())

    @api.model
    def _get_typed_domain(self, company, day, indicator=None):
        """Domain of the numbers of clients of a day that were typed; of one service or of all."""
        service = indicator and indicator.service_id
        return [
            ("company_id", "=", company.id),
            ("origin", "=", ORIGIN_HISTORICAL),
            ("date", "=", day.isoformat()),
            ("service_id.counted", "=", True),
            *([("service_id", "=", service.id)] if service else []),
        ]


def find_exceptions(stays):
    """Return which stays are exceptions, for clients with several of them in a service.

    :param stays: (client, service, id, whether there on the day before, whether on the last day)
    :return: ``{name: set of ids}``: ``twice_before`` and ``twice`` are stays on the day before, and
        on the last day, beside the one that stands for their client; ``away`` and ``back`` are
        those that do on one of the days only, where another one does on the other day
    """
    found = {"twice_before": set(), "twice": set(), "away": set(), "back": set()}
    for _client, several in groupby(stays, lambda stay: stay[:2]):
        # What lasts from one day to the other comes first.
        own = sorted(several, key=lambda stay: (not (stay[3] and stay[4]), stay[2]))
        start, end = ([stay for stay in own if stay[side]] for side in (3, 4))
        found["twice_before"].update(stay[2] for stay in start[1:])
        found["twice"].update(stay[2] for stay in end[1:])
        if start and end and start[0] != end[0]:
            found["away"].add(start[0][2])
            found["back"].add(end[0][2])
    return found
