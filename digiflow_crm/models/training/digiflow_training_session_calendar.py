from markupsafe import Markup

from odoo import _, models
from odoo.tools import plaintext2html

from ...exceptions import WorkflowError
from .training_states import EXCUSED, PLANNED

TIMES = ("start", "stop")


class DigiflowTrainingSession(models.Model):
    """The appointment of a planned session: in the calendar of everybody enrolled, in step.

    Only who takes part by this session is added and taken out; guests whom somebody invited by
    hand stay.
    """

    _inherit = "digiflow.training.session"

    def _sync_event(self, gone=None):
        """Make the appointment say what the session says; only a planned one has it.

        :param gone: res.partner who perhaps take part no more
        """
        self.ensure_one()
        if self.state != PLANNED:
            return
        # sudo: appointments of others' calendars are written, whoever plans or leaves.
        events = self.env["calendar.event"].sudo()
        if not self.event_id:
            vals = {**self._prepare_event_vals(), "partner_ids": self._get_all_commands()}
            self._update({"event_id": events.create(vals).id})
            return
        event = events.browse(self.event_id.id)
        changed = self._get_event_changes(event, gone or self.env["res.partner"])
        if changed:
            event.write(changed)

    def _prepare_event_vals(self):
        """What the appointment says, but for who takes part."""
        self.ensure_one()
        return {
            "name": self.name,
            "start": self.start,
            "stop": self.stop,
            "location": self.location,
            "videocall_location": self.videocall_url,
            "user_id": self.trainer_id.id,
            "description": plaintext2html(
                _("Training session of «%(module)s».", module=self.module_id.name)
            ),
        }

    def _get_event_changes(self, event, gone):
        """Values in which the appointment differs from the session.

        :param event: calendar.event, as the superuser
        :param gone: res.partner who perhaps take part no more
        """
        wanted = self._prepare_event_vals()
        # What somebody wrote into the appointment stays.
        del wanted["description"]
        present = {
            name: event._fields[name].convert_to_write(event[name], event) for name in wanted
        }
        changed = {
            name: wanted[name] for name in wanted if (wanted[name] or False) != present[name]
        }
        if set(TIMES) & set(changed):
            changed.update({name: wanted[name] for name in TIMES})
        people = self._get_participants()
        commands = [(4, partner.id) for partner in people - event.partner_ids]
        commands += [(3, partner.id) for partner in (gone & event.partner_ids) - people]
        return {**changed, **({"partner_ids": commands} if commands else {})}

    def _get_participants(self):
        """The res.partner in whose calendars the session stands: trainer and who is to come."""
        self.ensure_one()
        # sudo: who takes part goes into the appointment, also when one of them changes it.
        session = self.sudo()
        coming = session.enrolment_ids.filtered(lambda one: one.attendance != EXCUSED)
        partners = session.trainer_id.partner_id | coming.user_id.partner_id
        return self.env["res.partner"].browse(partners.ids)

    def _get_all_commands(self):
        """Commands that put all participants into a new appointment."""
        return [(6, 0, self._get_participants().ids)]

    def _drop_event(self):
        """Take the session off the calendars; its appointment stays on record, archived."""
        self.ensure_one()
        # sudo: the appointment is in others' calendars.
        self.event_id.sudo().active = False

    def _check_event(self):
        """Follow or refuse what somebody did to the appointment in the calendar.

        :raise WorkflowError: it says something else now than the session, which cannot follow
        """
        self.ensure_one()
        # sudo: what both say is compared, also where the user's rights hide it.
        session, event = self.sudo(), self.sudo().event_id
        people = self._get_participants() - event.partner_ids
        if event.user_id != session.trainer_id or people or not event.active:
            raise self._prepare_event_refusal()
        if event.allday or event.recurrency:
            raise self._prepare_event_refusal()
        if (event.start, event.stop) == (session.start, session.stop):
            return
        if session.state != PLANNED:
            raise self._prepare_event_refusal()
        self.write({"start": event.start, "stop": event.stop})

    def _prepare_event_refusal(self):
        """The refusal of what is not done in the calendar."""
        # sudo: its name is on the appointment anyway.
        name = self.sudo().name
        return WorkflowError(
            _(
                "«%(session)s» is a training session. Its trainer or Quality may move it here; its "
                "people, its trainer and its cancellation are changed in the session itself.",
                session=name,
            )
        )

    def _tell_cancelled(self):
        """Tell everybody who was to come that the session is cancelled, and why."""
        self.ensure_one()
        partners = self._get_participants() - self.env.user.partner_id
        if not partners:
            return
        # sudo: people are told of their session, whatever the sender may read of them.
        self.sudo().message_notify(
            partner_ids=partners.ids,
            subject=_("Cancelled: %(session)s", session=self.name),
            body=Markup("<p>%s</p>") % self.cancel_reason,
        )
