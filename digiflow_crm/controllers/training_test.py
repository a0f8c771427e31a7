from odoo import http
from odoo.http import request

from odoo.addons.survey.controllers.main import Survey

MY_EVALUATIONS = "digiflow_crm.digiflow_training_evaluation_action_mine"


class TrainingTest(Survey):
    """Odoo's pages of a survey, where it is a test of training: what they must not show."""

    @http.route()
    def survey_print(self, survey_token, review=False, answer_token=None, **post):
        """The printed test shows all its questions at once: only its authors see it."""
        survey = self._fetch_from_access_token(survey_token, answer_token)[0]
        if survey.digiflow_training and not request.env.user._administers_training():
            return request.redirect(self._get_my_evaluations_url())
        return super().survey_print(survey_token, review=review, answer_token=answer_token, **post)

    @http.route()
    def survey_get_certification(self, survey_id, **kwargs):
        """Odoo would give one for a trial too; the user's own last attempt counts here."""
        # sudo: whether it is a test of training is asked before anything of it is shown.
        survey = request.env["survey.survey"].sudo().browse(survey_id).exists()
        if not survey.digiflow_training:
            return super().survey_get_certification(survey_id, **kwargs)
        attempts = request.env["digiflow.training.attempt"].search(
            [
                ("evaluation_id", "in", survey.digiflow_evaluation_ids.ids),
                ("user_id", "=", request.env.uid),
            ]
        )
        return self._give_certificate(attempts.filtered("has_certificate")[:1])

    @http.route("/digiflow/training/certificate/<int:attempt_id>", type="http", auth="user")
    def certificate(self, attempt_id):
        """The certificate of an attempt that the user sees."""
        companies = request.env.user.company_ids.ids
        attempts = request.env["digiflow.training.attempt"]
        attempts = attempts.with_context(allowed_company_ids=companies)
        # Of the user's own reach: another one's id finds nothing.
        return self._give_certificate(attempts.search([("id", "=", attempt_id)]))

    def _give_certificate(self, attempt):
        """The answer that hands out the certificate of an attempt; "not found" without one."""
        if not attempt.has_certificate:
            return request.not_found()
        # sudo: the certificate is made of the answers, which nobody but quality may read.
        return self._generate_report(attempt.sudo().user_input_id, download=True)

    def _prepare_question_html(self, survey_sudo, answer_sudo, **post):
        """How far one is, where each attempt has its own order of the questions."""
        page = super()._prepare_question_html(survey_sudo, answer_sudo, **post)
        if page.get("survey_progress") and survey_sudo._is_shuffled():
            page["survey_progress"] = request.env["ir.qweb"]._render(
                "survey.survey_progression",
                {
                    "survey": survey_sudo,
                    "page_ids": answer_sudo.predefined_question_ids.ids,
                    "page_number": self._count_before(survey_sudo, answer_sudo, post),
                },
            )
        return page

    def _count_before(self, survey, answer, post):
        """How many questions come before the one that is shown now."""
        order = survey._get_pages_or_questions(answer).ids
        if "previous_page_id" in post:
            return order.index(int(post["previous_page_id"]))
        last = answer.last_displayed_page_id.id
        return order.index(last) + 1 if last in order else 0

    def _get_my_evaluations_url(self):
        """Where people take their tests."""
        # sudo: the id of an action is no secret.
        action = request.env.ref(MY_EVALUATIONS).sudo()
        return f"/web#action={action.id}"
