from odoo import _, api, fields, models

from ...compat import check_access
from ...core import indicator_periods, periods
from ...exceptions import ProcessError, WorkflowError
from .indicator_states import FREQUENCY_SELECTION, STATE_CLOSED, STATE_OPEN, STATE_SELECTION


class DigiflowIndicatorPeriod(models.Model):
    """A month, quarter or year of a company: open its indicators are live, closed they are frozen.

    Closing and reopening are in digiflow_indicator_period_closing.py.
    """

    _name = "digiflow.indicator.period"
    _description = "Period of the indicators"
    _inherit = ["digiflow.guarded.mixin"]
    _order = "date_to desc, date_from desc, company_id"

    # Which
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(FREQUENCY_SELECTION, required=True, default=indicator_periods.QUARTER)
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: periods.today(),
        help="Any day of it will do: the period of that kind is taken.",
    )
    date_to = fields.Date(string="To", compute="_compute_date_to", store=True, precompute=True)
    is_over = fields.Boolean(compute="_compute_is_over")
    # Closed
    state = fields.Selection(
        STATE_SELECTION, default=STATE_OPEN, required=True, readonly=True, copy=False, index=True
    )
    closed_on = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", string="Closed by", readonly=True, copy=False, ondelete="restrict"
    )
    value_ids = fields.One2many("digiflow.indicator.value", "period_id", "Values", readonly=True)
    reopening_ids = fields.One2many(
        "digiflow.indicator.reopening", "period_id", "Reopened", readonly=True
    )

    _sql_constraints = [
        (
            "period_uniq",
            "UNIQUE(company_id, kind, date_from)",
            "There is this period already. Use that one.",
        )
    ]

    @api.depends("kind", "date_from")
    def _compute_date_to(self):
        for one in self:
            known = one.kind and one.date_from
            one.date_to = known and indicator_periods.period_of(one.date_from, one.kind).last

    @api.depends("date_to")
    def _compute_is_over(self):
        today = periods.today()
        for one in self:
            one.is_over = bool(one.date_to) and one.date_to < today

    @api.depends("kind", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one._get_label() if one.date_from and one.kind else ""

    @api.constrains("date_from")
    def _check_begun(self):
        if any(one.date_from > periods.today() for one in self):
            raise ProcessError(_("This period is yet to come. Choose one that has begun."))

    @api.model_create_multi
    def create(self, vals_list):
        """A period begins open, on its first day."""
        check_access(self, "create")
        # Said outright, for the defaults of a context come from the caller as well.
        begun = {"state": STATE_OPEN, "closed_on": False, "closed_by_id": False}
        return super().create([{**self._on_first_day(vals), **begun} for vals in vals_list])

    def write(self, vals):  # pylint: disable=method-required-super # nobody writes a period
        check_access(self, "write")
        raise WorkflowError(
            _("A period is not changed: close it, or reopen it with its button and a reason.")
        )

    def copy(self, default=None):  # pylint: disable=method-required-super # it only refuses
        raise WorkflowError(_("There is each period once. Make another one instead."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        if any(one.state == STATE_CLOSED or one.reopening_ids for one in self):
            raise WorkflowError(_("A period that was closed stays on record."))

    def name_get(self):
        """16.0 asks for names this way."""
        return [(one.id, one.display_name) for one in self]

    def action_view_values(self):
        """Open the screen of the indicators at this period."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "digiflow_crm.digiflow_indicator_screen_action"
        )
        return {**action, "params": {"period": self._get_code()}}

    @api.model
    def _on_first_day(self, vals):
        """`vals` with the first day of the period for whichever of its days was given."""
        vals = {**self.default_get(["kind", "date_from"]), **vals}
        day, kind = fields.Date.to_date(vals["date_from"]), vals["kind"]
        if day and kind in indicator_periods.KINDS:
            vals["date_from"] = indicator_periods.period_of(day, kind).first
        return vals

    def _get_span(self):
        """The days of this period, as core.periods.Period."""
        self.ensure_one()
        return periods.Period(self.date_from, self.date_to)

    def _get_code(self):
        """What other programs call it: 2026, 2026-Q3, 2026-09."""
        self.ensure_one()
        return indicator_periods.code_of(self._get_span(), self.kind)

    def _get_label(self):
        """What people call it."""
        self.ensure_one()
        return self.env["digiflow.indicator"]._get_period_label(self.kind, self._get_span())
