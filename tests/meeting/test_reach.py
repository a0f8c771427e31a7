"""Who reaches what belongs to presentations."""

from odoo.exceptions import AccessError

from ..common import ROLES
from .cases import MeetingCase, lima


class TestReach(MeetingCase):
    """History, holds and forms, role by role."""

    def may(self, action):
        """Whether access rights let `action` happen; nothing of it stays."""
        try:
            with self.env.cr.savepoint():
                action()
        except AccessError:
            return False
        return True

    def test_history_is_read_and_never_written(self):
        event = self.book()
        event.move_presentation(lima(15, day=31), "Viaja")
        move, strange = event.move_ids, self.make_user("telemarketer", login="telemarketer_2")
        readers = {"telemarketer", "executive", "presales", "quality", "manager"}
        for role in ROLES:
            own = move.with_user(self.users[role])
            self.env.invalidate_all()
            self.assertEqual(self.may(lambda own=own: own.read(["reason"])), role in readers, role)
            for way in (
                lambda own=own: own.write({"reason": "Otra"}),
                own.unlink,
                lambda own=own: own.create({"event_id": event.id}),
            ):
                self.assertFalse(self.may(way), role)
        self.env.invalidate_all()
        self.assertFalse(self.may(lambda: move.with_user(strange).read(["reason"])))

    def test_holds_are_the_databases(self):
        event = self.book()
        holds = self.env["digiflow.meeting.hold"].search([("event_id", "=", event.id)])
        for role in ROLES:
            own = holds.with_user(self.users[role])
            self.env.invalidate_all()
            self.assertEqual(self.may(lambda own=own: own.read(["start"])), role == "manager")
            self.assertFalse(self.may(own.unlink), role)

    def test_forms_are_ones_own(self):
        makers = {"telemarketer", "executive", "presales", "manager"}
        for model, vals in (
            ("digiflow.meeting.booking", {"lead_id": self.lead.id}),
            ("digiflow.meeting.outcome", {"event_id": self.book().id, "outcome": "held"}),
        ):
            foreign = self.env[model].create(
                {
                    **vals,
                    **(
                        {"executive_id": self.executive.id, "duration": 60}
                        if "lead_id" in vals
                        else {}
                    ),
                }
            )
            for role in ROLES:
                forms = self.env[model].with_user(self.users[role])
                context = {f"default_{name}": value for name, value in vals.items()}
                made = self.may(
                    lambda forms=forms, context=context: forms.with_context(**context).create({})
                )
                self.assertEqual(made, role in makers, (model, role))
                own = foreign.with_user(self.users[role])
                self.env.invalidate_all()
                self.assertFalse(self.may(lambda own=own: own.read(["create_date"])), role)

    def test_everybody_opens_the_screens(self):
        """No field of the agenda and of the panel asks for more rights than the role has."""
        event = self.book(presales_id=self.presales.id)
        event.move_presentation(lima(15, day=31), "Viaja")
        self.users["plain"] = self.make_user("plain", login="plain", groups="base.group_user")
        appointment = self.make_event(lima(9, day=31))
        for role in (*ROLES, "plain"):
            records = [event, appointment]
            if role not in ("implementation", "plain"):
                records.append(self.lead)
            for record in records:
                own = record.with_user(self.users[role])
                self.env.invalidate_all()
                self.assertTrue(own.read(self.read_field_names(own, "form")), (role, record))

    def test_others_presentations_are_seen_in_the_agenda(self):
        """A telemarketer sees when executives are busy, though the company is another's."""
        event = self.book()
        stranger = self.make_user("telemarketer", login="telemarketer_2")
        self.env.invalidate_all()
        values = event.with_user(stranger).read(["name", "start", "opportunity_id", "user_id"])[0]
        self.assertEqual(values["user_id"][0], self.executive.id)
