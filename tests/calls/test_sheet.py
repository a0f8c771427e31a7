"""What the desk shows of a company, and what of it can be changed there."""

from datetime import timedelta

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.models.calls.outcomes import OUTCOME_SELECTION

from .cases import ANSWERED, CallCase


class TestSheet(CallCase):
    """The sheet of one company."""

    def sheet(self, lead):
        """What the telemarketer sees of `lead`."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.desk.read_sheet(lead.id)

    def test_the_company_and_who_decides(self):
        lead = self.make_prospect(
            7,
            partner_name="Textiles del Sur S.A.C.",
            contact_name="Rosa Quispe",
            decision_maker_role="accounting",
            taxpayer_status="active",
            city="Ate",
            priority="2",
        )
        sheet = self.sheet(lead)
        self.assertEqual(sheet["company"], "Textiles del Sur S.A.C.")
        self.assertEqual(sheet["ruc"], lead.ruc)
        self.assertEqual(sheet["taxpayer_status"], "Active")
        self.assertEqual((sheet["district"], sheet["priority"]), ("Ate", 2))
        self.assertEqual(sheet["list"], "Agentes de retención")
        self.assertEqual(sheet["answers"]["decision_maker_role"], "accounting")
        self.assertEqual(sheet["phones"][0]["href"], "tel:+51987650007")
        self.assertIn("current system", sheet["missing"])

    def test_why_it_is_on_the_desk(self):
        lead = self.make_prospect(1)
        self.assertEqual(self.sheet(lead)["kind"]["title"], "First call")
        self.log(lead, "no_answer")
        self.assertEqual(self.sheet(lead)["kind"]["title"], "Try 2 of 6")
        when = fields.Datetime.now().replace(microsecond=0) + timedelta(hours=1)
        self.log(lead, "callback", callback_at=when, note="Después del cierre")
        kind = self.sheet(lead)["kind"]
        self.assertEqual((kind["due"], kind["reason"]), (when, "Después del cierre"))

    def test_history_merges_calls_mails_notes_and_meetings(self):
        lead = self.make_prospect(1)
        self.log(lead, "no_answer", start=self.ago(days=3), note="Suena y no contestan")
        message = lead.with_user(self.caller).message_post(
            body=Markup("<p>Le envié el <b>folleto</b></p>"), subtype_xmlid="mail.mt_comment"
        )
        message.date = self.ago(days=2)
        self.env["calendar.event"].create(
            {
                "name": "Presentación",
                "start": self.ago(days=1),
                "stop": self.ago(hours=23),
                "opportunity_id": lead.id,
                "user_id": self.users["executive"].id,
            }
        )
        history = self.sheet(lead)["history"]
        self.assertEqual([one["kind"] for one in history], ["meeting", "email", "call"])
        self.assertEqual(history[1]["text"], "Le envié el *folleto*")
        self.assertEqual(history[2]["text"], "Suena y no contestan")
        self.assertEqual(history[2]["who"], self.caller.name)

    def test_history_is_short(self):
        lead = self.make_prospect(1)
        for day in range(25):
            self.log(lead, "no_answer", start=self.ago(days=40 - day))
            lead._queue_again()
        history = self.sheet(lead)["history"]
        self.assertEqual(len(history), 20)
        self.assertEqual(history[0]["date"].date(), self.ago(days=16).date())

    def test_queries_do_not_grow_with_the_history(self):
        def count(number, times):
            lead = self.make_prospect(number)
            for hour in range(times):
                self.log(lead, "busy", start=self.ago(hours=60 - hour), phone=f"98711{hour:04d}")
                lead._queue_again()
                lead.with_user(self.caller).message_post(body="Nota", message_type="comment")
                self.env["digiflow.lead.contact"].create({"lead_id": lead.id, "name": "Ana"})
                self.env["calendar.event"].create(
                    {
                        "name": "Presentación",
                        "start": self.ago(hours=hour + 2),
                        "stop": self.ago(hours=hour + 1),
                        "opportunity_id": lead.id,
                    }
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.desk.read_sheet(lead.id)
            return self.env.cr.sql_log_count - before

        count(1, 1)
        few = count(2, 2)
        self.assertLessEqual(count(3, 12), few)
        self.assertLess(few, 75)

    def test_others_sheets_are_out_of_reach(self):
        other = self.make_user("telemarketer", login="other")
        lead = self.make_prospect(1)
        with self.assertRaises(AccessError):
            self.desk.with_user(other).read_sheet(lead.id)
        with self.assertRaises(AccessError):
            self.desk.with_user(other).save_lead(lead.id, {"phone": "999888777"})
        with self.assertRaises(AccessError):
            self.desk.with_user(other).save_contact(lead.id, {"name": "Ana"})
        with self.assertRaises(AccessError):
            self.desk.with_user(self.users["quality"]).read_sheet(lead.id)


class TestChanges(CallCase):
    """What is corrected on the desk while one speaks."""

    def test_answers_and_phone_are_kept_at_once(self):
        lead = self.make_prospect(1, current_provider="Otro PSE")
        values = {"phone": "01 444 5566", "monthly_documents": 1200, "current_provider": ""}
        sheet = self.desk.save_lead(lead.id, {**values, "user_id": self.caller.id})
        self.assertEqual((lead.monthly_documents, lead.current_provider), (1200, False))
        self.assertEqual(sheet["phone"], lead.phone)
        self.assertEqual(sheet["phones"][0]["number"], "+5114445566")
        self.assertNotEqual(lead.user_id, self.caller, "what is no answer is left alone")

    def test_another_contact_is_added_and_corrected(self):
        lead = self.make_prospect(1)
        sheet = self.desk.save_contact(lead.id, {"name": "Luis Paredes", "phone": "999 111 222"})
        self.assertIn("+51999111222", [one["number"] for one in sheet["phones"]])
        known = sheet["contacts"][0]
        self.desk.save_contact(lead.id, {"id": known["id"], "email": "luis@example.com"})
        self.assertEqual(len(lead.other_contact_ids), 1)
        self.assertEqual(lead.other_contact_ids.email, "luis@example.com")

    def test_a_contact_of_another_company_is_not_changed(self):
        lead, foreign = self.make_prospect(1), self.make_prospect(2, telemarketer_id=False)
        contact = self.env["digiflow.lead.contact"].create({"lead_id": foreign.id, "name": "Ana"})
        self.desk.save_contact(lead.id, {"id": contact.id, "name": "Luis"})
        self.assertEqual(contact.name, "Ana")
        self.assertEqual(lead.other_contact_ids.name, "Luis")


class TestOpening(CallCase):
    """What the desk needs once."""

    def test_outcomes_say_what_follows(self):
        outcomes = self.desk.open_desk()["outcomes"]
        self.assertEqual(
            [one["code"] for one in outcomes], [code for code, _n in OUTCOME_SELECTION]
        )
        self.assertEqual("".join(one["shortcut"] for one in outcomes), "1234567")
        self.assertTrue(all(one["consequence"] for one in outcomes))
        confirmed = [one["code"] for one in outcomes if one["confirm"]]
        self.assertEqual(confirmed, ["refused", "do_not_call"])
        asked = {one["code"]: one["asked"] for one in outcomes if one["asked"]}
        self.assertEqual(asked["callback"], ["callback_at"])
        self.assertEqual(set(asked["effective"]), set(ANSWERED) - {"outcome"})

    def test_choices_of_the_fields(self):
        opened = self.desk.open_desk()
        self.assertIn(("sunat", "SUNAT portal"), opened["selections"]["current_system"])
        reason = self.env.ref("digiflow_crm.lost_reason_not_interested")
        self.assertIn([reason.id, reason.name], opened["lost_reasons"])
        self.assertEqual(len(opened["questions"]), 7)

    def test_who_has_no_list_learns_whom_to_ask(self):
        self.assertEqual(self.desk.open_desk()["managers"], [])
        other = self.make_user("telemarketer", login="other")
        opened = self.desk.with_user(other).open_desk()
        self.assertFalse(opened["has_lists"])
        self.assertIn(self.users["manager"].name, opened["managers"])
        self.assertNotIn(self.caller.name, opened["managers"])
