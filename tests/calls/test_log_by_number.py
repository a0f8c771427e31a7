"""A call is logged from the opportunity, or from a phone number as people write it."""

from odoo.exceptions import AccessError
from odoo.tests import Form

from odoo.addons.digiflow_crm.exceptions import CallRefusedError

from ..common import ROLES
from ..core.samples import ruc_of
from .cases import CallCase


class NumberCase(CallCase):
    """The form that looks for a number, in the hands of the telemarketer."""

    def look(self, number, user=None, **vals):
        """The form with a number in it."""
        forms = self.env["digiflow.call.number"].with_user(user or self.caller)
        return forms.create({"number": number, **vals})

    def find(self, number, user=None):
        """Names of the opportunities that are found."""
        return set(self.look(number, user).lead_ids.mapped("name"))


class TestFinding(NumberCase):
    """Whose number it is, however it is written here and there."""

    def test_a_number_is_found_as_people_write_it(self):
        self.make_prospect(1, phone="+51 1 445 1234")
        for number in (
            "(01) 445-1234",
            "01 4451234",
            "+51 1 445 1234",
            "5114451234",
            " 01-445-1234 ",
            "01 445 1234 anexo 12",
        ):
            self.assertEqual(self.find(number), {"Empresa 1"}, number)
        for number in ("445 9999", "01 445 1235", "", "hola", "44 5 1234"):
            self.assertEqual(self.find(number or "-"), set(), number)

    def test_it_may_be_anybodys_of_the_company(self):
        contact = self.make_prospect(1)
        contact.other_contact_ids = [(0, 0, {"name": "Luis", "phone": "01-712 3456 anexo 9"})]
        client = self.env["res.partner"].create({"name": "Andina", "is_company": True})
        person = self.env["res.partner"].create({"name": "Eva", "parent_id": client.id})
        self.make_prospect(2, partner_id=client.id)
        self.make_prospect(3, partner_id=person.id)
        person.phone = "084 234567"
        self.assertEqual(self.find("+51 1 712 3456"), {"Empresa 1"})
        self.assertEqual(self.find("(084) 23-4567"), {"Empresa 2", "Empresa 3"})
        if "mobile" in person._fields:  # gone in 19.0
            person["mobile"] = "944 111 222"
            self.assertEqual(self.find("+51944111222"), {"Empresa 2", "Empresa 3"})

    def test_the_same_last_digits_are_not_the_same_number(self):
        lead = self.make_prospect(1)
        lead.other_contact_ids = [(0, 0, {"name": "Luis", "phone": "01 423 4567"})]
        self.assertEqual(self.find("084 234567"), set())

    def test_only_what_one_may_write(self):
        colleague = self.make_user("telemarketer", login="colleague")
        self.make_prospect(1)
        number = "987 650 001"
        self.assertEqual(self.find(number, colleague), set())
        self.assertEqual(self.find(number, self.users["executive"]), {"Empresa 1"})
        groups = "digiflow_crm.group_telemarketer,digiflow_crm.group_quality"
        reader = self.make_user("both", login="reads_all", groups=groups)
        self.assertTrue(self.env["crm.lead"].with_user(reader).search([("ruc", "=", ruc_of(1))]))
        self.assertEqual(self.find(number, reader), set())
        for role in ("presales", "quality", "implementation"):
            with self.assertRaises(AccessError, msg=role):
                self.look(number, self.users[role])

    def test_lost_ones_are_found_and_the_open_one_is_proposed(self):
        lost = self.make_prospect(1)
        lost.action_set_lost()
        self.assertEqual(self.look("987 650 001").lead_id, lost)
        again = self.make_prospect(2, phone=lost.phone, second_reason="upgrade")
        form = self.look("987 650 001")
        self.assertEqual((form.lead_ids, form.lead_id), (again | lost, again))

    def test_queries_do_not_grow_with_the_opportunities(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(self.find("999 999 999"))
            return self.env.cr.sql_log_count - before

        self.make_prospect(1)
        count()
        spent = count()
        for number in range(2, 40):
            self.make_prospect(number)
        self.assertEqual(count(), spent)


class TestGoingOn(NumberCase):
    """From the number to the call."""

    def log_from(self, action, user=None, **values):
        """Fill and save the short form that an action opens."""
        calls = self.env["digiflow.call"].with_user(user or self.caller)
        self.assertEqual(action["res_model"], "digiflow.call")
        view = self.env.ref("digiflow_crm.digiflow_call_view_form_log")
        with Form(calls.with_context(**action["context"]), view=view) as form:
            for name, value in values.items():
                setattr(form, name, value)
        return form.save()

    def test_one_opportunity_goes_to_its_call(self):
        """Somebody calls back: the form needs nothing but what was said."""
        lead = self.make_prospect(1)
        form = Form(self.env["digiflow.call.number"].with_user(self.caller))
        form.number = "987650001"
        self.assertEqual(form.lead_id, lead)
        call = self.log_from(form.save().action_next(), outcome="no_answer", note="Cortó")
        self.assertEqual((call.lead_id, call.user_id), (lead, self.caller))
        self.assertEqual((call.direction, call.phone), ("in", "+51 987 650 001"))
        self.assertEqual(lead.call_queue, "retry")

    def test_several_are_chosen_from(self):
        first = self.make_prospect(1)
        self.make_prospect(2, phone=first.phone)
        form = self.look("987 650 001")
        self.assertFalse(form.lead_id)
        with self.assertRaisesRegex(CallRefusedError, "Choose the opportunity"):
            form.action_next()
        form.lead_id = first
        self.assertEqual(form.action_next()["context"]["default_lead_id"], first.id)

    def test_a_new_prospect_has_the_number(self):
        form = self.look("(01) 445-1234", new_name="Nueva S.A.C.", direction="out")
        call = self.log_from(form.action_next(), outcome="busy")
        lead = call.lead_id
        self.assertEqual((lead.name, lead.phone), ("Nueva S.A.C.", "+51 1 4451234"))
        self.assertEqual((lead.telemarketer_id, lead.team_id), (self.caller, self.team))
        self.assertEqual(call.direction, "out")

    def test_a_call_without_an_opportunity_is_kept_and_assigned_later(self):
        call = self.log_from(self.look("01 712 8888").action_next(), outcome="no_answer")
        self.assertFalse(call.lead_id)
        lead = self.make_prospect(1, phone=False)
        lead.other_contact_ids = [(0, 0, {"name": "Luis", "phone": "01 7128888"})]
        action = call.action_find_lead()
        forms = self.env["digiflow.call.number"].with_user(self.caller)
        form = Form(forms.with_context(**action["context"]))
        self.assertEqual(form.lead_id, lead)
        form.save().action_next()
        self.assertEqual(call.lead_id, lead)
        self.assertEqual((lead.call_queue, lead.call_attempts), ("retry", 1))

    def test_an_assigned_call_has_its_consequences_once(self):
        call = self.log_from(self.look("01 712 8888").action_next(), outcome="no_answer")
        lead = self.make_prospect(1)
        call.lead_id = lead
        call.note = "Era de ellos"
        self.assertEqual(lead.call_attempts, 1)
        with self.assertRaises(CallRefusedError):
            call.lead_id = self.make_prospect(2)

    def test_what_is_no_number_is_refused(self):
        with self.assertRaisesRegex(CallRefusedError, "is no phone number"):
            self.look("hola").action_next()

    def test_from_the_opportunity(self):
        lead = self.make_prospect(1)
        call = self.log_from(
            lead.with_user(self.caller).action_log_call(), outcome="busy", duration=1
        )
        self.assertEqual((call.lead_id, call.phone), (lead, "+51 987 650 001"))
        self.assertEqual(lead.call_queue, "retry")

    def test_who_only_reads_the_opportunity_logs_no_call(self):
        lead = self.make_prospect(1)
        for role in set(ROLES) - {"telemarketer", "executive", "manager"}:
            calls = self.env["digiflow.call"].with_user(self.users[role])
            with self.assertRaises(AccessError, msg=role):
                calls.create({"lead_id": lead.id, "outcome": "busy"})
