from odoo import _, api, fields, models

from ...compat import AVERAGED, check_access
from ...core import indicator_periods, indicators
from ...exceptions import WorkflowError
from .digiflow_indicator_revision import NUMBERS
from .indicator_states import FREQUENCY_SELECTION

# What only freezing writes.
FIXED = (
    *("has_data", "value", "numerator", "denominator", "inputs", "has_target", "target"),
    *("is_under_target", "frozen", "frozen_on", "frozen_by_id"),
)


class DigiflowIndicatorValue(models.Model):
    """What an indicator came to in one period of one company.

    Frozen it never changes, whatever becomes of what it was reckoned from. Nobody has the right
    to write one: `digiflow.indicator._freeze` does.
    """

    _name = "digiflow.indicator.value"
    _description = "Value of an indicator"
    _inherit = ["digiflow.guarded.mixin"]
    _order = "date_to desc, date_from desc, indicator_id, id"
    _rec_names_search = ["indicator_id"]

    # Of what
    indicator_id = fields.Many2one(
        "digiflow.indicator", required=True, readonly=True, index=True, ondelete="restrict"
    )
    unit = fields.Selection(related="indicator_id.unit")
    direction = fields.Selection(related="indicator_id.direction")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    kind = fields.Selection(
        FREQUENCY_SELECTION, compute="_compute_kind", store=True, index=True, precompute=True
    )
    period_id = fields.Many2one(
        "digiflow.indicator.period", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    # The numbers. Without data the database holds no value, and averages pass it over.
    has_data = fields.Boolean(string="There is data", readonly=True, copy=False)
    value = fields.Float(readonly=True, copy=False, **AVERAGED)
    value_text = fields.Char(string="Result", compute="_compute_texts")
    numerator = fields.Float(readonly=True, copy=False)
    denominator = fields.Float(readonly=True, copy=False)
    inputs = fields.Json(readonly=True, copy=False, help="What else it was reckoned with.")
    inputs_text = fields.Char(string="Reckoned with", compute="_compute_inputs_text")
    # What was aimed at when it was frozen
    has_target = fields.Boolean(readonly=True, copy=False)
    target = fields.Float(readonly=True, copy=False, **AVERAGED)
    target_text = fields.Char(string="Target at the time", compute="_compute_texts")
    is_under_target = fields.Boolean(string="Under target", readonly=True, copy=False)
    sign = fields.Char(string="Against the target", compute="_compute_texts")
    # Freezing
    frozen = fields.Boolean(readonly=True, copy=False)
    frozen_on = fields.Datetime(string="Frozen on", readonly=True, copy=False)
    frozen_by_id = fields.Many2one("res.users", string="Frozen by", readonly=True, copy=False)

    _sql_constraints = [
        (
            "period_uniq",
            "UNIQUE(indicator_id, company_id, date_from, date_to)",
            "This indicator has a value for that period already; a frozen one stays as it is.",
        ),
        ("period_order", "CHECK (date_from <= date_to)", "A period ends before it begins."),
    ]

    @api.depends("date_from", "date_to")
    def _compute_kind(self):
        for one in self:
            days = one.date_from, one.date_to
            one.kind = all(days) and indicator_periods.kind_of(*days)

    @api.depends("value", "has_data", "target", "has_target", "is_under_target")
    def _compute_texts(self):
        for one in self:
            indicator = one.indicator_id
            one.value_text = indicator._format(one._get_value(), one.company_id)
            one.target_text = one.has_target and indicator._format(one.target, one.company_id)
            one.sign = one._describe_sign()

    @api.depends("inputs")
    @api.depends_context("lang")
    def _compute_inputs_text(self):
        names = self._get_input_names()
        for one in self:
            parts = (one.inputs or {}).items()
            known = [(names.get(key, key), value) for key, value in parts if value is not None]
            one.inputs_text = ", ".join(f"{name}: {value}" for name, value in known)

    @api.depends("indicator_id.name", "date_from", "date_to", "value")
    def _compute_display_name(self):
        for one in self:
            days = one.indicator_id._format_period(one.date_from, one.date_to)
            one.display_name = f"{one.indicator_id.name or ''} {days}: {one.value_text}"

    @api.model_create_multi
    def create(self, vals_list):
        """A value begins without numbers: `_freeze` gives them, and only it."""
        check_access(self, "create")
        allowed = {"indicator_id", "company_id", "date_from", "date_to"}
        if any(set(vals) - allowed for vals in vals_list):
            raise WorkflowError(_("Values of indicators are not typed in: they are reckoned."))
        values = super().create(vals_list)
        # Said outright, for the defaults of a context come from the caller as well.
        values._update({name: False for name in FIXED})
        return values

    def write(self, vals):  # pylint: disable=method-required-super # nobody writes a value
        check_access(self, "write")
        raise WorkflowError(_("The value of an indicator never changes once its period is closed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        if any(one.frozen for one in self):
            raise WorkflowError(_("A frozen value of an indicator stays on record."))

    def name_get(self):
        """16.0 asks for names this way."""
        return [(one.id, one.display_name) for one in self]

    def action_improve(self):
        """Open the improvement action that this value asks for; made when there is none.

        :return: a window action
        :raise WorkflowError: it is not frozen, or not under its target
        """
        self.ensure_one()
        if not (self.frozen and self.is_under_target):
            raise WorkflowError(
                _(
                    "«%(name)s» does not ask for an improvement action: it is not a closed "
                    "figure that misses its target. You can still open one by hand.",
                    name=self.display_name,
                )
            )
        actions = self.env["digiflow.improvement"]
        return actions._open_for(self.indicator_id, self.company_id, self)._get_form_action()

    def action_view_improvements(self):
        """Open the improvement actions that began with this value or are judged by it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_improvement_action"
        )
        compared = ["|", ("value_before_id", "=", self.id), ("value_after_id", "=", self.id)]
        return {**action, "domain": compared, "context": {}}

    @api.model
    def _get_input_names(self):
        """What people call the inputs of indicators; those of services have their codes."""
        return {
            "answers": _("answers"),
            "campaigns": _("campaigns"),
            "count": _("clients at the end"),
            "cycles": _("sales counted"),
            "failed": _("failed reviews"),
            "lost": _("lost"),
            "lost_offered": _("lost with a proposal"),
            "offers": _("proposals sent"),
            "orders": _("proposals confirmed"),
            "stays": _("by their services"),
            "stays_before": _("by their services at the start"),
            "targets": _("targets of executives"),
            "typed": _("figures typed"),
            "typed_before": _("figures typed at the start"),
        }

    def _get_value(self):
        """The value; None without data."""
        self.ensure_one()
        return self.value if self.has_data else None

    def _get_numbers(self, side):
        """The numbers of this value under the names of a trace.

        :param str side: ``old`` or ``new``
        """
        self.ensure_one()
        numbers = {f"{side}_{name}": self[name] for name in NUMBERS}
        return {**numbers, "is_again": True} if side == "new" else numbers

    def _describe_sign(self):
        """How the value stands to its target, in words with a sign."""
        self.ensure_one()
        return self.indicator_id._describe_sign(
            self._get_value(), self.target if self.has_target else None
        )

    def _fix(self, measured):
        """Freeze this value with its numbers.

        :param measured: indicators.Measure
        """
        self.ensure_one()
        indicator = self.indicator_id
        target = indicator._get_target_between(self.company_id, self.date_from, self.date_to)
        self._update(
            {
                "has_data": measured.value is not None,
                "value": measured.value,
                "numerator": measured.numerator,
                "denominator": measured.denominator,
                "inputs": measured.inputs,
                "has_target": target is not None,
                "target": target,
                "is_under_target": indicators.is_missed(
                    measured.value, target, indicator.direction
                ),
                "frozen": True,
                "frozen_on": fields.Datetime.now(),
                "frozen_by_id": self.env.uid,
            }
        )

    def _update(self, vals):
        res = super()._update(vals)
        self._forget_nothing()
        return res

    def _forget_nothing(self):
        """Hold no number where there is none: Odoo would store 0, which averages count."""
        self.flush_recordset(["value", "target", "has_data", "has_target"])
        self.env.cr.execute(
            """
            UPDATE digiflow_indicator_value
               SET value = CASE WHEN has_data THEN value END,
                   target = CASE WHEN has_target THEN target END
             WHERE id IN %s
            """,
            [tuple(self.ids)],
        )
        self.invalidate_recordset(["value", "target"])

    def _check_same(self, measured):
        """Refuse to freeze other numbers than those that are frozen.

        :param measured: indicators.Measure
        :raise WorkflowError: they differ
        """
        self.ensure_one()
        pairs = [
            (self._get_value(), measured.value),
            (self.numerator, measured.numerator or 0),
            (self.denominator, measured.denominator or 0),
        ]
        if not all(indicators.equal(*pair) for pair in pairs):
            raise WorkflowError(
                _(
                    "%(value)s is on record for good: it cannot become %(new)s "
                    "(%(numerator)s over %(denominator)s). What changed since counts in the "
                    "next period.",
                    value=self.display_name,
                    new=self.indicator_id._format(measured.value, self.company_id),
                    numerator=measured.numerator,
                    denominator=measured.denominator,
                )
            )
