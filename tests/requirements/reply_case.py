"""What the tests of a client's answers start from: a survey in draft, and what the client says."""

from ..common import DigiflowCase

ANSWERS = {
    "modality": "cloud",
    "document_type_ids": ["F", "GRE"],
    "monthly_documents": 1500,
    "monthly_gre": 200,
    "billing_layout": "branches",
    "branch_count": 3,
    "need": "Emitir sin errores",
}


class ReplyCase(DigiflowCase):
    """A survey in draft that says something else than its client."""

    def setUp(self):
        super().setUp()
        self.lead = self.make_lead()
        self.survey = self.env["digiflow.requirement"].create(
            {"lead_id": self.lead.id, "modality": "web", "monthly_documents": 1500, "erp": "SAP"}
        )

    def receive(self, answers=None, sender="Rosa Quispe", **vals):
        """The reply that the client's page would leave."""
        answers = {**ANSWERS, **(answers or {})}
        return self.survey._receive(answers, sender, **vals)

    def by(self, role, records):
        """`records` in the hands of somebody of that role."""
        return records.with_user(self.users[role])
