from odoo import _, api, models

from ...core import indicator_periods, indicators
from ..indicators.indicator_states import FAMILY_SELECTION, STATE_CLOSED

# Periods that the small line beside a figure shows, its own included.
TREND = 8


class DigiflowDashboard(models.AbstractModel):
    """The indicators of a period, beside those of the period before and of the year before."""

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_indicators(self, company, kind, span):
        """What the indicators came to in the periods that this one is compared with, where that is
        not frozen: ``{period code: {indicator id: value or None}}``.

        The values of the period itself are frozen by themselves, as digiflow.indicator.value.
        """
        spans = set(self._get_compared(kind, span).values())
        frozen = self._get_frozen(company, spans)
        closed = self._get_closed(company, kind, spans)
        shown = self.env["digiflow.indicator"].search([("active", "=", True)])
        found = {}
        for one in spans:
            live = shown - shown.browse(frozen[one])
            if live and one in closed:
                live = live._get_left_open(company, one)
            if live:
                measures = live._reckon_all(company, *one).items()
                values = {indicator.id: measured.value for indicator, measured in measures}
                found[indicator_periods.code_of(one, kind)] = values
        return found

    @api.model
    def _present_indicators(self, company, kind, span, numbers):
        """The rows of `digiflow.indicator.get_values`, each with ``key`` and ``counts``; ``before``
        and ``year_before`` (``{"value", "text", "change" (in words, or None), "verdict" (improved,
        same, worse or None), "is_better" (whether it improved)}``); and ``trend``, the last periods
        with this one at the end: ``[{"code", "label", "value", "text"}]``.

        Beside the rows ``families``: [key, name] in their order.
        """
        catalogue = self.env["digiflow.indicator"]
        rows = catalogue._get_values(kind, span)["values"]
        earlier = self._get_earlier(company, kind, span, numbers)
        compared = self._get_compared(kind, span)
        for row in rows:
            own = catalogue.browse(row["id"])
            values = {one: known.get(own.id) for one, known in earlier.items()}
            row["key"] = row["code"]
            for name, other in compared.items():
                row[name] = self._compare(own, company, row["value"], values[other])
            row["trend"] = self._get_trend(own, company, kind, {**values, span: row["value"]})
        self._count_indicators(rows)
        families = dict(catalogue._fields["family"]._description_selection(self.env))
        # Of what is counted there may be none: that is no more than nothing known.
        known = any(row["value"] for row in rows)
        return {
            "rows": rows,
            "total": None,
            "empty": None if known else self._get_nothing_known(),
            "families": [[key, families[key]] for key, _name in FAMILY_SELECTION],
        }

    @api.model
    def _count_indicators(self, rows):
        """Hook: give each row its ``counts``, from what it was reckoned with."""
        for row in rows:
            row["counts"] = {}

    @api.model
    def _get_earlier(self, company, kind, span, numbers):
        """``{Period: {indicator id: value or None}}`` of all periods that rows tell of but their
        own, the oldest first: frozen values, else what was reckoned.

        :param dict numbers: see `_reckon_indicators`
        """
        spans = [indicator_periods.before(span, kind)]
        while len(spans) < TREND - 1:
            spans.append(indicator_periods.before(spans[-1], kind))
        spans = sorted({*spans, *self._get_compared(kind, span).values()})
        frozen = self._get_frozen(company, spans)
        for one in spans:
            reckoned = numbers.get(indicator_periods.code_of(one, kind), {})
            frozen[one] = {**{int(key): reckoned[key] for key in reckoned}, **frozen[one]}
        return frozen

    @api.model
    def _get_frozen(self, company, spans):
        """``{Period: {indicator id: value or None}}`` of the values of periods that are frozen."""
        found = self.env["digiflow.indicator.value"].search(
            [
                ("company_id", "=", company.id),
                ("date_from", "in", [span.first for span in spans]),
                ("frozen", "=", True),
            ]
        )
        values = {span: {} for span in spans}
        for one in found:
            own = values.get((one.date_from, one.date_to))
            if own is not None:
                own[one.indicator_id.id] = one._get_value()
        return values

    @api.model
    def _get_closed(self, company, kind, spans):
        """Which of these periods are closed."""
        closed = self.env["digiflow.indicator.period"].search(
            [
                ("company_id", "=", company.id),
                ("kind", "=", kind),
                ("state", "=", STATE_CLOSED),
                ("date_from", "in", [span.first for span in spans]),
            ]
        )
        return {one._get_span() for one in closed}

    @api.model
    def _compare(self, indicator, company, value, other):
        """How a value stands to the one of another period."""
        told = {"value": other, "text": indicator._format(other, company)}
        if value is None or other is None:
            return {**told, "change": None, "verdict": None, "is_better": False}
        verdict, difference = indicators.verdict(other, value, indicator.direction, indicator.unit)
        return {
            **told,
            "change": indicator._format(difference, company, signed=True),
            "verdict": verdict,
            "is_better": verdict == indicators.IMPROVED,
        }

    @api.model
    def _get_trend(self, indicator, company, kind, values):
        """The last periods and what the indicator came to in them.

        :param dict values: ``{Period: value or None}``, the newest last
        """
        return [
            {
                "code": indicator_periods.code_of(span, kind),
                "label": indicator._get_period_label(kind, span),
                "value": value,
                "text": indicator._format(value, company),
            }
            for span, value in list(values.items())[-TREND:]
        ]

    @api.model
    def _get_nothing_known(self):
        """What to do while no indicator has a value."""
        return _(
            "Nothing is on record in this period. Import and distribute a list of prospects, and "
            "log the calls: the figures follow by themselves."
        )
