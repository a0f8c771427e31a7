from odoo import _, api, fields, models

from ...compat import AVERAGED
from ...core import business_case, periods
from ...exceptions import WorkflowError
from .business_case_states import (
    BASIS_SELECTION,
    KIND_INTANGIBLE,
    KIND_TANGIBLE,
    STATE_APPROVED,
    STATE_DRAFT,
    STATE_SELECTION,
)

# What the results follow from.
INPUTS = (
    *("income", "variable_cost", "fixed_cost", "depreciation", "growth", "tax_rate"),
    *("assets", "working_capital", "loan_rate", "equity_rate", "years", "loan_years"),
)
PERCENTS = {"growth", "tax_rate", "loan_rate", "equity_rate"}


class DigiflowBusinessCase(models.Model):
    """The business case of an investment in the commercial area.

    What it costs, how it is paid for and what it brings, year by year; from these follow the cost
    of capital, the present value, the rate of return and the payback. How they are reckoned is in
    core/business_case; the checks are in digiflow_business_case_check, the tables and pictures in
    digiflow_business_case_report.
    """

    _name = "digiflow.business.case"
    _description = "Business case"
    _inherit = [
        "digiflow.guarded.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "digiflow.year.mixin",
    ]
    _order = "year desc, id desc"

    # What for
    name = fields.Char(required=True, tracking=True, help="What is invested in.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        tracking=True,
        domain="[('share', '=', False)]",
    )
    state = fields.Selection(
        STATE_SELECTION,
        default=STATE_DRAFT,
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    approved_on = fields.Datetime("Approved on", readonly=True, copy=False)
    note = fields.Html(string="Explanation", help="Where the numbers come from.")
    # Years
    year = fields.Char(string="First year", default=lambda self: str(periods.today().year))
    years = fields.Integer(string="Years looked at", required=True, default=5)
    # What year 1 brings and costs
    income = fields.Monetary(tracking=True)
    variable_cost = fields.Monetary(tracking=True)
    fixed_cost = fields.Monetary(tracking=True)
    depreciation = fields.Monetary(
        tracking=True, help="It grows like the rest, as in the document the model comes from."
    )
    growth = fields.Float(
        string="Growth a year %",
        default=10,
        digits=(16, 2),
        tracking=True,
        help="By how many percent income, costs and depreciation grow each year.",
        **AVERAGED,
    )
    tax_rate = fields.Float(
        string="Income tax %",
        digits=(16, 2),
        help="A loss lowers the taxes by as much, those of what else the company earns.",
        **AVERAGED,
    )
    # What is invested
    line_ids = fields.One2many("digiflow.business.case.line", "case_id", "Investment", copy=True)
    tangible = fields.Monetary(compute="_compute_assets", store=True)
    intangible = fields.Monetary(compute="_compute_assets", store=True)
    assets = fields.Monetary(string="Fixed assets", compute="_compute_assets", store=True)
    # How it is paid for
    loan_rate = fields.Float(
        string="Interest of the loan (Kd) %",
        digits=(16, 2),
        help="A year. The loan pays for the fixed assets.",
        **AVERAGED,
    )
    loan_years = fields.Integer(string="Instalments", required=True, default=5, help="One a year.")
    working_capital = fields.Monetary(tracking=True, help="The shareholders put it in.")
    equity_rate = fields.Float(
        string="Return of the shareholders (Ke) %",
        digits=(16, 2),
        help="A year: what they ask for their capital.",
        **AVERAGED,
    )
    # What it comes to
    basis = fields.Selection(
        BASIS_SELECTION,
        string="Year 0",
        required=True,
        default=business_case.CORRECTED,
        tracking=True,
        help="The document that the model comes from counts the loan as money that comes in, but "
        "not what it pays for. Both are shown; this one is the case's own.",
    )
    wacc = fields.Float(
        string="Cost of capital (WACC) %",
        compute="_compute_results",
        store=True,
        digits=(16, 4),
        help="(assets x Kd x (1 - tax) + working capital x Ke) / (assets + working capital)",
        **AVERAGED,
    )
    year_0 = fields.Monetary(string="Flow of year 0", compute="_compute_results", store=True)
    npv = fields.Monetary(
        string="Net present value (NPV)",
        compute="_compute_results",
        store=True,
        help="What the case is worth today beyond what it costs, at the cost of capital.",
    )
    irr = fields.Float(
        string="Rate of return (IRR) %",
        compute="_compute_results",
        store=True,
        digits=(16, 2),
        **AVERAGED,
    )
    irr_note = fields.Char(string="About the rate of return", compute="_compute_irr_note")
    has_irr = fields.Boolean(
        string="Has one rate of return", compute="_compute_results", store=True
    )
    rate_count = fields.Integer("Rates of return", compute="_compute_results", store=True)
    sign_changes = fields.Integer("Changes of sign", compute="_compute_results", store=True)
    benefit_cost = fields.Float(
        string="Benefit over cost (B/C)",
        compute="_compute_results",
        store=True,
        digits=(16, 2),
        help="Present value of the income over that of variable and fixed costs.",
        **AVERAGED,
    )
    is_paid_back = fields.Boolean("Pays back", compute="_compute_results", store=True)
    payback = fields.Float(
        string="Payback, years",
        compute="_compute_results",
        store=True,
        digits=(16, 1),
        help="At present value: from then on the case has brought more than it cost.",
        **AVERAGED,
    )
    year_ids = fields.One2many(
        "digiflow.business.case.year",
        "case_id",
        "Year by year",
        compute="_compute_results",
        store=True,
        copy=False,
    )
    # What if
    growth_step = fields.Float(string="Step of the growth, points", default=2, digits=(16, 2))
    cost_step = fields.Float(string="Step of the costs %", default=5, digits=(16, 2))

    @api.depends("line_ids.total", "line_ids.kind")
    def _compute_assets(self):
        for case in self:
            sums = dict.fromkeys((KIND_TANGIBLE, KIND_INTANGIBLE), 0)
            for line in case.line_ids:
                sums[line.kind] += line.total
            case.update({**sums, "assets": sum(sums.values())})

    @api.depends(*INPUTS, "basis", "year", "company_id")
    def _compute_results(self):
        for case in self:
            done = case._work_out()
            case.update(case._prepare_results(done) if done else case._prepare_no_results())

    @api.depends("has_irr", "rate_count", "sign_changes")
    def _compute_irr_note(self):
        for case in self:
            case.irr_note = case._describe_irr(case.rate_count, case.sign_changes)

    @api.model_create_multi
    def create(self, vals_list):
        """A case begins in preparation, whatever a caller says."""
        begun = {"state": STATE_DRAFT, "approved_by_id": False, "approved_on": False}
        return super().create([{**vals, **begun} for vals in vals_list])

    def write(self, vals):
        if {"state", "approved_by_id", "approved_on"} & set(vals):
            raise WorkflowError(
                _("A business case is approved, or taken up again, by its buttons.")
            )
        if not all(name.startswith(("message_", "activity_")) for name in vals):
            self._check_in_preparation()
        return super().write(vals)

    def copy(self, default=None):
        """A copy says that it is one."""
        self.ensure_one()
        name = _("%s (copy)", self.name)
        return super().copy({"name": name, **(default or {})})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_in_preparation()

    def action_approve(self):
        """Fix the case: from now on its numbers stay."""
        for case in self:
            case._check_in_preparation()
            case._check_complete()
            case._update(
                {
                    "state": STATE_APPROVED,
                    "approved_by_id": self.env.uid,
                    "approved_on": fields.Datetime.now(),
                }
            )
        return True

    def action_take_up(self):
        """Open an approved case for changes; the chatter keeps who did it and when."""
        for case in self:
            case._check_state(STATE_APPROVED)
            case._update({"state": STATE_DRAFT, "approved_by_id": False, "approved_on": False})
        return True

    def _get_inputs(self):
        """What this case is reckoned from, as core.business_case wants it."""
        self.ensure_one()
        values = {name: self[name] / 100 if name in PERCENTS else self[name] for name in INPUTS}
        return business_case.Inputs(**values)

    def _work_out(self):
        """The case worked out: a core.business_case.Case; None while its inputs do not allow it."""
        self.ensure_one()
        try:
            return business_case.work_out(self._get_inputs())
        except ValueError:
            return None

    def _prepare_results(self, done):
        """Values of the fields that follow from a core.business_case.Case."""
        outcome = done.outcomes[self.basis or business_case.CORRECTED]
        rate = outcome.returns.rate
        paid = outcome.discounted_payback
        return {
            "wacc": 100 * done.wacc,
            "benefit_cost": done.benefit_cost or 0,
            "year_0": outcome.year_0,
            "npv": outcome.npv,
            "irr": 100 * (rate or 0),
            "has_irr": rate is not None,
            "rate_count": len(outcome.returns.rates),
            "sign_changes": outcome.returns.sign_changes,
            "is_paid_back": paid is not None,
            "payback": paid or 0,
            "year_ids": self.year_ids._prepare_commands(self, done),
        }

    def _prepare_no_results(self):
        """Values of the same fields while the inputs allow no result."""
        numbers = ("wacc", "benefit_cost", "year_0", "npv", "irr", "rate_count", "sign_changes")
        return {
            **dict.fromkeys((*numbers, "payback"), 0),
            **dict.fromkeys(("has_irr", "is_paid_back"), False),
            "year_ids": [(5,)],
        }
