"""Who has had an offer is lost with a reason and a competitor, whoever loses it and however."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from .loss import LossCase

OFFER = "digiflow_crm.mail_activity_type_offer"


class TestLost(LossCase):
    """Reason and competitor, by every way there is."""

    def test_every_way_without_them_is_refused(self):
        self.present()
        for user in (self.executive, self.manager):
            own = self.lead.with_user(user)
            for action, *args in (
                (own.action_set_lost,),
                (own.toggle_active if hasattr(own, "toggle_active") else own.action_archive,),
                (own.action_archive,),
                (own.write, {"active": False}),
                (own.write, {"active": 0}),
                (own.write, {"active": False, "lost_reason_id": self.reason.id}),
                (own.write, {"active": False, "digiflow_competitor_id": self.competitor.id}),
                (own.write, {"active": False, "probability": 0}),
                (own.write, {"probability": 0}),
                (own.load, [".id", "active"], [[str(own.id), "0"]]),
            ):
                if action == own.load:
                    messages = own.load(*args)["messages"]
                    self.assertIn("has had an offer", messages[0]["message"])
                else:
                    self.assertAsked(action, *args)
        self.assertTrue(self.lead.active)
        self.assertAsked(self.lead.sudo().action_set_lost, lost_reason_id=self.reason.id)

    def test_refusal_names_what_is_missing(self):
        self.present()
        text = self.assertAsked(self.lead.action_set_lost, lost_reason_id=self.reason.id)
        self.assertIn("«Competitor»", text)
        self.assertIn("Lost Reason, Competitor", self.assertAsked(self.lead.action_set_lost))

    def test_api_loses_with_both(self):
        self.present()
        self.lead.with_user(self.executive).action_set_lost(**self.loss)
        self.assertFalse(self.lead.active)
        self.assertEqual(self.lead.probability, 0)
        self.assertEqual(self.lead.digiflow_competitor_id, self.competitor)
        other = self.make_lead(name="Otro", partner_name="Otro S.A.C.")
        self.present(other)
        other.with_user(self.executive).write({"active": False, **self.loss})
        self.assertFalse(other.active)
        self.assertEqual(other.lost_reason_id, self.reason)

    def test_what_was_said_stays(self):
        self.present()
        self.lead.action_set_lost(**self.loss)
        for name in self.loss:
            self.assertAsked(self.lead.with_user(self.manager).write, {name: False})

    def test_draft_offer_asks_for_nothing(self):
        self.survey()
        draft = self.make()
        self.lead.with_user(self.executive).action_set_lost(lost_reason_id=self.reason.id)
        self.assertFalse(self.lead.active)
        self.assertEqual(draft.state, "cancel")

    def test_lead_of_another_pipeline_is_left_alone(self):
        team = self.env["crm.team"].create({"name": "Otras ventas"})
        lead = self.env["crm.lead"].create({"name": "Ajeno", "team_id": team.id})
        partner = self.env["res.partner"].create({"name": "Ajeno"})
        order = self.env["sale.order"].create({"partner_id": partner.id, "opportunity_id": lead.id})
        order.action_quotation_sent()
        lead.action_set_lost()
        self.assertFalse(lead.active)
        self.assertEqual(order.state, "sent")

    def test_won_sale_is_archived_without_questions(self):
        self.complete(self.lead, "pre_kickoff").stage_id = self.stages["pre_kickoff"]
        self.assertEqual(self.lead.probability, 100)
        self.lead.write({"active": False})
        self.assertFalse(self.lead.active)

    def test_competitor_that_was_named_is_not_deleted(self):
        self.present()
        self.lead.action_set_lost(**self.loss)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.competitor.unlink()
            self.env.flush_all()

    def test_who_edits_competitors(self):
        for role, user in self.users.items():
            own = self.env["digiflow.competitor"].with_user(user)
            self.assertTrue(own.search([]), role)
            if role == "manager":
                own.create({"name": "Uno más"}).unlink()
                continue
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                own.create({"name": "Uno más"})


class TestLostForm(LossCase):
    """Odoo's own form, with the competitor."""

    def test_form_asks_after_an_offer(self):
        self.present()
        with Form(self.open_wizard(self.lead)) as form:
            self.assertTrue(form.digiflow_is_asked)
            form.lost_reason_id = self.reason
            with self.assertRaises(AssertionError):
                form.save()
            form.digiflow_competitor_id = self.competitor
            form.lost_feedback = "<p>Pidió 30 % menos</p>"
        form.save().action_lost_reason_apply()
        self.assertFalse(self.lead.active)
        self.assertEqual(self.lead.digiflow_competitor_id, self.competitor)
        self.assertEqual(self.lead.digiflow_lost_note, "Pidió 30 % menos")

    def test_form_does_not_ask_before_an_offer(self):
        with Form(self.open_wizard(self.lead)) as form:
            self.assertFalse(form.digiflow_is_asked)
            form.lost_reason_id = self.reason
        form.save().action_lost_reason_apply()
        self.assertFalse(self.lead.active)

    def test_several_at_once(self):
        """One of them has had an offer: it is asked for, and holds for all."""
        self.present()
        both = self.lead | self.make_lead(name="Otro")
        wizard = self.open_wizard(both).create({"lost_reason_id": self.reason.id})
        self.assertTrue(wizard.digiflow_is_asked)
        self.assertAsked(wizard.action_lost_reason_apply)
        self.assertEqual(both.mapped("active"), [True, True])
        wizard.digiflow_competitor_id = self.competitor
        wizard.action_lost_reason_apply()
        self.assertEqual(both.mapped("active"), [False, False])


class TestAfterLoss(LossCase):
    """What ends with an opportunity, and what begins when it is taken up again."""

    def test_open_offers_are_cancelled_and_kept(self):
        first = self.present()
        second = self.next_round(first)
        self.lead.with_user(self.executive).action_set_lost(**self.loss)
        self.assertEqual((first | second).mapped("state"), ["cancel", "cancel"])
        self.assertTrue(first.offer_sent_on)
        self.assertIn(second.name, "".join(self.lead.message_ids.mapped("body")))

    def test_follow_up_is_taken_back(self):
        self.present()
        kind = self.env.ref(OFFER)
        planned = [("res_model", "=", "crm.lead"), ("res_id", "=", self.lead.id)]
        planned.append(("activity_type_id", "=", kind.id))
        self.assertTrue(self.env["mail.activity"].search(planned))
        self.lead.with_user(self.executive).action_set_lost(**self.loss)
        self.assertFalse(self.env["mail.activity"].search(planned))

    def test_taken_up_again_it_begins_without_the_loss(self):
        offer = self.present()
        self.lead.action_set_lost(**self.loss)
        self.lead.with_user(self.executive).write({"active": True})
        self.assertFalse(self.lead.lost_reason_id or self.lead.digiflow_competitor_id)
        self.assertFalse(self.lead.lost_date)
        notes = "".join(self.lead.message_ids.mapped("body"))
        self.assertIn("It had been lost: Price, Otro PSE/OSE", notes)
        self.assertEqual(offer.state, "cancel")
        again = self.make()
        self.assertEqual((again.state, again.round), ("draft", 2))
        self.assertAsked(self.lead.action_set_lost)

    def test_restored_by_odoos_button(self):
        self.present()
        self.lead.action_set_lost(**self.loss)
        self.lead.action_unarchive()
        self.assertTrue(self.lead.active)
        self.assertFalse(self.lead.digiflow_competitor_id)


class TestDesk(LossCase):
    """The call desk goes on losing opportunities by itself."""

    def call(self, lead, outcome):
        """A call with that outcome."""
        return self.env["digiflow.call"].create(
            {
                "lead_id": lead.id,
                "user_id": self.users["telemarketer"].id,
                "start": "2026-01-15 15:00:00",
                "duration": 2,
                "outcome": outcome,
                "phone": lead.phone,
                "lost_reason_id": self.env.ref("digiflow_crm.lost_reason_not_interested").id,
            }
        )

    def test_refusal_without_an_offer_needs_no_competitor(self):
        lead = self.make_lead(name="Otro", phone="+51 987 654 321")
        self.call(lead, "refused")
        self.assertFalse(lead.active)
        self.assertFalse(lead.digiflow_competitor_id)

    def test_who_had_an_offer_and_wants_no_call_is_lost_to_nobody_known(self):
        self.present()
        self.lead.phone = "+51 987 654 321"
        self.call(self.lead, "do_not_call")
        self.assertFalse(self.lead.active)
        unknown = self.env.ref("digiflow_crm.competitor_unknown")
        self.assertEqual(self.lead.digiflow_competitor_id, unknown)
