"""Programmes: modules in their order, of every company or of one."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .program_cases import TrainingCase


class TestProgram(TrainingCase):
    """The shipped programmes, and what a programme may hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.env["res.company"].create({"name": "Digiflow Bolivia"})

    def test_shipped_programmes(self):
        codes = ["M1", "M2", "M3", "M4", "M5", "M6"]
        acquisition = self.env.ref("digiflow_crm.training_program_acquisition")
        onboarding = self.env.ref("digiflow_crm.training_program_onboarding")
        self.assertEqual(acquisition.line_ids.module_id.mapped("code"), codes)
        self.assertEqual(sorted(onboarding.line_ids.module_id.mapped("code")), codes)
        days = onboarding.line_ids.mapped("due_days")
        self.assertEqual(days, sorted(days), "in the order in which they are due")
        self.assertFalse((acquisition | onboarding).company_id)

    def test_module_once_and_of_the_company(self):
        program = self.env["digiflow.training.program"].create(
            {"name": "Lima", "company_id": self.company.id}
        )
        line = {"program_id": program.id, "module_id": self.module.id}
        lines = self.env["digiflow.training.program.line"]
        lines.create(line)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            lines.create(line)
        foreign = self.module.copy({"code": "OTRO", "company_id": self.abroad.id})
        with self.assertRaises(UserError):
            lines.create({**line, "module_id": foreign.id})

    def test_programmes_of_another_company_are_out_of_reach(self):
        program = self.env["digiflow.training.program"].create(
            {"name": "La Paz", "company_id": self.abroad.id}
        )
        seen = program.with_user(self.quality).search([])
        self.assertNotIn(program, seen)
        self.assertIn(self.env.ref("digiflow_crm.training_program_acquisition"), seen)

    def test_settings_are_the_company_s(self):
        settings = self.env["digiflow.settings"].with_user(self.manager).create({})
        settings.digiflow_training_pass_mark = 75
        self.assertEqual(self.company.digiflow_training_pass_mark, 75)
        settings.digiflow_training_validity_months = 24
        made = self.env["digiflow.training.module"].create({"code": "NUEVO", "name": "Nuevo"})
        self.assertEqual(made.validity_months, 24)
        for name, value in (("pass_mark", 101), ("pass_mark", 0), ("notice_days", 0)):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError, msg=name):
                settings.write({f"digiflow_training_{name}": value})
                self.env.flush_all()
