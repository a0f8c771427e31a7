from odoo import models


class SurveySurvey(models.Model):
    """A form of feedback: its choice is the score, its free text the comment."""

    _inherit = "survey.survey"

    def _get_feedback_questions(self):
        """The first question with choices, and the first one with a free text.

        The points of a choice are its score, so its words may be edited and translated.
        """
        self.ensure_one()
        questions = self.question_ids
        choices = questions.filtered(lambda one: one.question_type == "simple_choice")
        texts = questions.filtered(lambda one: one.question_type == "text_box")
        return choices[:1], texts[:1]
