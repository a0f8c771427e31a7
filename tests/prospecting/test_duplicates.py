"""Leads that are alike: by RUC, telephone, e-mail, own domain and customer, exactly."""

from odoo.tests import Form

from ..access import AccessCase
from ..access_records import FOREIGN, OTHER, OWN
from ..common import RUCS
from ..pipeline.stock import StockPipeline

PHONE = "+51 987 654 321"


class TestCriteria(StockPipeline):
    """What makes two leads alike and what does not."""

    def alike(self, one, **vals):
        """Whether a stock lead with `vals` is a duplicate of `one`; asked of both."""
        other = self.make_stock_lead(name="Otro", **vals)
        found = other in one.duplicate_lead_ids
        self.assertEqual(found, one in other.duplicate_lead_ids)
        other.unlink()
        one.invalidate_recordset()
        return found

    def test_ruc(self):
        lead = self.make_lead(ruc=RUCS[0])
        self.assertTrue(self.alike(lead, ruc=RUCS[0]))
        self.assertTrue(self.alike(lead, ruc=RUCS[0], active=False))
        self.assertFalse(self.alike(lead, ruc=RUCS[1]))
        self.assertFalse(self.alike(lead))

    def test_telephone_however_it_is_written(self):
        peru = self.env.ref("base.pe").id
        lead = self.make_lead(phone=PHONE, country_id=peru)
        self.assertTrue(self.alike(lead, phone="987-654-321", country_id=peru))
        self.assertFalse(self.alike(lead, phone="+51 987 654 322"))
        self.assertFalse(self.alike(lead, phone="+51 987 654 3210"))

    def test_email_of_a_provider_is_only_itself(self):
        lead = self.make_lead(email_from="Rosa <Rosa.Quispe@gmail.com>")
        self.assertTrue(self.alike(lead, email_from="rosa.quispe@gmail.com"))
        self.assertFalse(self.alike(lead, email_from="other@gmail.com"))
        self.assertFalse(self.alike(lead, email_from="osa.quispe@gmail.com"))

    def test_domain_of_a_company_of_its_own(self):
        lead = self.make_lead(email_from="ventas@nandu.pe")
        self.assertTrue(self.alike(lead, email_from="gerencia@nandu.pe"))
        self.assertFalse(self.alike(lead, email_from="gerencia@mail.nandu.pe"))
        self.assertFalse(self.alike(lead, email_from="gerencia@otronandu.pe"))

    def test_customer_and_its_contacts(self):
        company = self.env["res.partner"].create({"name": "Ñandú", "is_company": True})
        contact = self.env["res.partner"].create({"name": "Rosa", "parent_id": company.id})
        lead = self.make_lead(partner_id=company.id)
        self.assertTrue(self.alike(lead, partner_id=contact.id))
        self.assertFalse(self.alike(lead, partner_id=company.copy().id))

    def test_names_alone_say_nothing(self):
        """Odoo 16.0 takes a name that contains the other one."""
        lead = self.make_lead(partner_name="Comercial", contact_name="Rosa Quispe")
        self.assertFalse(
            self.alike(lead, partner_name="Comercial Andina", contact_name="Rosa Quispe")
        )

    def test_a_domain_that_many_share_says_nothing(self):
        """But the same e-mail does, and a RUC is never too common."""
        lead = self.make_lead(email_from="a@grupo.pe", ruc=RUCS[0])
        many = [{"email_from": f"a{number}@grupo.pe"} for number in range(20)]
        others = self.env["crm.lead"].union(*[self.make_stock_lead(**vals) for vals in many])
        self.assertEqual(lead.duplicate_lead_ids - lead, others)
        same = self.make_stock_lead(email_from="a@grupo.pe")
        lead.invalidate_recordset()
        self.assertEqual(lead.duplicate_lead_ids - lead, same)
        others.write({"ruc": RUCS[0], "email_from": False})
        self.make_stock_lead(ruc=RUCS[0])
        lead.invalidate_recordset()
        self.assertEqual(lead.duplicate_lead_count, 22)

    def test_the_lead_itself_is_shown_and_not_counted(self):
        lead = self.make_lead(ruc=RUCS[0])
        self.assertEqual(lead.duplicate_lead_ids, lead)
        self.assertEqual(lead.duplicate_lead_count, 0)

    def test_while_it_is_typed_in(self):
        lead = self.make_stock_lead(ruc=RUCS[0], email_from="ventas@nandu.pe")
        view = "digiflow_crm.crm_lead_view_form_duplicates"
        leads = self.env["crm.lead"].with_context(default_team_id=self.team.id)
        with Form(leads.with_context(default_type="opportunity"), view) as form:
            form.name = "Nuevo"
            self.assertEqual(form.duplicate_lead_count, 0)
            form.email_from = "gerencia@nandu.pe"
            self.assertEqual(form.duplicate_lead_count, 1)
            form.email_from = False
            self.assertEqual(form.duplicate_lead_count, 0)
            form.ruc = RUCS[0]
            self.assertEqual(form.duplicate_lead_count, 1)
        self.assertIn(lead, form.save().duplicate_lead_ids)

    def test_conversion_of_a_lead_offers_those_of_its_ruc(self):
        lead = self.make_stock_lead(type="lead", ruc=RUCS[0])
        same = self.make_stock_lead(ruc=RUCS[0])
        lost = self.make_stock_lead(ruc=RUCS[0], active=False)
        meant = self.make_stock_lead(ruc=RUCS[0], second_reason="upgrade")
        wizard = self.env["crm.lead2opportunity.partner"].with_context(
            active_model="crm.lead", active_id=lead.id, active_ids=lead.ids
        )
        found = wizard.create({}).duplicated_lead_ids
        self.assertEqual(found, lead | same | lost)
        self.assertNotIn(meant, found)
        self.assertEqual(lead._get_lead_duplicates(), lead | same)


class TestSpeed(StockPipeline):
    """A constant number of queries, each by an index."""

    def make_pairs(self, count):
        """`count` leads, each with a duplicate by each criterion."""
        vals = [
            {
                "name": f"Lead {number}",
                "ruc": f"2010007{number:04d}",
                "phone": f"+51 987 65{number:04d}",
                "email_from": f"ventas@empresa{number}.pe",
                "partner_id": self.env["res.partner"].create({"name": f"Cliente {number}"}).id,
            }
            for number in range(count)
        ]
        for one in vals:
            one["ruc"] = False
        leads = self.env["crm.lead"].create([{**one, "team_id": self.team.id} for one in vals])
        self.env["crm.lead"].create([{**one, "team_id": self.stock_team.id} for one in vals])
        self.env.flush_all()
        return leads

    def count_queries(self, leads):
        """Queries for the duplicates of `leads`, all of them found."""
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(set(leads.mapped("duplicate_lead_count")), {1})
        return self.env.cr.sql_log_count - before

    def test_as_many_queries_for_forty_leads_as_for_two(self):
        leads = self.make_pairs(40)
        self.count_queries(leads)
        few, many = self.count_queries(leads[:2]), self.count_queries(leads)
        self.assertEqual(few, many)
        self.assertLess(many, 10)

    def test_each_criterion_has_its_index(self):
        for name in ("ruc", "phone_sanitized", "email_domain_criterion", "partner_id"):
            self.env.cr.execute(
                "SELECT indexdef FROM pg_indexes "
                "WHERE tablename = 'crm_lead' AND indexdef ~ ('USING btree \\(' || %s || '\\)')",
                (name,),
            )
            self.assertTrue(self.env.cr.fetchall(), name)


class TestWhoSeesWhat(AccessCase):
    """Whoever looks counts what they may open, no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lead in cls.leads.values():
            lead.email_from = "ventas@nandu.pe"
        cls.env.flush_all()

    def seen_by(self, role, companies=None):
        """Duplicates of one's own lead, as the button counts and opens them."""
        lead = self.using(self.leads[OWN], role, companies)
        lead.invalidate_recordset()
        count, found = lead.duplicate_lead_count, lead.duplicate_lead_ids
        action = lead.action_show_potential_duplicates()
        opened = found.with_context(**action["context"]).search(action["domain"])
        self.assertEqual(opened, found)
        self.assertEqual(len(opened - lead), count)
        return count

    def test_count_and_screen_agree_for_each_role(self):
        counts = {role: self.seen_by(role) for role in ("telemarketer", "executive", "manager")}
        self.assertEqual(counts, {"telemarketer": 0, "executive": 0, "manager": 2})

    def test_those_of_another_company(self):
        both = self.company | self.abroad
        self.assertEqual(self.seen_by("executive", both), 1)
        self.assertEqual(self.seen_by("manager", both), 3)
        names = self.using(self.leads[OWN], "manager", both).duplicate_lead_ids.mapped("name")
        self.assertIn(self.leads[FOREIGN].name, names)

    def test_lost_ones_too(self):
        self.leads[OTHER].action_set_lost()
        self.assertEqual(self.seen_by("manager"), 2)
