"""The board opens with as many queries for eighty cards as for forty."""

from ..common import DigiflowCase

QUERIES = 30


class TestBoardSpeed(DigiflowCase):
    """Queries are counted as the web client asks: search, then read what the card shows."""

    def count_queries(self, limit):
        """How many queries a board of `limit` cards takes."""
        leads = self.env["crm.lead"].with_user(self.users["executive"])
        names = self.read_field_names(leads, "kanban")
        self.assertLessEqual({"days_in_stage", "missing_summary", "next_step"}, set(names))
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        rows = leads.search([("is_digiflow", "=", True)], limit=limit).read(names)
        self.assertEqual(len(rows), limit)
        return self.cr.sql_log_count - before

    def test_number_of_queries_does_not_grow_with_the_cards(self):
        for number in range(80):
            lead = self.make_lead(name=f"Cliente {number}")
            if number % 2:
                self.complete(lead, "survey").stage_id = self.stages["survey"]
                self.env["digiflow.requirement"].create({"lead_id": lead.id})
            lead.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.users["executive"].id
            )
        self.count_queries(1)
        few, many = self.count_queries(40), self.count_queries(80)
        self.assertEqual(few, many)
        self.assertLess(many, QUERIES)
