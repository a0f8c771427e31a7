"""One RUC stands once among a company's open leads, unless the second one says why."""

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import ValidationError
from odoo.service import model as service
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import SecondOpportunityError

from ..access import AccessCase
from ..common import RUCS, SECOND
from ..core.samples import ruc_of
from ..pipeline.stock import StockPipeline

VIEW = "digiflow_crm.crm_lead_view_form_duplicates"


class SecondCase(StockPipeline):
    """A company with its open opportunity."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_lead(name="Ñandú S.A.", ruc=RUCS[0])

    def assertSecondRefused(self, action, *args):
        """`action` is refused, naming the first opportunity; return the refusal's text."""
        text = self.assertRefused(action, *args, error=SecondOpportunityError)
        self.assertIn("«Ñandú S.A.» (stage ", text)
        return text


class TestRule(SecondCase):
    """Whichever way a second one would come in."""

    def test_create(self):
        self.assertSecondRefused(lambda: self.make_lead(ruc=RUCS[0]))
        self.assertSecondRefused(lambda: self.make_lead(ruc="20-10007097 0", type="lead"))
        self.assertTrue(self.make_lead(ruc=RUCS[1]))
        self.assertTrue(self.make_lead(ruc=RUCS[0], **SECOND))

    def test_refusal_says_who_has_it_and_what_to_do(self):
        self.first.stage_id.with_context(lang="en_US").name = "Contact"
        text = self.assertSecondRefused(lambda: self.make_lead(name="Otro", ruc=RUCS[0]))
        people = (self.users["telemarketer"] | self.users["executive"]).mapped("name")
        self.assertEqual(
            text,
            f"Otro: the company with RUC {RUCS[0]} already has an open opportunity, «Ñandú S.A.» "
            f"(stage Contact; followed by {', '.join(people)}). Open that one, or give the reason "
            "for a second opportunity.",
        )

    def test_two_in_one_request(self):
        vals = {"name": "Doble", "ruc": RUCS[1], "team_id": self.team.id}
        text = self.assertRefused(
            lambda: self.env["crm.lead"].create([vals, vals]), error=SecondOpportunityError
        )
        self.assertIn("«Doble» (stage", text)
        pair = self.env["crm.lead"].create([vals, {**vals, **SECOND}])
        self.assertEqual(len(pair), 2)

    def test_write_of_the_ruc(self):
        other = self.make_lead(ruc=RUCS[1])
        self.assertSecondRefused(other.write, {"ruc": RUCS[0]})
        self.assertEqual(other.ruc, RUCS[1])
        other.write({"ruc": RUCS[0], **SECOND})
        self.assertSecondRefused(other.write, {"second_reason": False})

    def test_load(self):
        rows = [["Dos", RUCS[0], "Ventas Digiflow"], ["Tres", RUCS[1], "Ventas Digiflow"]]
        rows = [[name, ruc, str(self.team.id)] for name, ruc, _team in rows]
        model = self.env["crm.lead"]
        result = model.load(["name", "ruc", "team_id/.id"], rows)
        self.assertFalse(result["ids"])
        self.assertIn("«Ñandú S.A.» (stage", result["messages"][0]["message"])
        result = model.load(
            ["name", "ruc", "team_id/.id", "second_reason"],
            [[*row, "upgrade"] for row in rows],
        )
        self.assertEqual(len(result["ids"]), 2)

    def test_copy_is_for_another_company_or_says_why(self):
        double = self.first.copy()
        self.assertFalse(double.ruc)
        self.assertSecondRefused(double.write, {"ruc": RUCS[0]})
        second = self.first.copy(SECOND)
        self.assertEqual((second.ruc, second.second_reason), (RUCS[0], "upgrade"))
        third = second.copy()
        self.assertEqual((third.ruc, third.second_reason), (False, False))
        self.assertSecondRefused(self.first.copy, {"ruc": RUCS[0]})

    def test_lost_ones_do_not_count_until_they_come_back(self):
        self.first.action_set_lost()
        second = self.make_lead(name="Ñandú S.A.", ruc=RUCS[0])
        self.assertSecondRefused(self.first.toggle_active)
        self.assertSecondRefused(self.first.write, {"active": True})
        self.first.second_reason = "win_back"
        self.first.toggle_active()
        self.assertTrue(self.first.active)
        self.assertFalse(second.second_reason)

    def test_won_ones_count(self):
        self.complete(self.first, "pre_kickoff").action_set_won()
        self.assertSecondRefused(lambda: self.make_lead(ruc=RUCS[0]))

    def test_other_teams_do_not_count_until_they_come_in(self):
        stock = self.make_stock_lead(ruc=RUCS[0])
        self.make_stock_lead(ruc=RUCS[0])
        self.assertSecondRefused(stock.write, {"team_id": self.team.id})
        stock.write({"team_id": self.team.id, **SECOND})
        self.assertTrue(stock.is_digiflow)

    def test_each_company_has_its_own(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        nobody = {"user_id": False, "telemarketer_id": False}
        self.first.company_id = self.env.company
        there = self.make_lead(name="Ñandú S.A.", ruc=RUCS[0], company_id=abroad.id, **nobody)
        self.assertEqual(there.company_id, abroad)
        self.assertSecondRefused(there.write, {"company_id": self.env.company.id})
        self.assertFalse(there.second_reason)

    def test_one_of_no_company_is_everybodys(self):
        nobody = {"user_id": False, "telemarketer_id": False}
        self.assertSecondRefused(lambda: self.make_lead(ruc=RUCS[0], **nobody))
        shared = self.make_lead(ruc=RUCS[1], **nobody)
        self.assertFalse(shared.company_id)
        for vals in ({}, nobody):
            text = self.assertRefused(
                lambda vals=vals: self.make_lead(ruc=RUCS[1], **vals), error=SecondOpportunityError
            )
            self.assertIn("followed by nobody yet", text)

    def test_nobody_follows_the_first_one_any_more(self):
        self.make_lead(ruc=RUCS[0], **SECOND)
        self.first.write({"user_id": False, "company_id": False})
        self.assertFalse(self.first.company_id)

    def test_the_first_one_needs_no_reason_beside_a_second(self):
        self.make_lead(ruc=RUCS[0], **SECOND)
        self.first.write({"ruc": RUCS[0], "active": True, "description": "Noted"})
        self.assertFalse(self.first.needs_second_reason)
        self.assertFalse(self.first.second_reason)

    def test_a_second_one_keeps_others_out_when_the_first_is_lost(self):
        second = self.make_lead(name="Ñandú S.A.", ruc=RUCS[0], **SECOND)
        self.first.action_set_lost()
        self.assertEqual(second.second_reason, "upgrade")
        self.assertSecondRefused(lambda: self.make_lead(ruc=RUCS[0]))
        second.second_reason = False
        self.assertFalse(second.second_reason)

    def test_merge_of_two(self):
        second = self.make_lead(ruc=RUCS[0], second_note="GRE", **SECOND)
        merged = (self.first | second).merge_opportunity()
        self.env.flush_all()
        self.assertEqual((merged.ruc, merged.second_reason), (RUCS[0], False))
        self.assertFalse(merged.second_note)
        self.assertSecondRefused(lambda: self.make_lead(ruc=RUCS[0]))

    def test_merge_where_the_second_remains(self):
        second = self.make_lead(ruc=RUCS[0], **SECOND)
        self.first.probability, second.probability = 1, 50
        merged = (self.first | second).merge_opportunity()
        self.env.flush_all()
        self.assertEqual((merged, merged.second_reason), (second, False))

    def test_merge_of_two_beside_the_first(self):
        for note in ("GRE", "OSE"):
            lead = self.make_lead(ruc=RUCS[0], second_note=note, **SECOND)
            merged = (lead | self.make_lead(name="Sin RUC")).merge_opportunity()
            self.env.flush_all()
            self.assertEqual((merged.ruc, merged.second_reason), (RUCS[0], "upgrade"))
            self.assertEqual(merged.second_note, note)

    def test_merge_with_one_that_has_no_ruc(self):
        head = self.make_lead(probability=90)
        self.first.probability = 1
        merged = (head | self.first).merge_opportunity()
        self.env.flush_all()
        self.assertEqual((merged, merged.ruc), (head, RUCS[0]))

    def test_opportunity_of_a_customer(self):
        """As from the customer's own form."""
        partner = self.env["res.partner"].create({"name": "Ñandú", "vat": RUCS[0]})
        leads = self.env["crm.lead"].with_context(
            default_partner_id=partner.id, default_team_id=self.team.id
        )
        self.assertSecondRefused(leads.create, {"name": "Nuevo", "ruc": RUCS[0]})

    def test_conversion_of_a_lead_of_another_team(self):
        lead = self.make_stock_lead(type="lead", ruc=RUCS[0])
        self.assertSecondRefused(lambda: lead.convert_opportunity(False, team_id=self.team.id))

    def test_the_reason_is_in_the_history(self):
        second = self.make_lead(ruc=RUCS[0], **SECOND)
        self.env.flush_all()
        self.cr.precommit.run()
        second.second_reason = "other_area"
        self.env.flush_all()
        self.cr.precommit.run()
        tracked = second.message_ids.tracking_value_ids
        self.assertIn("Another branch or area of the company", tracked.mapped("new_value_char"))

    def test_the_gates_are_as_they_were(self):
        second = self.complete(self.make_lead(ruc=RUCS[0], **SECOND), "proposal")
        self.assertEqual(second.missing_for_stage("proposal"), [])
        second.stage_id = self.stages["proposal"]
        self.assertEqual(second.stage_id, self.stages["proposal"])


class TestDatabase(SecondCase):
    """What no code of Odoo's goes round."""

    INSERT = (
        "INSERT INTO crm_lead (name, type, ruc, company_id, is_digiflow, active, second_reason) "
        "SELECT name, type, ruc, company_id, is_digiflow, active, %s FROM crm_lead WHERE id = %s"
    )

    def insert(self, reason=None, tail=""):
        """Copy the first lead by SQL; how many rows that made."""
        self.env.flush_all()
        self.env.cr.execute(self.INSERT + tail, (reason, self.first.id))
        return self.env.cr.rowcount

    def test_insert(self):
        with (
            self.assertRaises(ExclusionViolation) as refusal,
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.insert()
        self.assertEqual(refusal.exception.diag.constraint_name, "crm_lead_open_ruc_once")
        self.assertEqual(self.insert(reason="upgrade"), 1)

    def test_an_import_leaves_it_out(self):
        self.assertEqual(self.insert(tail=" ON CONFLICT DO NOTHING"), 0)
        self.first.active = False
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET active = true WHERE id = %s", self.first.ids)
        self.assertEqual(self.insert(tail=" ON CONFLICT DO NOTHING"), 0)

    def test_what_the_user_reads_then(self):
        """As Odoo answers a request that ran into the constraint."""

        def attempt():
            with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                self.insert()

        env = self.env
        rollback, env.cr.rollback = env.cr.rollback, lambda: None
        try:
            with self.assertRaises(ValidationError) as refusal:
                service.retrying(attempt, env)
        finally:
            env.cr.rollback = rollback
        self.assertIn("This company already has an open opportunity.", str(refusal.exception))


class TestRoles(AccessCase):
    """Each role is refused, told enough, and no more."""

    def test_each_role_that_creates(self):
        hidden = self.make_lead(name="Reservado", ruc=RUCS[0], **self.other_people)
        hidden.expected_revenue = 123456
        self.env.flush_all()
        for role in ("telemarketer", "executive", "manager"):
            leads = self.using(self.env["crm.lead"], role)
            vals = {"name": "Nuevo", "team_id": self.team.id, "ruc": RUCS[0]}
            with self.assertRaises(SecondOpportunityError) as refusal, self.env.cr.savepoint():
                leads.create(vals)
            self.env.invalidate_all()
            self.assertIn("«Reservado»", str(refusal.exception), role)
            self.assertNotIn("123", str(refusal.exception))
            second = leads.create({**vals, **SECOND})
            mine = second.same_ruc_lead_ids
            self.assertEqual(hidden in mine, role == "manager", role)
            self.assertIn("Reservado", second.same_ruc_notice)
            self.assertEqual("/mail/view" in second.same_ruc_notice, role == "manager", role)
            second.sudo().unlink()

    def test_each_role_that_writes(self):
        self.make_lead(name="Reservado", ruc=RUCS[0], **self.other_people)
        for role in ("telemarketer", "executive", "presales", "manager"):
            lead = self.using(self.leads["own"], role)
            with self.assertRaises(SecondOpportunityError), self.env.cr.savepoint():
                lead.ruc = RUCS[0]
            self.env.invalidate_all()
            lead.write({"ruc": RUCS[0], **SECOND})
            lead.write({"ruc": False, "second_reason": False})


class TestForm(SecondCase):
    """Typing in a RUC that is there shows at once which opportunity has it."""

    def form(self, lead=None):
        """The form of a new lead, or of `lead`, in the manager's hands."""
        leads = (lead or self.env["crm.lead"]).with_user(self.users["manager"])
        context = {"default_team_id": self.team.id, "default_type": "opportunity"}
        return Form(leads.with_context(**context), VIEW)

    def test_new_one(self):
        form = self.form()
        form.name = "Nuevo"
        form.ruc = RUCS[1]
        self.assertFalse(form.needs_second_reason)
        self.assertFalse(form.same_ruc_notice)
        form.ruc = "20-10007097 0"
        self.assertTrue(form.needs_second_reason)
        self.assertIn("«Ñandú S.A.»", form.same_ruc_notice)
        self.assertIn(f"res_id={self.first.id}", form.same_ruc_notice)
        with self.assertRaisesRegex(AssertionError, "second_reason is a required field"):
            form.save()
        form.second_reason = "other_service"
        self.assertTrue(form.needs_second_reason)
        self.assertEqual(form.save().second_reason, "other_service")

    def test_form_of_the_first_and_of_the_second(self):
        second = self.make_lead(name="Otro", ruc=RUCS[0], **SECOND)
        with self.form(self.first) as form:
            self.assertIn("«Otro»", form.same_ruc_notice)
            self.assertFalse(form.needs_second_reason)
            form.description = "Noted"
        with self.form(second) as form:
            self.assertTrue(form.needs_second_reason)

    def test_when_only_a_second_one_is_left(self):
        self.make_lead(name="Otro", ruc=RUCS[0], **SECOND)
        self.first.action_set_lost()
        form = self.form()
        form.name = "Nuevo"
        form.ruc = RUCS[0]
        self.assertTrue(form.needs_second_reason)

    def test_names_are_text(self):
        self.first.name = "<img src=x onerror=alert(1)>"
        second = self.make_lead(ruc=RUCS[0], **SECOND)
        self.assertNotIn("<img", second.same_ruc_notice)

    def test_as_many_queries_for_many(self):
        rucs = [ruc_of(number) for number in range(1, 21)]
        vals = [{"name": ruc, "ruc": ruc, "team_id": self.team.id} for ruc in rucs]
        leads = self.env["crm.lead"].create(vals)
        self.env["crm.lead"].create([{**one, **SECOND} for one in vals])
        counts = []
        for some in (leads, leads[:2], leads):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(some.mapped("same_ruc_notice")))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
