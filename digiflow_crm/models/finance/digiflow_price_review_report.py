from odoo import _, models

from ...core import pricing
from ...core.price_workbook import WORDS, price_workbook
from .price_states import KIND_LICENCE, KIND_SERVICE


class DigiflowPriceReview(models.Model):
    """A review as a document: worked out once, shown as PDF and as workbook."""

    _inherit = "digiflow.price.review"

    def action_print(self):
        """The review as PDF."""
        return self.env.ref("digiflow_crm.report_price_review").report_action(self)

    def action_workbook(self):
        """The review as a workbook that goes on calculating."""
        self.ensure_one()
        url = f"/digiflow/price_review/{self.id}/workbook"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def get_report(self):
        """Everything that the documents of a review tell, in the reader's language.

        :return: dict of texts and numbers: ``year company currency state approved_by approved_on``;
            ``hours`` and ``cost`` and ``hour_cost`` (unrounded) as ``{"last", "plan"}``; ``margin``
            as ``{"target", "now", "new"}`` in percent; ``income`` as ``{"now", "new"}``;
            ``effect``, ``step``; ``costs``, ``prices`` and ``targets``, lists of dicts
        """
        self.ensure_one()
        self.check_access_rights("read")
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "year": self.year,
            "company": self.company_id.name,
            "currency": self.currency_id.name,
            "state": states[self.state],
            "approved_by": self.approved_by_id.name or "",
            "approved_on": self.approved_on,
            "hours": {"last": self.hours_last, "plan": self.hours_plan},
            "cost": {"last": self.cost_last, "plan": self.cost_plan},
            "hour_cost": {
                "last": _hour_cost(self.cost_last, self.hours_last),
                "plan": _hour_cost(self.cost_plan, self.hours_plan),
            },
            "margin": {
                "target": self.margin_target,
                "now": self.margin_current,
                "new": self.margin_new,
            },
            "income": {"now": self.income_current, "new": self.income_new},
            "effect": self.effect,
            "step": self.price_step,
            "costs": [self._prepare_report_cost(cost) for cost in self.cost_ids],
            "prices": self._prepare_report_prices(),
            "targets": self.env["digiflow.sales.target"]._get_grid(self.year, self.company_id),
        }

    def _make_workbook(self):
        """The review as a workbook in the reader's language.

        :return: (file name, bytes)
        """
        words = self._get_workbook_words()
        report = self.get_report()
        name = f"{words['file']} {self.year}.xlsx"
        return name, price_workbook(report, words)

    def _prepare_report_cost(self, cost):
        """One cost as the documents tell it."""
        return {
            "kind": cost.kind_id.name,
            "description": cost.description,
            "last": cost.amount_last,
            "plan": cost.amount_plan,
            "variation": cost.variation,
        }

    def _prepare_report_prices(self):
        """The prices as the documents tell them: services first, then licences."""
        fields = self.env["digiflow.price.review.line"]._fields
        kinds = dict(fields["kind"]._description_selection(self.env))
        methods = dict(fields["method"]._description_selection(self.env))
        order = (KIND_SERVICE, KIND_LICENCE)
        lines = self.line_ids.sorted(lambda line: order.index(line.kind))
        return [
            {
                "product": line.product_id.display_name,
                "kind": kinds[line.kind],
                "units": line.units_sold,
                "old": line.price_current,
                "method": line.method,
                "method_name": methods[line.method],
                "percent": line.percent,
                "new": line.price_new,
                "difference": line.difference,
                "variation": line.variation,
                "income_old": float(pricing.income(line.units_sold, line.price_current)),
                "income_new": float(pricing.income(line.units_sold, line.price_new)),
                "effect": line.effect,
                "warning": line.warning or "",
            }
            for line in lines
        ]

    def _get_workbook_words(self):
        """The texts of the workbook in the reader's language."""
        words = {}
        for key, text in WORDS.items():  # no comprehension: `_` reads the language off this frame
            words[key] = _(text)
        return words


def _hour_cost(cost, hours):
    """The unrounded cost of an hour, 0 without hours."""
    try:
        return float(pricing.hour_cost(cost, hours))
    except pricing.PricingError:
        return 0.0
