from odoo import models

from ...core.written_test import shuffled

CHOICES = ("simple_choice", "multiple_choice")


class SurveyQuestion(models.Model):
    """A question of a written test: in which order it offers its choices, when it is right."""

    _inherit = "survey.question"

    def _get_offered(self, answer):
        """The choices in the order in which an attempt sees them.

        :param answer: survey.user_input, or nothing where the form is only looked at
        :return: survey.question.answer
        """
        self.ensure_one()
        choices = self.suggested_answer_ids
        if not answer or not self.survey_id._is_shuffled():
            return choices
        return choices.browse(shuffled(choices.ids, f"{answer.access_token} {self.id}"))

    def _is_counted(self):
        """Whether the question has a right answer, so that it counts in the result."""
        self.ensure_one()
        if self.question_type in CHOICES:
            return any(self.suggested_answer_ids.mapped("is_correct"))
        return self.is_scored_question

    def _is_right(self, lines):
        """Whether these answers are the right one: with choices, all the right ones and no other.

        :param lines: survey.user_input.line of one attempt, to this question
        """
        self.ensure_one()
        if self.question_type in CHOICES:
            return lines.suggested_answer_id == self.suggested_answer_ids.filtered("is_correct")
        return any(lines.mapped("answer_is_correct"))
