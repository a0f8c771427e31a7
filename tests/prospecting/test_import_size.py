"""What an import costs: the real register, and the queries for each company."""

import time

from ..core.samples import REGISTER, made_up_register
from .cases import ImportCase, companies


class TestSize(ImportCase):
    """The real register, and what an import costs."""

    def test_a_register_of_3754(self):
        content = REGISTER.read_bytes() if REGISTER.is_file() else made_up_register()
        wizard = self.make_import(content, "sunat_agentes_retencion.txt")
        seconds = []
        for action in (wizard.action_preview, wizard.action_import):
            start = time.monotonic()
            action()
            self.env.flush_all()
            seconds.append(time.monotonic() - start)
        check, taken = seconds
        print(f"\n3,754 companies: check {check:.1f} s, import {taken:.1f} s")
        self.assertEqual(self.counts(wizard), (3754, 3754, 0, 0))
        leads = wizard.lead_ids
        self.assertEqual(leads.stage_id, self.stages["telemarketing"])
        self.assertEqual(len(set(leads.mapped("ruc"))), 3754)
        self.assertEqual(leads.user_id, self.users["executive"])
        self.assertEqual(leads.telemarketer_id, self.users["telemarketer"])

    def queries(self, count):
        """How many queries an import of `count` companies takes."""
        with self.env.cr.savepoint() as savepoint:
            wizard = self.make_import(companies(count), prospects=self.make_list())
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_import()
            self.env.flush_all()
            spent = self.env.cr.sql_log_count - before
            savepoint.rollback()
            self.env.invalidate_all()
        return spent

    def test_queries_for_each_lead(self):
        self.queries(1)
        small, big = self.queries(500), self.queries(1000)
        print(f"\nqueries: {small} for 500 companies, {big} for 1000")
        self.assertLess(big, 2.2 * small)
        # Odoo 16 itself asks for the won stages once for each lead that is created.
        self.assertLess(big - small, 1.2 * 500)
