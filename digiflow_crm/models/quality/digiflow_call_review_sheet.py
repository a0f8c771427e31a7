from odoo import _, models

from ...core import periods
from .review_states import ANSWERED, CALIBRATION, DRAFT, SIGNED

DAY, MOMENT = "%d/%m/%Y", "%d/%m/%Y %H:%M"


class DigiflowCallReview(models.Model):
    """What the screen of a review shows, and what its reader may do there."""

    _inherit = "digiflow.call.review"

    def get_sheet(self):
        """All that the screen of this review shows to the user.

        :return: a dict of texts, numbers and booleans; `lines` of dicts, `facts` of (label, text)
        """
        self.ensure_one()
        return {
            "name": self.name or "",
            "origin": self._get_label("origin"),
            "scorecard": self.scorecard_name,
            "state_text": self._get_label("state"),
            "calibration": bool(self.calibration_id and self.revealed),
            "recording": self._prepare_recording(),
            "facts": self._prepare_facts(),
            "lines": [line._prepare_sheet() for line in self.line_ids],
            **self._prepare_score(),
            **self._prepare_talk(),
            **self._prepare_rights(),
        }

    def _prepare_score(self):
        return {
            "has_score": any(line.is_scored and not line.not_applicable for line in self.line_ids),
            "score": f"{self.score:.2f}",
            "mark": f"{self.mark:g}",
            "failed": self.failed,
            "critical_failed": self.critical_failed,
        }

    def _prepare_recording(self):
        """The player's source, or the words that stand in its place."""
        recording = self.call_id.recording_id
        withdrawn = _("The recording was withdrawn: it cannot be heard any more.")
        return {
            "source": recording.source or "",
            "is_link": bool(recording.url),
            "text": "" if recording else withdrawn,
        }

    def _prepare_facts(self):
        """What is known of the call."""
        # sudo: who reads a review reads what call it is of, whoever has the opportunity now.
        call = self.call_id.sudo()
        minutes, seconds = divmod(round((call.duration or 0) * 60), 60)
        facts = [
            (_("Call of"), self._in_lima(self.call_start)),
            (_("Length"), f"{minutes}:{seconds:02d}"),
            (_("Telemarketer"), self.user_id.name),
            (_("Outcome"), call._get_outcome_name()),
            (_("Spoke with"), call.contact_name),
            (_("Note"), call.note),
            (_("Analyst"), self.analyst_id.name),
        ]
        return [(label, text) for label, text in facts if text]

    def _prepare_talk(self):
        """What was said of the whole call, by whom and when."""
        return {
            "comment": self.comment or "",
            "signed_text": self._tell(_("Signed by"), self.signed_by_id, self.signed_on),
            "answer": self.answer or "",
            "answer_title": _("Answer of %s", self.user_id.name),
            "answer_note": _("You can answer once. The analyst reads it and closes the review."),
            "answered_text": self._in_lima(self.answered_on),
            "closing_note": self.closing_note or "",
            "closed_text": self._tell(_("Closed by"), self.closed_by_id, self.closed_on),
            "wait_note": self._prepare_wait_note(),
        }

    def _prepare_wait_note(self):
        """Why it cannot be closed yet."""
        if self.state != SIGNED or self.origin == CALIBRATION or self._is_answer_over():
            return ""
        return _(
            "It is closed when %(name)s has answered, or after %(day)s.",
            name=self.user_id.name,
            day=self.answer_until.strftime(DAY),
        )

    def _prepare_rights(self):
        """What the user may do on the screen; the methods themselves ask again."""
        own = self.analyst_id == self.env.user and self.state == DRAFT
        counted = self.origin != CALIBRATION
        answers = counted and self.state == SIGNED and self.user_id == self.env.user
        return {
            "can_score": own,
            "can_discard": own and counted,
            "can_answer": answers,
            "can_close": self._may_close(),
            "sign_note": self._prepare_sign_note(),
        }

    def _prepare_sign_note(self):
        if self.origin == CALIBRATION:
            return _("Once signed nobody changes it. When both have signed you see the difference.")
        return _(
            "Once signed nobody changes it, and %s reads and may answer it.", self.user_id.name
        )

    def _may_close(self):
        """Whether the user closes this review now."""
        if self.origin == CALIBRATION or self.env.user == self.user_id:
            return False
        is_manager = self.env.user.has_group("digiflow_crm.group_manager")
        ready = self.state == ANSWERED or (self.state == SIGNED and self._is_answer_over())
        return ready and (is_manager or self.env.user == self.analyst_id)

    def _is_answer_over(self):
        """Whether the days to answer a signed review have passed."""
        return bool(self.answer_until and periods.today() > self.answer_until)

    def _tell(self, what, user, moment):
        """«Signed by Ana Torres, 12/03/2026 10:05», or nothing before that."""
        return f"{what} {user.name}, {self._in_lima(moment)}" if moment else ""

    def _get_label(self, name):
        """The word of a selection field's value, in the user's language."""
        field = self._fields[name]
        return dict(field._description_selection(self.env)).get(self[name], "")

    def _in_lima(self, moment):
        """A moment as dd/mm/yyyy hh:mm in Lima, or an empty text."""
        if not moment:
            return ""
        return periods.aware(moment).astimezone(periods.LIMA).strftime(MOMENT)
