from odoo import _, fields, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...core import periods
from ...exceptions import WorkflowError
from .review_states import ANSWERED, CALIBRATION, CLOSED, SIGNED

ANSWER_ACTIVITY = "digiflow_crm.mail_activity_type_review_answer"
CLOSE_ACTIVITY = "digiflow_crm.mail_activity_type_review_close"


class DigiflowCallReview(models.Model):
    """From signing to closing: each step once, by whom it is for."""

    _inherit = "digiflow.call.review"

    def action_sign(self):
        """Sign the user's review: from now on nobody changes it.

        :return: True
        :raise WorkflowError: it is signed already, not all is scored, or its sound is gone
        """
        self.ensure_one()
        check_access(self, "write")
        self._check_open()
        self._check_complete()
        today = periods.today()
        days = self.company_id.digiflow_quality_answer_days
        self._update(
            {
                "state": SIGNED,
                "recording_id": self.call_id.recording_id.id,
                "signed_on": fields.Datetime.now(),
                "signed_by_id": self.env.uid,
                "answer_until": today + days * periods.ONE_DAY,
            }
        )
        self._on_signed()
        return True

    def answer_review(self, text):
        """What the telemarketer says to a review of an own call: once.

        :param str text: the answer
        :return: True
        :raise WorkflowError: there is no text, or it was answered or closed before
        """
        self.ensure_one()
        check_access(self, "read")
        if self.user_id != self.env.user or self.origin == CALIBRATION:
            raise AccessError(_("A review is answered by the telemarketer whose call it is."))
        self._lock(SIGNED, _("A review is answered once, before it is closed."))
        if not (text or "").strip():
            raise WorkflowError(_("Write your answer: it can be given once."))
        # sudo: telemarketers have no right to write reviews, so that no other way changes one.
        self.sudo()._update(
            {"state": ANSWERED, "answer": text.strip(), "answered_on": fields.Datetime.now()}
        )
        self._on_answered()
        return True

    def close_review(self, note=None):
        """End the review: by its analyst or the manager, once the telemarketer had their say.

        :param str note: what remains to be said; asked for when there is an answer
        :return: True
        :raise WorkflowError: the telemarketer still may answer, or an answer has no reply
        """
        self.ensure_one()
        check_access(self, "read")
        self._check_closer()
        self._lock((SIGNED, ANSWERED), _("Only a signed review is closed, once."))
        self._check_heard(note)
        # sudo: the manager has no right to write another's review, so that no other way does.
        self.sudo()._update(
            {
                "state": CLOSED,
                "closing_note": (note or "").strip(),
                "closed_on": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )
        self._on_closed()
        return True

    def _on_signed(self):
        """What follows from a signature; other parts of the process add to it."""
        for review in self:
            if review.calibration_id:
                review.calibration_id._on_review_signed()
            else:
                review._plan(ANSWER_ACTIVITY, review.user_id, review.answer_until)

    def _on_answered(self):
        """What follows from the telemarketer's answer."""
        self._end_activities(ANSWER_ACTIVITY)
        self._plan(CLOSE_ACTIVITY, self.analyst_id, periods.today() + periods.ONE_DAY)

    def _on_closed(self):
        """What follows from closing it."""
        self._end_activities(ANSWER_ACTIVITY)
        self._end_activities(CLOSE_ACTIVITY)

    def _check_complete(self):
        """Refuse to sign what is not a whole review of a call that can be heard."""
        missing = self.line_ids.filtered(lambda line: not line.is_scored)
        if missing:
            raise WorkflowError(
                _(
                    "Give points to «%s», or say that it does not apply to this call.",
                    missing[0].name,
                )
            )
        if not any(line.weight and not line.not_applicable for line in self.line_ids):
            raise WorkflowError(_("No criterion applies: there is no score to sign."))
        if not self.call_id.recording_id:
            raise WorkflowError(
                _(
                    "The recording of this call was withdrawn: nobody could check the review. "
                    "Discard it, or sign it when the call has its recording again."
                )
            )

    def _check_closer(self):
        is_manager = self.env.user.has_group("digiflow_crm.group_manager")
        if self.env.user == self.user_id or not (is_manager or self.env.user == self.analyst_id):
            raise AccessError(_("A review is closed by its analyst or by the manager."))
        if self.origin == CALIBRATION:
            raise WorkflowError(_("A calibration is over when both have signed: nothing to close."))

    def _check_heard(self, note):
        """Refuse to close over the telemarketer's head."""
        if self.state == ANSWERED and not (note or "").strip():
            raise WorkflowError(_("The telemarketer answered: write what you say to it."))
        if self.state == SIGNED and not self._is_answer_over():
            raise WorkflowError(
                _(
                    "%(name)s may answer until %(day)s. Close it when there is an answer, or "
                    "after that day.",
                    name=self.user_id.name,
                    day=self.answer_until.strftime("%d/%m/%Y"),
                )
            )

    def _lock(self, states, refusal):
        """Hold the review while its state changes.

        :param states: those in which it may
        :raise WorkflowError: it is in another; says `refusal`
        """
        self._hold()
        if self.state not in states:
            raise WorkflowError(refusal)

    def _plan(self, activity_type, user, day):
        """Give somebody a task on this review."""
        # sudo: who signs or answers may not plan tasks of others.
        self.sudo().activity_schedule(activity_type, day, user_id=user.id)

    def _end_activities(self, activity_type):
        """The task is done: by what was done, not by ticking it."""
        # sudo: it may be another's task.
        self.sudo().activity_unlink([activity_type])
