from odoo import fields, models


class SurveyQuestion(models.Model):
    """What a question to clients is about, and answers that are typed in for a client."""

    _inherit = "survey.question"

    digiflow_role = fields.Selection(
        [
            ("score", "Satisfaction"),
            ("service", "Satisfaction with a service"),
            ("comment", "Comment"),
            ("call_me", "May we call you"),
        ],
        string="Role in Digiflow CRM",
        readonly=True,
        help="What a campaign of satisfaction takes the answer for.",
    )
    digiflow_service_id = fields.Many2one(
        "digiflow.service",
        string="About the service",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Only clients who have this service are asked.",
    )

    def _prepare_choice_line(self, points):
        """Values of the survey.user_input.line that chooses the answer with so many points."""
        self.ensure_one()
        answer = self.suggested_answer_ids.filtered(lambda one: one.answer_score == points)
        chosen = {"answer_type": "suggestion", "suggested_answer_id": answer[:1].id}
        return {"question_id": self.id, **(chosen if answer else {"skipped": True})}

    def _prepare_text_line(self, text):
        """Values of the survey.user_input.line that writes `text`."""
        self.ensure_one()
        written = {"answer_type": "text_box", "value_text_box": text} if text else {}
        return {"question_id": self.id, **(written or {"skipped": True})}
