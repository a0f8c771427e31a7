from odoo import _, api, fields, models

from ...core import charts
from ...exceptions import ProcessError
from .digiflow_call_quality import SCOPE_ALL
from .review_states import CALIBRATION, DRAFT, SAMPLE

REVIEW_ACTION = "digiflow_crm.digiflow_call_review_action"
REPORT_ACTION = "digiflow_crm.digiflow_call_quality_report_action"
# Which reviews are behind a figure, beside those that count.
PARTS = {
    "reviews": [],
    "failed": [("failed", "=", True)],
    "reviewed": [("origin", "=", SAMPLE)],
}
RATED = "rated"


class DigiflowCallQuality(models.AbstractModel):
    """The screen «Figures»: what it shows, its charts, and what is behind a figure."""

    _inherit = "digiflow.call.quality"

    @api.model
    def get_screen(self, filters=None):
        """All that the screen shows, in one call.

        :param dict filters: as of get_figures
        :return: ``{"figures": see get_figures, "choices": [{"id", "name"}] (telemarketers to choose
            from), "chart": svg of all of them by week, "charts": [{"id", "name", "chart"}]}``
        """
        figures = self._get_figures(filters)
        # Nobody reviewed calls before the first of these weeks: it says nothing.
        skipped = self._count_before(figures["weeks"])
        weeks = [self._name_week(one["week"]) for one in figures["weeks"][skipped:]]
        shown = [one for one in figures["people"] if one["reviews"]]
        averages = [one["average"] for one in figures["weeks"][skipped:]]
        alone = len(shown) == 1
        title = shown[0]["name"] if alone else _("Everybody")
        return {
            "figures": figures,
            "choices": self._get_choices(figures),
            "chart": self._draw_trend(title, weeks, averages, figures["mark"]),
            "charts": [
                {
                    "id": one["id"],
                    "name": one["name"],
                    "chart": self._draw_trend(
                        one["name"], weeks, one["trend"][skipped:], figures["mark"]
                    ),
                }
                for one in ([] if alone else shown)
            ],
        }

    @api.model
    def open_records(self, part, filters=None, week=None, criterion_id=None):
        """The action that opens the records behind a figure: as many as the figure says.

        :param str part: ``reviews``, ``failed``, ``reviewed`` (of the drawn calls), or ``rated``
            (how often a criterion was)
        :param dict filters: as of get_figures
        :param str week: of a figure by week, its Monday as ISO text
        :param int criterion_id: of a figure by criterion
        :raise ProcessError: there is no such figure
        """
        if week:
            filters = {**(filters or {}), "week_from": week, "week_to": week}
        domain = self._get_domain(self._read_filters(filters))
        if part == RATED:
            rated = [("rated", "=", 1), ("criterion_id", "=", criterion_id)]
            return self._open(REPORT_ACTION, _("Points by criterion"), domain + rated, "list")
        if part not in PARTS:
            raise ProcessError(_("There is no figure «%(part)s».", part=part))
        counted = [("state", "!=", DRAFT), ("origin", "!=", CALIBRATION)]
        return self._open(REVIEW_ACTION, _("Reviews"), domain + counted + PARTS[part])

    @api.model
    def _open(self, name, title, domain, first=None):
        """A window action with a domain, and with one of its views first."""
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        if first:
            views = sorted(action["views"], key=lambda view: view[1] != first)
            action = {**action, "views": views, "view_mode": ",".join(kind for _id, kind in views)}
        return {**action, "name": title, "display_name": title, "domain": domain, "context": {}}

    @api.model
    def _get_choices(self, figures):
        """The telemarketers to choose from: those of the company, and those whose figures show."""
        if figures["scope"] != SCOPE_ALL:
            return []
        people = self.env["digiflow.call.sample"]._get_telemarketers(self.env.company)
        names = {user.id: user.name for user in people}
        names.update({one["id"]: one["name"] for one in figures["people"]})
        ordered = sorted(names.items(), key=lambda one: (one[1], one[0]))
        return [{"id": user_id, "name": name} for user_id, name in ordered]

    @api.model
    def _count_before(self, weeks):
        """How many of the first weeks have nothing to show; none when all of them have nothing."""
        known = [place for place, one in enumerate(weeks) if one["quota"] or one["reviews"]]
        return known[0] if known else 0

    @api.model
    def _draw_trend(self, name, weeks, averages, mark):
        """The average score of each week against the passing one, as svg."""
        known = [
            f"{week}: {average:.2f}"
            for week, average in zip(weeks, averages)
            if average is not None
        ]
        said = ", ".join(known)
        return charts.trend(
            weeks,
            averages,
            mark,
            name,
            _("Average score by week. %(said)s.", said=said) if said else _("no data"),
            unit="",
            target_label=_("Passing score"),
            no_data=_("no data"),
        )

    @api.model
    def _name_week(self, week):
        """A week as its Monday, day and month."""
        return fields.Date.to_date(week).strftime("%d/%m")
