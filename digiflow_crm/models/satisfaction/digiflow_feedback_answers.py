from datetime import timedelta

from markupsafe import Markup

from odoo import _, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...core import periods
from ...core.satisfaction import SATISFIED
from .feedback_states import KIND_GO_LIVE, ORIGIN_PHONE

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
        self._answer_by_phone(score, comment)
        return True

    def _check_may_type(self):
        """Refuse who may not type in an answer of this client."""
        check_access(self, "read")
        if not (self.env.su or any(self.env.user.has_group(role) for role in TYPING_ROLES)):
            raise AccessError(
                _("Telemarketers and sales executives type in answers. Ask one of them.")
            )
        check_access(self.lead_id, "write")

    def _follow_up(self):
        """Note the answer on the opportunity; who is not satisfied is talked with."""
        executive = self._get_executive()
        own = self.with_context(lang=executive.lang or self.env.lang)
        own._get_thread()._message_log(body=own._describe())
        if self.score and self.score not in SATISFIED:
            own._plan_talk(executive)
        if self.score in UNSATISFIED:
            self._tell_managers(self._get_thread())

    def _describe(self):
        """The answer in words, as markup."""
        words = dict(self._fields["score"]._description_selection(self.env))
        how = _("by phone") if self.origin == ORIGIN_PHONE else _("on the form")
        answer = {"how": how, "score": self.score or "", "words": words.get(self.score, "")}
        if self.kind == KIND_GO_LIVE:
            title = _("Feedback on the start of services (%(how)s): %(score)s %(words)s.", **answer)
        else:
            title = _("Feedback on the presentation (%(how)s): %(score)s %(words)s.", **answer)
        return Markup("<p>%s</p><p><i>%s</i></p>") % (title, self.comment or "")

    def _plan_talk(self, executive):
        """A task for the executive, with a deadline; the manager's when there is none."""
        days = DAYS_UNSATISFIED if self.score in UNSATISFIED else DAYS_FAIRLY
        reader = executive or self._get_managers()[:1]
        if not reader:
            return
        self._get_thread().activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=periods.today() + timedelta(days=days),
            summary=self._get_talk_summary(),
            note=self._describe(),
            user_id=reader.id,
        )

    def _get_talk_summary(self):
        """What the executive has to do, in a line."""
        if self.kind == KIND_GO_LIVE:
            return _("Call the client: not satisfied with the start of services")
        return _("Call the client: not satisfied with the presentation")

    def _get_client_title(self):
        return self._get_thread().name

    def _get_notice(self):
        return self._describe()
