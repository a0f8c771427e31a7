"""Cases of clients: solved with a solution, reopened with a reason, and one task each."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from .cases import ClientCase


class TestCase(ClientCase):
    """A claim of the executive's client, as the executive sees it."""

    def setUp(self):
        super().setUp()
        self.executive, self.manager = self.users["executive"], self.users["manager"]
        self.cases = self.env["digiflow.case"]
        opened = self.cases._open_for(self.own, "claim", "Facturas rechazadas")
        self.case = opened.with_user(self.executive)

    def refuse(self, error, action):
        """`action` is refused, and nothing of it stays."""
        with self.assertRaises(error) as refusal, self.env.cr.savepoint():
            action()
        self.env.invalidate_all()
        return str(refusal.exception)

    def solve(self, case):
        case.write({"solution": "Se corrigió el certificado.", "state": "solved"})
        return case

    def test_what_a_case_begins_with(self):
        case, company = self.case, self.env.company
        self.assertEqual((case.state, case.user_id), ("open", self.executive))
        self.assertEqual(case.date_deadline, company._get_working_day(company.digiflow_case_days))
        task = case.activity_ids
        self.assertEqual(
            (task.user_id, task.date_deadline, task.activity_type_id),
            (
                self.executive,
                case.date_deadline,
                self.env.ref("digiflow_crm.mail_activity_type_case"),
            ),
        )
        second = case.copy()
        self.assertNotEqual(second.name, case.name)
        self.assertEqual((second.state, second.solution), ("open", False))

    def test_client_is_the_company_and_the_responsible_a_manager_without_executive(self):
        contact = self.env["res.partner"].create({"name": "Rosa", "parent_id": self.other.id})
        case = self.cases._open_for(contact, "other", "Consulta")
        self.assertEqual((case.partner_id, case.contact_id), (self.other, contact))
        self.assertTrue(case.user_id.has_group("digiflow_crm.group_manager"))

    def test_given_responsible_and_deadline_stay(self):
        day = self.today + timedelta(9)
        case = self.cases._open_for(self.own, "other", "Otro", self.manager, day, channel="web")
        self.assertEqual((case.user_id, case.date_deadline), (self.manager, day))
        self.assertEqual(case.activity_ids.user_id, self.manager)

    def test_no_solution_no_end(self):
        for way in (
            self.case.action_solve,
            lambda: self.case.write({"state": "solved"}),
            lambda: self.case.write({"state": "solved", "solution": "  "}),
            lambda: self.cases.create(
                {"partner_id": self.own.id, "summary": "Ya", "state": "solved"}
            ),
        ):
            self.assertIn("write the solution", self.refuse(WorkflowError, way))

    def test_solved_leaves_who_when_and_how_long(self):
        self.env.cr.execute(
            "UPDATE digiflow_case SET date_open = date_open - interval '4 days' WHERE id = %s",
            [self.case.id],
        )
        self.env.invalidate_all()
        self.solve(self.case)
        self.assertEqual((self.case.solved_by_id, self.case.days_to_solve), (self.executive, 4))
        self.assertEqual(periods.today(), fields.Date.to_date(self.case.date_open) and self.today)
        self.assertFalse(self.case.activity_ids)
        self.refuse(WorkflowError, lambda: self.case.with_user(self.manager).unlink())
        self.refuse(WorkflowError, lambda: self.case.write({"solution": False}))

    def test_record_is_not_written_by_hand(self):
        for vals in ({"solved_by_id": self.manager.id}, {"days_to_solve": 0}, {"name": "C-1"}):
            self.refuse(ProcessError, lambda vals=vals: self.case.write(vals))
            new = {"partner_id": self.own.id, "summary": "x", **vals}
            self.refuse(ProcessError, lambda new=new: self.cases.create(new))

    def test_reopened_with_a_reason_only(self):
        self.solve(self.case)
        for state in ("open", "in_progress"):
            self.refuse(WorkflowError, lambda state=state: self.case.write({"state": state}))
        self.refuse(ProcessError, lambda: self.case.action_reopen("   "))
        wizard = self.env["digiflow.case.reopen"].with_user(self.executive)
        context = self.case.action_open_reopen()["context"]
        with Form(wizard.with_context(**context)) as form:
            form.reason = "Sigue rechazando"
        form.save().action_save()
        case = self.case
        self.assertEqual((case.state, case.reopen_count), ("in_progress", 1))
        self.assertEqual((case.solution, case.solved_by_id.id, case.solved_date), (False,) * 3)
        self.assertEqual(len(case.activity_ids), 1)
        said = case.message_ids.mapped("body")
        self.assertTrue(any("Sigue rechazando" in body and "certificado" in body for body in said))
        self.refuse(WorkflowError, lambda: case.action_reopen("No estaba resuelto"))

    def test_task_follows_the_case(self):
        day = self.today + timedelta(12)
        self.case.with_user(self.manager).write({"user_id": self.manager.id, "date_deadline": day})
        task = self.case.activity_ids
        self.assertEqual((task.user_id, task.date_deadline), (self.manager, day))

    def test_overdue_by_the_day_in_lima(self):
        found = {}
        for days in (-1, 0, 1):
            case = self.cases._open_for(
                self.own, "other", str(days), deadline=self.today + timedelta(days)
            )
            found[days] = case
            self.assertEqual(case.is_overdue, days < 0, days)
        own = [("id", "in", [case.id for case in found.values()])]
        late = self.cases.search([*own, ("is_overdue", "=", True)])
        self.assertEqual(late, found[-1])
        rest = self.cases.search([*own, ("is_overdue", "=", False)])
        self.assertEqual(rest, found[0] | found[1])
        self.solve(found[-1])
        self.assertFalse(found[-1].is_overdue)
        self.assertFalse(self.cases.search([*own, ("is_overdue", "!=", False)]))

    def test_who_calls_in_is_written_down_by_a_telemarketer(self):
        caller = self.users["telemarketer"]
        with Form(self.cases.with_user(caller)) as form:
            form.partner_id = self.own
            form.summary = "Llama por su clave"
        case = form.save()
        self.assertEqual(case.user_id, self.executive)
        self.assertTrue(case.message_post(body="Volvió a llamar"))
        self.refuse(AccessError, lambda: case.write({"summary": "Otra cosa"}))
        self.refuse(AccessError, lambda: self.case.with_user(caller).read(["summary"]))

    def test_implementation_and_presales_reach_what_they_are_to_solve(self):
        for role in ("implementation", "presales"):
            user = self.users[role]
            self.refuse(AccessError, lambda user=user: self.case.with_user(user).read(["summary"]))
            # sudo: who gave the case to this user is not the subject.
            self.case.sudo().user_id = user
            self.case.with_user(user).write({"description": "Visto"})
            self.assertEqual(self.cases.with_user(user).search([]), self.case.with_user(user))

    def test_client_is_told_nothing_by_itself(self):
        self.own.email = "cliente@example.com"
        self.solve(self.case)
        self.assertNotIn(self.own, self.case.message_partner_ids)
        self.assertNotIn(self.own, self.case.message_ids.notified_partner_ids)

    @mute_logger("odoo.sql_db")
    def test_settings_keep_their_ranges(self):
        company = self.env.company
        for vals in (
            {"digiflow_case_days": 0},
            {"digiflow_risk_fall": 0},
            {"digiflow_risk_contact_days": 0},
            {"digiflow_risk_points_claims": 101},
            {"digiflow_risk_points_volume": -1},
            {"digiflow_risk_medium": 50},
            {"digiflow_risk_high": 101},
        ):
            with self.assertRaises(CheckViolation, msg=vals), self.env.cr.savepoint():
                company.write(vals)
                company.flush_recordset()
            self.env.invalidate_all()
        settings = self.env["digiflow.settings"].with_user(self.manager).create({})
        settings.digiflow_risk_points_claims = 0
        self.assertEqual(company.digiflow_risk_points_claims, 0)
