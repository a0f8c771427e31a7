from contextlib import contextmanager

from odoo import api, models

from ...core import indicator_periods, indicators, periods
from .indicator_states import FAMILY_OTHER

# Where a transaction keeps what it asked, while it asks everything once.
ASKED = "digiflow.asked"


class DigiflowIndicator(models.Model):
    """What indicators come to in any days: one place for each family, in digiflow_indicator_*.py.

    A family has a method `_reckon_<family>` that asks the database once for all its indicators. The
    figures are the whole company's, whoever asks.
    """

    _inherit = "digiflow.indicator"

    def _reckon(self, company, date_from, date_to):
        """What this indicator comes to in some days of a company, as records say now.

        :param company: res.company
        :param date date_from: first day in Lima; `date_to` is the last one
        :return: indicators.Measure, its value None where there is nothing to count
        """
        self.ensure_one()
        return self._reckon_all(company, date_from, date_to)[self]

    def _reckon_all(self, company, date_from, date_to):
        """The same of all these indicators, with as many queries for a month as for a year.

        :return: ``{digiflow.indicator: indicators.Measure}``
        """
        self.env.flush_all()
        span = periods.Period(date_from, date_to)
        found = {}
        for family in set(self.mapped("family")) - {FAMILY_OTHER}:
            own = self.filtered(lambda one, family=family: one.family == family)
            measures = getattr(own, f"_reckon_{family}")(company, span)
            found.update((one, measures.get(one.code)) for one in own)
        return {one: found.get(one) or indicators.NO_DATA for one in self}

    def _is_reckoned(self):
        """Whether there is a way to reckon this indicator; others are frozen by who knows them."""
        self.ensure_one()
        return self.family != FAMILY_OTHER

    def _get_left_open(self, company, span):  # pylint: disable=unused-argument # hook: of satisfaction
        """Hook: which of these indicators the closing of a period does not freeze.

        :param company: res.company
        :param span: core.periods.Period
        """
        return self.browse()

    @api.model
    def _get_released(self, values):
        """Hook: which frozen values of a period reopening it releases."""
        return values.filtered(lambda one: one.indicator_id._is_reckoned())

    @api.model
    def _ask(self, query, company, span, **params):
        """The rows of a statement about a period.

        :param span: core.periods.Period
        :param params: of the statement, beside ``company begin end``
        """
        begin, end = periods.boundaries([span])
        params.update(company=company.id, begin=begin, end=end)
        asked, key = self.env.cr.cache.get(ASKED, {}), (query, repr(sorted(params.items())))
        if key not in asked:
            self.env.cr.execute(query, params)
            asked[key] = self.env.cr.fetchall()
        return asked[key]

    @api.model
    @contextmanager
    def _ask_once(self):
        """Within it the same statement about the same period is sent to the database once.

        For what shows one figure in several places, and changes nothing meanwhile.
        """
        self.env.cr.cache[ASKED] = {}
        try:
            yield
        finally:
            self.env.cr.cache.pop(ASKED, None)

    @api.model
    def _get_kind(self, span):
        """Whether a period is a month, a quarter or a year; False for other days."""
        return indicator_periods.kind_of(*span) or False
