from odoo import _, api, fields, models
from odoo.tools import format_amount, formatLang

from ...core import business_case, charts
from ...core.business_case import CORRECTED, PRINTED, STEPS
from ...core.business_case_words import WORDS
from ...core.business_case_workbook import business_case_workbook
from ...core.external import without_none
from ...exceptions import ProcessError
from .business_case_states import KIND_SELECTION

THOUSAND = 1000


class DigiflowBusinessCase(models.Model):
    """A case as people read it: both ways of year 0 side by side, a picture, what-if, workbook."""

    _inherit = "digiflow.business.case"

    comparison = fields.Html(compute="_compute_pages", sanitize=False)
    chart = fields.Html(compute="_compute_pages", sanitize=False)
    loan = fields.Html(compute="_compute_pages", sanitize=False)
    sensitivity = fields.Html(compute="_compute_sensitivity", sanitize=False)

    @api.depends("year_ids.flow_sum", "npv", "irr", "payback", "name")
    @api.depends_context("lang")
    def _compute_pages(self):
        for case in self:
            done = case._work_out()
            # All of them before the first is assigned: the chart reads the years, and when these
            # wait to be worked out anew, that empties what was assigned.
            pages = {
                "comparison": done and case._render_comparison(done),
                "chart": done and case._draw_chart(),
                "loan": done and case._render_loan(done),
            }
            case.update(pages)

    @api.depends("npv", "growth_step", "cost_step")
    @api.depends_context("lang")
    def _compute_sensitivity(self):
        for case in self:
            done = case._work_out()
            case.sensitivity = done and case._render_sensitivity()

    def action_workbook(self):
        """The case as a workbook that goes on calculating."""
        self.ensure_one()
        url = f"/digiflow/business_case/{self.id}/workbook"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def get_report(self):
        """Everything that a case comes to, unrounded.

        :return: dict: ``wacc`` and ``benefit_cost``; ``outcomes`` by ``corrected`` and ``printed``,
            each with ``year_0 npv irr rates sign_changes payback discounted_payback``; ``loan``,
            rows of ``payment interest amortisation balance``; ``years``, rows of the cash flow
            from year 1; ``sensitivity``, see core.business_case. Rates are fractions, and what
            there is none of is False
        :raise ProcessError: its inputs do not allow a result yet
        """
        self.ensure_one()
        self.check_access_rights("read")
        self.check_access_rule("read")
        done = self._get_done()
        outcomes = {
            basis: {
                "year_0": outcome.year_0,
                "npv": outcome.npv,
                "irr": outcome.returns.rate,
                "rates": list(outcome.returns.rates),
                "sign_changes": outcome.returns.sign_changes,
                "payback": outcome.payback,
                "discounted_payback": outcome.discounted_payback,
            }
            for basis, outcome in done.outcomes.items()
        }
        return without_none(
            {
                "wacc": done.wacc,
                "benefit_cost": done.benefit_cost,
                "outcomes": outcomes,
                "loan": [part._asdict() for part in done.loan],
                "years": [year._asdict() for year in done.years],
                "sensitivity": self._get_sensitivity(),
            }
        )

    def _get_done(self):
        """The case worked out.

        :raise ProcessError: its inputs do not allow it yet
        """
        self.ensure_one()
        done = self._work_out()
        if done is None:
            raise ProcessError(
                _("«%(name)s» has no result yet: enter what is invested.", name=self.name)
            )
        return done

    def _get_sensitivity(self):
        """Net present values of the own way of year 0, see core.business_case.sensitivity."""
        steps = self._get_steps()
        return business_case.sensitivity(self._get_inputs(), **steps, basis=self.basis)

    def _get_steps(self):
        self.ensure_one()
        return {"growth_step": self.growth_step / 100, "cost_step": self.cost_step / 100}

    def _render_comparison(self, done):
        """Both ways of telling year 0, side by side, and a sentence that says what it means."""
        outcomes = [done.outcomes[basis] for basis in (CORRECTED, PRINTED)]
        rows = [
            (_("Flow of year 0"), [self._money(one.year_0) for one in outcomes]),
            (_("Net present value (NPV)"), [self._money(one.npv) for one in outcomes]),
            (_("Rate of return (IRR)"), [self._say_rate(one.returns) for one in outcomes]),
            (_("Payback"), [self._say_years(one.payback) for one in outcomes]),
            (
                _("Payback at present value"),
                [self._say_years(one.discounted_payback) for one in outcomes],
            ),
        ]
        values = {
            "rows": rows,
            "own": 0 if self.basis == CORRECTED else 1,
            "pays": done.outcomes[self.basis].npv > 0,
            "npv": self._money(abs(done.outcomes[self.basis].npv)),
            "wacc": self._percent(done.wacc),
        }
        return self.env["ir.qweb"]._render("digiflow_crm.business_case_comparison", values)

    def _render_loan(self, done):
        """The instalments; their totals are of the unrounded amounts, as in the document."""
        first_year = int(self.year_ids.sorted("number")[1:2].year or 1)
        names = ("payment", "interest", "amortisation", "balance")
        values = {
            "rows": [
                (first_year + place, [self._money(getattr(part, name)) for name in names])
                for place, part in enumerate(done.loan)
            ],
            "sums": [
                self._money(sum(getattr(part, name) for part in done.loan)) for name in names[:3]
            ],
        }
        return self.env["ir.qweb"]._render("digiflow_crm.business_case_loan", values)

    def _render_sensitivity(self):
        """The table of what if, its own cell marked."""
        steps = self._get_steps()
        growth = self.growth / 100
        values = {
            "costs": [self._percent(step * steps["cost_step"], signed=True) for step in STEPS],
            "rows": [
                (
                    self._percent(growth + step * steps["growth_step"]),
                    step == 0,
                    [(self._money(npv), npv < 0) for npv in row],
                )
                for step, row in zip(STEPS, self._get_sensitivity())
            ],
            "middle": STEPS.index(0),
        }
        return self.env["ir.qweb"]._render("digiflow_crm.business_case_sensitivity", values)

    def _draw_chart(self):
        """What has come in less what went out, year by year: where it crosses 0 it is paid back."""
        years = self.year_ids.sorted("number")
        return charts.trend(
            [year.year for year in years],
            [year.flow_sum / THOUSAND for year in years],
            None,
            _("Sum of the flows so far, in thousands"),
            _("Below 0 until the investment is paid back."),
            unit="",
            no_data=_("no data"),
        )

    def _describe_irr(self, rate_count, sign_changes):
        """Why a case has no rate of return, or why the one it has is to be taken with care."""
        if rate_count == 1 and sign_changes <= 1:
            return False
        if rate_count > 1:
            return _("%d rates: the flow changes its sign more than once", rate_count)
        if rate_count == 1:
            return _("the flow changes its sign more than once: rely on the present value")
        return _("no rate: at none is the present value 0")

    def _say_rate(self, returns):
        """A rate of return in words."""
        note = self._describe_irr(len(returns.rates), returns.sign_changes)
        rates = " / ".join(self._percent(rate) for rate in returns.rates)
        return f"{rates} ({note})" if rates and note else note or rates

    def _say_years(self, years):
        if years is None:
            return _("not paid back")
        return _("%s years", formatLang(self.env, years, digits=1))

    def _money(self, amount):
        return format_amount(self.env, amount, self.currency_id)

    def _percent(self, rate, signed=False):
        sign = "+" if signed and rate > 0 else ""
        return f"{sign}{formatLang(self.env, 100 * rate, digits=2)} %"

    def _make_workbook(self):
        """The case as a workbook in the reader's language.

        :return: (file name, bytes)
        """
        done = self._get_done()
        words = self._get_workbook_words()
        kinds = dict(self.line_ids._fields["kind"]._description_selection(self.env))
        lines = [
            {
                "kind": line.kind,
                "name": line.name,
                "unit": line.unit or "",
                "quantity": line.quantity,
                "unit_value": line.unit_value,
                "total": line.total,
            }
            for line in self.line_ids
        ]
        content = business_case_workbook(
            self.name,
            self.currency_id.name,
            lines,
            done,
            self._get_steps(),
            business_case.sensitivity(self._get_inputs(), **self._get_steps()),
            {**words, **{key: kinds[key] for key, _label in KIND_SELECTION}},
        )
        return f"{words['file']} {self.name}.xlsx", content

    def _get_workbook_words(self):
        """The texts of the workbook in the reader's language."""
        words = {}
        for key, text in WORDS.items():  # no comprehension: `_` reads the language off this frame
            words[key] = _(text)
        return words
