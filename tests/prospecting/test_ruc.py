"""A lead's RUC is right or it is refused, whichever way it comes in."""

from odoo.tests import Form

from odoo.addons.digiflow_crm.core.messages import ROW_MESSAGES
from odoo.addons.digiflow_crm.exceptions import InvalidRucError

from ..common import RUCS, DigiflowCase
from ..core.samples import ruc_of

WRONG = {
    "length": ("2010007097", RUCS[0] + "5"),
    "not_digits": ("2010007097A",),
    "prefix": (ruc_of(1, prefix="30"),),
    "check_digit": ("20100070971",),
}


class TestRuc(DigiflowCase):
    """Cleaned, checked, and refused by name."""

    def test_wrong_ones_are_refused_on_create_and_write(self):
        lead = self.make_lead().with_context(lang="en_US")
        for code, rucs in WRONG.items():
            for ruc in rucs:
                reason = ROW_MESSAGES[f"ruc_{code}"].reason % {"value": ruc}
                with self.subTest(ruc), self.assertRaises(InvalidRucError) as caught:
                    lead.ruc = ruc
                self.assertIn(reason, str(caught.exception))
                with self.subTest(ruc), self.assertRaises(InvalidRucError):
                    self.make_lead(ruc=ruc)

    def test_refusal_names_lead_reason_and_cure(self):
        lead = self.make_lead(name="Ñandú S.A.")
        with self.assertRaises(InvalidRucError) as caught:
            lead.with_context(lang="en_US").ruc = "20100070971"
        self.assertEqual(
            str(caught.exception),
            "Ñandú S.A.: The last digit of the RUC 20100070971 does not match the others. "
            "A digit is mistyped: look the RUC up on SUNAT's page and correct it.",
        )

    def test_refusal_in_spanish(self):
        self.env["res.lang"]._activate_lang("es_PE")
        for code, rucs in WRONG.items():
            with self.subTest(code), self.assertRaises(InvalidRucError) as caught:
                self.make_lead().with_context(lang="es_PE").ruc = rucs[0]
            text = str(caught.exception)
            self.assertIn(rucs[0], text)
            self.assertNotIn(ROW_MESSAGES[f"ruc_{code}"].cure, text)
            self.assertRegex(text, "Escriba|[Bb]us|[Cc]orr")

    def test_cleaned_on_every_way_in(self):
        lead = self.make_lead(ruc="20-10007097 0")
        self.assertEqual(lead.ruc, RUCS[0])
        lead.ruc = "2051208137.2"
        self.assertEqual(lead.ruc, RUCS[1])
        lead.ruc = " "
        self.assertFalse(lead.ruc)

    def test_form_takes_the_dashes_out_at_once(self):
        with Form(self.make_lead(), "digiflow_crm.crm_lead_view_form_pipeline") as form:
            form.ruc = " 20-10007097 0 "
            self.assertEqual(form.ruc, RUCS[0])

    def test_import_of_odoo(self):
        model = self.env["crm.lead"].with_context(lang="en_US")
        good = model.load(["name", "ruc"], [["Uno", "20 10007097 0"], ["Dos", RUCS[1]]])
        self.assertEqual(model.browse(good["ids"]).mapped("ruc"), list(RUCS[:2]))
        bad = model.load(["name", "ruc"], [["Tres", RUCS[2]], ["Cuatro", "20100070971"]])
        self.assertFalse(bad["ids"])
        self.assertIn("Cuatro: The last digit", bad["messages"][0]["message"])

    def test_a_copy_leaves_company_and_list(self):
        lead = self.make_lead(ruc=RUCS[0], prospect_list_id=self.prospects.id)
        double = lead.copy()
        self.assertFalse(double.ruc)
        self.assertFalse(double.prospect_list_id)
        self.assertEqual(self.prospects.total, 1)

    def test_a_person_may_have_a_ruc(self):
        self.assertTrue(self.make_lead(ruc=ruc_of(12345678, prefix="10")))
