from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...core import periods
from ...exceptions import WorkflowError
from .indicator_states import PHASE_DO, PHASE_PLAN

# What only ticking a step writes.
KEPT = ("done_on", "done_by_id")
# What somebody who is to do one step of another's action writes.
OF_DOER = {"done", "note"}


class DigiflowImprovementStep(models.Model):
    """One thing to do of an improvement action: who does it, by when, and when it was done."""

    _name = "digiflow.improvement.step"
    _description = "Step of an improvement action"
    _order = "sequence, id"

    improvement_id = fields.Many2one(
        "digiflow.improvement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="improvement_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What to do", required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Who",
        required=True,
        index=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    date_deadline = fields.Date(string="By when", copy=False)
    done = fields.Boolean(copy=False)
    done_on = fields.Date(string="Done on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Done by", readonly=True, copy=False)
    note = fields.Char(string="What came of it", copy=False)
    is_overdue = fields.Boolean(compute="_compute_is_overdue")

    @api.depends("date_deadline", "done")
    def _compute_is_overdue(self):
        today = periods.today()
        for step in self:
            step.is_overdue = bool(
                step.date_deadline and not step.done and step.date_deadline < today
            )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create([self._with_tick({"done": False, **vals}) for vals in vals_list])
        steps._check_open()
        steps._tell_doer()
        return steps

    def write(self, vals):
        self._check_open()
        self._check_doer(vals)
        others = self.filtered(lambda step: step.user_id.id != vals.get("user_id", step.user_id.id))
        ticked = self.filtered(lambda step: step.done != vals.get("done", step.done))
        kept = {name: value for name, value in vals.items() if name not in KEPT}
        res = super().write(kept)
        if ticked:
            super(DigiflowImprovementStep, ticked).write(self._with_tick({"done": vals["done"]}))
        if "improvement_id" in vals:
            self._check_open()
        if {"done", "improvement_id"} & set(vals):
            self.improvement_id._check_phase()
        others._tell_doer()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self._check_open()

    def action_view_improvement(self):
        """Open the improvement action that this step is of."""
        self.ensure_one()
        return self.improvement_id._get_form_action()

    @api.model
    def _with_tick(self, vals):
        """`vals` with who ticked the step, and when in Lima; without both while it is to do."""
        done = vals.get("done")
        return {
            **vals,
            "done_on": periods.today() if done else False,
            "done_by_id": self.env.uid if done else False,
        }

    def _check_open(self):
        """Refuse to change the steps of what is checked, or closed.

        :raise WorkflowError: it names the action
        """
        for action in self.improvement_id:
            if action.phase not in (PHASE_PLAN, PHASE_DO):
                raise WorkflowError(
                    _(
                        "The steps of «%(name)s» are done and are being judged. Bring the action "
                        "back to «Do» to change them.",
                        name=action.name,
                    )
                )

    def _check_doer(self, vals):
        """Whoever does a step of another's action ticks it, and says what came of it.

        :raise AccessError: something else would be written
        """
        if self.env["digiflow.improvement"]._is_owner() or not set(vals) - OF_DOER:
            return
        if any(step.improvement_id.user_id != self.env.user for step in self):
            raise AccessError(
                _("Tick your step and say what came of it; its plan is of the responsible.")
            )

    def _tell_doer(self):
        """Tell who is to do these steps, unless they planned them themselves."""
        for step in self:
            user = step.user_id
            if user == self.env.user or step.done:
                continue
            own = step.with_context(lang=user.lang or self.env.lang)
            own.improvement_id.message_notify(
                partner_ids=user.partner_id.ids,
                subject=own._describe_task(),
                body=own._describe_task(),
            )

    def _describe_task(self):
        """What is to be done, in a line."""
        self.ensure_one()
        return _("You have something to do in an improvement action: %(step)s", step=self.name)
