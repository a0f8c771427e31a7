"""Merging two contacts that are clients: nothing of either is lost."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .test_client_services import ClientServiceCase


class TestMerge(ClientServiceCase):
    """Odoo would delete what clashes; here it is refused with what clashes."""

    def setUp(self):
        super().setUp()
        self.twin = self.env["res.partner"].create({"name": "Andina bis", "is_company": True})
        self.begin("2024-01-01", "2024-06-30")

    def merge(self):
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.client | self.twin).ids, self.client)
        self.env.invalidate_all()

    def test_services_of_other_days_come_together(self):
        self.begin("2024-07-01", client=self.twin)
        self.begin("2024-01-01", service=self.gre, client=self.twin)
        self.merge()
        self.assertEqual(len(self.client.digiflow_client_service_ids), 3)

    def test_services_in_the_same_days_are_refused(self):
        stay = self.begin("2024-06-30", client=self.twin)
        with self.assertRaisesRegex(WorkflowError, "(?s)Andina.*OSE.*the same days"):
            self.merge()
        self.assertTrue(stay.exists())
        self.assertEqual(stay.partner_id, self.twin)

    def test_documents_of_the_same_month_are_refused(self):
        volumes = self.env["digiflow.client.volume"]
        for client in (self.client, self.twin):
            volumes.create(
                {
                    "partner_id": client.id,
                    "service_id": self.ose.id,
                    "month": "2024-03-01",
                    "documents": 100,
                }
            )
        with self.assertRaisesRegex(WorkflowError, "03/2024"):
            self.merge()
        volumes.search([("partner_id", "=", self.twin.id)]).month = "2024-04-01"
        self.merge()
        self.assertEqual(volumes.search_count([("partner_id", "=", self.client.id)]), 2)
