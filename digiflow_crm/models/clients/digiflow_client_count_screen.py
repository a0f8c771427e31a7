from datetime import date

from odoo import _, api, models

from ...core import charts, client_counts, periods
from ...exceptions import ProcessError
from .digiflow_client_count import ORIGIN_COMPUTED

MANAGER = "digiflow_crm.group_manager"
SEES_ALL = (MANAGER, "digiflow_crm.group_quality", "digiflow_crm.group_implementation")
# Years that the screen opens with: a decade, or as many quarters as fit a glance.
YEARS_SHOWN = {client_counts.YEAR: 10, client_counts.QUARTER: 3}


class DigiflowClientCount(models.Model):
    """The screen «Clients by service»: its table, its chart, and what is behind a figure."""

    _inherit = "digiflow.client.count"

    @api.model
    def get_screen(self, kind=client_counts.YEAR, year_from=False, year_to=False):
        """All that the screen shows, in one call.

        :param str kind: ``quarter`` or ``year``
        :param year_from: first year, a number; False for the last ten years, or three of quarters
        :param year_to: last year; False for this one
        :return: ``{"table": see get_table, "chart": svg, "years": [numbers to choose from],
            "year_from", "year_to", "is_empty", "may_manage", "sees_all"}``
        :raise ProcessError: see get_table
        """
        today = periods.today()
        oldest = self.search([("company_id", "=", self.env.company.id)], order="date", limit=1)
        first_year = min(oldest.date.year if oldest else today.year, today.year)
        year_to = year_to or today.year
        shown = YEARS_SHOWN.get(kind, 1)
        year_from = year_from or max(first_year, year_to - shown + 1)
        days = self._parse_days(kind, *self._get_days_of_years(year_from, year_to))
        table = self._get_table(kind, *days)
        user = self.env.user
        return {
            "table": self._table_to_json(table),
            "chart": self._draw_chart(table),
            "years": list(range(min(first_year, year_from), today.year + 1)),
            "year_from": year_from,
            "year_to": year_to,
            "is_empty": not oldest,
            "may_manage": user.has_group(MANAGER),
            "sees_all": any(user.has_group(group) for group in SEES_ALL),
        }

    @api.model
    def get_clients_action(self, kind, day, service_id=False):
        """What is behind a figure of the table: the services of clients, or the typed row.

        :param str kind: ``quarter`` or ``year``
        :param day: the period's last day, ISO text or date
        :param service_id: of the figure; False for the total
        :return: an action: services that ran on the day that was counted, as the user may see
            them; else the rows of the table themselves
        :raise ProcessError: there is no figure
        """
        last = self._parse_days(kind, day, day)[0]
        period = client_counts.period_of(last, kind)
        cells = self._get_cells(kind, [period])
        cells = {one: cell for (_day, one), cell in cells.items() if service_id in (False, one)}
        if not cells:
            raise ProcessError(_("Nobody counted the clients of that date."))
        label = self._get_period_label(kind, period)
        if all(cell["origin"] == ORIGIN_COMPUTED for cell in cells.values()):
            action = self._prepare_stays_action(cells)
        else:
            action = self._prepare_rows_action(period, cells)
        services = self.env["digiflow.service"].browse(cells)
        codes = ", ".join(services.sorted().mapped("code"))
        name = f"{codes}: {label}"
        return {**action, "name": name, "display_name": name}

    @api.model
    def _get_days_of_years(self, year_from, year_to):
        """First and last day of the years.

        :raise ProcessError: they are no years
        """
        try:
            return date(int(year_from), 1, 1), date(int(year_to), 12, 31)
        except (TypeError, ValueError, OverflowError):
            years = f"{year_from}, {year_to}"
            raise ProcessError(
                _("«%(year)s» is no year. Write it like 2027.", year=years)
            ) from None

    @api.model
    def _prepare_stays_action(self, cells):
        """The services of clients that the computed figures counted."""
        stays = self.env["digiflow.client.service"]
        day = max(cell["counted_on"] for cell in cells.values())
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_client_service_action"
        )
        own = [("company_id", "=", self.env.company.id), ("service_id", "in", list(cells))]
        return {**action, "domain": own + stays._get_domain_on(day), "context": {}}

    @api.model
    def _prepare_rows_action(self, period, cells):
        """The rows of the table that the figures are in."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_client_count_action"
        )
        domain = [
            ("company_id", "=", self.env.company.id),
            ("date", "=", period.last),
            ("service_id", "in", list(cells)),
        ]
        return {**action, "domain": domain, "context": {}}

    @api.model
    def _draw_chart(self, table):
        """The columns of the services with the growth of the total above them, as svg."""
        rows = table["rows"]
        series = [
            (service["code"], [row["cells"][index]["count"] for row in rows])
            for index, service in enumerate(table["services"])
        ]
        return charts.stacked_columns(
            [row["label"] + ("*" if row["is_running"] else "") for row in rows],
            series,
            (_("Growth"), [row["total"]["growth"] for row in rows]),
            _("Clients by service"),
            self._describe(rows),
            no_data=_("no data"),
        )

    @api.model
    def _describe(self, rows):
        """The totals in words, for whoever does not see the chart."""
        said = [
            f"{row['label']}: {row['total']['count']}"
            for row in rows
            if row["total"]["count"] is not None
        ]
        return _("Clients: %(counts)s.", counts=", ".join(said)) if said else _("no data")
