from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...compat import search_sql
from ...core import call_figures, periods
from ...core.external import without_none
from ...exceptions import ProcessError

SEE_ALL = ("digiflow_crm.group_quality", "digiflow_crm.group_manager")
SEE_OWN = "digiflow_crm.group_telemarketer"
SCOPE_ALL, SCOPE_OWN = "all", "own"
WEEKS_SHOWN, MOST_WEEKS = 12, 53
REVIEWS_SQL = """
    SELECT user_id, week, count(failed), COALESCE(sum(score), 0), COALESCE(sum(failed), 0)
    FROM ({found}) found GROUP BY user_id, week
"""
CRITERIA_SQL = """
    SELECT user_id, week, criterion_id, sum(rated), COALESCE(sum(points), 0)
    FROM ({found}) found GROUP BY user_id, week, criterion_id HAVING sum(rated) > 0
"""
COVERAGE_SQL = "SELECT user_id, week, quota, reviewed FROM ({found}) found"


class DigiflowCallQuality(models.AbstractModel):
    """The figures of call quality: worked out once, for the screen and for other programs."""

    _name = "digiflow.call.quality"
    _description = "Figures of call quality"

    @api.model
    def get_figures(self, filters=None):
        """What the signed reviews say of the telemarketers, and how many of the calls were heard.

        Reviews that are being scored, and calibrations, count in nothing. A telemarketer gets own
        figures, quality analysts and the manager those of everybody, of the company at work. A
        figure is ``{"reviews", "average" (0-100), "failed", "failed_rate" (percent), "quota",
        "reviewed" (of the drawn calls), "coverage" (percent)}``; an average or rate of nothing is
        False ("no data").

        :param dict filters: ``week_from`` and ``week_to``: any days of the first and last week, as
            ISO text; without the first one ``weeks`` of them (12). ``user_id``: of one telemarketer
        :return: dict that JSON and XML-RPC can hold:
            ``date_from``, ``date_to``: first and last day in Lima, ISO text; ``scope``: ``all`` or
            ``own``; ``mark``: the company's passing score; ``user_id``: or False; ``totals``: a
            figure; ``people``: figures with ``id``, ``name`` and ``trend`` (averages by week);
            ``weeks``: figures with ``week`` (its Monday, ISO text); ``criteria``:
            ``[{"id", "name", "critical", "rated", "average", "people", "weeks"}]``, the last two
            ``[{"rated", "average"}]`` in the order of ``people`` and ``weeks``
        :raise AccessError: the user has none of these roles
        :raise ProcessError: a day is none, or there are more than 53 weeks
        """
        return without_none(self._get_figures(filters))

    @api.model
    def _get_figures(self, filters=None):
        """The same, with None where there is no data."""
        chosen = self._read_filters(filters)
        reviewed, rated, covered = self._read_rows(chosen)
        weeks = [week.first for week in chosen["weeks"]]
        by_week = call_figures.figures_by("week", weeks, reviewed, covered)
        people = self._prepare_people(reviewed, covered, weeks)
        return {
            "date_from": weeks[0].isoformat(),
            "date_to": chosen["weeks"][-1].last.isoformat(),
            "scope": chosen["scope"],
            "user_id": chosen["user_id"],
            "company": self.env.company.name,
            "mark": self.env.company.digiflow_quality_mark,
            "totals": call_figures.figure(reviewed, covered),
            "people": people,
            "weeks": [{"week": week.isoformat(), **by_week[week]} for week in weeks],
            "criteria": self._prepare_criteria(rated, [one["id"] for one in people], weeks),
        }

    @api.model
    def _read_filters(self, filters):
        """What is asked for, and may be.

        :return: ``{"weeks": whole weeks as Periods, "user_id": id or False, "scope"}``
        """
        filters = filters or {}
        scope = self._get_scope()
        this_week = periods.period_of(periods.today(), periods.WEEK)
        last = self._read_week(filters.get("week_to"), this_week)
        count = filters.get("weeks") or WEEKS_SHOWN
        if not isinstance(count, int) or not 1 <= count <= MOST_WEEKS:
            raise ProcessError(_("Choose from 1 to 53 weeks."))
        before = last.first - (count - 1) * 7 * periods.ONE_DAY
        first = self._read_week(filters.get("week_from"), periods.period_of(before, periods.WEEK))
        if not first.first <= last.first < first.first + MOST_WEEKS * 7 * periods.ONE_DAY:
            raise ProcessError(
                _("Choose up to 53 weeks, the first one before the last one: a year and a little.")
            )
        user_id = self.env.uid if scope == SCOPE_OWN else filters.get("user_id") or False
        weeks = periods.split(first.first, last.last, periods.WEEK)
        return {"weeks": weeks, "user_id": user_id, "scope": scope}

    @api.model
    def _read_week(self, day, default):
        """The week that a day belongs to."""
        if not day:
            return default
        try:
            return periods.period_of(periods.parse_day(day), periods.WEEK)
        except (ValueError, OverflowError):
            raise ProcessError(
                _("«%(day)s» is no date. Write it like 2026-03-31.", day=day)
            ) from None

    @api.model
    def _get_scope(self):
        """Whose figures the user sees.

        :raise AccessError: nobody's
        """
        user = self.env.user
        if self.env.su or any(user.has_group(role) for role in SEE_ALL):
            return SCOPE_ALL
        if user.has_group(SEE_OWN):
            return SCOPE_OWN
        raise AccessError(
            _("Call quality is for telemarketers, quality analysts and the commercial manager.")
        )

    @api.model
    def _get_domain(self, chosen):
        """Which rows of the views are asked for.

        :param dict chosen: as `_read_filters` gives it
        """
        domain = [
            ("company_id", "=", self.env.company.id),
            ("week", ">=", fields.Date.to_string(chosen["weeks"][0].first)),
            ("week", "<=", fields.Date.to_string(chosen["weeks"][-1].first)),
        ]
        return domain + ([("user_id", "=", chosen["user_id"])] if chosen["user_id"] else [])

    @api.model
    def _read_rows(self, chosen):
        """The sums that figures are made of, as far as the user may know.

        :return: lists of `call_figures` Reviewed, Rated and Covered
        """
        domain = self._get_domain(chosen)
        report = ("user_id", "week", "criterion_id", "score", "failed", "rated", "points")
        coverage = ("user_id", "week", "quota", "reviewed")
        kinds = [
            ("digiflow.call.quality.report", report, REVIEWS_SQL, call_figures.Reviewed),
            ("digiflow.call.quality.report", report, CRITERIA_SQL, call_figures.Rated),
            ("digiflow.call.coverage", coverage, COVERAGE_SQL, call_figures.Covered),
        ]
        return [
            [kind(*row) for row in self._query(model, domain, columns, sql)]
            for model, columns, sql, kind in kinds
        ]

    @api.model
    def _query(self, name, domain, columns, sql):
        """Rows of a query over what a search of a view finds."""
        model = self.env[name]
        for source, names in model._depends.items():
            self.env[source].flush_model(names)
        found, params = search_sql(model, domain, columns)
        self.env.cr.execute(sql.format(found=found), params)
        return self.env.cr.fetchall()

    @api.model
    def _prepare_people(self, reviewed, covered, weeks):
        """A figure for each person that there is anything of, by name."""
        ids = {one.user_id for one in (*reviewed, *covered)}
        # sudo: names of those whose figures the user may know, who may have left since.
        names = {user.id: user.name for user in self.env["res.users"].sudo().browse(ids)}
        figures = call_figures.figures_by("user_id", ids, reviewed, covered)
        averages = {
            (one.user_id, one.week): call_figures.average(one.score_sum, one.reviews)
            for one in reviewed
        }
        return [
            {
                "id": user_id,
                "name": names[user_id],
                **figures[user_id],
                "trend": [averages.get((user_id, week)) for week in weeks],
            }
            for user_id in sorted(ids, key=lambda one: (names[one], one))
        ]

    @api.model
    def _prepare_criteria(self, rated, people, weeks):
        """How each criterion was rated: in all, by person and by week.

        :param list people: ids
        """
        ids = {one.criterion_id for one in rated}
        # sudo: their names, of another scorecard or archived since.
        criteria = self.env["digiflow.call.scorecard.criterion"].sudo().browse(ids)
        criteria = criteria.sorted(lambda one: (one.scorecard_id.id, one.sequence, one.id))
        by_person = call_figures.criteria_by("user_id", ids, people, rated)
        by_week = call_figures.criteria_by("week", ids, weeks, rated)
        return [
            {
                "id": one.id,
                "name": one.name,
                "critical": one.critical,
                **call_figures.criterion([row for row in rated if row.criterion_id == one.id]),
                "people": by_person[one.id],
                "weeks": by_week[one.id],
            }
            for one in criteria
        ]
