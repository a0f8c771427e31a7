"""Two imports at once, in transactions of their own, as two people's requests are."""

import threading

from ..own_connections import PATIENCE
from .committed import CommittedCase, file_of

COUNT = 30


class TestTwoImports(CommittedCase):
    """The second finds the companies of the first, whichever list each goes into."""

    files = ((file_of(COUNT), file_of(COUNT)), (file_of(COUNT),))

    def results(self):
        """(created, already there) of each import, and how many leads each list has."""
        counts = [self.read(number, "created_count", "duplicate_count") for number in range(3)]
        return counts, [len(self.rucs(0)), len(self.rucs(1))]

    def import_both(self, first, second):
        """Begin `second` while `first` is not committed; how often the second was tried."""
        attempts = []
        with self.cursor() as cr:
            env = self.make_env(cr)
            env["digiflow.prospect.import"].browse(self.import_ids[first]).action_import()
            env.flush_all()
            thread = threading.Thread(target=self.request, args=(second, "action_import", attempts))
            thread.start()
            self.wait_until_blocked()
        thread.join(PATIENCE)
        self.assertFalse(thread.is_alive())
        return len(attempts)

    def test_into_the_same_list(self):
        self.assertEqual(self.import_both(0, 1), 2)
        pairs, leads = self.results()
        self.assertEqual(pairs[:2], [(COUNT, 0), (0, COUNT)])
        self.assertEqual(leads, [COUNT, 0])

    def test_into_two_lists(self):
        self.assertEqual(self.import_both(0, 2), 2)
        pairs, leads = self.results()
        self.assertEqual([pairs[0], pairs[2]], [(COUNT, 0), (0, COUNT)])
        self.assertEqual(leads, [COUNT, 0])

    def test_a_company_that_came_since_the_check(self):
        """The check found it new; somebody was faster."""
        self.request(0, "action_preview")
        self.assertEqual(self.read(0, "created_count"), COUNT)
        with self.cursor() as cr:
            env = self.make_env(cr)
            team = env.ref("digiflow_crm.team_digiflow")
            ruc = (
                env["digiflow.prospect.import.row"]
                .search([("import_id", "=", self.import_ids[0])], limit=1)
                .ruc
            )
            lead = env["crm.lead"].create(
                {"name": "A mano", "type": "opportunity", "team_id": team.id, "ruc": ruc}
            )
        self.addCleanup(self.delete_lead, lead.id)
        self.request(0, "action_import")
        self.assertEqual(self.read(0, "created_count", "elsewhere_count"), (COUNT - 1, 1))
        self.assertNotIn(ruc, self.rucs())

    def delete_lead(self, lead_id):
        """Delete an opportunity that was committed."""
        with self.cursor() as cr:
            self.make_env(cr)["crm.lead"].browse(lead_id).unlink()

    def test_undo_in_a_later_transaction(self):
        """Nothing that Odoo does when it writes the leads down counts as work."""
        self.request(0, "action_import")
        self.assertEqual(self.results()[1], [COUNT, 0])
        with self.cursor() as cr:
            env = self.make_env(cr)
            env["crm.lead"].search([("ruc", "=", self.rucs()[0])]).city = "Lima"
        self.request(0, "action_undo")
        self.assertEqual(self.results()[1], [1, 0])
