from odoo import _, api, fields, models

from ...compat import AVERAGED
from ...core import periods, pricing
from ...exceptions import WorkflowError
from .price_states import STATE_CANCELLED, STATE_DRAFT, STATE_SELECTION, STATE_SUBMITTED

# What only the workflow writes: see digiflow_price_review_workflow.
KEPT = {
    *("state", "submitted_by_id", "submitted_on", "approved_by_id", "approved_on"),
    *("applied_by_id", "applied_on"),
}


class DigiflowPriceReview(models.Model):
    """The yearly price review (Presupuesto Comercial).

    The operating costs of last year and those planned for the next one over the billable hours
    give the cost of an hour; with it the prices of services and of licences are set. Approved, the
    prices are applied as dated items of the price list, and the review is fixed for good.
    """

    _name = "digiflow.price.review"
    _description = "Yearly price review"
    _inherit = ["mail.thread", "mail.activity.mixin", "digiflow.year.mixin"]
    _order = "year desc, id desc"
    _rec_name = "year"
    _check_company_auto = True

    # What for
    year = fields.Char(
        copy=False,
        default=lambda self: self._default_year(),
        help="The year in which the new prices are in force.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Price list",
        required=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env.company.digiflow_pricelist_id,
        help="Whose prices are reviewed. Costs are entered in its currency.",
    )
    currency_id = fields.Many2one(related="pricelist_id.currency_id", store=True)
    # Costs
    cost_ids = fields.One2many("digiflow.price.review.cost", "review_id", "Costs", copy=True)
    cost_last = fields.Monetary("Costs of last year", compute="_compute_costs", store=True)
    cost_plan = fields.Monetary("Planned costs", compute="_compute_costs", store=True)
    cost_variation = fields.Float(
        "Change of costs %", compute="_compute_costs", store=True, digits=(16, 2), **AVERAGED
    )
    # Hours
    hours_last = fields.Float("Billable hours of last year", digits=(12, 2))
    hours_plan = fields.Float("Billable hours planned", digits=(12, 2), tracking=True)
    hour_cost_last = fields.Monetary(
        "Cost of an hour, last year", compute="_compute_hour_costs", store=True, **AVERAGED
    )
    hour_cost_plan = fields.Monetary(
        "Cost of an hour, planned", compute="_compute_hour_costs", store=True, **AVERAGED
    )
    # Prices
    margin_target = fields.Float(
        "Margin aimed at %",
        digits=(16, 2),
        default=30.0,
        tracking=True,
        help="Part of the price of an hour that is left after its cost.",
        **AVERAGED,
    )
    price_step = fields.Float(
        "Round prices to",
        digits="Product Price",
        default=0.01,
        help="New prices by percentage or by cost and margin are multiples of this.",
    )
    percent_service = fields.Float("Rise of all services %", digits=(16, 2), **AVERAGED)
    percent_licence = fields.Float("Rise of all licences %", digits=(16, 2), **AVERAGED)
    line_ids = fields.One2many("digiflow.price.review.line", "review_id", "Prices", copy=True)
    warning_count = fields.Integer("Prices to look at", compute="_compute_warning_count")
    # Income, with the units that were sold last year
    income_current = fields.Monetary(
        "Income at present prices", compute="_compute_income", store=True
    )
    income_new = fields.Monetary("Income at new prices", compute="_compute_income", store=True)
    effect = fields.Monetary("Effect on income", compute="_compute_income", store=True)
    margin_current = fields.Float(
        "Margin at present prices %",
        compute="_compute_margins",
        store=True,
        digits=(16, 2),
        help="Of the income with last year's sales, after the planned costs.",
        **AVERAGED,
    )
    margin_new = fields.Float(
        "Margin at new prices %",
        compute="_compute_margins",
        store=True,
        digits=(16, 2),
        help="Of the income with last year's sales, after the planned costs.",
        **AVERAGED,
    )
    # Workflow
    state = fields.Selection(
        STATE_SELECTION, default=STATE_DRAFT, required=True, copy=False, tracking=True
    )
    return_reason = fields.Text(
        "Reason to send it back", copy=False, help="What has to be changed before it is approved."
    )
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    applied_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    applied_on = fields.Datetime(readonly=True, copy=False)

    # A btree knows equality without an extension; of cancelled reviews there may be several.
    _sql_constraints = [
        (
            "year_uniq",
            "EXCLUDE USING btree (company_id WITH =, year WITH =) WHERE (state <> 'cancelled')",
            "The company has a price review of that year already. Open it, or cancel it.",
        ),
        (
            "hours_positive",
            "CHECK (hours_last >= 0 AND hours_plan >= 0)",
            "Billable hours cannot be negative.",
        ),
        ("step_positive", "CHECK (price_step > 0)", "Prices are rounded to a step above 0."),
        (
            "margin_possible",
            "CHECK (margin_target < 100)",
            "No price leaves a margin of 100 %. Aim at less.",
        ),
        (
            "percents_possible",
            "CHECK (percent_service >= -100 AND percent_licence >= -100)",
            "A price cannot fall by more than 100 %.",
        ),
    ]

    @api.model
    def _default_year(self):
        """The next year in Lima, or the first one after it that has no review yet."""
        year = periods.today().year + 1
        domain = [("company_id", "=", self.env.company.id), ("state", "!=", STATE_CANCELLED)]
        taken = set(self.search(domain).mapped("year"))
        while str(year) in taken:
            year += 1
        return str(year)

    @api.depends("cost_ids.amount_last", "cost_ids.amount_plan")
    def _compute_costs(self):
        for review in self:
            last = sum(map(pricing.exact, review.cost_ids.mapped("amount_last")))
            plan = sum(map(pricing.exact, review.cost_ids.mapped("amount_plan")))
            review.cost_last, review.cost_plan = float(last), float(plan)
            review.cost_variation = float(pricing.variation(last, plan) or 0)

    @api.depends("cost_last", "cost_plan", "hours_last", "hours_plan")
    def _compute_hour_costs(self):
        """Shown to the cent; prices are worked out with the unrounded cost."""
        for review in self:
            review.hour_cost_last = _hour_cost(review.cost_last, review.hours_last)
            review.hour_cost_plan = _hour_cost(review.cost_plan, review.hours_plan)

    @api.depends("line_ids.units_sold", "line_ids.price_current", "line_ids.price_new")
    def _compute_income(self):
        for review in self:
            income = {
                name: sum(pricing.income(line.units_sold, line[name]) for line in review.line_ids)
                for name in ("price_current", "price_new")
            }
            review.income_current = float(income["price_current"])
            review.income_new = float(income["price_new"])
            review.effect = float(income["price_new"] - income["price_current"])

    @api.depends("income_current", "income_new", "cost_plan")
    def _compute_margins(self):
        for review in self:
            review.margin_current = _margin(review.income_current, review.cost_plan)
            review.margin_new = _margin(review.income_new, review.cost_plan)

    @api.depends("line_ids.warning")
    def _compute_warning_count(self):
        for review in self:
            review.warning_count = len(review.line_ids.filtered("warning"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", STATE_DRAFT) != STATE_DRAFT:
                raise WorkflowError(_("A price review begins in preparation: submit it later."))
        # Said outright, for the defaults of a context come from the caller as well.
        begun = {**dict.fromkeys(KEPT, False), "state": STATE_DRAFT}
        return super().create([{**vals, **begun} for vals in vals_list])

    def write(self, vals):
        if KEPT & set(vals):
            raise WorkflowError(
                _("A price review moves on with its buttons: submit, approve, apply, cancel.")
            )
        if set(vals) <= {"return_reason"}:
            self._check_state(STATE_SUBMITTED, STATE_DRAFT)
        elif not set(vals) <= self._get_social_fields():
            self._check_in_preparation()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        if any(review.state != STATE_DRAFT or review.submitted_on for review in self):
            raise WorkflowError(
                _("A price review that was submitted stays on record. Cancel it instead.")
            )

    @api.model
    def _get_social_fields(self):
        """Fields of the chatter and of activities, which go on when all else is fixed."""
        return {
            name
            for name, field in self._fields.items()
            if name.startswith(("message_", "activity_", "website_message_"))
        }

    def _move(self, state, **vals):
        """Bring these reviews to a state, unchecked: only the workflow calls it."""
        moved = {**vals, "state": state}
        # The guard of write() is for everybody else.
        res = super().write(moved)  # pylint: disable=super-method-mismatch # past write
        # The database looks at once whether the year has another review.
        self.flush_recordset(["state"])
        return res

    def _check_in_preparation(self):
        """Refuse a change of what was submitted, and hold off who submits it meanwhile."""
        self._check_state(STATE_DRAFT)

    def _check_state(self, *states):
        """Refuse unless all are in one of `states`, which none leaves until we are done.

        :raise WorkflowError: a review is in another one
        """
        self._lock()
        labels = dict(self._fields["state"]._description_selection(self.env))
        for review in self:
            if review.state not in states:
                raise WorkflowError(
                    _(
                        "The price review %(year)s is fixed, for its state is «%(state)s». "
                        "What is not applied yet can be sent back with a reason.",
                        year=review.year,
                        state=labels[review.state],
                    )
                )

    def _lock(self):
        """Wait for others who change these reviews, and see what they left."""
        if self.ids:
            self.flush_model(["state"])
            self.env.cr.execute(
                "SELECT id FROM digiflow_price_review WHERE id IN %s FOR NO KEY UPDATE",
                [tuple(sorted(self.ids))],
            )


def _hour_cost(cost, hours):
    """The cost of an hour to the cent, 0 while there are no hours."""
    try:
        return float(pricing.round_to_step(pricing.hour_cost(cost, hours)))
    except pricing.PricingError:
        return 0.0


def _margin(income, cost):
    """The margin in percent, 0 while there is no income."""
    try:
        return float(pricing.margin(income, cost))
    except pricing.PricingError:
        return 0.0
