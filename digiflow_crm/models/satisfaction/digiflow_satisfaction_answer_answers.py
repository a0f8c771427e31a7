from markupsafe import Markup

from odoo import _, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...core.satisfaction import SCORES
from ...exceptions import ProcessError, WorkflowError
from .campaign_states import CAMPAIGN_RUNNING
from .feedback_states import ORIGIN_PHONE

TYPING_ROLES = ("digiflow_crm.group_executive", "digiflow_crm.group_quality")


class DigiflowSatisfactionAnswer(models.Model):
    """What a client answers, on the form or by phone."""

    _inherit = "digiflow.satisfaction.answer"

    def answer_by_phone(self, score, comment="", service_scores=None, call_me=False):
        """Type in what the client answered by phone; it is marked as such.

        :param str score: ``1`` (dissatisfied) to ``5`` (very satisfied)
        :param str comment: in the client's words
        :param service_scores: ``{code of a service of this client: score}``
        :param bool call_me: the client wants to be called about it
        :return: True
        :raise AccessError: the user neither owns this client nor is of quality
        :raise ProcessError: a score is none of the five, or about another service
        :raise WorkflowError: the client answered already, or the campaign is closed
        """
        self.ensure_one()
        self._check_may_type()
        details = {"service_scores": service_scores or {}, "call_me": call_me}
        self._check_service_scores(details["service_scores"])
        # sudo: the row of the campaign is locked, nothing of it is read for the user.
        self.sudo()._lock_campaign()
        self._answer_by_phone(score, comment, **details)
        return True

    def _check_may_type(self):
        """Refuse who may not invite or type in for these clients."""
        check_access(self, "read")
        if not (self.env.su or any(self.env.user.has_group(role) for role in TYPING_ROLES)):
            raise AccessError(
                _("The client's executive and quality type in answers. Ask one of them.")
            )

    def _check_service_scores(self, service_scores):
        """Refuse scores that are none, or about a service that the client is not asked about."""
        own = set(self.service_ids.mapped("code"))
        for code, score in service_scores.items():
            if code not in own or score not in SCORES:
                raise ProcessError(
                    _(
                        "%(client)s gives a score from 1 to 5 to its own services (%(services)s).",
                        client=self.client_name,
                        services=", ".join(sorted(own)),
                    )
                )

    def _lock_campaign(self):
        """Let the campaign not be closed until this answer is in; refuse what comes too late.

        Many answers hold the lock together, the closing waits for them all; who waits for the
        closing is refused.
        """
        self.campaign_id.flush_recordset(["state"])
        self.env.cr.execute(
            "SELECT state FROM digiflow_satisfaction_campaign WHERE id IN %s FOR SHARE",
            [tuple(self.campaign_id.ids)],
        )
        if any(state != CAMPAIGN_RUNNING for (state,) in self.env.cr.fetchall()):
            raise WorkflowError(_("The campaign is closed: it takes no more answers."))

    def _prepare_form_lines(self, survey, score, comment, service_scores, call_me):
        lines = [
            survey._get_role_question("score")._prepare_choice_line(int(score)),
            survey._get_role_question("comment")._prepare_text_line(comment),
            survey._get_role_question("call_me")._prepare_choice_line(int(bool(call_me))),
        ]
        for question in self.user_input_id.predefined_question_ids:
            given = service_scores.get(question.digiflow_service_id.code)
            if given:
                lines.append(question._prepare_choice_line(int(given)))
        return lines

    def _take_answer(self):
        self._lock_campaign()
        # Of two at the same moment, the second one waits here, and is done again from the start.
        self.env.cr.execute(
            "SELECT id FROM digiflow_satisfaction_answer WHERE id = %s FOR UPDATE", [self.id]
        )
        return super()._take_answer()

    def _read_form(self, form):
        survey = form.survey_id
        score = str(form._get_points(survey._get_role_question("score")))
        return {
            "score": score if score in SCORES else False,
            "comment": form._get_text(survey._get_role_question("comment")),
            "call_me": bool(form._get_points(survey._get_role_question("call_me"))),
            "reminder_due": False,
            "service_score_ids": [(0, 0, vals) for vals in self._read_service_scores(form)],
        }

    def _read_service_scores(self, form):
        """Values of the scores that the client gave to its services."""
        questions = form.user_input_line_ids.question_id.filtered("digiflow_service_id")
        given = [(one.digiflow_service_id, str(form._get_points(one))) for one in questions]
        return [
            {"service_id": service.id, "score": score}
            for service, score in given
            if score in SCORES and service in self.service_ids
        ]

    def _follow_up(self):
        """Keep the answer on the client."""
        self.partner_id.digiflow_satisfaction = self.score
        self._on_answered()

    def _on_answered(self):
        """Hook: what follows from an answer. Here it is only noted on the client."""
        own = self.with_context(lang=self._get_executive().lang or self.env.lang)
        how = _("by phone") if self.origin == ORIGIN_PHONE else _("on the form")
        own.partner_id._message_log(
            body=Markup("<p>%s (%s)</p><p><i>%s</i></p>")
            % (own._describe(), how, self.comment or "")
        )
