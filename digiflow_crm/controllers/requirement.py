from odoo import http
from odoo.http import request

from ..core.periods import today
from ..core.requirement_answers import answer_text, given_texts, read_answers
from ..core.requirement_questions import SENDER, questions_in
from ..core.slots import to_lima
from ..exceptions import WorkflowError
from ..models.requirements.digiflow_requirement import STATE_DRAFT
from ..models.requirements.reply_states import STATE_WAITING
from .public_page import TOO_BIG, is_too_big, open_by_link, page, prepare_office

MAX_BYTES = 256 * 1024
FORM = "digiflow_crm.requirement_page_form"
REVIEW = "digiflow_crm.requirement_page_review"
DONE = "digiflow_crm.requirement_page_done"
STEP_REVIEW, STEP_EDIT, STEP_SEND = "review", "edit", "send"
MODEL = "digiflow.requirement"


class RequirementPage(http.Controller):
    """The page on which a client answers the requirements survey: fill in, look over, send.

    What is typed travels with the form until it is sent, so nothing has to be kept for a client
    who goes away, and the page works without a script.
    """

    @http.route(
        "/digiflow/survey/<int:survey_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
    )
    def show_survey(self, survey_id, token, edit="", **_parameters):
        """The questions with what is known; or what was sent, until the client corrects it."""
        survey, refusal = open_by_link(MODEL, survey_id, token)
        if refusal:
            return refusal
        reply = survey.last_reply_id
        waits = reply.state == STATE_WAITING
        if survey.state != STATE_DRAFT or (waits and not edit):
            return page(DONE, _prepare_done(survey, reply))
        known = {**survey._get_answers(), **(reply._get_answers() if waits else {})}
        given = {
            question.name: given_texts(question, known.get(question.name))
            for question in questions_in(survey._get_sections())
        }
        given[SENDER.name] = [reply.sender if waits else survey.contact_name or ""]
        return page(FORM, _prepare_form(survey, given, {}, reply.id if waits else 0))

    @http.route(
        "/digiflow/survey/<int:survey_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
    )
    def answer_survey(self, survey_id, token, step=STEP_REVIEW, previous="", **_parameters):
        """Check the answers; show them; keep them once the client has confirmed."""
        survey, refusal = open_by_link(MODEL, survey_id, token)
        if refusal:
            return refusal
        if is_too_big(MAX_BYTES):
            return page(TOO_BIG, prepare_office(survey), status=413)
        questions = [SENDER, *questions_in(survey._get_sections())]
        given = {one.name: request.httprequest.form.getlist(one.name) for one in questions}
        answers, problems = read_answers(questions, given, today())
        if survey.state != STATE_DRAFT:
            return page(DONE, _prepare_done(survey, survey.last_reply_id, answers))
        previous_id = int(previous) if previous.isdecimal() else 0
        values = _prepare_form(survey, given, problems, previous_id)
        if step == STEP_EDIT or problems:
            return page(FORM, {**values, "problems": problems if step != STEP_EDIT else {}})
        if step != STEP_SEND:
            return page(REVIEW, {**values, "answers": _prepare_answers(survey, answers)})
        return self._keep(survey, answers, previous_id, values)

    def _keep(self, survey, answers, previous_id, values):
        """Keep the confirmed answers, and go where they are shown."""
        sender = answers.pop(SENDER.name)
        try:
            survey._receive(answers, sender, previous_id=previous_id)
        except WorkflowError:
            return page(FORM, {**values, "too_many": True}, status=429)
        return request.redirect(request.httprequest.path, code=303)


def _prepare_form(survey, given, problems, previous_id):
    """What the form shows: the questions, what was given, and what is wrong with it."""
    sections = survey._get_sections()
    asked = [SENDER, *questions_in(sections)]
    return {
        **prepare_office(survey),
        "sender": SENDER,
        "sections": sections,
        "given": given,
        "problems": problems,
        "wrong": [one for one in asked if one.name in problems],
        "previous_id": previous_id,
        "today": today().isoformat(),
        "too_many": False,
    }


def _prepare_answers(survey, answers):
    """The answers as the client reads them: a list of (section title, [(question, text)])."""
    shown = [("Quién responde", [(SENDER, answers.get(SENDER.name, ""))])]
    for section in survey._get_sections():
        texts = [(one, answer_text(one, answers.get(one.name))) for one in section.questions]
        shown.append((section.title, [(one, text) for one, text in texts if text]))
    return [(title, texts) for title, texts in shown if texts]


def _prepare_done(survey, reply, unsent=None):
    """What is shown when there is nothing to fill in: what was sent, and what came too late."""
    is_open = survey.state == STATE_DRAFT
    answers = {**reply._get_answers(), SENDER.name: reply.sender} if reply else {}
    received = reply.received_on
    return {
        **prepare_office(survey),
        "is_open": is_open,
        "answers": _prepare_answers(survey, answers) if reply else [],
        "unsent": _prepare_answers(survey, unsent) if unsent else [],
        "received_on": received and to_lima(received).strftime("%d/%m/%Y, %H:%M"),
    }
