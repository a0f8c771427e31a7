from odoo import _, fields, models
from odoo.exceptions import UserError


class SurveySurvey(models.Model):
    """A form of feedback: its choice is the score, its free text the comment."""

    _inherit = "survey.survey"

    digiflow_client_form = fields.Boolean(
        string="Only for clients that Digiflow CRM asks",
        help="Nobody begins it but with the link of the own invitation, and once.",
    )

    def _check_answer_creation(self, user, partner, email, test_entry=False, **options):
        """An invitation makes its own form; another try of a client would take its place."""
        self.ensure_one()
        if self.digiflow_client_form and not test_entry:
            raise UserError(_("Only the clients that were invited answer this form, each once."))
        return super()._check_answer_creation(
            user, partner, email, test_entry=test_entry, **options
        )

    def _get_feedback_questions(self):
        """The first question with choices, and the first one with a free text.

        The points of a choice are its score, so its words may be edited and translated.
        """
        self.ensure_one()
        questions = self.question_ids
        choices = questions.filtered(lambda one: one.question_type == "simple_choice")
        texts = questions.filtered(lambda one: one.question_type == "text_box")
        return choices[:1], texts[:1]
