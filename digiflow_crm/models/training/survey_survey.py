from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ...core.written_test import shuffled
from ...exceptions import WorkflowError

# What every test of training is like, whatever else is chosen for it.
TEST_SETTINGS = {
    "scoring_type": "scoring_without_answers",
    "access_mode": "token",
    "users_login_required": True,
}


class SurveySurvey(models.Model):
    """A written test of training: its right answers are for those who write it."""

    _inherit = "survey.survey"

    digiflow_training = fields.Boolean(
        string="Test of training",
        readonly=True,
        index=True,
        help="Only its attempts at training evaluations open it; it never shows right answers.",
    )
    digiflow_evaluation_ids = fields.One2many(
        "digiflow.training.evaluation", "survey_id", string="Evaluation"
    )

    @api.constrains("digiflow_training", "digiflow_client_form", "session_state", *TEST_SETTINGS)
    def _check_training(self):
        for survey in self.filtered("digiflow_training"):
            fits = all(survey[name] == value for name, value in TEST_SETTINGS.items())
            if not fits or survey.digiflow_client_form or survey.session_state:
                raise WorkflowError(
                    _(
                        "«%s» is a test of training: people log in, begin it from My evaluations, "
                        "each alone, and it is scored without showing the right answers.",
                        survey.title,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """A test of training begins as one."""
        by_default = self.env.context.get("default_digiflow_training")
        return super().create(
            [
                {**vals, **TEST_SETTINGS} if vals.get("digiflow_training", by_default) else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        """Once a test of training, always one: its right answers were promised to stay hidden."""
        if not vals.get("digiflow_training", True) and any(self.mapped("digiflow_training")):
            raise WorkflowError(_("A test of training stays one. Archive it, and write another."))
        return super().write(vals)

    def action_start_session(self):
        """A live session shows everybody the right answers as it goes."""
        if any(self.mapped("digiflow_training")):
            raise WorkflowError(_("A test of training cannot be held as a live session."))
        return super().action_start_session()

    def _create_answer(self, user=False, partner=False, email=False, test_entry=False, **options):
        """Whoever begins a test of training, by whatever link, begins an attempt at it."""
        if test_entry or not any(self.mapped("digiflow_training")):
            return super()._create_answer(
                user=user, partner=partner, email=email, test_entry=test_entry, **options
            )
        self.ensure_one()
        user = user or (partner or self.env["res.partner"]).user_ids[:1]
        evaluation = self.digiflow_evaluation_ids[:1]
        evaluation._check_may_begin(user)
        going_on = evaluation._get_open_attempt(user).user_input_id
        if going_on:
            return going_on
        options["invite_token"] = evaluation._get_round(user)
        answer = super()._create_answer(user=user, **options)
        evaluation._open_attempts(user, user_input_id=answer.id)
        return answer

    def _check_answer_creation(self, user, partner, email, test_entry=False, **options):
        """Who tries a test of training out sees its score, so only its authors do."""
        self.ensure_one()
        if test_entry and self.digiflow_training and not user._administers_training():
            raise UserError(_("Quality and the commercial manager try tests of training out."))
        return super()._check_answer_creation(
            user, partner, email, test_entry=test_entry, **options
        )

    # The order of the questions: each attempt has its own

    def _is_shuffled(self):
        """Whether each attempt has its own order of questions."""
        return (
            self.digiflow_training
            and self.questions_layout == "page_per_question"
            and self.questions_selection == "random"
        )

    @api.model
    def _get_pages_or_questions(self, user_input):
        found = super()._get_pages_or_questions(user_input)
        if not self._is_shuffled():
            return found
        return found.browse(shuffled(found.ids, user_input.access_token))

    def _get_next_page_or_question(self, user_input, page_or_question_id, go_back=False):
        """Odoo would go on by the sequence of the questions, and pass over some."""
        survey = user_input.survey_id
        if not survey._is_shuffled():
            return super()._get_next_page_or_question(
                user_input, page_or_question_id, go_back=go_back
            )
        questions = survey._get_pages_or_questions(user_input)
        if not page_or_question_id:
            return questions[:1]
        position = questions.ids.index(page_or_question_id) + (-1 if go_back else 1)
        return questions[position] if 0 <= position < len(questions) else questions.browse()

    def _can_go_back(self, answer, page_or_question):
        first = self._is_shuffled() and self._get_pages_or_questions(answer)[:1]
        return page_or_question != first and super()._can_go_back(answer, page_or_question)
