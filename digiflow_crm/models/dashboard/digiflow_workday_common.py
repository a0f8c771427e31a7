from odoo import _, api, models

from ...core import periods
from ..indicators.indicator_states import PHASE_DO, PHASE_PLAN
from .workday_parts import LATE, Block


class DigiflowWorkday(models.AbstractModel):
    """What is in everybody's day, after the parts of the role: learning, improving, tasks."""

    _inherit = "digiflow.workday"

    @api.model
    def _get_common_blocks(self, role):
        """The blocks that the days of all roles end with.

        :param str role: whose day it is
        """
        return [
            self._get_common_activities(role),
            self._get_common_training(),
            self._get_common_updates(),
            self._get_common_steps(),
        ]

    # -- tasks
    @api.model
    def _get_common_activities(self, role):
        """What is due, but for what the role's day shows in blocks of its own."""
        get_terms = getattr(self, f"_get_{role}_other_tasks", None)
        return Block(
            "activities",
            _("My activities for today"),
            "fa-clock-o",
            "mail.activity",
            self._find_tasks(*(get_terms() if get_terms else [])),
            self._tell_common_activity,
            _("No activity is due. Well done."),
            order="date_deadline, id",
            action="digiflow_crm.mail_activity_action_workday",
        )

    @api.model
    def _leave_out_tasks(self, *blocks):
        """Terms on activities that leave out those of records which blocks show as waiting."""
        terms = []
        for block in blocks:
            shown = self.env[block.model].search(block.domain)
            terms += ["|", ("res_model", "!=", block.model), ("res_id", "not in", shown.ids)]
        return terms

    @api.model
    def _tell_common_activity(self, activity):
        return {
            "model": activity.res_model or activity._name,
            "id": activity.res_id if activity.res_model else activity.id,
            "name": activity.summary or activity.activity_type_id.name or "",
            "detail": activity.res_name or "",
            "when": self._say_day(activity.date_deadline),
            **self._judge(activity.date_deadline),
        }

    # -- learning
    @api.model
    def _get_common_training(self):
        return Block(
            "training",
            _("My training to do"),
            "fa-graduation-cap",
            "digiflow.training.plan",
            [("user_id", "=", self.env.uid), ("to_do", "=", True)],
            self._tell_common_training,
            _("You have passed every module that your work needs."),
            order="deadline, sequence, id",
            action="digiflow_crm.digiflow_training_plan_action_mine",
        )

    @api.model
    def _tell_common_training(self, row):
        session = row.session_id or row.open_session_id or row.proposal_id
        place = session or row.version_id or row.module_id
        return {
            "model": place._name,
            "id": place.id,
            "name": row.module_id.display_name,
            "detail": row.next_step,
            "when": self._say_day(row.deadline),
            **self._judge(row.deadline),
        }

    @api.model
    def _get_common_updates(self):
        return Block(
            "updates",
            _("Normative updates to read"),
            "fa-newspaper-o",
            "digiflow.training.update",
            [("is_to_read", "=", True)],
            self._tell_common_update,
            _("You have read every update."),
            order="read_by, id",
            action="digiflow_crm.digiflow_training_update_action",
        )

    @api.model
    def _tell_common_update(self, update):
        return {
            "detail": update.source_number or "",
            "when": self._say_day(update.read_by),
            **self._judge(update.read_by),
        }

    # -- improving
    @api.model
    def _get_common_steps(self):
        return Block(
            "steps",
            _("My steps of improvement actions"),
            "fa-refresh",
            "digiflow.improvement.step",
            [
                ("user_id", "=", self.env.uid),
                ("done", "=", False),
                ("improvement_id.phase", "in", (PHASE_PLAN, PHASE_DO)),
            ],
            self._tell_common_step,
            _("No improvement action waits for you."),
            order="date_deadline, id",
            action="digiflow_crm.digiflow_improvement_step_action",
        )

    @api.model
    def _tell_common_step(self, step):
        return {
            "model": step.improvement_id._name,
            "id": step.improvement_id.id,
            "name": step.name,
            "detail": step.improvement_id.name,
            "when": self._say_day(step.date_deadline),
            **self._judge(step.date_deadline),
        }

    # -- for the roles
    @api.model
    def _get_week_moments(self):
        """This week in Lima, and when it and each of its rest begin and end.

        :return: (Period, first moment of the week, of today, of tomorrow, of next week), moments
            naive UTC
        """
        today = periods.today()
        week = periods.period_of(today, periods.WEEK)
        days = (week.first, today, today + periods.ONE_DAY, week.last + periods.ONE_DAY)
        return (week, *(periods.starts_at(day) for day in days))

    @api.model
    def _tell_common_case(self, case):
        """What a row says of a client's case."""
        return {
            "detail": case.partner_id.name or "",
            "when": self._say_day(case.date_deadline),
            **self._judge(case.date_deadline),
        }

    @api.model
    def _judge_waiting(self, moment):
        """How long something has waited for the user: since an earlier day is late.

        :param moment: naive UTC; False when it is not known
        """
        since = moment and periods.today(periods.aware(moment))
        days = (periods.today() - since).days if since else 0
        if days <= 0:
            return {}
        if days == 1:
            return {"level": LATE, "sign": _("Waiting since yesterday")}
        return {"level": LATE, "sign": _("Waiting for %(days)s days", days=days)}
