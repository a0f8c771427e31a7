from odoo import _, api, models

from ...core import charts


class DigiflowDashboard(models.AbstractModel):
    """The drawings of the dashboard, which the screen and the report show.

    A bar's data-index is the place of the row it shows, its data-series the place in the row's
    cells. Each drawing says its figures in words too.
    """

    _inherit = "digiflow.dashboard"

    @api.model
    def _draw_charts(self, data):
        """The drawings of a period.

        :param dict data: what `get_data` returns: False, not None, where nobody can say
        :return: ``{name: SVG}``, empty text where there is nothing to draw; ``clients``,
            ``satisfaction``, ``satisfaction_trend`` (its points are the section's ``trend``),
            ``training``, and ``funnel``
        """
        return {
            **super()._draw_charts(data),
            "clients": self._draw_clients(data["clients"]),
            "satisfaction": self._draw_scores(data["satisfaction"]),
            "satisfaction_trend": self._draw_satisfaction_trend(data["satisfaction"]),
            "training": self._draw_training(data["training"]),
            "funnel": self._draw_funnel(data),
        }

    @api.model
    def _draw_funnel(self, data):  # pylint: disable=unused-argument # hook: of the funnel
        """Hook: the stages of the funnel as SVG.

        :param dict data: what `get_data` returns
        """
        return ""

    @api.model
    def _draw_clients(self, section):
        """Columns of the clients of each service, one upon the other, a column for each row."""
        rows = section["rows"]
        if not rows:
            return ""
        series = [
            (service["code"], [_number(row["cells"][place]["number"]) for row in rows])
            for place, service in enumerate(section["services"])
        ]
        told = [
            f"{row['name']}: "
            + ", ".join(
                f"{service['code']} {cell['text']}"
                for service, cell in zip(section["services"], row["cells"])
            )
            for row in rows
        ]
        return charts.stacked_columns(
            [row["name"] for row in rows],
            series,
            None,
            _("Clients by service"),
            _(
                "Clients at the end of each year and of the period. %(counts)s.",
                counts="; ".join(told),
            ),
            no_data=_("no data"),
        )

    @api.model
    def _draw_scores(self, section):
        """A bar for each score, as long as its answers are many."""
        if not section["total"] or not section["total"]["counts"]["answers"]:
            return ""
        rows = section["rows"]
        told = [f"{row['name']}: {row['counts']['answers']} ({row['share_text']})" for row in rows]
        return charts.bars(
            [(f"{row['name']} ({row['share_text']})", row["counts"]["answers"]) for row in rows],
            title=_("Answers by score"),
            desc=_("How many clients gave each score. %(counts)s.", counts="; ".join(told)),
        )

    @api.model
    def _draw_satisfaction_trend(self, section):
        """The official figure of each campaign, with the target as a line."""
        points = section["trend"]
        if not points:
            return ""
        told = "; ".join(f"{point['name']}: {point['text']}" for point in points)
        return charts.trend(
            [point["name"] for point in points],
            [_number(point["official"]) for point in points],
            section["target"],
            title=_("Satisfied clients over time"),
            desc=_(
                "The official figure of each campaign against the target of %(target)s %%. "
                "%(figures)s.",
                target=charts.figure(section["target"]),
                figures=told,
            ),
            target_label=_("Target"),
            no_data=_("no data"),
        )

    @api.model
    def _draw_training(self, section):
        """A bar for each question, as long as its right answers are many in percent."""
        rows = section["rows"]
        if not rows:
            return ""
        told = [
            f"{place}. {row['counts']['right']}/{row['counts']['answers']}"
            for place, row in enumerate(rows, 1)
        ]
        whole = section["total"]
        return charts.bars(
            [
                (f"{place}. {row['name']}", _number(row["percent"]))
                for place, row in enumerate(rows, 1)
            ],
            title=_("Right answers by question"),
            desc=_(
                "Right answers of each question: %(counts)s. In all %(right)s of %(answers)s, "
                "%(percent)s.",
                counts=", ".join(told),
                right=whole["counts"]["right"],
                answers=whole["counts"]["answers"],
                percent=whole["percent_text"],
            ),
            unit="%",
            no_data=_("no data"),
            full=100,
        )


def _number(value):
    """Return a number of `get_data`, None where it says that nobody knows."""
    return None if value is False else value
