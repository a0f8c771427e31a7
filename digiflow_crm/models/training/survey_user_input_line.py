from odoo import _, api, models

from ...exceptions import WorkflowError


class SurveyUserInputLine(models.Model):
    """An answer in a written test: Odoo takes what is sent, so what it may be is looked at here."""

    _inherit = "survey.user_input.line"

    @api.constrains("user_input_id", "question_id", "suggested_answer_id")
    def _check_training_answer(self):
        for line in self.filtered("user_input_id.survey_id.digiflow_training"):
            if line.user_input_id.state != "in_progress":
                raise WorkflowError(_("A test takes answers from its beginning to its end."))
            if not line._is_fair():
                raise WorkflowError(_("This is no answer to the question. Load the page again."))

    def _is_fair(self):
        """Whether the answer is one that the question offers, and is given once."""
        self.ensure_one()
        question = self.question_id
        if question not in self.user_input_id.predefined_question_ids:
            return False
        if self.suggested_answer_id and self.suggested_answer_id.question_id != question:
            return False
        beside = (self.user_input_id.user_input_line_ids - self).filtered(
            lambda line: line.question_id == question and line.suggested_answer_id
        )
        only_one = question.question_type == "simple_choice" and beside
        return not only_one and self.suggested_answer_id not in beside.suggested_answer_id
