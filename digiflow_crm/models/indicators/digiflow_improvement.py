from odoo import _, api, fields, models

from ...core import periods
from .indicator_states import (
    ACT_SELECTION,
    PHASE_CLOSED,
    PHASE_PLAN,
    PHASE_SELECTION,
    VERDICT_SELECTION,
)


class DigiflowImprovement(models.Model):
    """An improvement action: one round of the PHVA cycle (plan, do, check, act)."""

    _name = "digiflow.improvement"
    _description = "Improvement action"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_deadline, id"
    _check_company_auto = True

    # What about
    name = fields.Char(string="Problem", required=True, tracking=True)
    indicator_id = fields.Many2one(
        "digiflow.indicator", required=True, index=True, ondelete="restrict", tracking=True
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
    cause = fields.Text()
    plan = fields.Text(string="What will be done")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        tracking=True,
        default=lambda self: self.env.user,
    )
    date_deadline = fields.Date(string="Deadline", index=True, tracking=True, copy=False)
    # Do
    do = fields.Text(string="What was done", copy=False)
    step_ids = fields.One2many("digiflow.improvement.step", "improvement_id", "Steps", copy=True)
    # Check
    value_before_id = fields.Many2one(
        "digiflow.indicator.value", string="Before", ondelete="restrict", copy=False
    )
    value_after_id = fields.Many2one(
        "digiflow.indicator.value", string="After", ondelete="restrict", copy=False
    )
    verdict = fields.Selection(VERDICT_SELECTION, readonly=True, copy=False)
    # Act
    act = fields.Selection(ACT_SELECTION, string="Decision", copy=False, tracking=True)
    lesson = fields.Text(string="What we learned", copy=False)
    previous_id = fields.Many2one(
        "digiflow.improvement", string="Round before", readonly=True, copy=False, index=True
    )

    @api.model
    def _expand_phases(self, phases, domain, order=None):  # pylint: disable=unused-argument # hook
        """All phases are columns of the kanban."""
        return [key for key, _label in PHASE_SELECTION]

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
        known = self.search([("value_before_id", "=", value.id), ("phase", "!=", PHASE_CLOSED)])
        if value and known:
            return known[:1]
        return self.create(
            {
                "name": _("%(name)s: %(value)s", name=indicator.name, value=value.value_text),
                "indicator_id": indicator.id,
                "company_id": company.id,
                "value_before_id": value.id,
                "user_id": (indicator.owner_id or self.env.user).id,
                "date_deadline": periods.today() + 30 * periods.ONE_DAY,
                **vals,
            }
        )
