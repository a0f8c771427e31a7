from odoo import _, api, models

from ...core import charts, charts_funnel


class DigiflowDashboard(models.AbstractModel):
    """The drawings of the funnel and of what was lost; every figure in words too."""

    _inherit = "digiflow.dashboard"

    @api.model
    def _draw_charts(self, data):
        """See digiflow_dashboard_charts: ``lost`` too."""
        return {**super()._draw_charts(data), "lost": self._draw_lost(data["lost"])}

    @api.model
    def _draw_funnel(self, data):
        """A bar for each stage, and between them which part went on.

        :param dict data: of `get_data`: False, not None, where nobody can say
        :return: SVG; empty text where there is nothing to draw
        """
        rows = data["funnel"]["rows"]
        if data["funnel"]["empty"]:
            return ""
        return charts_funnel.funnel(
            [
                (self._say_days(row), row["counts"]["entered"], self._say_went_on(row))
                for row in rows
            ],
            title=_("Funnel"),
            desc=_(
                "How many opportunities entered each stage, which part of them went on, and the "
                "median of the days in it. %(stages)s.",
                stages="; ".join(self._say_stage(row) for row in rows),
            ),
            no_data=_("no data"),
        )

    @api.model
    def _draw_lost(self, section):
        """A bar for each reason.

        :return: SVG; empty text where nothing was lost
        """
        rows = section["rows"]
        if not rows:
            return ""
        told = "; ".join(f"{row['name']}: {row['counts']['lost']}" for row in rows)
        return charts.bars(
            [(f"{row['name']} ({row['share_text']})", row["counts"]["lost"]) for row in rows],
            title=_("Lost, by reason"),
            desc=_("How many opportunities were lost for each reason. %(counts)s.", counts=told),
        )

    @api.model
    def _say_stage(self, row):
        """A stage in words."""
        said = self._say_went_on(row)
        entered = f"{self._say_days(row)}: {row['counts']['entered']}"
        return f"{entered} ({said})" if said else entered

    @api.model
    def _say_days(self, row):
        """The name of a stage with the days that it takes, once that is known."""
        return " \N{MIDDLE DOT} ".join(filter(None, [row["name"], row["days_median_text"]]))

    @api.model
    def _say_went_on(self, row):
        """What is said of those who went on from a stage; nothing where nobody entered it."""
        if row["conversion"] is False:
            return ""
        return _(
            "%(rate)s went on: %(count)s",
            rate=row["conversion_text"],
            count=charts.figure(row["counts"]["went_on"]),
        )
