from datetime import timedelta

from odoo import _, fields, models
from odoo.exceptions import AccessError

from ...compat import check_access, notify_attendees
from ...exceptions import ProcessError, WorkflowError
from ..pipeline.steps import STEP_SURVEY
from .calendar_event_time import MANAGER
from .states import (
    INTEREST_SELECTION,
    STATE_BOOKED,
    STATE_CANCELLED,
    STATE_HELD,
    STATE_NO_SHOW,
)


class CalendarEvent(models.Model):
    """What became of a presentation: held, the client did not come, cancelled."""

    _inherit = "calendar.event"

    def action_open_held(self):
        """Ask for the notes of the presentation and the client's interest."""
        return self._open_outcome(STATE_HELD)

    def action_open_no_show(self):
        """Ask what happened."""
        return self._open_outcome(STATE_NO_SHOW)

    def action_open_cancel(self):
        """Ask for the reason."""
        return self._open_outcome(STATE_CANCELLED)

    def action_reopen(self):
        """Undo an outcome told by mistake; for managers.

        :raise AccessError: the user is no commercial manager
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(_("Only the commercial manager undoes an outcome. Ask them."))
        self._check_state((STATE_HELD, STATE_NO_SHOW))
        # sudo: for managers, which was checked above; the outcome is nobody's to write.
        for event in self.sudo():
            if event.opportunity_id.meeting_held_date == event.start:
                event.opportunity_id.meeting_held_date = False
            event.write({"digiflow_state": STATE_BOOKED})
            event._log_outcome(_("The outcome of the presentation was undone."))
        return True

    def mark_held(self, interest=False, note=""):
        """Record that these presentations were held; the leads move on to the survey.

        :param str interest: client's interest, `1` (none) to `4` (high)
        :param str note: notes of the presentation
        :return: True
        :raise ProcessError: it has not begun yet, or the interest is none of the four
        :raise WorkflowError: it is over or cancelled already
        """
        self._check_outcome((STATE_BOOKED, STATE_NO_SHOW))
        if interest and interest not in dict(INTEREST_SELECTION):
            raise ProcessError(_("The client's interest is one of 1, 2, 3, 4, or nothing."))
        vals = {"digiflow_interest": interest, "digiflow_outcome": note}
        # sudo: who presents it may not have the opportunity; its date and stage follow all the
        # same. The status is written by these actions only.
        for event in self.sudo():
            event.write({"digiflow_state": STATE_HELD, **vals})
            lead = event.opportunity_id
            if not lead.meeting_held_date:
                lead.meeting_held_date = event.start
            event._log_outcome(_("The presentation was held."), note)
            lead._advance_to(STEP_SURVEY)
        self._on_held()
        return True

    def mark_no_show(self, note=""):
        """Record that the client did not come; the leads go back to the call queue.

        :param str note: what happened
        :return: True
        :raise ProcessError: it has not begun yet
        :raise WorkflowError: it is over or cancelled already
        """
        self._check_outcome((STATE_BOOKED,))
        # sudo: see mark_held.
        for event in self.sudo():
            event.write({"digiflow_state": STATE_NO_SHOW, "digiflow_outcome": note})
            event._log_outcome(_("The client did not come to the presentation."), note)
            company = event.opportunity_id.company_id or self.env.company
            when = fields.Datetime.now() + timedelta(hours=company.digiflow_no_show_hours)
            event._call_again(when, _("Did not come to the presentation: book it again"))
        return True

    def cancel_presentation(self, reason, call_again=True):
        """Cancel these presentations: their time is free again and everybody invited is told.

        :param str reason: kept with the presentation
        :param bool call_again: put the opportunity back into the call queue, at once
        :return: True
        :raise ProcessError: there is no reason
        :raise WorkflowError: it is over or cancelled already
        """
        check_access(self, "write")
        self._check_state((STATE_BOOKED,))
        if not (reason or "").strip():
            raise ProcessError(_("Write why the presentation is cancelled."))
        template = self.env.ref("digiflow_crm.mail_template_meeting_cancelled")
        # sudo: see mark_held.
        for event in self.sudo():
            event.write({"digiflow_state": STATE_CANCELLED, "digiflow_outcome": reason})
            if event.start > fields.Datetime.now():
                notify_attendees(event.attendee_ids, template)
            event.active = False
            event._log_outcome(_("The presentation was cancelled."), reason)
            if call_again:
                why = _("The presentation was cancelled: %(reason)s", reason=reason)
                event._call_again(fields.Datetime.now(), why)
        return True

    def _open_outcome(self, state):
        """The form that asks for what an outcome needs."""
        self.ensure_one()
        self._check_state((STATE_BOOKED, STATE_NO_SHOW))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_meeting_outcome_action"
        )
        names = {
            STATE_HELD: _("Presentation held"),
            STATE_NO_SHOW: _("The client did not come"),
            STATE_CANCELLED: _("Cancel the presentation"),
        }
        context = {"default_event_id": self.id, "default_outcome": state}
        return {**action, "name": names[state], "context": context}

    def _on_held(self):
        """Hook: these presentations have just been recorded as held."""

    def _check_outcome(self, states):
        """Refuse an outcome to who may not tell it, or before it can have happened."""
        check_access(self, "write")
        self._check_state(states)
        for event in self:
            if event.start > fields.Datetime.now():
                raise WorkflowError(
                    _(
                        "«%(event)s» has not begun: it is on %(time)s. Tell its outcome then, or "
                        "move or cancel it now.",
                        event=event.name,
                        time=self._format_lima(self.env, event.start),
                    )
                )

    def _call_again(self, when, reason):
        """Give the opportunity back to the call queue, while it is open."""
        lead = self.opportunity_id
        if lead.active and not lead.stage_id.is_won:
            lead._queue_callback(when, reason)

    def _log_outcome(self, text, note=""):
        """A note in the history of the opportunity: which presentation, and what was said."""
        time = self._format_lima(self.env, self.start)
        self._log_on_lead(f"{text} {time}. {note or ''}")
