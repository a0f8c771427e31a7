from odoo import _, api, fields, models

from ...compat import AVERAGED
from ...core import indicators, periods
from ...exceptions import ProcessError, WorkflowError
from .indicator_states import (
    ACT_SELECTION,
    PHASE_CLOSED,
    PHASE_PLAN,
    PHASE_SELECTION,
    VERDICT_SELECTION,
)

DAYS_TO_IMPROVE = 30
ROLES = ("telemarketer", "executive", "presales", "quality", "implementation", "manager")


class DigiflowImprovement(models.Model):
    """An improvement action: one round of the PHVA cycle (plan, do, check, act).

    Which phase needs what is in digiflow_improvement_phase, who may write what in
    digiflow_improvement_guard.
    """

    _name = "digiflow.improvement"
    _description = "Improvement action"
    _inherit = ["digiflow.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_deadline, id"
    _check_company_auto = True

    # What about
    name = fields.Char(
        string="Problem", required=True, tracking=True, help="What is not as it should be."
    )
    indicator_id = fields.Many2one(
        "digiflow.indicator",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="The figure that is to be better afterwards.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    phase = fields.Selection(
        PHASE_SELECTION,
        default=PHASE_PLAN,
        required=True,
        index=True,
        copy=False,
        tracking=True,
        group_expand="_expand_phases",
    )
    # Plan
    cause = fields.Text(
        string="Root cause",
        help="Ask «why?» of the problem, and again of each answer, about five times, until it is "
        "something you can change (5 whys). To find where to ask, go through people, method, "
        "tools, information, client and environment (Ishikawa).",
    )
    plan = fields.Text(
        string="What will be done",
        help="What is to be done about the cause, by whom, and how you will know that it helped.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    date_deadline = fields.Date(string="Deadline", index=True, tracking=True, copy=False)
    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        help="Not closed, and its deadline is over in Lima.",
    )
    days_late = fields.Integer(compute="_compute_is_overdue")
    # Do
    do = fields.Text(string="What was done", copy=False)
    step_ids = fields.One2many("digiflow.improvement.step", "improvement_id", "Steps", copy=True)
    step_count = fields.Integer(compute="_compute_step_count")
    step_done_count = fields.Integer(compute="_compute_step_count")
    # Check
    value_before_id = fields.Many2one(
        "digiflow.indicator.value",
        string="Before",
        ondelete="restrict",
        copy=False,
        help="The last closed period before something was done.",
    )
    value_after_id = fields.Many2one(
        "digiflow.indicator.value",
        string="After",
        ondelete="restrict",
        copy=False,
        help="A closed period after it. It appears here when that period is closed.",
    )
    before_text = fields.Char(related="value_before_id.value_text", string="Figure before")
    after_text = fields.Char(related="value_after_id.value_text", string="Figure after")
    verdict = fields.Selection(VERDICT_SELECTION, compute="_compute_verdict", store=True)
    difference = fields.Float(compute="_compute_verdict", store=True, **AVERAGED)
    difference_text = fields.Char(string="Change", compute="_compute_difference_text")
    # Act
    act = fields.Selection(ACT_SELECTION, string="Decision", copy=False, tracking=True)
    lesson = fields.Text(string="What we learned", copy=False)
    closed_on = fields.Date(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False)
    can_plan = fields.Boolean(
        compute="_compute_can_plan", help="The user plans and judges: the manager and Quality."
    )
    # Rounds
    previous_id = fields.Many2one(
        "digiflow.improvement",
        string="Round before",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    next_ids = fields.One2many("digiflow.improvement", "previous_id", "Round after", readonly=True)
    cycle = fields.Integer(string="Round", default=1, readonly=True, copy=False)

    _sql_constraints = [
        (
            "previous_uniq",
            "UNIQUE(previous_id)",
            "This improvement action has its next round already. Go on with that one.",
        ),
    ]

    @api.depends("date_deadline", "phase")
    def _compute_is_overdue(self):
        today = periods.today()
        for action in self:
            late = action.date_deadline and action.phase != PHASE_CLOSED
            action.days_late = max((today - action.date_deadline).days, 0) if late else 0
            action.is_overdue = action.days_late > 0

    @api.model
    def _search_is_overdue(self, operator, value):
        late = [("phase", "!=", PHASE_CLOSED), ("date_deadline", "<", periods.today())]
        wanted = bool(value) if not isinstance(value, (list, tuple, set)) else True in value
        if wanted == (operator in ("=", "in")):
            return late
        return ["|", "!", "&", *late, ("date_deadline", "=", False)]

    @api.depends_context("uid")
    def _compute_can_plan(self):
        self.can_plan = self._is_owner()

    @api.depends("step_ids.done")
    def _compute_step_count(self):
        for action in self:
            action.step_count = len(action.step_ids)
            action.step_done_count = len(action.step_ids.filtered("done"))

    @api.depends("value_before_id", "value_after_id")
    def _compute_verdict(self):
        """Read from two frozen values, so it never changes by itself."""
        for action in self:
            before, after = action.value_before_id, action.value_after_id
            action.verdict, action.difference = False, 0.0
            if before.has_data and after.has_data:
                indicator = action.indicator_id
                action.verdict, action.difference = indicators.verdict(
                    before.value, after.value, indicator.direction, indicator.unit
                )

    @api.depends("verdict", "difference")
    def _compute_difference_text(self):
        for action in self:
            action.difference_text = action.verdict and action.indicator_id._format(
                action.difference, action.company_id, signed=True
            )

    @api.model
    def _expand_phases(self, phases, domain, order=None):
        """Every phase is a column of the kanban, with or without actions."""
        return [key for key, _label in PHASE_SELECTION]

    @api.constrains("user_id")
    def _check_user(self):
        for action in self:
            user = action.user_id
            if user and not any(user.has_group(f"digiflow_crm.group_{role}") for role in ROLES):
                raise ProcessError(
                    _(
                        "%(user)s has no role in Digiflow CRM and could not open this action. "
                        "Choose somebody who has one.",
                        user=user.name,
                    )
                )

    @api.constrains("indicator_id", "company_id", "value_before_id", "value_after_id")
    def _check_values(self):
        """What is compared are frozen figures of this indicator, the first one first."""
        for action in self:
            before, after = action.value_before_id, action.value_after_id
            for value in before | after:
                action._check_value(value)
            if before and after and before.kind != after.kind:
                raise ProcessError(
                    _(
                        "%(before)s and %(after)s are not alike: compare a month with a month, a "
                        "quarter with a quarter.",
                        before=before.display_name,
                        after=after.display_name,
                    )
                )
            if before and after and before.date_to >= after.date_from:
                raise ProcessError(
                    _(
                        "The period after (%(after)s) must begin when the one before "
                        "(%(before)s) is over. Choose other periods.",
                        before=before.display_name,
                        after=after.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(action.phase != PHASE_PLAN or action.previous_id for action in self):
            raise WorkflowError(
                _("An improvement action that has begun stays on record. Close it instead.")
            )

    def action_view_next(self):
        """Open the next round."""
        self.ensure_one()
        return self.next_ids[:1]._get_form_action()

    def action_view_previous(self):
        """Open the round before."""
        self.ensure_one()
        return self.previous_id._get_form_action()

    @api.model
    def _open_for(self, indicator, company, value, **vals):
        """The improvement action that a value under its target asks for; made when there is none.

        :param indicator: digiflow.indicator
        :param company: res.company
        :param value: the frozen digiflow.indicator.value that is under target
        :param vals: values instead of those that are filled in (`name`, `campaign_id`, `user_id`,
            `date_deadline`...)
        :return: digiflow.improvement: the one there is of that value, else a new one
        """
        known = value and self.search([("value_before_id", "=", value.id)], limit=1)
        if known:
            return known
        return self.create(
            {
                "name": _("%(name)s: %(value)s", name=indicator.name, value=value.value_text),
                "indicator_id": indicator.id,
                "company_id": company.id,
                "value_before_id": value.id,
                "user_id": indicator._get_owner(company).id,
                "date_deadline": periods.today() + DAYS_TO_IMPROVE * periods.ONE_DAY,
                **vals,
            }
        )

    @api.model
    def _judge_again(self, values):
        """Compare anew with values that changed, where the action is not closed.

        :param values: digiflow.indicator.value of periods that were reopened and closed again
        """
        compared = [
            "|",
            ("value_before_id", "in", values.ids),
            ("value_after_id", "in", values.ids),
        ]
        # sudo: the verdict follows from the numbers, whoever closes the period.
        self.sudo().search([("phase", "!=", PHASE_CLOSED), *compared]).modified(["value_before_id"])

    @api.model
    def _open_live(self, indicator, company, text):
        """The action about a figure that is not closed; made when none about it is going on.

        :param indicator: digiflow.indicator
        :param company: res.company
        :param str text: the figure, for the name of a new action
        :return: digiflow.improvement
        """
        domain = [
            ("indicator_id", "=", indicator.id),
            ("company_id", "=", company.id),
            ("phase", "!=", PHASE_CLOSED),
        ]
        known = self.search(domain, order="id desc", limit=1)
        nothing = self.env["digiflow.indicator.value"]
        return known or self._open_for(indicator, company, nothing, name=text)

    def _check_value(self, value):
        """Refuse a value that says nothing of this action.

        :param value: digiflow.indicator.value
        :raise ProcessError: it is another indicator's, not frozen, or without data
        """
        self.ensure_one()
        own = value.indicator_id == self.indicator_id and value.company_id == self.company_id
        if not (own and value.frozen and value.has_data):
            raise ProcessError(
                _(
                    "«%(value)s» cannot be compared. Choose a closed period of «%(indicator)s» "
                    "in %(company)s that has data.",
                    value=value.display_name,
                    indicator=self.indicator_id.name,
                    company=self.company_id.name,
                )
            )

    def _get_form_action(self):
        """The window action that opens this action."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_improvement_action"
        )
        return {**action, "views": [(False, "form")], "res_id": self.id, "context": {}}
