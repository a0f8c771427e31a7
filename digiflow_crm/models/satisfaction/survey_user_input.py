from odoo import models


class SurveyUserInput(models.Model):
    """A form that a client completed may be an answer to us."""

    _inherit = "survey.user_input"

    def _mark_done(self):
        """Odoo calls it when the last answer is saved, once a form."""
        res = super()._mark_done()
        self.env["digiflow.client.form"]._receive(self)
        return res

    def _save_lines(self, question, answer, comment=None, overwrite_existing=True):
        """Who forgot the score sends the form again: 19.0 would keep the rest of the first try."""
        own = overwrite_existing or self.survey_id.digiflow_client_form
        return super()._save_lines(question, answer, comment, overwrite_existing=own)

    def _get_points(self, question):
        """Points (int) of the choice that was made, 0 without any."""
        lines = self.user_input_line_ids.filtered(lambda line: line.question_id == question)
        return int(lines.suggested_answer_id[:1].answer_score)

    def _get_text(self, question):
        """What was written as the answer to a question; False without any."""
        lines = self.user_input_line_ids.filtered(lambda line: line.question_id == question)
        return lines[:1].value_text_box
