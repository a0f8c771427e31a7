from odoo import _, models

from .indicator_states import PHASE_CLOSED

TASK = "digiflow_crm.mail_activity_type_improvement"


class DigiflowImprovement(models.Model):
    """The task of the responsible: one activity, due at the deadline, until it is closed."""

    _inherit = "digiflow.improvement"

    def _plan_task(self):
        """Keep the task in step with who is responsible, and until when."""
        kind = self.env.ref(TASK)
        for action in self:
            tasks = action.activity_ids.filtered(lambda one: one.activity_type_id == kind)
            if action.phase == PHASE_CLOSED:
                tasks.action_feedback(feedback=_("The improvement action was closed."))
            elif not (action.user_id and action.date_deadline):
                tasks.unlink()
            elif tasks:
                action._move_task(tasks)
            else:
                action.activity_schedule(
                    TASK,
                    date_deadline=action.date_deadline,
                    summary=_("Finish the improvement action"),
                    user_id=action.user_id.id,
                )

    def _move_task(self, tasks):
        """Give the task to who is responsible now, for the day that holds now."""
        self.ensure_one()
        wanted = {"user_id": self.user_id, "date_deadline": self.date_deadline}
        stale = tasks.filtered(lambda task: any(task[name] != wanted[name] for name in wanted))
        if stale:
            stale.write({"user_id": self.user_id.id, "date_deadline": self.date_deadline})
