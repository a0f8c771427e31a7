from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from .attempt_states import ATTEMPT_DONE


class DigiflowTrainingAttempt(models.Model):
    """An attempt at a written test: its answers, when they end, and its certificate."""

    _inherit = "digiflow.training.attempt"

    # sudo: whether there is a certificate is for whoever sees the attempt, the answers are not.
    has_certificate = fields.Boolean(
        string="Certificate", compute="_compute_has_certificate", compute_sudo=True
    )
    result_text = fields.Char(string="Result", compute="_compute_result_text")

    @api.depends("state", "passed", "user_input_id.survey_id.certification")
    def _compute_has_certificate(self):
        for one in self:
            certified = one.user_input_id.survey_id.certification
            one.has_certificate = one.state == ATTEMPT_DONE and one.passed and certified

    @api.depends("state", "passed")
    def _compute_result_text(self):
        for one in self:
            if one.state != ATTEMPT_DONE:
                one.result_text = False
            else:
                one.result_text = _("✓ Passed") if one.passed else _("✗ Not passed")

    def init(self):
        """A person takes a written test once at a time."""
        res = super().init()
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS digiflow_training_attempt_open_uniq"
            " ON digiflow_training_attempt (evaluation_id, user_id)"
            " WHERE method = 'written' AND state = 'open'"
        )
        return res

    def action_certificate(self):
        """Download the certificate of this attempt.

        :return: an action that downloads it
        :raise WorkflowError: it was not passed, or its kind of test gives none
        """
        self.ensure_one()
        self._check_certificate()
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": f"/digiflow/training/certificate/{self.id}",
        }

    def _check_certificate(self):
        """Refuse a certificate where there is none.

        :raise WorkflowError: it was not passed, or its kind of test gives none
        """
        if not self.has_certificate:
            raise WorkflowError(
                _("A certificate is given for a written test of training that was passed.")
            )

    def _finish_test(self):
        """Write what the answers to the written test of each of these came to, for good."""
        for one in self:
            answers = one.user_input_id
            one.question_ids.create(one._prepare_question_vals(answers))
            one._finish(min(max(answers.scoring_percentage, 0.0), 100.0))

    def _prepare_question_vals(self, answers):
        """Values of the questions of this attempt, as they were asked and answered.

        :param answers: the survey.user_input of the attempt
        """
        return [
            {
                "attempt_id": self.id,
                "question_id": question.id,
                "sequence": number,
                "title": question.title,
                "correct": question._is_right(
                    answers.user_input_line_ids.filtered(
                        lambda line, question=question: line.question_id == question
                    )
                ),
            }
            for number, question in enumerate(answers._get_training_questions(), 1)
        ]
