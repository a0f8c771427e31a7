"""Undoing an import deletes the leads that nobody worked on, and lists the others."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..core.samples import ruc_of
from .cases import ImportCase, companies


class TestUndo(ImportCase):
    """Undo deletes what nobody touched."""

    def undo_after(self, work):
        """Import three companies, do `work` on the first lead, undo; (import, leads left)."""
        wizard = self.run_import(companies(3))
        self.age(wizard)
        work(self.leads_of(wizard)[ruc_of(1)])
        self.env.flush_all()
        self.env.invalidate_all()
        wizard.action_undo()
        return wizard, wizard.with_context(active_test=False).lead_ids

    def test_untouched_leads_are_deleted(self):
        wizard, left = self.undo_after(lambda lead: None)
        self.assertFalse(left)
        self.assertEqual(wizard.state, "undone")
        self.assertIn("deleted: 3", wizard.report)
        again = self.run_import(companies(3))
        self.assertEqual(again.created_count, 3)

    def call(self, lead):
        """Plan a call."""
        return lead.activity_schedule("mail.mail_activity_data_call")

    def call_done(self, lead):
        """Plan a call and make it."""
        self.call(lead).action_feedback(feedback="Hablamos")

    def note(self, lead):
        """Write a note."""
        lead.message_post(body="Llamar el lunes", message_type="comment")

    def attach(self, lead):
        """Put a file in the chatter."""
        vals = {"name": "a.txt", "raw": b"a", "res_model": lead._name, "res_id": lead.id}
        self.env["ir.attachment"].create(vals)

    def offer(self, lead):
        """Make an offer."""
        partner = self.env["res.partner"].create({"name": "Cliente"})
        vals = {"partner_id": partner.id, "opportunity_id": lead.id}
        self.env["sale.order"].create(vals)

    def move(self, lead):
        """Bring it to the next stage."""
        lead.write(self.contact_vals())
        lead.stage_id = self.stages["info_sent"]

    def meet(self, lead):
        """Book a meeting."""
        hours = {"start": "2026-01-20 15:00:00", "stop": "2026-01-20 16:00:00"}
        vals = {"name": "Reunión", "opportunity_id": lead.id, **hours}
        self.env["calendar.event"].create(vals)

    def survey(self, lead):
        """Begin a survey."""
        self.env["digiflow.requirement"].create({"lead_id": lead.id})

    def change(self, lead):
        """Change a field."""
        lead.city = "Lima"

    def lose(self, lead):
        """Lose it."""
        lead.action_set_lost()

    def test_worked_on_stays(self):
        works = (
            *(self.change, self.move, self.lose, self.note, self.attach),
            *(self.call, self.call_done, self.meet, self.survey, self.offer),
        )
        for work in works:
            with self.subTest(work.__name__), self.env.cr.savepoint() as savepoint:
                wizard, left = self.undo_after(work)
                self.assertEqual(left.mapped("ruc"), [ruc_of(1)])
                self.assertIn("Empresa 1 S.A.C.", wizard.report)
                self.assertNotIn("Empresa 2 S.A.C.", wizard.report)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_undo_once(self):
        wizard, _left = self.undo_after(lambda lead: None)
        with self.assertRaises(WorkflowError):
            wizard.action_undo()

    def test_nothing_to_undo_before_the_import(self):
        wizard = self.make_import(companies(1))
        for prepare in (lambda: None, wizard.action_preview):
            prepare()
            with self.assertRaises(WorkflowError):
                wizard.action_undo()

    def test_a_closed_list_can_be_undone(self):
        wizard = self.run_import(companies(1))
        self.prospects.action_close()
        wizard.action_undo()
        self.assertFalse(wizard.lead_ids)
