from odoo import api, models
from odoo.tools import format_amount, format_date, formatLang

from ..compat import has_own_logo


class ReportDigiflowCrmPriceReview(models.AbstractModel):
    """The yearly price review as PDF."""

    _name = "report.digiflow_crm.price_review"
    _description = "Price review"

    @api.model
    def _get_report_values(self, docids, data=None):
        reviews = self.env["digiflow.price.review"].browse(docids)
        return {
            "has_own_logo": has_own_logo,
            "pages": [self._prepare_page(review) for review in reviews],
        }

    def _prepare_page(self, review):
        """A review, its figures, and how amounts, percentages and dates are written."""
        report = review.get_report()
        currency, digits = review.currency_id, 2
        own = review.company_id.currency_id
        return {
            **report,
            "review": review,
            "owner": review.company_id,
            "money": lambda amount: format_amount(self.env, amount, currency),
            "own_money": lambda amount: format_amount(self.env, amount, own),
            "number": lambda value: formatLang(self.env, value, digits=digits),
            "percent": lambda value: formatLang(self.env, value, digits=1) + " %",
            "day": lambda date: format_date(self.env, date),
            "kinds": _by_kind(report["prices"]),
            "headings": _by_heading(report["costs"]),
            "sums": [sum(row["targets"][n] for row in report["targets"]) for n in range(4)],
        }


def _by_kind(prices):
    """Prices as ``[(kind, [price])]``, in their order."""
    kinds = dict.fromkeys(price["kind"] for price in prices)
    return [(kind, [price for price in prices if price["kind"] == kind]) for kind in kinds]


def _by_heading(costs):
    """Costs as ``[(kind, [cost], last year, planned)]``, in their order."""
    rows = []
    for kind in dict.fromkeys(cost["kind"] for cost in costs):
        own = [cost for cost in costs if cost["kind"] == kind]
        rows.append((kind, own, sum(c["last"] for c in own), sum(c["plan"] for c in own)))
    return rows
