"""How long a lead stays in each stage, who brought it there, and what is to be done next."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import StageGateError

from ..common import ROLES, DigiflowCase

START = datetime(2026, 3, 2, 14, 0)


class TestStageHistory(DigiflowCase):
    """Each stay in a stage is one row, from the moment it begins to the moment it ends."""

    def setUp(self):
        super().setUp()
        self.pass_days(0)
        self.lead = self.complete(self.make_lead(), "pre_kickoff")

    def pass_days(self, days):
        """Let `days` go by after the start of the test: the clock that the database gives."""
        self.env.flush_all()
        self.env.invalidate_all()
        # Both series read the transaction's time once and keep it here.
        self.env.cr._now = START + timedelta(days=days)

    def move(self, step, role="executive"):
        """One of the roles moves the lead."""
        self.lead.with_user(self.users[role]).stage_id = self.stages[step]

    def read_stays(self, lead=None):
        """(step, move, days) of each stay in the order they began; None days: still running."""
        stays = (lead or self.lead).stage_history_ids.sorted(lambda stay: (stay.date_from, stay.id))
        return [
            (stay.stage_id.digiflow_step, stay.move, stay.days if stay.date_to else None)
            for stay in stays
        ]

    def test_new_lead_begins_its_first_stay(self):
        self.assertEqual(self.read_stays(), [("telemarketing", "created", None)])
        self.assertEqual(self.lead.stage_history_ids.user_id, self.env.user)
        self.assertEqual(self.lead.stage_history_ids.date_from, START)

    def test_forward_and_back(self):
        """Days are counted to the second, and who moved it stays on record."""
        self.pass_days(2.5)
        self.move("info_sent", "telemarketer")
        self.pass_days(4)
        self.move("telemarketing")
        self.assertEqual(
            self.read_stays(),
            [
                ("telemarketing", "created", 2.5),
                ("info_sent", "forward", 1.5),
                ("telemarketing", "back", None),
            ],
        )
        came = self.lead.stage_history_ids.sorted("id")[1]
        self.assertEqual(came.user_id, self.users["telemarketer"])
        self.assertEqual(came.from_stage_id, self.stages["telemarketing"])

    def test_days_in_stage_begin_anew_with_each_stage(self):
        self.pass_days(3)
        self.assertEqual(self.lead.days_in_stage, 3)
        self.move("info_sent")
        self.pass_days(3.9)
        self.assertEqual(self.lead.days_in_stage, 0)
        self.move("telemarketing")
        self.pass_days(5)
        self.assertEqual(self.lead.days_in_stage, 1)

    def test_time_lost_does_not_count(self):
        """Lost on day 2, taken up again on day 30: on day 33 it has been five days in its stage."""
        self.pass_days(2)
        self.lead.action_set_lost()
        self.pass_days(30)
        self.assertEqual(self.lead.days_in_stage, 2)
        self.lead.toggle_active()
        self.pass_days(33)
        self.assertEqual(
            self.read_stays(),
            [("telemarketing", "created", 2.0), ("telemarketing", "restored", None)],
        )
        self.assertEqual(self.lead.days_in_stage, 5)

    def test_archived_like_lost(self):
        self.pass_days(1)
        self.lead.action_archive()
        self.assertEqual(self.read_stays(), [("telemarketing", "created", 1.0)])
        self.pass_days(2)
        self.lead.action_unarchive()
        self.assertEqual(self.read_stays()[-1], ("telemarketing", "restored", None))

    def test_moved_while_lost_begins_its_stay_when_restored(self):
        self.pass_days(1)
        self.lead.action_set_lost()
        self.move("info_sent")
        self.assertEqual(self.read_stays(), [("telemarketing", "created", 1.0)])
        self.pass_days(8)
        self.lead.toggle_active()
        self.assertEqual(self.read_stays()[-1], ("info_sent", "restored", None))
        self.pass_days(10)
        self.assertEqual(self.lead.days_in_stage, 2)

    def test_restored_into_another_stage_at_once(self):
        self.pass_days(1)
        self.lead.action_set_lost()
        self.pass_days(5)
        self.lead.write({"active": True, "stage_id": self.stages["meeting"].id})
        self.assertEqual(self.read_stays()[-1], ("meeting", "forward", None))

    def test_won_lead_stays_in_pre_kickoff(self):
        self.pass_days(7)
        self.lead.action_set_won()
        self.assertEqual(
            self.read_stays(),
            [("telemarketing", "created", 7.0), ("pre_kickoff", "forward", None)],
        )

    def test_writing_the_same_stage_again_begins_nothing(self):
        self.move("telemarketing")
        self.lead.write({"active": True, "user_id": self.users["manager"].id})
        self.assertEqual(self.read_stays(), [("telemarketing", "created", None)])

    def test_merged_lead_keeps_the_stays_of_both(self):
        """Those of the absorbed one are kept and marked; they do not add to the days in stage."""
        other = self.make_lead(name="El mismo cliente")
        self.move("info_sent")
        self.pass_days(4)
        merged = (self.lead | other).merge_opportunity()
        self.assertEqual(merged, self.lead)
        absorbed = merged.stage_history_ids.filtered("merged")
        self.assertEqual(absorbed.mapped("stage_id.digiflow_step"), ["telemarketing"])
        self.assertEqual(absorbed.days, 4.0)
        self.pass_days(6)
        self.assertEqual(merged.days_in_stage, 6)
        running = merged.stage_history_ids.filtered(lambda stay: not stay.date_to)
        self.assertEqual(running.stage_id, self.stages["info_sent"])

    def test_copy_starts_afresh(self):
        self.pass_days(3)
        self.move("survey")
        copy = self.lead.copy()
        self.assertEqual(self.read_stays(copy), [("telemarketing", "created", None)])
        self.assertEqual(copy.stage_history_ids.date_from, START + timedelta(days=3))
        self.assertEqual(copy.days_in_stage, 0)

    def test_deleted_lead_takes_its_stays_along(self):
        lead = self.make_lead()
        stays = lead.stage_history_ids
        lead.unlink()
        self.assertFalse(stays.exists())

    def test_lead_that_leaves_the_pipeline_ends_its_stay(self):
        self.pass_days(2)
        self.lead.team_id = self.env["crm.team"].create({"name": "Ventas"})
        self.assertEqual(self.read_stays(), [("telemarketing", "created", 2.0)])
        self.pass_days(5)
        self.lead.team_id = self.team
        self.assertEqual(self.read_stays()[-1], ("telemarketing", "forward", None))

    def test_refused_move_leaves_no_trace(self):
        lead = self.make_lead()
        with self.assertRaises(StageGateError), self.env.cr.savepoint():
            lead.stage_id = self.stages["meeting"]
        self.env.invalidate_all()
        self.assertEqual(self.read_stays(lead), [("telemarketing", "created", None)])

    def test_nobody_writes_history(self):
        """No role, not even the manager, adds, changes or deletes a stay."""
        stay = self.lead.stage_history_ids
        values = {
            "lead_id": self.lead.id,
            "stage_id": self.stages["proposal"].id,
            "user_id": self.env.uid,
            "move": "forward",
            "date_from": START,
        }
        for role in ROLES:
            own = stay.with_user(self.users[role])
            for forge in (
                lambda own=own: own.create(values),
                lambda own=own: own.write({"date_from": START - timedelta(days=90)}),
                lambda own=own: own.unlink(),
            ):
                with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                    forge()

    def test_history_cannot_be_forged_through_the_lead(self):
        stay = self.lead.stage_history_ids
        manager = self.lead.with_user(self.users["manager"])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            manager.write({"stage_history_ids": [(1, stay.id, {"move": "back"})]})


class TestNextStep(DigiflowCase):
    """What is to be done next: the nearest planned activity, else what the stage asks for."""

    def test_stage_says_what_is_next(self):
        lead = self.make_lead()
        self.assertEqual(lead.next_step, "Call and find the decision maker")
        self.complete(lead, "meeting").stage_id = self.stages["meeting"]
        self.assertEqual(lead.next_step, "Hold the presentation")

    def test_nearest_activity_goes_first(self):
        lead = self.make_lead()
        for summary, due in (("Llamar al contador", "2026-05-04"), ("Enviar carta", "2026-05-02")):
            lead.activity_schedule(
                "mail.mail_activity_data_call", due, summary=summary, user_id=self.env.uid
            )
        self.assertEqual(lead.next_step, "Enviar carta")
        lead.activity_ids.filtered(lambda plan: plan.summary == "Enviar carta").action_done()
        self.env.invalidate_all()
        self.assertEqual(lead.next_step, "Llamar al contador")

    def test_activity_without_words_is_called_by_its_kind(self):
        lead = self.make_lead()
        lead.activity_schedule(
            "mail.mail_activity_data_call", "2026-05-04", summary=False, user_id=self.env.uid
        )
        self.assertEqual(lead.next_step, lead.activity_ids.activity_type_id.name)

    def test_lost_lead_has_no_next_step(self):
        lead = self.make_lead()
        lead.action_set_lost()
        self.assertFalse(lead.next_step)
        self.assertFalse(lead.next_stage_id)
        lead.toggle_active()
        self.assertEqual(lead.next_step, "Call and find the decision maker")

    def test_card_says_what_is_missing_for_the_next_stage(self):
        lead = self.make_lead(contact_name="Rosa Quispe", decision_maker_role="finance")
        self.assertEqual(lead.next_stage_id, self.stages["info_sent"])
        self.assertEqual(lead.missing_summary, "effective contact, current system, phone or e-mail")
        lead.write(self.contact_vals())
        self.assertFalse(lead.missing_summary)

    def test_won_lead_has_nothing_left_to_enter(self):
        lead = self.complete(self.make_lead(), "pre_kickoff")
        lead.action_set_won()
        self.assertFalse(lead.next_stage_id)
        self.assertFalse(lead.missing_summary)
