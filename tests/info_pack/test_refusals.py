"""Who cannot get the information: refused by name, with the cure, whichever way it is asked for."""

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import InfoPackError

from .cases import ADDRESS, InfoPackCase


class TestRefusals(InfoPackCase):
    """Each reason, on the server."""

    def check(self, code, cure, lead=None):
        """The program, the form and the sending to many refuse it alike; nothing was made."""
        lead = lead or self.lead
        before = self.packs.search_count([])
        with self.assertRaises(InfoPackError) as refusal, self.env.cr.savepoint():
            self.send(lead)
        self.assertEqual(refusal.exception.context["code"], code)
        self.assertEqual(refusal.exception.context["lead_id"], lead.id)
        self.assertIn(cure, str(refusal.exception))
        form = self.open_form(lead)
        self.assertIn(cure, form.refused)
        self.assertEqual(form.ready_count, 0)
        with self.assertRaises(InfoPackError), self.env.cr.savepoint():
            form.action_send()
        colleague = self.users["manager"].id
        other = self.make_ready("Otra S.A.", "otra@example.com", telemarketer_id=colleague)
        result = (lead | other).with_user(self.caller).send_info_pack()
        self.assertEqual(
            [(one["lead_id"], one["code"]) for one in result["refused"]], [(lead.id, code)]
        )
        self.assertEqual(self.packs.search_count([]), before + 1)

    def test_no_address(self):
        self.lead.email_from = False
        self.check("no_address", "Ask for it")

    def test_malformed_addresses(self):
        for number, email in enumerate(
            ("rosa", "rosa@@example.com", "rosa@example", "a@example.com, b@example.com")
        ):
            lead = self.make_ready(f"Malo {number}", email)
            with self.assertRaises(InfoPackError, msg=email) as refusal, self.env.cr.savepoint():
                self.send(lead)
            self.assertEqual(refusal.exception.context["code"], "malformed", email)
        self.check("malformed", "Correct it", lead)

    def test_an_address_with_its_name(self):
        self.lead.email_from = '"Rosa Quispe" <Rosa.Quispe@Example.com>'
        self.assertEqual(self.send().email_to, ADDRESS)

    def test_blacklisted(self):
        self.env["mail.blacklist"]._add(ADDRESS.upper())
        self.check("blacklisted", "another contact")

    def test_nobody_was_spoken_to(self):
        self.lead.effective_contact_date = False
        self.check("no_contact", "log the effective contact")

    def test_lost(self):
        self.lead.action_set_lost()
        self.check("lost", "Restore it")

    def test_of_another_pipeline(self):
        team = self.env["crm.team"].create({"name": "Ventas"})
        lead = self.env["crm.lead"].create(
            {"name": "Ajeno", "team_id": team.id, "email_from": ADDRESS, "user_id": self.env.uid}
        )
        refusals = lead._get_info_pack_refusals()
        self.assertEqual(refusals[lead.id].code, "pipeline")

    def test_sender_without_an_address(self):
        self.caller.email = False
        self.check("sender", "preferences")

    def test_sent_already(self):
        self.send()
        self.check("repeated", "Send it again")

    def test_a_bounce_and_a_failure_are_no_reason(self):
        for state in ("bounced", "failed"):
            self.packs.search([]).write({"state": state})
            self.assertEqual(self.send().state, "sent")

    def test_who_may_send(self):
        for role in ("presales", "quality", "implementation"):
            with (
                self.assertRaisesRegex(AccessError, "Ask one of them", msg=role),
                self.env.cr.savepoint(),
            ):
                self.send(role=role)
        for number, role in enumerate(("telemarketer", "executive", "manager")):
            lead = self.make_ready(f"Empresa {number}", "uno@example.com")
            self.assertEqual(self.send(lead, role).state, "sent", role)

    def test_leads_of_others(self):
        others = {
            "telemarketer_id": self.make_user("telemarketer", login="telemarketer_2").id,
            "user_id": self.make_user("executive", login="executive_2").id,
            "prospect_list_id": False,
        }
        self.lead.write(others)
        for role in ("telemarketer", "executive"):
            with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                self.send(role=role)
        # Who reads every lead and calls some of them sends to those.
        groups = "digiflow_crm.group_quality,digiflow_crm.group_telemarketer"
        self.users["both"] = self.make_user("both", login="both_roles", groups=groups)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.send(role="both")
        self.assertEqual(self.send(role="manager").user_id.id, others["telemarketer_id"])

    def test_a_modality_that_there_is_not(self):
        with self.assertRaises(InfoPackError):
            self.send(modality="nube")

    def test_queries_do_not_grow_with_the_leads(self):
        def count(leads):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads._get_info_pack_refusals()
            return self.env.cr.sql_log_count - before

        many = self.env["crm.lead"].union(
            *(self.make_ready(f"Empresa {n}", f"e{n}@example.com") for n in range(30))
        )
        count(many)
        self.assertLessEqual(count(many), count(many[:3]) + 2)
