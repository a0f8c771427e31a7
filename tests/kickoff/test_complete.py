"""A handover is submitted only when it is complete, and the refusal names all that is missing."""

from odoo.exceptions import AccessError

from .cases import HandoverCase


class TestComplete(HandoverCase):
    """What is missing, the word of presales, and what undoes it."""

    def submit_refused(self):
        """The text with which the submission is refused."""
        return self.assertRefused(self.by("executive").action_submit)

    def test_refusal_names_all_that_is_missing(self):
        self.handover.contact_ids.unlink()
        self.handover.write({"scope": " ", "partner_id": False})
        self.add_item("Ficha RUC")
        text = self.submit_refused()
        for part in ("the client", "the scope", "a contact of the client", "«Ficha RUC»"):
            self.assertIn(part, text)
        self.assertIn(f"confirmed by presales ({self.users['presales'].name})", text)
        items = self.handover.item_ids.filtered("required")
        self.assertTrue(all(f"«{item.name}»" in text for item in items))
        self.assertIn(f"{len(items)} items of the checklist", self.handover.missing_summary)

    def test_complete_handover_lacks_nothing(self):
        self.complete_handover(self.handover)
        self.assertFalse(self.handover.missing_summary)
        self.by("presales").action_submit()
        self.assertEqual(self.handover.state, "submitted")
        self.assertTrue(self.handover.submitted_on)

    def test_each_thing_alone_is_enough_to_refuse(self):
        self.complete_handover(self.handover)
        item = self.add_item("Series", state="received")
        order = self.handover.order_id
        for change, part in (
            (lambda: self.handover.contact_ids.write({"phone": False, "email": False}), "contact"),
            (lambda: self.handover.write({"partner_id": False}), "the client"),
            (lambda: order._action_cancel(), "the confirmed proposal"),
            (lambda: item.action_reopen(), "«Series»"),
            (lambda: item.write({"needs_document": True}), "«Series»: its document"),
        ):
            with self.subTest(part=part), self.env.cr.savepoint() as point:
                change()
                self.assertIn(part, self.submit_refused())
                point.rollback()
            self.env.invalidate_all()
        self.by("executive").action_submit()

    def test_everything_through_one_write_is_looked_at_too(self):
        """Whoever writes content and state together gets no further."""
        values = {"scope": "Cloud", "state": "submitted"}
        self.assertIn("technical part", self.assertRefused(self.by("executive").write, values))
        self.complete_handover(self.handover)
        self.assertIn("technical part", self.assertRefused(self.by("executive").write, values))

    def test_item_that_is_not_required_does_not_hold_it_up(self):
        self.complete_handover(self.handover)
        self.add_item("Catálogo", required=False)
        self.by("executive").action_submit()
        self.assertEqual(self.handover.state, "submitted")

    def test_document_that_was_deleted_is_missing_again(self):
        self.complete_handover(self.handover)
        item = self.add_item("Ficha RUC", needs_document=True)
        attachment = self.upload(item)
        self.assertEqual(item.state, "received")
        self.assertFalse(self.handover.missing_summary)
        attachment.unlink()
        self.assertIn("its document", self.submit_refused())

    def test_only_presales_confirms_the_technical_part(self):
        self.handover.technical_notes = "One web service."
        for role in ("executive", "implementation", "quality"):
            refused = self.by(role).action_confirm_technical
            self.assertRefused(refused, error=AccessError)
        self.by("presales").action_confirm_technical()
        self.assertEqual(self.handover.technical_by_id, self.users["presales"])
        self.assertTrue(self.handover.technical_on)

    def test_confirming_needs_the_notes(self):
        self.assertIn("notes", self.assertRefused(self.by("presales").action_confirm_technical))

    def test_technical_change_takes_the_word_back(self):
        self.complete_handover(self.handover)
        self.by("executive").write({"commitments": "Before Christmas."})
        self.by("executive").write({"technical_notes": self.handover.technical_notes})
        self.assertTrue(self.handover.technical_on)
        self.by("executive").write({"technical_notes": "Two web services."})
        self.assertFalse(self.handover.technical_on)
        self.assertFalse(self.handover.technical_by_id)
        self.assertEqual(self.handover.move_ids.sorted()[0].move, "technical_undone")
        self.assertIn("technical part", self.submit_refused())

    def test_without_presales_engineer_nobody_confirms(self):
        self.lead.presales_user_id = False
        self.complete_handover(self.handover)
        self.handover.technical_notes = False
        self.by("executive").action_submit()
        self.assertEqual(self.handover.state, "submitted")

    def test_word_cannot_be_written_by_hand(self):
        for values in (
            {"technical_on": "2026-01-01 00:00:00"},
            {"technical_by_id": self.users["presales"].id},
            {"submitted_on": "2026-01-01 00:00:00"},
            {"accepted_on": "2026-01-01 00:00:00"},
            {"move_ids": [(5, 0, 0)]},
            {"project_number": 1},
            {"revision": 9},
            {"lead_id": self.make_lead(name="Otro").id},
        ):
            for role in ("executive", "presales", "manager"):
                self.assertIn("by hand", self.assertRefused(self.by(role).write, values))

    def test_word_cannot_be_brought_along(self):
        lead = self.make_lead(name="Otro")
        handovers = self.env["digiflow.handover"].with_user(self.users["manager"])
        made = handovers.with_context(default_technical_on="2026-01-01 00:00:00").create(
            {"lead_id": lead.id, "technical_by_id": self.users["presales"].id}
        )
        self.assertFalse(made.technical_on)
        self.assertFalse(made.technical_by_id)

    def test_acceptance_looks_at_it_once_more(self):
        """An offer that was cancelled while the handover waited is not a sale."""
        self.submit()
        self.handover.order_id._action_cancel()
        values = {"state": "accepted", "project_manager_id": self.users["implementation"].id}
        text = self.assertRefused(self.by("implementation").write, values)
        self.assertIn("the confirmed proposal", text)
