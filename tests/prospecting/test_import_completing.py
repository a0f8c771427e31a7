"""A second list tells what the first one did not: phones, e-mails, contacts; nothing is changed."""

from ..core.samples import ruc_of
from .cases import FULL_HEADER, FULL_ROW, ImportCase, companies

FILLED = [ruc_of(1), *FULL_ROW[1:]]


class TestCompleting(ImportCase):
    """The register of SUNAT first, without phones; then a list of the chamber of commerce."""

    def complete(self, rows, complete_known=True, prospects=None):
        """Import a file with the option."""
        one = self.make_import([FULL_HEADER, *rows], prospects=prospects)
        one.complete_known = complete_known
        one.action_import()
        return one

    def test_blank_fields_are_filled_in(self):
        lead = self.leads_of(self.run_import(companies(2)))[ruc_of(1)]
        one = self.complete([FILLED])
        self.assertEqual((one.state, one.created_count, one.updated_count), ("done", 0, 1))
        self.assertEqual(lead.name, "Empresa 1 S.A.C.", "what is filled in stays")
        self.assertEqual(
            (lead.phone, lead.phone_sanitized, lead.email_from, lead.contact_name, lead.ubigeo),
            ("+51 987 654 321", "+51987654321", "rosa@nandu.pe", "Rosa Quispe", "150122"),
        )
        self.assertIn("Completed from lista.csv", lead.message_ids[0].body)
        self.assertIn("1 of them completed", self.prospects.message_ids[0].body)

    def test_only_what_is_missing(self):
        lead = self.leads_of(self.run_import(companies(1)))[ruc_of(1)]
        lead.phone = "+51 999 999 999"
        self.complete([FILLED])
        self.assertEqual((lead.phone, lead.contact_name), ("+51 999 999 999", "Rosa Quispe"))

    def test_in_another_list(self):
        lead = self.leads_of(self.run_import(companies(1)))[ruc_of(1)]
        one = self.complete([FILLED], prospects=self.make_list())
        self.assertEqual((one.elsewhere_count, one.updated_count), (1, 1))
        self.assertEqual(lead.contact_name, "Rosa Quispe")
        self.assertEqual(lead.prospect_list_id, self.prospects)

    def test_not_asked_for(self):
        lead = self.leads_of(self.run_import(companies(1)))[ruc_of(1)]
        one = self.complete([FILLED], complete_known=False)
        self.assertEqual((one.updated_count, lead.phone), (0, False))

    def test_nothing_to_fill_in(self):
        self.complete([FILLED])
        again = self.complete([FILLED])
        self.assertEqual((again.created_count, again.updated_count), (0, 0))

    def test_lost_ones_stay_as_they_are(self):
        lead = self.leads_of(self.run_import(companies(1)))[ruc_of(1)]
        lead.action_set_lost()
        self.complete([FILLED])
        self.assertFalse(lead.phone)

    def test_new_ones_come_as_well(self):
        self.run_import(companies(1))
        one = self.complete([FILLED, [ruc_of(2), *FULL_ROW[1:]]])
        self.assertEqual((one.created_count, one.updated_count), (1, 1))
