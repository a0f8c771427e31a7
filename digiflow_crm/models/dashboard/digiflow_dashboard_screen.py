from odoo import _, api, models

from ...core import charts, indicator_periods, periods
from ..indicators.indicator_states import FREQUENCY_SELECTION


class DigiflowDashboard(models.AbstractModel):
    """What the screen of the dashboard needs beside the figures."""

    _inherit = "digiflow.dashboard"

    @api.model
    def get_screen(self, period=False, kind=False):
        """All that the screen shows of a period, in one call.

        :param str period: see `get_data`; False for the one that runs
        :param str kind: ``month``, ``quarter`` or ``year`` of the one that runs; quarter without it
        :return: ``{"data": what get_data returns, "charts": {name: SVG}, "sparks": {indicator
            code: SVG}, "parts": {part of an indicator: what people call it}, "periods": [{"code",
            "label"}] to choose from, "kinds": [[key, name]], "may_close": whether this period can
            be closed now}``
        :raise ProcessError: it is no period, or one that is yet to come
        :raise AccessError: the user is no commercial manager
        """
        catalogue = self.env["digiflow.indicator"]
        if not period:
            kind = kind if kind in indicator_periods.KINDS else indicator_periods.QUARTER
            running = indicator_periods.period_of(periods.today(), kind)
            period = indicator_periods.code_of(running, kind)
        data = self.get_data(period)
        kind, span = catalogue._parse_period(period)
        names = dict(
            self.env["digiflow.indicator.period"]._fields["kind"]._description_selection(self.env)
        )
        return {
            "data": data,
            "charts": self._draw_charts(data),
            "sparks": self._draw_sparks(data["indicators"]["rows"]),
            "parts": self._get_part_names(),
            "periods": catalogue._get_periods_shown(kind, span),
            "kinds": [[key, names[key]] for key, _name in FREQUENCY_SELECTION],
            "may_close": data["period"]["is_over"] and not data["period"]["is_closed"],
        }

    @api.model
    def _draw_charts(self, data):  # pylint: disable=unused-argument # hook: of the sections
        """Hook: the drawings of the dashboard, for the screen and for the report.

        :param dict data: what `get_data` returns: False, not None, where nobody can say
        :return: ``{name: SVG}``
        """
        return {}

    @api.model
    def _draw_sparks(self, rows):
        """A small line for each indicator that has been counted: ``{code: SVG}``."""
        return {
            row["code"]: self._draw_spark(row)
            for row in rows
            if any(one["value"] is not False for one in row["trend"])
        }

    @api.model
    def _draw_spark(self, row):
        """The small line of an indicator; its words say what it shows."""
        values = [None if one["value"] is False else one["value"] for one in row["trend"]]
        told = ", ".join(f"{one['label']}: {one['text']}" for one in row["trend"])
        target = None if row["target"] is False else row["target"]
        title = _("%(name)s, period by period", name=row["name"])
        return charts.spark(values, target, title, told)
