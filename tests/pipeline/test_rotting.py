"""Deals that rot: what moves an opportunity, which stand still, and what is done about it."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytz

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.core.periods import LIMA
from odoo.addons.digiflow_crm.exceptions import ProcessError
from odoo.addons.digiflow_crm.models.pipeline import crm_lead_rotting

from ..common import DigiflowCase

LONG_AGO = "2026-01-05 15:00:00"


class RottingCase(DigiflowCase):
    """An opportunity in which nothing happened for long."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead(**self.contact_vals())
        self.still()

    def still(self, moment=LONG_AGO, lead=None):
        """Have it stand still since `moment`."""
        lead = lead or self.lead
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET digiflow_moved_on = %s WHERE id = %s", [moment, lead.id]
        )
        self.env.invalidate_all()

    def by(self, role):
        """The opportunity in the hands of somebody of that role."""
        return self.lead.with_user(self.users[role])

    def assertMoved(self, action, moved=True):
        """`action` is a movement of the opportunity, now; or it is none."""
        self.still()
        action()
        self.env.invalidate_all()
        now = self.lead.digiflow_moved_on > fields.Datetime.now() - timedelta(minutes=5)
        self.assertEqual(now, moved)


class TestMovement(RottingCase):
    """What counts, and what does not."""

    def test_new_opportunity_has_just_moved(self):
        lead = self.make_lead(name="Nueva", digiflow_moved_on=LONG_AGO)
        self.assertGreater(lead.digiflow_moved_on, fields.Datetime.now() - timedelta(minutes=5))
        self.still(lead=lead)
        copy = lead.copy()
        self.assertGreater(copy.digiflow_moved_on, fields.Datetime.now() - timedelta(minutes=5))

    def test_change_of_stage(self):
        self.assertMoved(lambda: self.by("executive").write({"stage_id": self.stage("info_sent")}))
        self.assertMoved(
            lambda: self.by("executive").write({"stage_id": self.stage("telemarketing")})
        )

    def stage(self, step):
        """Id of the stage of `step`."""
        return self.stages[step].id

    def test_same_stage_again_is_none(self):
        vals = {"stage_id": self.lead.stage_id.id, "user_id": self.users["manager"].id}
        self.assertMoved(lambda: self.lead.write(vals), moved=False)

    def test_lost_and_taken_up_again(self):
        self.assertMoved(self.lead.action_archive)
        self.assertMoved(self.lead.action_unarchive)

    def test_edited_fields_are_none(self):
        vals = {"description": "Corregido", "phone": "+51 1 4451234", "expected_revenue": 9}
        self.assertMoved(lambda: self.by("executive").write(vals), moved=False)

    def test_call(self):
        calls = self.env["digiflow.call"].with_user(self.users["telemarketer"])
        vals = {"lead_id": self.lead.id, "outcome": "no_answer"}
        self.assertMoved(lambda: calls.create({**vals, "start": fields.Datetime.now()}))

    def test_call_of_earlier_counts_when_it_was(self):
        calls = self.env["digiflow.call"].with_user(self.users["telemarketer"])
        vals = {"lead_id": self.lead.id, "outcome": "no_answer", "start": "2026-01-07 16:00:00"}
        calls.create(vals)
        self.assertEqual(str(self.lead.digiflow_moved_on), "2026-01-07 16:00:00")
        calls.create({**vals, "start": "2026-01-06 16:00:00"})
        self.assertEqual(str(self.lead.digiflow_moved_on), "2026-01-07 16:00:00")

    def test_message_of_a_person(self):
        post = self.by("presales").message_post
        self.assertMoved(lambda: post(body="Llamar", message_type="comment"))
        self.assertMoved(
            lambda: self.lead.message_post(
                body="Sí", message_type="email", email_from="rosa@example.com"
            )
        )

    def test_note_of_the_system_is_none(self):
        self.assertMoved(lambda: self.lead._message_log(body="Distribuida"), moved=False)
        self.assertMoved(
            lambda: self.lead.message_post(body="Aviso", message_type="comment"), moved=False
        )

    def test_activity_done(self):
        activity = self.by("executive").activity_schedule("mail.mail_activity_data_call")
        self.assertMoved(lambda: self.lead.activity_schedule("mail.mail_activity_data_todo"), False)
        self.assertMoved(activity.action_done)

    def test_offer(self):
        partner = self.env["res.partner"].create({"name": "Cliente"})
        product = self.env["product.product"].create({"name": "Plan", "list_price": 100})
        orders = self.env["sale.order"].with_user(self.users["executive"])
        made = []
        vals = {"partner_id": partner.id, "opportunity_id": self.lead.id}
        self.assertMoved(lambda: made.append(orders.create(vals)))
        order = made[0]
        line = {"product_id": product.id, "product_uom_qty": 1}
        self.assertMoved(lambda: order.write({"order_line": [(0, 0, line)]}))
        self.assertMoved(lambda: order.write({"client_order_ref": "X"}), moved=False)
        self.assertMoved(lambda: order.message_post(body="Va", message_type="comment"))
        self.assertMoved(order.action_cancel)

    def test_survey_handed_on(self):
        survey = self.env["digiflow.requirement"].create(
            {"lead_id": self.lead.id, **self.answers()}
        )
        self.assertMoved(lambda: survey.write({"monthly_documents": 9}), moved=False)
        self.assertMoved(survey.action_submit)
        self.assertMoved(survey.with_user(self.users["presales"]).action_validate)

    def test_nobody_writes_it(self):
        for role in ("executive", "manager"):
            with self.assertRaises(ProcessError), self.env.cr.savepoint():
                self.by(role).write({"digiflow_moved_on": "2026-11-01 10:00:00"})

    def test_merged_opportunity_moved_when_one_of_them_did(self):
        other = self.make_lead(name="El mismo")
        self.still("2026-02-02 15:00:00", lead=other)
        merged = (self.lead | other).with_user(self.users["manager"]).merge_opportunity()
        self.assertEqual(str(merged.digiflow_moved_on), "2026-02-02 15:00:00")

    def test_lead_of_another_pipeline_is_never_without_movement(self):
        vals = {"name": "Otra", "type": "opportunity", "team_id": False}
        lead = self.env["crm.lead"].create(vals)
        self.still(lead=lead)
        self.assertFalse(lead.digiflow_is_rotting)


class TestRotting(RottingCase):
    """Which opportunities stand still: computed and searched alike."""

    def found(self):
        """Whether the search finds it; computing says the same, and the negation the contrary."""
        leads = self.env["crm.lead"].with_context(active_test=False)
        own = [("id", "=", self.lead.id)]
        found = leads.search([*own, ("digiflow_is_rotting", "=", True)])
        rest = leads.search([*own, ("digiflow_is_rotting", "=", False)])
        self.assertEqual(bool(found), self.lead.digiflow_is_rotting)
        self.assertEqual(found | rest, self.lead)
        self.assertFalse(found & rest)
        return bool(found)

    def at(self, lima):
        """Have it be `lima`, a naive time there, for what counts days."""
        now = LIMA.localize(lima).astimezone(pytz.utc)
        days = crm_lead_rotting.today
        return patch.object(crm_lead_rotting, "today", lambda moment=None: days(moment or now))

    def test_after_the_days_of_its_stage(self):
        """Fifteen days of Lima's calendar, whatever the hour."""
        self.still("2026-01-05 15:00:00")
        for day, days, rotting in ((19, 14, False), (20, 15, True), (30, 25, True)):
            for hour in (0, 23):
                with self.at(datetime(2026, 1, day, hour, 30)):
                    self.env.invalidate_all()
                    self.assertEqual(self.lead.digiflow_days_still, days)
                    self.assertEqual(self.found(), rotting, (day, hour))

    def test_evening_belongs_to_its_day_in_lima(self):
        """20:00 of the 5th in Lima is the 6th in UTC."""
        self.still("2026-01-06 01:00:00")
        with self.at(datetime(2026, 1, 20, 9)):
            self.env.invalidate_all()
            self.assertEqual(self.lead.digiflow_days_still, 15)
            self.assertTrue(self.found())

    def test_manager_sets_the_days_of_a_stage(self):
        self.assertTrue(self.found())
        self.stages["telemarketing"].with_user(self.users["manager"]).digiflow_rot_days = 0
        self.assertFalse(self.found())
        self.stages["telemarketing"].digiflow_rot_days = 100000
        self.assertFalse(self.found())

    def test_days_are_not_negative(self):
        with self.assertRaisesRegex(Exception, "rot_days_possible"), self.env.cr.savepoint():
            self.stages["survey"].digiflow_rot_days = -1
            self.env.flush_all()

    def test_lost_and_won_do_not_rot(self):
        self.lead.action_archive()
        self.still()
        self.assertFalse(self.found())
        self.lead.action_unarchive()
        self.stages["pre_kickoff"].digiflow_rot_days = 1
        self.complete(self.lead, "pre_kickoff").action_set_won()
        self.still()
        self.assertFalse(self.found())

    def test_without_any_limit_nothing_rots(self):
        for stage in self.stages.values():
            stage.digiflow_rot_days = 0
        self.assertFalse(self.found())

    def test_list_is_the_longest_first_and_ones_own(self):
        action = self.env.ref("digiflow_crm.crm_lead_action_rotting")
        people = {"user_id": self.users["manager"].id, "telemarketer_id": False}
        other = self.make_lead(name="Ajena", **people)
        self.still(lead=other)
        self.assertIn("search_default_rotting", action.context)
        seen = self.env["crm.lead"].with_user(self.users["executive"])
        self.assertEqual(seen.search([("digiflow_is_rotting", "=", True)]), self.lead)


class TestFollowUp(RottingCase):
    """The manager gets several opportunities moving at once."""

    def wizard(self, role="manager", **vals):
        """The form for both opportunities."""
        self.other = self.make_lead(name="Otra", user_id=False)
        leads = (self.lead | self.other).with_user(self.users[role])
        action = leads.action_plan_follow_up()
        wizards = self.env[action["res_model"]].with_user(self.users[role])
        return wizards.with_context(**action["context"]).create(vals)

    def test_activity_for_each_with_who_has_it(self):
        wizard = self.wizard(summary="Retomar", date_deadline="2030-01-15")
        self.assertEqual(wizard.lead_count, 2)
        wizard.action_apply()
        self.assertEqual(self.lead.activity_ids.user_id, self.users["executive"])
        self.assertEqual(self.other.activity_ids.user_id, self.users["telemarketer"])
        self.assertEqual(self.lead.next_step, "Retomar")
        self.assertEqual(str(self.lead.digiflow_moved_on), LONG_AGO)

    def test_given_to_somebody_else(self):
        other = self.make_user("executive", login="executive_2")
        self.wizard(user_id=other.id, activity_type_id=False).action_apply()
        self.assertEqual((self.lead | self.other).user_id, other)
        self.assertFalse(self.lead.activity_ids)
        self.assertEqual(str(self.lead.digiflow_moved_on), LONG_AGO)

    def test_nothing_chosen(self):
        with self.assertRaises(ProcessError):
            self.wizard(activity_type_id=False).action_apply()
        with self.assertRaises(ProcessError):
            self.wizard(date_deadline=False).action_apply()

    def test_for_managers(self):
        with self.assertRaises(AccessError):
            self.wizard(role="executive")
