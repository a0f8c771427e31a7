"""What tests of lost opportunities start from: a reason, a competitor, and ways to lose."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .cases import ProposalCase


class LossCase(ProposalCase):
    """A reason, a competitor, and ways to lose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env.ref("digiflow_crm.lost_reason_price")
        cls.competitor = cls.env.ref("digiflow_crm.competitor_provider")
        cls.loss = {
            "lost_reason_id": cls.reason.id,
            "digiflow_competitor_id": cls.competitor.id,
        }

    def present(self, lead=None, **answers):
        """An offer that the client of `lead` was sent."""
        self.survey(lead, **answers)
        return self.send(self.make(lead))

    def open_wizard(self, leads, user=None):
        """Odoo's form that loses `leads`, as that user opens it."""
        wizards = self.env["crm.lead.lost"].with_user(user or self.executive)
        context = {"active_model": "crm.lead", "active_ids": leads.ids, "active_id": leads[:1].id}
        if "lead_ids" in wizards._fields:
            context["default_lead_ids"] = leads.ids
        return wizards.with_context(**context)

    def assertAsked(self, action, *args, **kwargs):
        """`action` is refused, and the refusal says what is asked for; return it."""
        with self.assertRaises(WorkflowError) as refusal, self.env.cr.savepoint():
            action(*args, **kwargs)
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn("has had an offer", str(refusal.exception))
        return str(refusal.exception)
