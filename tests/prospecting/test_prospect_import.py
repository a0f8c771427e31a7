"""A file becomes opportunities of its list: which rows, with what, whose, and only once."""

import io
from collections import Counter

from ..core.samples import plain_bytes, ruc_of, xlsx_bytes
from .cases import BAD_RUC, FULL_HEADER, ImportCase, companies, mixed_rows


class TestWhatIsTaken(ImportCase):
    """The right rows become leads, with the right values."""

    def test_check_writes_no_lead(self):
        before = self.env["crm.lead"].with_context(active_test=False).search_count([])
        self.run_import([FULL_HEADER, [ruc_of(4), "Ya está S.A.", *[""] * 10]])
        wizard = self.make_import(mixed_rows())
        wizard.action_preview()
        after = self.env["crm.lead"].with_context(active_test=False).search_count([])
        self.assertEqual(after - before, 1)
        self.assertEqual(self.counts(wizard), (5, 1, 1, 3))
        self.assertEqual(wizard.state, "previewed")
        self.assertEqual(len(self.prospects.lead_ids), 1)

    def test_values(self):
        self.prospects.source_id = self.env["utm.source"].create({"name": "Feria"})
        wizard = self.run_import(mixed_rows())
        leads = self.leads_of(wizard)
        self.assertEqual(set(leads), {ruc_of(1), ruc_of(4)})
        lead = leads[ruc_of(1)]
        expected = {
            "name": "Ñandú Perú S.A.C.",
            "partner_name": "Ñandú Perú S.A.C.",
            "contact_name": "Rosa Quispe",
            "function": "Contadora general",
            "phone": "+51 987 654 321",
            "email_from": "rosa@nandu.pe",
            "city": "Miraflores",
            "street": "Av. Larco 123",
            "taxpayer_status": "active",
            "domicile_status": "found",
            "ubigeo": "150122",
            "type": "opportunity",
            "country_id": self.env.ref("base.pe"),
            "source_id": self.prospects.source_id,
            "prospect_list_id": self.prospects,
            "prospect_import_id": wizard,
            "team_id": self.team,
            "stage_id": self.stages["telemarketing"],
            "company_id": self.env.company,
            "telemarketer_id": self.users["telemarketer"],
            "user_id": self.users["executive"],
            "is_digiflow": True,
            "active": True,
        }
        self.assertEqual({name: lead[name] for name in expected}, expected)
        doubtful = leads[ruc_of(4)]
        self.assertFalse(doubtful.phone)
        self.assertFalse(doubtful.email_from)
        self.assertFalse(doubtful.taxpayer_status)

    def test_sunat_words(self):
        words = {
            "ACTIVO": "active",
            "SUSPENSIÓN TEMPORAL": "suspended",
            "SUSPENSION TEMPORAL": "suspended",
            "BAJA PROVISIONAL": "provisional_leave",
            "BAJA PROV. POR OFICIO": "provisional_leave",
            "BAJA DEFINITIVA": "final_leave",
            "BAJA DE OFICIO": "final_leave",
            "NUM. INTERNO IDENTIF.": "other",
            "": False,
        }
        domiciles = ["HABIDO", "NO HABIDO", "NO HALLADO SE MUDO", "PENDIENTE", "-", "OTRO"]
        keys = ["found", "not_found", "not_located", "pending", False, "other"]
        header = ["RUC", "Nombre", "Estado del contribuyente", "Condición de domicilio"]
        rows = [
            [ruc_of(number), f"Empresa {number}", word, domiciles[number % len(domiciles)]]
            for number, word in enumerate(words)
        ]
        leads = self.leads_of(self.run_import([header, *rows]))
        for number, (word, key) in enumerate(words.items()):
            lead = leads[ruc_of(number)]
            self.assertEqual(lead.taxpayer_status, key, word)
            self.assertEqual(lead.domicile_status, keys[number % len(keys)])

    def test_one_stay_one_note_and_the_executive_follows(self):
        lead = self.leads_of(self.run_import(companies(1), "feria.csv"))[ruc_of(1)]
        self.assertEqual(lead.stage_history_ids.stage_id, self.stages["telemarketing"])
        self.assertEqual(lead.stage_history_ids.user_id, self.manager)
        self.assertEqual(len(lead.stage_history_ids), 1)
        self.assertEqual(len(lead.message_ids), 1)
        self.assertIn("feria.csv", lead.message_ids.body)
        self.assertEqual(lead.message_partner_ids, self.users["executive"].partner_id)

    def test_list_is_told(self):
        self.assertEqual(self.prospects.state, "draft")
        self.run_import(mixed_rows(), "feria.csv")
        self.assertEqual(self.prospects.state, "distributed")
        body = self.prospects.message_ids[0].body
        self.assertIn("feria.csv: 5 rows, 2 new opportunities, 0 already", body)

    def test_report_explains(self):
        wizard = self.make_import(mixed_rows()).with_context(lang="es_PE")
        wizard.action_preview()
        for text in (BAD_RUC, "Falta el nombre", "ya está en la fila 2", "no es correo", "Sector"):
            self.assertIn(text, wizard.report)

    def test_report_does_not_run_what_a_cell_holds(self):
        rows = [["RUC", "Nombre"], [BAD_RUC, "<script>alert(1)</script>"]]
        wizard = self.make_import(rows)
        wizard.action_preview()
        self.assertNotIn("<script", wizard.report)

    def test_xlsx_and_latin_1(self):
        rows = [["RUC", "RAZÓN SOCIAL"], [ruc_of(1), "ÑANDÚ S.A."]]
        for filename, content in (
            ("lista.xlsx", xlsx_bytes(rows)),
            ("lista.txt", plain_bytes(rows, encoding="latin-1", trailing=True)),
        ):
            prospects = self.make_list(filename)
            with self.subTest(filename), self.env.cr.savepoint() as savepoint:
                leads = self.leads_of(self.run_import(content, filename, prospects))
                self.assertEqual([lead.name for lead in leads.values()], ["ÑANDÚ S.A."])
                savepoint.rollback()

    def test_file_without_a_name(self):
        wizard = self.make_import(plain_bytes(companies(1)), filename=False)
        wizard.action_import()
        self.assertEqual(wizard.created_count, 1)
        self.assertNotIn("False", wizard.lead_ids.message_ids.body)
        self.assertNotIn("False", wizard.list_id.message_ids[0].body)


class TestWhoGetsThem(ImportCase):
    """The people of the list own its leads in equal parts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.callers = cls.people("telemarketer")
        cls.sellers = cls.people("executive")
        cls.prospects.telemarketer_ids = cls.callers
        cls.prospects.executive_ids = cls.sellers

    @classmethod
    def people(cls, role):
        """Three more users of a role."""
        users = [cls.make_user(role, f"{role}_{number}").id for number in range(3)]
        return cls.env["res.users"].browse(users)

    def shares(self, field_name):
        """How many leads of the list each person has, sorted."""
        leads = self.env["crm.lead"].search([("prospect_list_id", "=", self.prospects.id)])
        return sorted(Counter(lead[field_name] for lead in leads).values())

    def test_equal_parts(self):
        self.run_import(companies(10))
        self.assertEqual(self.shares("telemarketer_id"), [3, 3, 4])
        self.assertEqual(self.shares("user_id"), [3, 3, 4])

    def test_second_file_goes_on_evenly(self):
        self.run_import(companies(10))
        self.run_import(companies(4, start=11))
        self.run_import(companies(1, start=15))
        self.assertEqual(self.shares("telemarketer_id"), [5, 5, 5])
        self.assertEqual(self.shares("user_id"), [5, 5, 5])

    def test_archived_people_get_none(self):
        gone = self.callers[0] | self.sellers[0]
        gone.active = False
        wizard = self.run_import(companies(4))
        self.assertEqual(self.shares("telemarketer_id"), [2, 2])
        self.assertEqual(self.shares("user_id"), [2, 2])
        self.assertFalse(gone & (wizard.lead_ids.telemarketer_id | wizard.lead_ids.user_id))

    def test_no_people_is_nobody(self):
        wizard = self.run_import(companies(2), prospects=self.make_list())
        self.assertEqual(wizard.created_count, 2)
        self.assertFalse(wizard.lead_ids.telemarketer_id | wizard.lead_ids.user_id)
        self.assertFalse(wizard.lead_ids.message_partner_ids)

    def test_each_reaches_their_own(self):
        wizard = self.run_import(companies(3))
        for seller in self.sellers:
            model = self.env["crm.lead"].with_user(seller)
            seen = model.search([("id", "in", wizard.lead_ids.ids)])
            self.assertEqual(seen.user_id, seller)
            self.assertEqual(len(seen), 1)


class TestOnlyOnce(ImportCase):
    """A company stands once in a list, and once open in the pipeline."""

    def test_same_file_twice(self):
        self.run_import(companies(5))
        again = self.run_import(companies(5), "otro nombre.csv")
        self.assertEqual(self.counts(again), (5, 0, 5, 0))
        self.assertFalse(again.lead_ids)
        self.assertEqual(self.prospects.total, 5)

    def test_overlapping_file_brings_the_new_ones(self):
        self.run_import(companies(5))
        other = self.run_import(companies(5, start=4))
        self.assertEqual(self.counts(other), (5, 3, 2, 0))
        self.assertEqual(set(self.leads_of(other)), {ruc_of(number) for number in (6, 7, 8)})

    def test_open_elsewhere_is_not_taken(self):
        self.run_import(companies(3), prospects=self.make_list())
        self.assertEqual(self.counts(self.run_import(companies(4))), (4, 1, 3, 0))

    def test_somebody_elses_lead_counts(self):
        self.make_lead(ruc=ruc_of(1), user_id=self.users["executive"].id)
        self.assertEqual(self.counts(self.run_import(companies(2))), (2, 1, 1, 0))

    def test_lost_elsewhere_is_taken_again(self):
        first = self.run_import(companies(2), prospects=self.make_list())
        self.leads_of(first)[ruc_of(1)].action_set_lost()
        second = self.run_import(companies(2))
        self.assertEqual(set(self.leads_of(second)), {ruc_of(1)})

    def test_lost_in_the_list_is_not_taken_again(self):
        first = self.run_import(companies(2))
        first.lead_ids.action_set_lost()
        self.assertEqual(self.counts(self.run_import(companies(2))), (2, 0, 2, 0))

    def test_other_pipelines_do_not_count(self):
        self.env["crm.lead"].create(
            {"name": "Otra", "type": "lead", "team_id": False, "ruc": ruc_of(1)}
        )
        self.assertEqual(self.run_import(companies(1)).created_count, 1)

    def test_other_companies_do_not_count(self):
        other = self.env["res.company"].create({"name": "Otra Empresa S.A."})
        self.make_lead(ruc=ruc_of(1), company_id=other.id, user_id=False, telemarketer_id=False)
        self.make_lead(ruc=ruc_of(2), company_id=False)
        self.assertEqual(set(self.leads_of(self.run_import(companies(2)))), {ruc_of(1)})

    def test_rejected_rows_are_mended_in_their_workbook(self):
        first = self.run_import(mixed_rows())
        book, sheet = self.open_rejected(first)
        header = [cell.value for cell in sheet[1]]
        self.assertEqual(header, [*FULL_HEADER, "Row in the file", "Reason", "How to mend it"])
        rows = list(sheet.iter_rows(min_row=2))
        self.assertEqual([row[-3].value for row in rows], ["3", "4", "5"])
        rows[0][0].value = ruc_of(2)
        rows[1][1].value = "Con Nombre S.A."
        mended = io.BytesIO()
        book.save(mended)
        second = self.run_import(mended.getvalue(), first.rejected_filename)
        self.assertEqual(self.counts(second), (3, 2, 1, 0))
        names = {lead.name for lead in self.leads_of(second).values()}
        self.assertEqual(names, {"Dígito Malo S.A.", "Con Nombre S.A."})
        self.assertFalse(second.rejected_file)

    def test_the_workbook_speaks_spanish(self):
        wizard = self.make_import(mixed_rows()).with_context(lang="es_PE")
        wizard.action_preview()
        _book, sheet = self.open_rejected(wizard)
        self.assertIn("Falta el nombre", sheet.cell(3, len(FULL_HEADER) + 2).value)
        self.assertIn("rechazad", sheet.title.lower())
