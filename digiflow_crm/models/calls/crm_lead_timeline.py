from odoo import models
from odoo.tools import html2plaintext

# Of each kind and of all together.
TIMELINE_LENGTH = 20
TEXT_LENGTH = 400
# Mails and notes of people; what Odoo notes by itself (a changed field, a logged call) is left out.
WRITTEN = ("email", "email_outgoing", "comment")
CALL, EMAIL, NOTE, MEETING = "call", "email", "note", "meeting"


class CrmLead(models.Model):
    """What happened with a company so far, as whoever calls it now wants to know."""

    _inherit = "crm.lead"

    def _get_timeline(self):
        """The latest calls, e-mails, notes and meetings that the user may read, newest first.

        Takes the same number of queries however many there are.

        :return: list of ``{"key", "kind", "date": naive UTC datetime, "title", "who", "text"}``
        """
        self.ensure_one()
        moments = [
            *self._list_call_moments(),
            *self._list_message_moments(),
            *self._list_meeting_moments(),
        ]
        return sorted(moments, key=lambda one: one["date"], reverse=True)[:TIMELINE_LENGTH]

    def _list_call_moments(self):
        calls = self.env["digiflow.call"].search([("lead_id", "=", self.id)], limit=TIMELINE_LENGTH)
        labels = dict(calls._fields["outcome"]._description_selection(self.env))
        return [
            {
                "key": f"call-{call.id}",
                "kind": CALL,
                "date": call.start,
                "title": labels.get(call.outcome, ""),
                # sudo: only the name of a colleague, who may be of another company
                "who": call.sudo().user_id.name,
                "text": " · ".join(filter(None, [call.contact_name, call.note])),
            }
            for call in calls
        ]

    def _list_message_moments(self):
        """Mails and notes, and the activities that were done."""
        domain = [
            ("model", "=", "crm.lead"),
            ("res_id", "=", self.id),
            "|",
            "|",
            ("message_type", "in", WRITTEN),
            ("subtype_id", "=", self.env.ref("mail.mt_comment").id),
            ("mail_activity_type_id", "!=", False),
        ]
        messages = self.env["mail.message"].search(
            domain, order="date desc, id desc", limit=TIMELINE_LENGTH
        )
        return [
            {
                "key": f"message-{message.id}",
                "kind": NOTE if message.is_internal else EMAIL,
                "date": message.date,
                "title": message.subject or "",
                # sudo: the author of what one reads may be of another company
                "who": message.sudo().author_id.name or message.email_from or "",
                "text": _shorten(html2plaintext(message.body or "")),
            }
            for message in messages
        ]

    def _list_meeting_moments(self):
        meetings = self.env["calendar.event"].search(
            [("opportunity_id", "=", self.id)], order="start desc", limit=TIMELINE_LENGTH
        )
        return [
            {
                "key": f"meeting-{meeting.id}",
                "kind": MEETING,
                "date": meeting.start,
                "title": meeting.name,
                # sudo: only the name of who holds it
                "who": meeting.sudo().user_id.name or "",
                "text": meeting.location or "",
            }
            for meeting in meetings
        ]


def _shorten(text):
    """Return a text on one line, cut where it becomes too long to take in during a call."""
    line = " ".join(text.split())
    return line if len(line) <= TEXT_LENGTH else f"{line[:TEXT_LENGTH].rstrip()}…"
