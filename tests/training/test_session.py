"""Sessions: from a proposal to what was held, and who was there."""

from odoo.exceptions import AccessError, ValidationError

from odoo.addons.digiflow_crm.exceptions import SessionFullError, WorkflowError

from .program_cases import TrainingCase, hours


class TestSession(TrainingCase):
    """What may be done with a session, by whom, and when no more."""

    def test_from_proposal_to_held(self):
        session = self.plan(self.telemarketer, self.executive)
        self.assertEqual((session.state, session.version_id), ("planned", self.version))
        trainer = self.begin(session).with_user(self.trainer)
        with self.assertRaisesRegex(WorkflowError, "digiflow_telemarketer.*digiflow_executive"):
            trainer.action_hold()
        absent = trainer.enrolment_ids.filtered(lambda one: one.user_id == self.executive)
        absent.attendance = "absent"
        trainer.action_all_present()
        trainer.action_hold()
        self.assertEqual(session.state, "held")
        found = {one.user_id: one.attendance for one in session.enrolment_ids}
        self.assertEqual(found, {self.executive: "absent", self.telemarketer: "present"})

    def test_past_sessions_keep_their_version(self):
        session = self.plan(self.telemarketer)
        newer = self.make_version()
        newer.action_publish()
        self.assertEqual(session.version_id, self.version)
        self.assertEqual(self.plan(self.telemarketer).version_id, newer)
        self.assertEqual(session.version_id.material, "<p>Four steps</p>")

    def test_held_session_never_changes(self):
        session = self.begin(self.plan(self.telemarketer))
        session.action_all_present()
        session.action_hold()
        enrolment = session.enrolment_ids
        changes = (
            lambda user: session.with_user(user).write({"location": "Other"}),
            lambda user: session.with_user(user).write({"start": hours(1), "stop": hours(2)}),
            lambda user: session.with_user(user)._cancel("Mistake"),
            lambda user: session.with_user(user).action_reopen(),
            lambda user: session.with_user(user).unlink(),
            lambda user: enrolment.with_user(user).write({"attendance": "absent"}),
            lambda user: enrolment.with_user(user).unlink(),
            lambda user: enrolment.with_user(user).create(
                {"session_id": session.id, "user_id": self.executive.id}
            ),
            lambda user: session._enrol_in(self.executive, "manual"),
        )
        for user in (self.quality, self.manager, self.env.user):
            for number, change in enumerate(changes):
                with self.assertRaises(WorkflowError, msg=(user.login, number)):
                    change(user)
        session.with_user(self.trainer).message_post(body="Went well")

    def test_states_are_not_typed_in(self):
        typed = {"state": "held", "taken_seats": 9, "version_id": self.version.id}
        session = self.make_session(**typed)
        self.assertEqual((session.state, session.version_id.id), ("proposed", False))
        context = {f"default_{name}": value for name, value in typed.items()}
        session = session.with_context(**context).create({"module_id": self.module.id})
        self.assertEqual((session.state, session.taken_seats), ("proposed", 0))
        copied = self.plan(self.telemarketer).copy()
        self.assertEqual(
            (copied.state, copied.event_id.id, len(copied.enrolment_ids)), ("proposed", False, 0)
        )
        for values in ({"state": "planned"}, {"version_id": self.version.id}, {"event_id": False}):
            with self.assertRaises(WorkflowError):
                session.with_user(self.manager).write(values)

    def test_plan_says_what_is_missing(self):
        session = self.make_session(start=False, stop=False, trainer_id=False)
        with self.assertRaisesRegex(WorkflowError, "Start, End, Trainer"), self.env.cr.savepoint():
            session.action_plan()
        unpublished = self.module.copy({"code": "OTRO"})
        with self.assertRaisesRegex(WorkflowError, "published version"):
            self.make_session(module_id=unpublished.id).action_plan()
        planned = self.plan(self.telemarketer)
        for values in ({"start": False}, {"module_id": unpublished.id}):
            with self.assertRaises(WorkflowError), self.env.cr.savepoint():
                planned.write(values)

    def test_attendance_is_not_recorded_before_it_begins(self):
        enrolment = self.plan(self.telemarketer).enrolment_ids
        for attendance in ("present", "absent"):
            with self.assertRaisesRegex(WorkflowError, "has not begun"):
                enrolment.attendance = attendance
        enrolment.attendance = "excused"
        with self.assertRaisesRegex(WorkflowError, "has not begun"):
            enrolment.session_id.action_hold()
        made = enrolment.create(
            {
                "session_id": enrolment.session_id.id,
                "user_id": self.executive.id,
                "attendance": "present",
            }
        )
        self.assertEqual(made.attendance, "pending")

    def test_attendance_by_who_leads(self):
        session = self.begin(self.plan(self.telemarketer, self.executive))
        mine = session.enrolment_ids.filtered(lambda one: one.user_id == self.telemarketer)
        for user in (self.telemarketer, self.executive, self.users["implementation"]):
            with self.assertRaises(AccessError, msg=user.login), self.env.cr.savepoint():
                mine.with_user(user).attendance = "present"
            with self.assertRaises(AccessError, msg=user.login), self.env.cr.savepoint():
                session.with_user(user).action_hold()
        for user in (self.trainer, self.quality, self.manager):
            mine.with_user(user).attendance = "absent"
            mine.with_user(user).attendance = "present"
        self.env.invalidate_all()
        seen = session.with_user(self.telemarketer).enrolment_ids
        self.assertEqual(seen, mine, "one's own enrolment only")

    def test_trainer_does_not_plan(self):
        session = self.plan(self.telemarketer).with_user(self.trainer)
        session.write({"location": "Sala 2", "start": hours(30), "stop": hours(31)})
        for change in (
            lambda: session.write({"trainer_id": self.executive.id}),
            lambda: session.write({"seats": 99}),
            lambda: session._cancel("I am ill"),
            lambda: session.create({"module_id": self.module.id}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                change()

    def test_nobody_teaches_oneself(self):
        with self.assertRaisesRegex(WorkflowError, "teaches"), self.env.cr.savepoint():
            self.make_session([self.trainer])
        stranger = self.make_user("stranger", groups="base.group_user")
        with self.assertRaisesRegex(WorkflowError, "no role"), self.env.cr.savepoint():
            self.make_session([stranger])
        with self.assertRaisesRegex(WorkflowError, "no role"), self.env.cr.savepoint():
            self.make_session(trainer_id=stranger.id)

    def test_seats(self):
        session = self.plan(self.telemarketer, seats=1)
        self.assertTrue(session.is_full)
        with self.assertRaisesRegex(SessionFullError, "1 seats"), self.env.cr.savepoint():
            session._enrol_in(self.executive, "manual")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            session.with_user(self.executive).action_join()
        session.enrolment_ids.attendance = "excused"
        session.with_user(self.executive).action_join()
        with self.assertRaises(SessionFullError), self.env.cr.savepoint():
            session.enrolment_ids.write({"attendance": "pending"})
        session.with_user(self.executive).action_leave()
        session.seats = 2
        self.assertEqual(session.seats_text, "0 / 2")

    def test_seats_are_taken_and_given_back_by_oneself(self):
        session = self.plan(self.executive)
        for user in (self.telemarketer, self.users["implementation"]):
            session.with_user(user).action_join()
            self.assertTrue(session.with_user(user).is_enrolled)
        session.with_user(self.telemarketer).action_leave()
        self.assertNotIn(self.telemarketer, session.enrolment_ids.user_id)
        session._enrol_in(self.telemarketer, "gap")
        with self.assertRaisesRegex(WorkflowError, "because you need"):
            session.with_user(self.telemarketer).action_leave()
        with self.assertRaises(WorkflowError):
            self.begin(session).with_user(self.executive).action_leave()

    def test_cancelled_with_its_reason(self):
        session = self.plan(self.telemarketer)
        with self.assertRaises(WorkflowError):
            session._cancel("  ")
        form = self.env["digiflow.training.session.cancel"].with_user(self.quality)
        form.create({"session_id": session.id, "reason": "No room"}).action_cancel_session()
        self.assertEqual((session.state, session.cancel_reason), ("cancelled", "No room"))
        told = self.env["mail.message"].search(
            [("partner_ids", "in", self.telemarketer.partner_id.ids), ("body", "like", "No room")]
        )
        self.assertEqual(len(told), 1)
        session.action_reopen()
        session.action_plan()
        self.assertEqual((session.state, session.taken_seats), ("planned", 1))

    def test_trainer_is_reminded_once(self):
        session = self.begin(self.plan(self.telemarketer))
        sessions = self.env["digiflow.training.session"]
        found = sessions.search([("is_to_record", "=", True)])
        self.assertIn(session, found)
        self.assertNotIn(session, sessions.search([("is_to_record", "=", False)]))
        sessions._cron_remind()
        sessions._cron_remind()
        self.assertEqual(session.activity_ids.user_id, self.trainer)
        self.assertEqual(len(session.activity_ids), 1)
        session.action_all_present()
        session.with_user(self.trainer).action_hold()
        self.assertFalse(session.activity_ids)
