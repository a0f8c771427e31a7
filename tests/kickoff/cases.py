"""What the tests of the handover start from: a won lead and its handover."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..common import DigiflowCase


class HandoverCase(DigiflowCase):
    """A won lead whose handover is in preparation, not complete."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.complete(cls.make_lead(), "pre_kickoff")
        cls.lead.with_user(cls.users["executive"]).action_set_won()
        cls.handover = cls.lead.handover_id

    def by(self, role, records=None):
        """The handover, or `records`, in the hands of somebody of that role."""
        return (self.handover if records is None else records).with_user(self.users[role])

    def assertRefused(self, action, *args, error=WorkflowError):
        """`action` is refused; return the refusal's text."""
        with self.assertRaises(error) as refusal, self.env.cr.savepoint():
            action(*args)
            self.env.flush_all()
        self.env.invalidate_all()
        return str(refusal.exception)

    def end_transaction(self):
        """Do what Odoo does before it commits: only then are changes told."""
        self.env.flush_all()
        self.cr.precommit.run()

    def submit(self):
        """Complete and submit as those do whose work it is."""
        self.complete_handover(self.handover)
        self.by("executive").action_submit()

    def accept(self):
        """Submit and accept as those do whose work it is."""
        self.submit()
        self.by("implementation").project_manager_id = self.users["implementation"]
        self.by("implementation").action_accept()

    def give_back(self, reason="The ERP version is missing."):
        """Return the submitted handover."""
        self.by("implementation").write({"return_reason": reason, "state": "returned"})

    def add_item(self, name="Logotipo", **vals):
        """A required item of the checklist."""
        values = {"handover_id": self.handover.id, "name": name, **vals}
        return self.env["digiflow.handover.item"].create(values)

    def upload(self, item, name="ruc.pdf", content=b"%PDF-1.4 ficha"):
        """A document of `item`."""
        return item._receive_document(name, content)
