"""The client's sheet: what there is of a client, counted and shown to who may read it."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields

from .cases import ClientCase


class TestClientSheet(ClientCase):
    """A client with services, an opportunity of its own and one that has its RUC alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.vat = "PE20100070970"
        cls.begin(cls.own, monthly_amount=300, contract_end=cls.today + timedelta(20))
        cls.begin(cls.own, cls.gre, days=400, ended=5, monthly_amount=70)
        contact = cls.env["res.partner"].create({"name": "Rosa", "parent_id": cls.own.id})
        cls.lead = cls.make_lead(partner_id=contact.id)
        cls.by_ruc = cls.make_lead(ruc="20100070970", second_reason="upgrade")
        cls.by_ruc.action_set_lost()
        cls.stranger = cls.make_lead(partner_id=cls.other.id)
        cls.fill()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def fill(cls):
        """An offer, a call, a meeting, a case and documents of the client."""
        cls.validate_requirement(cls.lead)
        cls.order = cls.make_offer(cls.lead)
        now = fields.Datetime.now()
        for lead, outcome, days in (
            (cls.lead, "effective", 5),
            (cls.by_ruc, "no_answer", 1),
            (cls.stranger, "effective", 1),
        ):
            cls.env["digiflow.call"].create(
                {
                    "lead_id": lead.id,
                    "user_id": cls.users["executive"].id,
                    "outcome": outcome,
                    "start": now - timedelta(days=days),
                    "contact_name": "Rosa",
                    "decision_maker_role": "accounting",
                    "duration": 3,
                }
            )
        cls.env["digiflow.case"]._open_for(
            cls.own, "claim", "Demora", cls.users["executive"], cls.today + timedelta(3)
        )
        cls.lead.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=cls.today - timedelta(1),
            summary="Llamar por el contrato",
            user_id=cls.users["executive"].id,
        )
        for record, name in (
            (cls.own, "Contrato <b>.pdf"),
            (cls.order, "Propuesta.pdf"),
            (cls.other, "Ajeno.pdf"),
        ):
            cls.env["ir.attachment"].create(
                {"name": name, "raw": b"x", "res_model": record._name, "res_id": record.id}
            )

    def sheet(self, role, client=None):
        """The sheet's HTML as the user of a role reads it."""
        return str((client or self.own).with_user(self.users[role]).digiflow_sheet or "")

    def counts(self, role):
        """(opportunities, offers, calls, cases, documents) as the user of a role counts them."""
        client = self.own.with_user(self.users[role])
        names = ("lead", "offer", "call", "case", "document")
        return tuple(client[f"digiflow_{name}_count"] for name in names)

    def test_counts_by_company_contact_and_ruc(self):
        """The lost ones too; what somebody may not read is not counted."""
        self.assertEqual(self.counts("manager"), (2, 1, 2, 1, 2))
        self.assertEqual(self.counts("executive"), (2, 1, 2, 1, 2))
        self.assertEqual(self.counts("quality"), (2, 1, 2, 1, 2))
        # Neither opportunity is won yet, and the case is not Implementation's.
        self.assertEqual(self.counts("implementation"), (0, 0, 0, 0, 1))

    def test_each_button_opens_what_it_counts(self):
        client = self.own.with_user(self.users["executive"])
        for name in ("lead", "offer", "call", "meeting", "answer", "case", "document"):
            opened = client.with_context(digiflow_records=name).action_view_digiflow_records()
            found = self.env[opened["res_model"]].with_context(active_test=False)
            count = found.with_user(self.users["executive"]).search_count(opened["domain"])
            self.assertEqual(count, client[f"digiflow_{name}_count"], name)
            self.assertEqual([kind for _view, kind in opened["views"]], ["list", "form"])

    def test_page_says_it_at_a_glance(self):
        shown = self.sheet("executive")
        for words in (
            "Running",
            "Ended",
            self.reason.name,
            "300.00",
            "in 20 days",
            "Call · ",
            "Overdue · Llamar por el contrato",
            "No answer yet",
            "Contrato &lt;b&gt;.pdf",
            "Propuesta.pdf",
        ):
            with self.subTest(words):
                self.assertIn(words, shown)
        self.assertNotIn("Ajeno.pdf", shown)
        self.assertNotIn("<svg", shown)

    def test_last_contact_is_one_that_was_had(self):
        """Not the call that nobody answered, though it was later."""
        day = (fields.Datetime.now() - timedelta(days=5, hours=5)).date()
        client = self.own.with_user(self.users["executive"])
        fact = client._get_contact_fact(client._get_digiflow_domains())
        self.assertEqual(fact["value"], client._day(day))

    def test_documents_of_twelve_months_are_drawn(self):
        """A month without is a gap; older ones are not drawn."""
        month = self.today.replace(day=1)
        for back, documents in ((1, 4321), (11, 1234), (12, 9999)):
            self.env["digiflow.client.volume"].create(
                {
                    "partner_id": self.own.id,
                    "service_id": self.ose.id,
                    "month": month - relativedelta(months=back),
                    "documents": documents,
                }
            )
        shown = self.sheet("implementation")
        self.assertIn("<svg", shown)
        self.assertIn("4,321", shown)
        self.assertIn("1,234", shown)
        self.assertNotIn("9,999", shown)

    def test_satisfaction_is_not_for_implementation(self):
        quarter = str((self.today.month + 2) // 3)
        campaign = self.env["digiflow.satisfaction.campaign"].create(
            {"name": "Trimestre", "year": str(self.today.year), "quarter": quarter}
        )
        campaign.action_start()
        answer = campaign.answer_ids.filtered(lambda one: one.partner_id == self.own)
        answer.write(
            {
                "state": "answered",
                "score": "2",
                "answered_date": fields.Datetime.now(),
                "comment": "Tarda <script>",
            }
        )
        shown = self.sheet("executive")
        self.assertIn("2 · Little satisfied", shown)
        self.assertIn("Tarda &lt;script&gt;", shown)
        self.assertEqual(self.own.with_user(self.users["executive"]).digiflow_answer_count, 1)
        hidden = self.sheet("implementation")
        self.assertIn("300.00", hidden)
        for words in ("Little satisfied", "Tarda", "campaign"):
            self.assertNotIn(words, hidden)

    def test_who_has_a_sheet(self):
        """A company with services or an opportunity; nobody without a role that reads services."""
        person = self.env["res.partner"].create({"name": "Persona"})
        never = self.make_client("Nunca S.A.")
        self.assertTrue(self.own.with_user(self.users["quality"]).digiflow_has_sheet)
        self.assertTrue(self.other.with_user(self.users["quality"]).digiflow_has_sheet)
        self.assertFalse((person | never).filtered("digiflow_has_sheet"))
        self.assertFalse(self.own.with_user(self.users["telemarketer"]).digiflow_has_sheet)
        self.assertEqual(self.sheet("executive", never), "")

    def test_queries_do_not_grow_with_what_there_is(self):
        client = self.own.with_user(self.users["manager"])
        names = ["digiflow_sheet", "digiflow_lead_count", "digiflow_document_count"]
        client.read(names)

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            client.read(names)
            return self.env.cr.sql_log_count - before

        few = queries()
        for number in range(12):
            lead = self.make_lead(partner_id=self.own.id, second_reason="upgrade")
            self.env["ir.attachment"].create(
                {"name": f"{number}.pdf", "raw": b"x", "res_model": "crm.lead", "res_id": lead.id}
            )
            lead.activity_schedule("mail.mail_activity_data_call", user_id=self.env.uid)
            self.begin(self.own, self.gre, days=2000 - 20 * number, ended=1990 - 20 * number)
        self.assertLessEqual(queries(), few + 2)
        self.assertLess(few, 150)
