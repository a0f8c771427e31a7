from odoo import _, api, models
from odoo.tools import format_date, formatLang

from ...compat import check_access
from ...core import indicator_periods, indicators, periods
from ...core.external import without_none
from ...core.indicators import NO_DATA, Measure
from ...core.slots import to_lima
from ...exceptions import ProcessError
from .indicator_states import STATE_CLOSED

MANAGER = "digiflow_crm.group_manager"
PLANS = (MANAGER, "digiflow_crm.group_quality")


class DigiflowIndicator(models.Model):
    """The values of all indicators in a period: worked out once, for whoever shows them."""

    _inherit = "digiflow.indicator"

    @api.model
    def get_values(self, period):
        """What every indicator came to in a period of the company at work.

        Part of the external API. Of a closed period they are the frozen values, in as many queries
        however many records there are; of an open one they are reckoned now, of the whole company.
        False stands for what nobody can say: there was nothing to count, or nothing is aimed at.

        :param str period: a year like 2026, a quarter like 2026-Q3, or a month like 2026-09
        :return: ``{"period": {"code", "kind" (``month quarter year``), "label", "date_from",
            "date_to" (ISO texts), "is_over", "is_closed", "closed_on" (UTC), "closed_day" (in
            Lima), "closed_by", "id" (of digiflow.indicator.period)}, "company_id", "currency",
            "values": [...]}``. A value has ``id`` (of the indicator), ``code``, ``name``,
            ``family``, ``unit``, ``direction``, ``value``, ``numerator``, ``denominator``,
            ``inputs`` (dict), ``target``, ``is_under_target``, ``is_frozen``, ``value_id`` (of
            the frozen digiflow.indicator.value) and, in the user's language, ``formula``,
            ``text``, ``detail`` (what it is of), ``target_text`` and ``sign``
        :raise ProcessError: it is no period, or one that is yet to come
        :raise AccessError: the user may not read indicators
        """
        check_access(self, "read")
        return without_none(self._get_values(*self._parse_period(period)))

    @api.model
    def _get_values(self, kind, span):
        """`get_values` with None in place of False."""
        company = self.env.company
        own = self.env["digiflow.indicator.period"].search(
            [
                ("company_id", "=", company.id),
                ("kind", "=", kind),
                ("date_from", "=", span.first),
            ]
        )
        rows = self._get_frozen_rows(company, span)
        shown = self.search([("active", "=", True)])
        live = shown - shown.browse(rows)
        if own.state == STATE_CLOSED:
            # What was not known when it was closed is told as it stands; all else stays unknown.
            live = live._get_left_open(company, span)
        for indicator, measured in live._reckon_all(company, *span).items():
            target = indicator._get_target_between(company, *span)
            rows[indicator.id] = indicator._prepare_row(company, measured, target)
        return {
            "period": self._prepare_period(kind, span, own),
            "company_id": company.id,
            "currency": company.currency_id.name,
            "values": [
                rows.get(one.id) or one._prepare_row(company, NO_DATA, None) for one in shown
            ],
        }

    @api.model
    def _get_frozen_rows(self, company, span):
        """``{indicator id: row}`` of the values of a period that are frozen."""
        found = self.env["digiflow.indicator.value"].search(
            [
                ("company_id", "=", company.id),
                ("date_from", "=", span.first),
                ("date_to", "=", span.last),
                ("frozen", "=", True),
            ]
        )
        rows = {}
        for one in found:
            value = one._get_value()
            measured = Measure(value, one.numerator, one.denominator, one.inputs)
            target = one.target if one.has_target else None
            row = one.indicator_id._prepare_row(company, measured, target)
            rows[one.indicator_id.id] = {**row, "is_frozen": True, "value_id": one.id}
        return rows

    def _prepare_row(self, company, measured, target):
        """What is told of this indicator.

        :param measured: indicators.Measure
        :param target: number or None
        """
        self.ensure_one()
        value = measured.value
        return {
            "id": self.id,
            **{name: self[name] for name in ("code", "name", "family", "unit", "direction")},
            **measured._asdict(),
            "inputs": measured.inputs or {},
            "target": target,
            "is_under_target": indicators.is_missed(value, target, self.direction),
            "is_frozen": False,
            "value_id": None,
            "formula": self.formula or None,
            "text": self._format(value, company),
            "detail": self._describe_parts(measured),
            "target_text": target is not None and self._format(target, company),
            "sign": self._describe_sign(value, target),
        }

    def _describe_parts(self, measured):
        """What a rate is made of, such as 75 of 100; None of what is no rate, or without data."""
        if measured.value is None or not measured.denominator:
            return None
        parts = (measured.numerator or 0, measured.denominator)
        numerator, denominator = (formatLang(self.env, part, digits=0) for part in parts)
        return _("%(part)s of %(whole)s", part=numerator, whole=denominator)

    @api.model
    def _prepare_period(self, kind, span, own):
        """What is told of a period.

        :param own: its digiflow.indicator.period, or none
        """
        return {
            "code": indicator_periods.code_of(span, kind),
            "kind": kind,
            "label": self._get_period_label(kind, span),
            **span.to_json(),
            "is_over": span.last < periods.today(),
            "is_closed": own.state == STATE_CLOSED,
            "closed_on": own.closed_on and own.closed_on.isoformat(" "),
            "closed_day": own.closed_on and to_lima(own.closed_on).date().isoformat(),
            # sudo: who closed it is no secret, though they may have left.
            "closed_by": own.sudo().closed_by_id.name or None,
            "id": own.id or None,
        }

    @api.model
    def _parse_period(self, period):
        """(kind, core.periods.Period) of what a caller asks for.

        :raise ProcessError: it is no period, or one that is yet to come
        """
        try:
            kind, span = indicator_periods.parse(period)
        except ValueError:
            raise ProcessError(
                _(
                    "«%(period)s» is no period. Write it like 2026, 2026-Q3 or 2026-09.",
                    period=period,
                )
            ) from None
        if span.first > periods.today():
            raise ProcessError(
                _(
                    "%(period)s is yet to come: there is nothing to count.",
                    period=self._get_period_label(kind, span),
                )
            )
        return kind, span

    @api.model
    def _get_period_label(self, kind, span):
        """What people call a period."""
        if kind == indicator_periods.MONTH:
            label = format_date(self.env, span.first, date_format="MMMM y")
            return label[:1].upper() + label[1:]
        return self.env["digiflow.client.count"]._get_period_label(kind, span)
