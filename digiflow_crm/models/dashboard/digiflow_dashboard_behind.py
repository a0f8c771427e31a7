from odoo import _, api, fields, models

from ...core import periods
from ...exceptions import ProcessError
from .indicator_parts import count_parts, get_parts


class DigiflowDashboard(models.AbstractModel):
    """The records behind each indicator: how many, and the domain that finds them.

    What there is to find is in indicator_parts; each family of indicators has a method
    ``_find_indicator_<family>(company, kind, span, indicator, part)`` -> (model name, domain), in
    digiflow_dashboard_behind_*.py. Domains say what the statements of the indicators say; ids stand
    in them only for what no domain can say.
    """

    _inherit = "digiflow.dashboard"

    @api.model
    def _count_indicators(self, rows):
        """Give each row its ``counts``, from the numbers it was reckoned or frozen with."""
        res = super()._count_indicators(rows)
        for row in rows:
            row["counts"] = count_parts(row)
        return res

    @api.model
    def _find_indicators(self, company, kind, span, key, part):
        """The records behind a part of an indicator.

        :param str key: code of the indicator
        :param str part: one of indicator_parts
        :return: (model name, domain, title)
        :raise ProcessError: there is no such indicator, or no such part of it
        """
        indicator = self.env["digiflow.indicator"].search([("code", "=", str(key))])
        if part not in get_parts(indicator.code, indicator.family):
            raise ProcessError(
                _(
                    "The dashboard has no figure «%(part)s» of the indicator «%(code)s».",
                    part=part,
                    code=key,
                )
            )
        find = getattr(self, f"_find_indicator_{indicator.family}")
        model, domain = find(company, kind, span, indicator, part)
        title = _(
            "%(indicator)s: %(part)s", indicator=indicator.name, part=self._get_part_names()[part]
        )
        return model, domain, title

    @api.model
    def _get_part_names(self):
        """What people call the parts of indicators."""
        return {
            "answers": _("clients who answered"),
            "at_start": _("clients at the start"),
            "booked": _("presentations booked"),
            "called": _("prospects called"),
            "called_won": _("won of those first called"),
            "calls": _("calls"),
            "campaigns": _("campaigns"),
            "clients": _("services of clients at the end"),
            "clients_before": _("services of clients at the start"),
            "cycles": _("sales counted"),
            "effective": _("effective contacts"),
            "ended": _("won or lost"),
            "ended_offered": _("won or lost with a proposal"),
            "expected": _("presentations held or missed"),
            "failed": _("failed reviews"),
            "first_called": _("prospects first called"),
            "gone": _("services that ended"),
            "held": _("presentations held"),
            "kept": _("services kept"),
            "lost": _("lost"),
            "lost_offered": _("lost with a proposal"),
            "new": _("services that began"),
            "no_show": _("the client did not come"),
            "offers": _("proposals sent"),
            "orders": _("proposals confirmed"),
            "prospects": _("prospects of the lists"),
            "reviews": _("calls reviewed"),
            "right": _("right answers"),
            "satisfied": _("satisfied clients"),
            "staff": _("people who must be trained"),
            "targets": _("targets of executives"),
            "told": _("all answers"),
            "trained": _("trained people"),
            "typed": _("figures typed"),
            "typed_before": _("figures typed at the start"),
            "won": _("won"),
            "won_offered": _("won with a proposal"),
        }

    @api.model
    def _within(self, name, span):
        """Domain of the records whose moment `name` is in some days of Lima, both ends included."""
        begin, end = (fields.Datetime.to_string(one) for one in periods.boundaries([span]))
        return [(name, ">=", begin), (name, "<", end)]

    @api.model
    def _but(self, ids):
        """Domain that leaves out the records of some ids; nothing where there are none."""
        return [("id", "not in", sorted(ids))] if ids else []

    @api.model
    def _find_ids(self, query, company, span, **params):
        """The ids that a statement of behind_sql finds."""
        self.env.flush_all()
        return [record_id for (record_id,) in self._ask(query, company, span, **params)]
