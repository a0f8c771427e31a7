from odoo import _, api, models

from ...core import periods
from ...exceptions import ImprovementError
from .indicator_states import (
    ACT_ADJUST,
    PHASE_ACT,
    PHASE_CHECK,
    PHASE_CLOSED,
    PHASE_DO,
    PHASES,
)

# phase -> what must be there before it begins
NEEDS = {
    PHASE_DO: ("indicator_id", "cause", "plan", "user_id", "date_deadline"),
    PHASE_CHECK: ("do",),
    PHASE_ACT: ("value_before_id", "value_after_id"),
    PHASE_CLOSED: ("act", "lesson"),
}


class DigiflowImprovement(models.Model):
    """The phases: each needs what those before it give, by whatever way it is entered."""

    _inherit = "digiflow.improvement"

    @api.constrains("phase", "step_ids", *(name for names in NEEDS.values() for name in names))
    def _check_phase(self):
        """Also of what is taken away from a phase that was left."""
        for action in self:
            missing = action._get_missing(action.phase)
            if missing:
                labels = dict(self._fields["phase"]._description_selection(self.env))
                raise ImprovementError(
                    _(
                        "«%(name)s» cannot be in the phase «%(phase)s». Missing: %(missing)s.",
                        name=action.name,
                        phase=labels[action.phase],
                        missing="; ".join(missing),
                    ),
                    improvement_id=action.id,
                )

    def action_next_phase(self):
        """Go on to the next phase.

        :raise ImprovementError: it names what is missing
        """
        for action in self:
            following = PHASES[min(PHASES.index(action.phase) + 1, len(PHASES) - 1)]
            action.write({"phase": following})
        return True

    def action_previous_phase(self):
        """Go back to the phase before, to mend what it gave."""
        for action in self:
            action.write({"phase": PHASES[max(PHASES.index(action.phase) - 1, 0)]})
        return True

    def _get_missing(self, phase):
        """What this action lacks to be in a phase.

        :param str phase: the phase to be in
        :return: list of texts for people
        """
        self.ensure_one()
        missing = []
        for one in PHASES[: PHASES.index(phase) + 1]:
            for name in NEEDS.get(one, ()):
                value = self[name]
                if not (value.strip() if isinstance(value, str) else value):
                    missing.append(self._fields[name]._description_string(self.env))
            if one == PHASE_CHECK:
                for step in self.step_ids.filtered(lambda step: not step.done):
                    missing.append(_("step not done: %(step)s", step=step.name))
        return missing

    def _close(self):
        """Note who closed these actions, and open the next round where they go on."""
        for action in self:
            action._update({"closed_on": periods.today(), "closed_by_id": self.env.uid})
            if action.act == ACT_ADJUST:
                following = action._open_next()
                action._message_log(
                    body=_("The next round was opened: %(name)s.", name=following.display_name)
                )

    def _open_next(self):
        """The next round of this action: the same problem and cause, another plan.

        :return: digiflow.improvement
        """
        self.ensure_one()
        following = self.create(
            {
                "name": self.name,
                "indicator_id": self.indicator_id.id,
                "company_id": self.company_id.id,
                "cause": self.cause,
                "user_id": self.user_id.id,
                "value_before_id": self.value_after_id.id,
                **self._prepare_next_vals(),
            }
        )
        following._update({"previous_id": self.id, "cycle": self.cycle + 1})
        return following

    def _prepare_next_vals(self):
        """Hook: what else the next round takes over."""
        self.ensure_one()
        return {}
