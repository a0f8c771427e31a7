"""What was submitted is read, and what was accepted is settled, whichever way somebody tries."""

from odoo.exceptions import AccessError, UserError

from .cases import HandoverCase

ROLES = ("executive", "presales", "implementation", "manager")
REFUSALS = UserError


class TestSettled(HandoverCase):
    """Content, contacts, checklist and documents, through every path."""

    def setUp(self):
        super().setUp()
        self.item = self.add_item("Ficha RUC", needs_document=True)
        self.attachment = self.upload(self.item)

    def attempts(self, role):
        """Ways to change the content, as somebody of that role or as the superuser."""
        handover, item = self.by(role), self.by(role, self.item)
        contact, file = self.by(role, self.handover.contact_ids[:1]), self.by(role, self.attachment)
        parts, files = handover.env["digiflow.handover.item"], handover.env["ir.attachment"]
        own = {"res_model": "digiflow.handover.item", "res_id": self.item.id}
        return {
            "scope": lambda: handover.write({"scope": "More"}),
            "order": lambda: handover.write({"order_id": False}),
            "notes": lambda: handover.write({"technical_notes": "More"}),
            "item by command": lambda: handover.write({"item_ids": [(5, 0, 0)]}),
            "contact by command": lambda: handover.write({"contact_ids": [(5, 0, 0)]}),
            "contact": lambda: contact.write({"phone": "999"}),
            "contact deleted": contact.unlink,
            "item": lambda: item.write({"state": "pending"}),
            "item deleted": item.unlink,
            "item waived": lambda: item.write({"required": False}),
            "item added": lambda: parts.create({"handover_id": handover.id, "name": "Other"}),
            "item's documents": lambda: item.write({"attachment_ids": [(5, 0, 0)]}),
            "document": lambda: file.write({"raw": b"%PDF other"}),
            "document renamed": lambda: file.write({"name": "other.pdf"}),
            "document taken away": lambda: file.write({"res_id": 0}),
            "document deleted": file.unlink,
            "document added": lambda: files.create({"name": "a.txt", "raw": b"a", **own}),
            "upload": lambda: item._receive_document("b.pdf", b"%PDF"),
        }

    def check_settled(self, roles=ROLES):
        for role in roles:
            for name, attempt in self.attempts(role).items():
                with self.subTest(role=role, name=name):
                    self.assertRefused(attempt, error=REFUSALS)
        self.assertEqual(self.attachment.raw, b"%PDF-1.4 ficha")
        self.assertEqual(self.item.state, "validated")

    def test_submitted_handover_is_only_read(self):
        self.complete_handover(self.handover)
        self.item.write({"needs_document": True})
        self.by("executive").action_submit()
        self.check_settled()

    def test_accepted_handover_is_settled(self):
        self.accept()
        self.check_settled()

    def test_not_even_the_superuser_changes_it(self):
        self.accept()
        self.users["superuser"] = self.env.ref("base.user_root")
        self.check_settled(["superuser"])

    def test_returned_handover_is_worked_on_again(self):
        self.submit()
        self.give_back()
        self.by("executive", self.item).action_reopen()
        self.by("presales").write({"scope": "More"})
        self.by("executive", self.attachment).unlink()
        self.assertFalse(self.item.attachment_ids)

    def test_implementation_does_not_write_what_sales_hands_over(self):
        for values in ({"scope": "More"}, {"technical_notes": "More"}, {"commitments": "More"}):
            self.assertRefused(self.by("implementation").write, values, error=AccessError)
        item = self.by("implementation", self.item)
        self.assertRefused(item.action_validate, error=AccessError)

    def test_sales_does_not_write_what_implementation_decides(self):
        for state in ("draft", "submitted"):
            if state == "submitted":
                self.submit()
            for values in (
                {"project_manager_id": self.users["implementation"].id},
                {"return_reason": "None"},
            ):
                for role in ("executive", "presales"):
                    self.assertRefused(self.by(role).write, values, error=AccessError)

    def test_part_does_not_change_handovers(self):
        other = self.complete(self.make_lead(name="Otro"), "pre_kickoff")
        other.action_set_won()
        values = {"handover_id": other.handover_id.id}
        self.assertRefused(self.by("manager", self.item).write, values)

    def test_moves_are_read_only(self):
        self.submit()
        for role in ROLES:
            moves = self.by(role, self.handover.move_ids)
            self.assertTrue(moves.mapped("user_id"))
            self.assertRefused(moves.write, {"reason": "Other"}, error=AccessError)
            self.assertRefused(moves.unlink, error=AccessError)
            values = {"handover_id": self.handover.id, "move": "accepted", "user_id": 1}
            self.assertRefused(moves.create, values, error=AccessError)

    def test_moves_tell_who_brought_it_where_and_why(self):
        self.submit()
        self.give_back("No SOL user.")
        self.by("executive").action_submit()
        self.by("implementation").write(
            {"state": "accepted", "project_manager_id": self.users["implementation"].id}
        )
        moves = [
            (move.move, move.from_state, move.to_state, move.user_id, move.reason)
            for move in self.handover.move_ids.sorted("id")
        ]
        executive, receiver = self.users["executive"], self.users["implementation"]
        self.assertEqual(moves[0][:4], ("made", False, "draft", executive))
        self.assertEqual(moves[1][0], "technical")
        self.assertEqual(
            moves[2:],
            [
                ("submitted", "draft", "submitted", executive, False),
                ("returned", "submitted", "returned", receiver, "No SOL user."),
                ("submitted", "returned", "submitted", executive, False),
                ("accepted", "submitted", "accepted", receiver, False),
            ],
        )
