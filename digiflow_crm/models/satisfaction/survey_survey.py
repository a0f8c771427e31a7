from odoo import _, fields, models
from odoo.exceptions import UserError

# Clients are asked in Spanish, whoever starts a campaign.
CLIENTS_LANG = "es_PE"
# After the score, before the comment.
SERVICE_SEQUENCE = 10


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

    def _make_service_questions(self):
        """Add a question for each counted service that has none yet: services come and go.

        Their words may be edited; what a question is about is its service.
        """
        self.ensure_one()
        known = self.question_ids.digiflow_service_id
        counted = self.env["digiflow.service"].search([("counted", "=", True)]) - known
        spanish = counted.with_context(lang=CLIENTS_LANG)
        self.env["survey.question"].create(
            [self._prepare_service_question_vals(service) for service in spanish]
        )

    def _prepare_service_question_vals(self, service):
        """Values of the survey.question about a service; not of the kind that must be answered."""
        score = self._get_role_question("score")
        answers = [
            {"sequence": one.sequence, "value": one.value, "answer_score": one.answer_score}
            for one in score.suggested_answer_ids
        ]
        return {
            "survey_id": self.id,
            "sequence": SERVICE_SEQUENCE + service.sequence,
            "digiflow_role": "service",
            "digiflow_service_id": service.id,
            "title": f"¿Y con este servicio: {service.name}? (opcional)",
            "question_type": "simple_choice",
            "suggested_answer_ids": [(0, 0, answer) for answer in answers],
        }

    def _get_role_question(self, role):
        """The question with a role in a campaign (see survey.question), empty without one."""
        return self.question_ids.filtered(lambda one: one.digiflow_role == role)[:1]
