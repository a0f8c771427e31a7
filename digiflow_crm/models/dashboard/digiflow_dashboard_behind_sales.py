from odoo import api, models

from ...core import indicator_periods
from .behind_sql import NO_CYCLE_SQL, REPLACED_OFFERS_SQL

# An order that is locked is `done` on 16.0.
SOLD = ("sale", "done")


class DigiflowDashboard(models.AbstractModel):
    """The opportunities, proposals and targets behind the indicators of sales."""

    _inherit = "digiflow.dashboard"

    @api.model
    def _find_indicator_results(self, company, kind, span, indicator, part):
        """See digiflow_dashboard_behind."""
        own = ["|", ("company_id", "=", False), ("company_id", "=", company.id)]
        won, lost = self._within("won_date", span), self._within("lost_date", span)
        offered = ("proposal_date", "!=", False)
        called = self._within("contacted_date", span)
        domains = {
            "won": won,
            "lost": lost,
            "won_offered": [*won, offered],
            "lost_offered": [*lost, offered],
            "ended": ["|", "&", *won, "&", *lost],
            "ended_offered": [offered, "|", "&", *won, "&", *lost],
            "first_called": called,
            "called_won": [*called, ("won_date", "!=", False)],
            "cycles": [*won, ("effective_contact_date", "!=", False)],
        }
        but = self._find_ids(NO_CYCLE_SQL, company, span) if part == "cycles" else []
        return "crm.lead", [("is_digiflow", "=", True), *own, *domains[part], *self._but(but)]

    @api.model
    def _find_indicator_proposals(self, company, kind, span, indicator, part):
        """See digiflow_dashboard_behind. Of an opportunity's rounds the last one counts."""
        own = self._get_order_domain(company)
        replaced = self._find_ids(REPLACED_OFFERS_SQL, company, span)
        return "sale.order", [*own, *self._within("offer_sent_on", span), *self._but(replaced)]

    @api.model
    def _find_indicator_sales(self, company, kind, span, indicator, part):
        """See digiflow_dashboard_behind."""
        if part == "targets":
            quarters = indicator_periods.quarters_of(span)
            numbers = [str(number) for _year, number in quarters]
            own = [("company_id", "=", company.id), ("year", "=", str(span.first.year))]
            return "digiflow.sales.target", [*own, ("quarter", "in", numbers)]
        sold = [*self._within("date_order", span), ("state", "in", SOLD)]
        return "sale.order", [*self._get_order_domain(company), *sold]

    @api.model
    def _get_order_domain(self, company):
        """Domain of the offers of the Digiflow pipeline."""
        return [("is_digiflow", "=", True), ("company_id", "=", company.id)]
