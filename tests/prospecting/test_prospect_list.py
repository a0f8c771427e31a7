"""A list's counts, its people, its leads, and one company once in it."""

import random

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.compat import grouped_counts

from ..common import RUCS, SECOND, DigiflowCase
from ..core.samples import ruc_of

COUNTS = ("total", "contacted", "effective", "meetings", "proposals", "won", "lost")


class TestCounts(DigiflowCase):
    """The counts are what one would count by hand."""

    def random_lead(self, dice, prospects, number):
        """A lead of one of `prospects` (or none) that went some random way."""
        lead = self.make_lead(
            name=f"Empresa {number}",
            ruc=ruc_of(number),
            prospect_list_id=dice.choice([*prospects.ids, False]),
        )
        if dice.random() < 0.3:
            lead.activity_schedule("mail.mail_activity_data_call").action_feedback(feedback="-")
        if dice.random() < 0.2:
            lead.activity_schedule("mail.mail_activity_data_todo").action_feedback(feedback="-")
        if dice.random() < 0.5:
            lead.effective_contact_date = "2026-01-15 15:00:00"
        if dice.random() < 0.4:
            lead.meeting_held_date = "2026-01-20 15:00:00"
        if dice.random() < 0.3:
            self.env["sale.order"].create(
                {"partner_id": self.env.user.partner_id.id, "opportunity_id": lead.id}
            )
        end = dice.random()
        if end < 0.2:
            self.complete(lead, "pre_kickoff").action_set_won()
        elif end < 0.4:
            lead.action_set_lost()
        return lead

    def recount(self, prospects):
        """The counts of a list, lead by lead."""
        leads = self.env["crm.lead"].with_context(active_test=False).search([])
        mine = [lead for lead in leads if lead.prospect_list_id == prospects]
        called = self.env.ref("mail.mail_activity_data_call")
        tests = {
            "total": lambda lead: True,
            "contacted": lambda lead: (
                lead.effective_contact_date or called in lead.message_ids.mail_activity_type_id
            ),
            "effective": lambda lead: lead.effective_contact_date,
            "meetings": lambda lead: lead.meeting_held_date,
            "proposals": lambda lead: lead.order_ids,
            "won": lambda lead: lead.active and lead.stage_id.is_won,
            "lost": lambda lead: not lead.active,
        }
        return {name: sum(bool(test(lead)) for lead in mine) for name, test in tests.items()}

    def test_equal_to_a_recount(self):
        dice = random.Random(20261121)
        prospects = self.prospects | self.prospects.copy() | self.prospects.copy()
        for number in range(60):
            self.random_lead(dice, prospects, number)
        self.env.flush_all()
        self.env.invalidate_all()
        for one in prospects:
            expected = self.recount(one)
            self.assertEqual({name: one[name] for name in COUNTS}, expected)
            self.assertTrue(all(expected.values()), expected)
            rate = 100 * expected["effective"] / expected["total"]
            self.assertAlmostEqual(one.effective_rate, rate)

    def test_empty_list(self):
        self.assertEqual([self.prospects[name] for name in COUNTS], [0] * len(COUNTS))
        self.assertEqual(self.prospects.effective_rate, 0)

    def queries(self, prospects):
        """How many queries the counts of these lists take."""
        prospects.invalidate_recordset()
        before = self.env.cr.sql_log_count
        prospects.mapped("total")
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_lists(self):
        model = self.env["digiflow.prospect.list"]
        prospects = model.create([{"name": f"Lista {number}"} for number in range(40)])
        for number, one in enumerate(prospects):
            self.make_lead(ruc=ruc_of(number), prospect_list_id=one.id)
        self.env.flush_all()
        self.queries(prospects)
        few, many = self.queries(prospects[:2]), self.queries(prospects)
        self.assertEqual(few, many)
        self.assertLessEqual(many, len(COUNTS) + 3)

    def test_people_of_the_list_read_its_counts(self):
        lead = self.make_lead(ruc=RUCS[0], prospect_list_id=self.prospects.id)
        lead.activity_schedule("mail.mail_activity_data_call").action_feedback(feedback="-")
        self.confirm_order(lead)
        self.env.flush_all()
        for role in ("telemarketer", "executive", "quality", "manager"):
            self.env.invalidate_all()
            seen = self.prospects.with_user(self.users[role])
            expected = {"total": 1, "contacted": 1, "proposals": 1}
            with self.subTest(role):
                self.assertEqual({name: seen[name] for name in expected}, expected)

    def test_button_opens_as_many_as_it_says(self):
        leads = [self.make_lead(ruc=ruc, prospect_list_id=self.prospects.id) for ruc in RUCS]
        leads[0].action_set_lost()
        action = self.prospects.action_view_leads()
        shown = self.env[action["res_model"]].with_context(**action["context"])
        self.assertEqual(shown.search_count(action["domain"]), self.prospects.total)
        self.assertEqual(self.prospects.total, len(RUCS))


class TestGroupedCounts(DigiflowCase):
    """The same answer on both series."""

    def test_by_many2one(self):
        mine = self.prospects
        leads = [self.make_lead(prospect_list_id=prospects) for prospects in (mine.id, mine.id, 0)]
        domain = [("id", "in", [lead.id for lead in leads])]
        counts = grouped_counts(self.env["crm.lead"], domain, "prospect_list_id")
        self.assertEqual(counts, {mine.id: 2, False: 1})

    def test_nothing(self):
        domain = [("id", "=", 0)]
        self.assertEqual(grouped_counts(self.env["crm.lead"], domain, "prospect_list_id"), {})

    def test_context_and_rights_are_the_models(self):
        lead = self.make_lead(user_id=self.users["manager"].id, telemarketer_id=False)
        lead.active = False
        domain, field = [("id", "=", lead.id)], "team_id"
        model = self.env["crm.lead"]
        archived = model.with_context(active_test=False)
        self.assertEqual(grouped_counts(model, domain, field), {})
        self.assertEqual(grouped_counts(archived, domain, field), {self.team.id: 1})
        other = archived.with_user(self.users["telemarketer"])
        self.assertEqual(grouped_counts(other, domain, field), {})


class TestOneCompanyOnce(DigiflowCase):
    """A RUC stands once in a list."""

    def setUp(self):
        super().setUp()
        self.other = self.prospects.copy({"name": "Otra lista"})
        self.lead = self.make_lead(ruc=RUCS[0], prospect_list_id=self.prospects.id)

    def assert_refused(self, action):
        """The action runs into the list's unique RUC."""
        with (
            self.assertRaisesRegex(Exception, "prospect_list_ruc_uniq"),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            action()
            self.env.flush_all()
        self.env.invalidate_all()

    def test_create_and_write(self):
        double = self.make_lead(ruc=RUCS[0], prospect_list_id=self.other.id, **SECOND)
        self.assert_refused(
            lambda: self.make_lead(ruc=RUCS[0], prospect_list_id=self.prospects.id, **SECOND)
        )
        self.assert_refused(lambda: double.write({"prospect_list_id": self.prospects.id}))
        another = self.make_lead(ruc=RUCS[1], prospect_list_id=self.prospects.id)
        self.assert_refused(lambda: another.write({"ruc": "20-10007097-0", **SECOND}))
        self.lead.action_archive()
        self.env.flush_all()
        self.assert_refused(lambda: another.write({"ruc": RUCS[0]}))

    def test_without_ruc_as_many_as_there_are(self):
        leads = [self.make_lead(prospect_list_id=self.prospects.id) for _number in range(2)]
        self.env.flush_all()
        self.assertEqual(len(leads), 2)

    def test_merge_of_the_same_company(self):
        """The one that remains takes the list that the other one was in."""
        contacted = {"effective_contact_date": "2026-01-15 15:00:00"}
        head = self.make_lead(ruc=RUCS[0], **contacted, **SECOND)
        self.lead.probability, head.probability = 1, 50
        merged = (head | self.lead).merge_opportunity()
        self.env.flush_all()
        self.assertEqual(merged.ruc, RUCS[0])
        self.assertEqual(merged.prospect_list_id, self.prospects)
        self.assertEqual(self.prospects.total, 1)

    def test_merge_by_the_people(self):
        head = self.make_lead(ruc=RUCS[0], **SECOND)
        executive = self.users["executive"]
        merged = (head | self.lead).with_user(executive).merge_opportunity()
        self.env.flush_all()
        self.assertEqual(merged.prospect_list_id.ids, self.prospects.ids)


class TestLife(DigiflowCase):
    """Closing, reopening, and who reaches which list."""

    def test_reopen_goes_back_to_where_it_was(self):
        self.prospects.action_close()
        self.prospects.action_reopen()
        self.assertEqual(self.prospects.state, "draft")
        self.make_lead(ruc=RUCS[0], prospect_list_id=self.prospects.id)
        self.prospects.action_close()
        self.assertEqual(self.prospects.state, "closed")
        self.prospects.action_reopen()
        self.assertEqual(self.prospects.state, "distributed")

    def test_only_the_manager_closes(self):
        for role in ("telemarketer", "executive", "quality"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.prospects.with_user(self.users[role]).action_close()
        self.prospects.with_user(self.users["manager"]).action_close()

    def test_with_leads_it_is_not_deleted(self):
        lead = self.make_lead(ruc=RUCS[0], prospect_list_id=self.prospects.id)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.prospects.unlink()
        self.assertTrue(lead.exists())

    def test_another_companys_lists_are_out_of_reach(self):
        company = self.env["res.company"].create({"name": "Otra Empresa S.A."})
        theirs = self.prospects.copy({"company_id": company.id})
        manager = self.users["manager"]
        lists = self.env["digiflow.prospect.list"].with_user(manager)
        self.assertIn(self.prospects.id, lists.search([]).ids)
        self.assertNotIn(theirs.id, lists.search([]).ids)
        with self.assertRaises(AccessError):
            theirs.with_user(manager).name = "Mía"
        with self.assertRaises(AccessError):
            self.env["digiflow.prospect.import"].with_user(manager).create({"list_id": theirs.id})

    def test_a_lead_that_nobody_follows_stays_in_the_lists_company(self):
        lead = self.make_lead(prospect_list_id=self.prospects.id)
        lead.user_id = False
        self.assertEqual(lead.company_id, self.prospects.company_id)
