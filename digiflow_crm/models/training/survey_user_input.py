from odoo import _, api, fields, models

from ...core.written_test import is_over
from ...exceptions import WorkflowError
from .attempt_states import ATTEMPT_OPEN


class SurveyUserInput(models.Model):
    """The answers of somebody to a written test: when they end, the attempt has its result."""

    _inherit = "survey.user_input"

    digiflow_attempt_ids = fields.One2many(
        "digiflow.training.attempt", "user_input_id", string="Training attempt"
    )

    @api.depends("digiflow_attempt_ids.pass_mark")
    def _compute_scoring_success(self):
        """A test of training is passed with the mark that held when it was begun."""
        res = super()._compute_scoring_success()
        for one in self.filtered("digiflow_attempt_ids"):
            one.scoring_success = one.scoring_percentage >= one.digiflow_attempt_ids[0].pass_mark
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_attempt(self):
        if any(one.digiflow_attempt_ids for one in self):
            raise WorkflowError(
                _("These answers are those of a training attempt, which stays on record.")
            )

    def _mark_done(self):
        res = super()._mark_done()
        # sudo: nobody types attempts in; what the answers came to follows from them alone.
        attempts = self.sudo().digiflow_attempt_ids
        attempts.filtered(lambda one: one.state == ATTEMPT_OPEN)._finish_test()
        return res

    @api.model
    def _cron_end_tests(self):
        """End the tests whose time is over and that nobody came back to, with what was answered."""
        running = self.search(
            [
                ("state", "=", "in_progress"),
                ("survey_id.digiflow_training", "=", True),
                ("survey_id.is_time_limited", "=", True),
            ]
        )
        now = fields.Datetime.now()
        for one in running:
            if is_over(one.start_datetime, now, one.survey_id.time_limit):
                one._mark_done()

    def _get_training_questions(self):
        """The survey.question records that count in this test, in the order of the survey."""
        self.ensure_one()
        return self.predefined_question_ids.filtered(lambda question: question._is_counted())
