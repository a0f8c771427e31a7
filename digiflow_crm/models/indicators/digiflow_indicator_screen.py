from odoo import _, api, models
from odoo.exceptions import AccessError

from ...core import indicator_periods, indicators, periods
from ...core.external import without_none
from ...exceptions import WorkflowError
from .digiflow_indicator_values import MANAGER, PLANS
from .indicator_states import FAMILY_SELECTION

# Periods to choose from, the newest first.
PERIODS_SHOWN = {
    indicator_periods.MONTH: 24,
    indicator_periods.QUARTER: 12,
    indicator_periods.YEAR: 10,
}


class DigiflowIndicator(models.Model):
    """The screen of the indicators, and what its buttons do."""

    _inherit = "digiflow.indicator"

    @api.model
    def get_screen(self, period=False, kind=False):
        """All that the screen of a period shows, in one call.

        :param str period: see `get_values`; False for the one that runs
        :param str kind: ``month``, ``quarter`` or ``year`` of the one that runs; quarter without it
        :return: what `get_values` returns, each value with ``before`` (the value of the period
            before, in words) and ``change`` (how much it differs, in words, or False); and
            ``families`` ([key, name] in their order), ``periods`` ([{"code", "label"}] to choose
            from), ``may_close``, ``may_improve``, ``gets_digest``
        :raise ProcessError: see `get_values`
        """
        if not period:
            kind = kind or indicator_periods.QUARTER
            period = indicator_periods.code_of(
                indicator_periods.period_of(periods.today(), kind), kind
            )
        kind, span = self._parse_period(period)
        screen = self.get_values(period)
        earlier = self._get_values(kind, indicator_periods.before(span, kind))["values"]
        for row, other in zip(screen["values"], earlier):
            row.update(self.browse(row["id"])._compare_rows(row, other))
        families = dict(self._fields["family"]._description_selection(self.env))
        user = self.env.user
        return {
            **without_none(screen),
            "families": [[key, families[key]] for key, _name in FAMILY_SELECTION],
            "periods": self._get_periods_shown(kind, span),
            "may_close": user.has_group(MANAGER),
            "may_improve": any(user.has_group(group) for group in PLANS),
            "gets_digest": not user.digiflow_no_digest,
        }

    @api.model
    def close_period(self, period):
        """Close a period from its screen, made when it is not there yet.

        :param str period: see `get_values`
        :return: True
        :raise AccessError: the user does not manage
        :raise WorkflowError: it is not over, or closed already
        """
        return self._get_period(period).action_close()

    @api.model
    def open_reopening(self, period):
        """The form that asks why a closed period is reopened.

        :raise WorkflowError: it is open
        """
        return self._get_period(period).action_open_reopen()

    @api.model
    def open_improvement(self, period, indicator_id):
        """The improvement action that a figure under its target asks for.

        Of a closed figure it is the action of that figure; of a live one the action about the
        indicator that is going on. It is made when there is none.

        :param str period: see `get_values`
        :return: a window action
        :raise WorkflowError: the figure is not under its target
        :raise AccessError: the user does not plan improvement actions
        """
        rows = self._get_values(*self._parse_period(period))
        row = next((one for one in rows["values"] if one["id"] == indicator_id), None)
        if not row or not row["is_under_target"]:
            raise WorkflowError(
                _("This figure is not under its target. You can open an action by hand.")
            )
        if row["is_frozen"]:
            return self.env["digiflow.indicator.value"].browse(row["value_id"]).action_improve()
        text = _(
            "%(name)s: %(value)s in %(period)s",
            name=row["name"],
            value=row["text"],
            period=rows["period"]["label"],
        )
        actions = self.env["digiflow.improvement"]
        return actions._open_live(self.browse(row["id"]), self.env.company, text)._get_form_action()

    @api.model
    def _get_period(self, period):
        """The digiflow.indicator.period of a code in the company at work; made when missing.

        :raise AccessError: the user does not manage
        """
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(_("The commercial manager closes and reopens periods. Ask for it."))
        kind, span = self._parse_period(period)
        place = {"company_id": self.env.company.id, "kind": kind, "date_from": span.first}
        own = self.env["digiflow.indicator.period"]
        return own.search([(name, "=", place[name]) for name in place]) or own.create(place)

    def _compare_rows(self, row, other):
        """How a value differs from the one of the period before, in words."""
        self.ensure_one()
        if not row["text"] or other["value"] is None or row["value"] is False:
            return {"before": other["text"], "change": False}
        decimals = indicators.DECIMALS[self.unit]
        difference = round(
            round(row["value"], decimals) - round(other["value"], decimals), decimals
        )
        return {
            "before": other["text"],
            "change": self._format(difference, self.env.company, signed=True),
        }

    @api.model
    def _get_periods_shown(self, kind, span):
        """The periods to choose from: the last ones, and the one that is shown."""
        one = indicator_periods.period_of(periods.today(), kind)
        spans = []
        for _number in range(PERIODS_SHOWN[kind]):
            spans.append(one)
            one = indicator_periods.before(one, kind)
        if span not in spans:
            spans.append(span)
        return [
            {
                "code": indicator_periods.code_of(span, kind),
                "label": self._get_period_label(kind, span),
            }
            for span in spans
        ]
