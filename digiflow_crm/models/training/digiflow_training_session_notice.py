from odoo import _, api, fields, models

from .training_states import PLANNED

TASK = "digiflow_crm.mail_activity_type_training"


class DigiflowTrainingSession(models.Model):
    """The task of a session that is over: record who was there."""

    _inherit = "digiflow.training.session"

    is_to_record = fields.Boolean(
        string="To record",
        compute="_compute_is_to_record",
        search="_search_is_to_record",
        help="Planned and over: its attendance is to be recorded.",
    )

    @api.depends("state", "stop")
    def _compute_is_to_record(self):
        now = fields.Datetime.now()
        for session in self:
            over = bool(session.stop) and session.stop <= now
            session.is_to_record = session.state == PLANNED and over

    @api.model
    def _search_is_to_record(self, operator, value):
        wanted = bool(value) if not isinstance(value, (list, tuple, set)) else True in value
        over = ["&", ("state", "=", PLANNED), ("stop", "<=", fields.Datetime.now())]
        return over if wanted == (operator in ("=", "in")) else ["!", *over]

    @api.model
    def _cron_remind(self):
        """Ask the trainers of sessions that are over to record who was there, once each."""
        for session in self.search([("is_to_record", "=", True)]):
            session._plan_task(session.trainer_id, _("Record who was there"))

    def _plan_task(self, user, summary):
        """Give somebody the task of this session, unless it is there already."""
        self.ensure_one()
        if not self._get_tasks():
            self.activity_schedule(TASK, summary=summary, user_id=user.id)

    def _get_tasks(self):
        """The activities of ours on these sessions."""
        kind = self.env.ref(TASK)
        return self.activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def _fulfil_activities(self):
        """What was to be done about these sessions is done."""
        # sudo: the task may be somebody else's.
        self.sudo()._get_tasks().action_feedback()
