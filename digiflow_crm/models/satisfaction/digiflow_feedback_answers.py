from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, _, api, fields, models
from odoo.exceptions import AccessError

from ...compat import check_access, implied_groups_field
from ...core import periods
from ...core.satisfaction import SATISFIED, SCORES
from ...exceptions import ProcessError, WorkflowError
from .feedback_states import ORIGIN_FORM, ORIGIN_PHONE, STATE_ANSWERED

TYPING_ROLES = ("digiflow_crm.group_telemarketer", "digiflow_crm.group_executive")
UNSATISFIED = ("1", "2")
# Days until an executive has talked with a client who is not satisfied, or only fairly.
DAYS_UNSATISFIED = 1
DAYS_FAIRLY = 3


class DigiflowFeedback(models.Model):
    """The client's answer, read from the form, and what follows from it."""

    _inherit = "digiflow.feedback"

    def answer_by_phone(self, score, comment=""):
        """Type in what the client answered by phone; it is marked as such.

        :param str score: ``1`` (dissatisfied) to ``5`` (very satisfied)
        :param str comment: in the client's words
        :return: True
        :raise AccessError: the user neither calls nor owns this client
        :raise ProcessError: the score is none of the five
        :raise WorkflowError: the client answered already
        """
        self.ensure_one()
        self._check_may_type()
        if score not in SCORES:
            raise ProcessError(_("The client's answer is one of 1, 2, 3, 4, 5."))
        # sudo: nobody writes a feedback but its own methods; who may type it in was checked.
        feedback = self.sudo()
        if feedback.state == STATE_ANSWERED:
            raise WorkflowError(_("This client answered already; each client answers once."))
        if not feedback.email:
            feedback.write(feedback._prepare_contact_vals())
        feedback.write({"origin": ORIGIN_PHONE, "typed_by_id": self.env.uid})
        feedback._fill_form(score, (comment or "").strip())
        return True

    def _check_may_type(self):
        """Refuse who may not type in an answer of this client."""
        check_access(self, "read")
        if not (self.env.su or any(self.env.user.has_group(role) for role in TYPING_ROLES)):
            raise AccessError(
                _("Telemarketers and sales executives type in answers. Ask one of them.")
            )
        check_access(self.lead_id, "write")

    def _fill_form(self, score, comment):
        """Answer the form for the client."""
        form = self._get_form()
        choice, text = form.survey_id._get_feedback_questions()
        answer = choice.suggested_answer_ids.filtered(lambda one: one.answer_score == int(score))
        chosen = {"answer_type": "suggestion", "suggested_answer_id": answer[:1].id}
        written = {"answer_type": "text_box", "value_text_box": comment} if comment else {}
        lines = [
            {"question_id": choice.id, **chosen},
            {"question_id": text.id, **(written or {"skipped": True})},
        ]
        form.user_input_line_ids = [(5,), *((0, 0, line) for line in lines)]
        form._mark_done()

    @api.model
    def _receive(self, forms):
        """Take the answers of forms that have just been completed.

        :param forms: survey.user_input, of any survey
        """
        # sudo: clients are no users of ours; completing the form is their right to answer.
        feedbacks = self.sudo()
        if self.env.user._is_public():
            # What follows from an answer is not written by "Public user".
            feedbacks = feedbacks.with_user(SUPERUSER_ID)
        domain = [("user_input_id", "in", forms.ids), ("state", "!=", STATE_ANSWERED)]
        for feedback in feedbacks.search(domain):
            feedback._take_answer()

    def _take_answer(self):
        """Read the form of this feedback, and follow it up."""
        self.ensure_one()
        form = self.user_input_id
        choice, text = form.survey_id._get_feedback_questions()
        lines = form.user_input_line_ids
        chosen = lines.filtered(lambda line: line.question_id == choice).suggested_answer_id
        score = str(int(chosen[:1].answer_score))
        written = lines.filtered(lambda line: line.question_id == text)
        self.write(
            {
                "state": STATE_ANSWERED,
                "score": score if score in SCORES else False,
                "comment": written[:1].value_text_box,
                "answered_date": fields.Datetime.now(),
                "origin": self.origin or ORIGIN_FORM,
                "failure": False,
            }
        )
        # Who opens the link again is thanked, also later.
        form.deadline = False
        self._follow_up()

    def _follow_up(self):
        """Note the answer on the opportunity; who is not satisfied is talked with."""
        executive = self._get_executive()
        own = self.with_context(lang=executive.lang or self.env.lang)
        own.lead_id._message_log(body=own._describe())
        if self.score and self.score not in SATISFIED:
            own._plan_talk(executive)
        if self.score in UNSATISFIED:
            self._tell_managers()

    def _describe(self):
        """The answer in words, as markup."""
        words = dict(self._fields["score"]._description_selection(self.env))
        how = _("by phone") if self.origin == ORIGIN_PHONE else _("on the form")
        title = _(
            "Feedback on the presentation (%(how)s): %(score)s %(words)s.",
            how=how,
            score=self.score or "",
            words=words.get(self.score, ""),
        )
        return Markup("<p>%s</p><p><i>%s</i></p>") % (title, self.comment or "")

    def _plan_talk(self, executive):
        """A task for the executive, with a deadline; the manager's when there is none."""
        days = DAYS_UNSATISFIED if self.score in UNSATISFIED else DAYS_FAIRLY
        reader = executive or self._get_managers()[:1]
        if not reader:
            return
        self.lead_id.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=periods.today() + timedelta(days=days),
            summary=_("Call the client: not satisfied with the presentation"),
            note=self._describe(),
            user_id=reader.id,
        )

    def _tell_managers(self):
        """Tell the commercial managers that a client is not satisfied."""
        for manager in self._get_managers():
            own = self.with_context(lang=manager.lang)
            own.lead_id.message_notify(
                partner_ids=manager.partner_id.ids,
                subject=_("A client is not satisfied: %(client)s", client=own.lead_id.name),
                body=own._describe(),
            )

    def _get_managers(self):
        """The commercial managers of the company that deals with this client."""
        company = self.lead_id._get_client_company()
        role = self.env.ref("digiflow_crm.group_manager")
        return self.env["res.users"].search(
            [
                (implied_groups_field(self.env), "in", role.ids),
                ("company_ids", "in", company.ids),
                ("share", "=", False),
            ],
            order="id",
        )
