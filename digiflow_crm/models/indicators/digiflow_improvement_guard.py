from odoo import _, api, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...core import periods
from ...exceptions import WorkflowError
from .indicator_states import PHASE_CHECK, PHASE_CLOSED, PHASE_DO, PHASE_PLAN

OWNERS = ("digiflow_crm.group_quality", "digiflow_crm.group_manager")
# What only methods write.
KEPT = {
    *("verdict", "difference", "previous_id", "next_ids", "cycle", "closed_on", "closed_by_id"),
}
# What a responsible who is neither the manager nor of Quality tells.
OF_RESPONSIBLE = {"do", "step_ids", "phase"}
SOCIAL = ("message_", "activity_", "website_message_")


class DigiflowImprovement(models.Model):
    """Who may write what of an improvement action, and when no more."""

    _inherit = "digiflow.improvement"

    @api.model_create_multi
    def create(self, vals_list):
        check_access(self, "create")
        for vals in vals_list:
            if vals.get("phase", PHASE_PLAN) != PHASE_PLAN:
                raise WorkflowError(
                    _("An improvement action begins with its plan. Move it on afterwards.")
                )
        # Said outright, for the defaults of a context come from the caller as well.
        begun = {**dict.fromkeys(KEPT, False), "cycle": 1, "phase": PHASE_PLAN}
        actions = super().create([{**vals, **begun} for vals in vals_list])
        actions._fill_before()
        actions._plan_task()
        return actions

    def write(self, vals):
        if not self._is_social(vals):
            check_access(self, "write")
            self._check_write(vals)
        changed = "indicator_id" in vals and self.filtered(
            lambda action: action.indicator_id.id != vals["indicator_id"]
        )
        if changed:
            # The figures are the other indicator's; they are read anew.
            vals = {"value_before_id": False, "value_after_id": False, **vals}
        res = super().write(vals)
        if changed:
            changed._fill_before()
        if vals.get("phase") == PHASE_CLOSED:
            self._close()
        if {"phase", "user_id", "date_deadline"} & set(vals):
            self._plan_task()
        return res

    def _check_write(self, vals):
        """Refuse what may not be written, or not any more.

        :raise WorkflowError: an action is closed, or the values are not for typing in
        :raise AccessError: the user only tells what was done
        """
        closed = self.filtered(lambda action: action.phase == PHASE_CLOSED)
        if closed:
            raise WorkflowError(
                _(
                    "«%(name)s» is closed and stays as it is; its discussion goes on. "
                    "Open another action for what is still to be done.",
                    name=closed[0].name,
                )
            )
        if KEPT & set(vals):
            raise WorkflowError(
                _("The verdict, the rounds and the closing of an action are not typed in.")
            )
        if not self._is_owner() and not self._is_of_responsible(vals):
            raise AccessError(
                _(
                    "The responsible writes what was done, ticks the steps and hands the action "
                    "on to be checked. Ask Quality or the commercial manager for the rest."
                )
            )

    def _is_of_responsible(self, vals):
        """Whether these values are for the responsible to write, in the phases that are theirs."""
        if set(vals) - OF_RESPONSIBLE:
            return False
        if any(action.phase != PHASE_DO for action in self):
            return False
        return vals.get("phase", PHASE_CHECK) in (PHASE_DO, PHASE_CHECK)

    @api.model
    def _is_owner(self):
        """Whether the user plans and judges improvement actions: the manager and Quality."""
        return self.env.su or any(self.env.user.has_group(group) for group in OWNERS)

    @api.model
    def _is_social(self, vals):
        """Whether only the chatter or the activities are written, which go on when all is fixed."""
        return all(name.startswith(SOCIAL) for name in vals)

    def _fill_before(self):
        """The figure before is the last one that is frozen, where none was chosen."""
        for action in self.filtered(lambda one: not one.value_before_id):
            value = action.indicator_id._get_frozen(action.company_id, periods.today())
            if value.has_data:
                action._update({"value_before_id": value.id})
