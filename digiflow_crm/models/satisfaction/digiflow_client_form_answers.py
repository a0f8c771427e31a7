from odoo import SUPERUSER_ID, _, api, fields, models

from ...core.satisfaction import SCORES
from ...exceptions import ProcessError, WorkflowError
from .feedback_states import FORM_MODELS, ORIGIN_FORM, ORIGIN_PHONE, STATE_ANSWERED


class DigiflowClientForm(models.AbstractModel):
    """The client's answer: read from the form, or typed in and then read from the form."""

    _inherit = "digiflow.client.form"

    def _answer_by_phone(self, score, comment="", **details):
        """Fill in the form with what the client answered by phone; it is marked as such.

        :param str score: ``1`` (dissatisfied) to ``5`` (very satisfied)
        :param str comment: in the client's words
        :param details: what else the form asks, see `_prepare_form_lines` of the heir
        :raise ProcessError: the score is none of the five
        :raise WorkflowError: the client answered already
        """
        if score not in SCORES:
            raise ProcessError(_("The client's answer is one of 1, 2, 3, 4, 5."))
        # sudo: nobody writes a form but its own methods; who may type it in was checked.
        own = self.sudo()
        if own.state == STATE_ANSWERED:
            raise WorkflowError(_("This client answered already; each client answers once."))
        if not own.email:
            own._find_recipient()
        own.write({"origin": ORIGIN_PHONE, "typed_by_id": self.env.uid})
        form = own._get_form()
        lines = own._prepare_form_lines(form.survey_id, score, (comment or "").strip(), **details)
        form.user_input_line_ids = [(5,), *((0, 0, line) for line in lines)]
        form._mark_done()

    def _prepare_form_lines(self, survey, score, comment):
        """Values of the survey.user_input.line records of an answer."""
        choice, text = survey._get_feedback_questions()
        return [choice._prepare_choice_line(int(score)), text._prepare_text_line(comment)]

    @api.model
    def _receive(self, forms):
        """Take the answers of forms that have just been completed, whatever they are about.

        :param forms: survey.user_input, of any survey
        """
        for name in FORM_MODELS:
            # sudo: clients are no users of ours; completing the form is their right to answer.
            heirs = self.env[name].sudo()
            if self.env.user._is_public():
                # What follows from an answer is not written by "Public user".
                heirs = heirs.with_user(SUPERUSER_ID)
            domain = [("user_input_id", "in", forms.ids), ("state", "!=", STATE_ANSWERED)]
            for one in heirs.search(domain):
                one._take_answer()

    def _take_answer(self):
        """Read the form of this client, and follow it up."""
        self.ensure_one()
        form = self.user_input_id
        self.write(
            {
                "state": STATE_ANSWERED,
                "answered_date": fields.Datetime.now(),
                "origin": self.origin or ORIGIN_FORM,
                "failure": False,
                **self._read_form(form),
            }
        )
        # Who opens the link again is thanked, also later.
        form.deadline = False
        self._follow_up()

    def _read_form(self, form):
        """Values of what the client answered on a survey.user_input."""
        choice, text = form.survey_id._get_feedback_questions()
        score = str(form._get_points(choice))
        return {
            "score": score if score in SCORES else False,
            "comment": form._get_text(text),
        }
