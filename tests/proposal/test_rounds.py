"""A changed offer is a new round; what was presented stays as it was."""

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.exceptions import OfferLockedError, WorkflowError

from .cases import ProposalCase


class TestLock(ProposalCase):
    """What was sent is not changed in place, whichever way it is tried."""

    def setUp(self):
        super().setUp()
        self.survey()
        self.order = self.send(self.make())
        self.line = self.order.order_line.filtered("product_id")[0]

    def test_lines(self):
        line, order = self.line, self.order
        for vals in (
            {"price_unit": 1},
            {"discount": 5},
            {"product_uom_qty": 9},
            {"name": "Otra cosa"},
            {"product_id": self.product("integration").id},
        ):
            with self.subTest(vals):
                self.assert_locked(lambda vals=vals: line.write(vals))
                self.assert_locked(
                    lambda vals=vals: order.write({"order_line": [(1, line.id, vals)]})
                )
                self.assert_locked(lambda vals=vals: line.sudo().write(vals))
        extra = {"product_id": self.product("integration").id}
        self.assert_locked(lambda: order.write({"order_line": [(0, 0, extra)]}))
        self.assert_locked(lambda: order.write({"order_line": [(2, line.id, 0)]}))
        self.assert_locked(lambda: order.write({"order_line": [(5, 0, 0)]}))
        self.assert_locked(lambda: line.create({**extra, "order_id": order.id}))
        self.assert_locked(lambda: line.unlink())

    def test_a_line_of_a_draft_moves_in(self):
        draft = self.env["sale.order"].create({"partner_id": self.order.partner_id.id})
        line = self.env["sale.order.line"].create(
            {"order_id": draft.id, "product_id": self.product("branch").id}
        )
        self.assert_locked(lambda: line.write({"order_id": self.order.id}))

    def test_down_payment_is_no_way_in(self):
        """What an invoice in advance leaves orders nothing, and never will."""
        line, order = self.line, self.order
        vals = {"order_id": order.id, "product_id": line.product_id.id, "is_downpayment": True}
        self.assert_locked(lambda: line.write({"is_downpayment": True}))
        self.assert_locked(lambda: line.create(vals))
        self.assert_locked(lambda: line.create({**vals, "product_uom_qty": -1}))
        order.action_confirm()
        advance = line.sudo().create({**vals, "product_uom_qty": 0, "price_unit": 50})
        advance.price_unit = 60
        self.assert_locked(lambda: advance.write({"product_uom_qty": 1}))
        self.assert_locked(lambda: advance.write({"is_downpayment": False}))
        advance.unlink()

    def test_pipeline_is_left(self):
        """An offer stays as it was presented when its opportunity goes to another team."""
        team = self.env["crm.team"].create({"name": "Otro"})
        stage = self.env["crm.stage"].search([("digiflow_step", "=", False)], limit=1)
        listed = self.line.digiflow_list_price
        self.lead.write({"team_id": team.id, "stage_id": stage.id})
        self.assert_locked(lambda: self.line.sudo().write({"price_unit": 1}))
        self.assertEqual(self.line.sudo().digiflow_list_price, listed)

    def test_terms(self):
        order = self.order
        term = self.env["account.payment.term"].create({"name": "A 120 días"})
        template = self.env.ref("digiflow_crm.offer_template_web")
        for vals in (
            {"validity_date": "2040-01-01"},
            {"payment_term_id": term.id},
            {"note": "Gratis"},
            {"sale_order_template_id": template.id},
            {"partner_id": self.manager.partner_id.id},
            {"digiflow_show_usd": True},
            {"requirement_id": False},
            {"date_order": "2020-01-01 00:00:00"},
        ):
            with self.subTest(vals):
                self.assert_locked(lambda vals=vals: order.write(vals))
                self.assert_locked(lambda vals=vals: order.sudo().write(vals))

    def test_import(self):
        xid = "__export__.offer_under_test"
        self.env["ir.model.data"].create(
            {
                "module": "__export__",
                "name": "offer_under_test",
                "model": "sale.order",
                "res_id": self.order.id,
            }
        )
        res = self.env["sale.order"].load(["id", "validity_date"], [[xid, "2040-01-01"]])
        self.assertFalse(res["ids"])
        self.assertIn("action_new_round", res["messages"][0]["message"])

    def test_prices_are_not_updated(self):
        items = self.env.ref("digiflow_crm.pricelist_digiflow").item_ids
        items.filtered(lambda item: item.product_id == self.line.product_id).fixed_price = 1
        self.assert_locked(lambda: self.order.action_update_prices())

    def test_no_draft_again(self):
        self.assert_locked(lambda: self.order.action_draft())
        self.assert_locked(lambda: self.order.write({"state": "draft"}))
        self.order._action_cancel()
        self.assert_locked(lambda: self.order.action_draft())
        self.assert_locked(lambda: self.order.write({"state": "sent"}))
        self.assert_locked(lambda: self.line.write({"price_unit": 1}))
        with self.assertRaises(UserError):
            self.order.sudo().unlink()

    def test_same_values_pass(self):
        """A form that sends what is there changes nothing."""
        order, line = self.order, self.line
        order.write(
            {
                "validity_date": str(order.validity_date),
                "note": order.note,
                "partner_id": order.partner_id.id,
                "order_line": [(1, line.id, {"price_unit": line.price_unit, "name": line.name})],
            }
        )
        self.assertEqual(order.state, "sent")

    def test_begins_as_a_draft(self):
        vals = {"partner_id": self.manager.partner_id.id, "opportunity_id": self.lead.id}
        for state in ("sent", "sale", "cancel"):
            with self.subTest(state), self.assertRaisesRegex(OfferLockedError, "begins as a draft"):
                self.env["sale.order"].create({**vals, "state": state})
        with self.assertRaises(OfferLockedError):
            self.env["sale.order"].with_context(default_state="sent").create(vals)
        for name, value in (("round", 4), ("previous_round_id", self.order.id)):
            with self.subTest(name), self.assertRaises(OfferLockedError):
                self.env["sale.order"].create({**vals, name: value})
        self.assertFalse(
            self.env["sale.order"]
            .with_context(default_offer_sent_on="2020-01-01 00:00:00")
            .create(vals)
            .offer_sent_on
        )

    def test_confirmed_stays_too(self):
        self.order.action_confirm()
        self.assert_locked(lambda: self.line.write({"price_unit": 1}))
        with self.assertRaisesRegex(OfferLockedError, "accepted by the client"):
            self.order.action_new_round("Otra vez")

    def test_other_teams_orders_are_free(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.manager.partner_id.id,
                "state": "sent",
                "order_line": [(0, 0, {"product_id": self.product("branch").id})],
            }
        )
        order.order_line.price_unit = 7
        order.action_draft()
        self.assertEqual((order.round, order.order_line.digiflow_list_price), (0, 0))


class TestRounds(ProposalCase):
    """The old one is kept, cancelled; the new one begins as its copy."""

    def setUp(self):
        super().setUp()
        self.survey()
        self.first = self.send(self.make())

    def lines(self, order):
        """What an offer offers."""
        return [
            (line.name, line.product_uom_qty, line.price_unit, line.discount)
            for line in order.order_line
        ]

    def test_new_round(self):
        before = self.lines(self.first)
        second = self.next_round(self.first, "  Pide 10 % menos ")
        self.assertEqual((self.first.state, second.state), ("cancel", "draft"))
        self.assertEqual((self.first.round, second.round), (1, 2))
        self.assertEqual(second.name, f"{self.first.name}-R2")
        self.assertEqual(second.previous_round_id, self.first)
        self.assertEqual(second.round_reason, "Pide 10 % menos")
        self.assertEqual(self.lines(second), before)
        self.assertFalse(second.offer_sent_on)
        second.order_line.filtered("product_id").write({"discount": 3})
        self.assertEqual(self.lines(self.first), before)
        third = self.next_round(second, "Otra vez")
        self.assertEqual(third.name, f"{self.first.name}-R3")
        self.assertEqual(third.order_line.filtered("product_id")[0].discount, 3)
        self.assertEqual(third.round_ids.mapped("round"), [1, 2, 3])

    def test_prices_of_the_new_round(self):
        """It begins with the prices of the old one, beside the tariff that is in force now."""
        items = self.env.ref("digiflow_crm.pricelist_digiflow").item_ids
        line = self.first.order_line.filtered("product_id")[0]
        items.filtered(lambda item: item.product_id == line.product_id).fixed_price = 1000
        second = self.next_round(self.first)
        changed = second.order_line.filtered("product_id")[0]
        self.assertEqual((changed.price_unit, changed.digiflow_list_price), (690, 1000))
        self.assertEqual((line.price_unit, line.digiflow_list_price), (690, 690))

    def test_reason_is_asked(self):
        for reason in ("", "  ", False):
            with self.assertRaisesRegex(WorkflowError, "why the offer changes"):
                self.first.action_new_round(reason)

    def test_only_from_the_last_one(self):
        second = self.next_round(self.first)
        with self.assertRaisesRegex(OfferLockedError, f"go on from {second.name}"):
            self.first.action_new_round("Desde la primera")
        second._action_cancel()
        third = self.next_round(second, "Vuelve a pedirla")
        self.assertEqual(third.round, 3)

    def test_copy_is_another_round(self):
        copied = self.first.copy()
        self.assertEqual((copied.state, copied.round, copied.offer_sent_on), ("draft", 2, False))
        self.assertFalse(copied.previous_round_id)

    def test_number_is_unique(self):
        second = self.next_round(self.first)
        self.env.flush_all()
        refused = self.assertRaisesRegex(Exception, "sale_order_digiflow_round")
        with refused, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE sale_order SET round = 1 WHERE id = %s", (second.id,))

    def test_replaced_stays(self):
        lead = self.make_lead(name="Sin enviar")
        self.survey(lead)
        draft = self.make(lead)
        self.next_round(draft)
        self.assertEqual(draft.state, "cancel")
        self.assert_locked(lambda: draft.action_draft())
        with self.assertRaisesRegex(OfferLockedError, "stays on record"):
            draft.sudo().unlink()

    def test_wizard(self):
        newer = self.survey(monthly_documents=9000)
        action = self.first.action_begin_round()
        wizard = (
            self.env["digiflow.offer.round"]
            .with_user(self.executive)
            .with_context(**action["context"])
            .create({"reason": "Más comprobantes"})
        )
        self.assertEqual((wizard.from_survey, wizard.newer_requirement_id), (True, newer))
        second = self.env["sale.order"].browse(wizard.action_confirm()["res_id"])
        self.assertEqual(second.requirement_id, newer)

    def test_roles(self):
        for role in ("telemarketer", "quality", "implementation"):
            with self.subTest(role), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.first.with_user(self.users[role]).action_new_round("No me toca")
        stranger = self.make_user("executive", login="executive_other")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.first.with_user(stranger).action_new_round("No es mío")

    def test_merge_keeps_the_offers(self):
        """The offers of merged leads become rounds of the one that remains."""
        other = self.make_lead(name="La misma", second_reason="upgrade")
        self.survey(other)
        offer = self.send(self.make(other))
        kept = (self.lead | other).with_user(self.manager).merge_opportunity()
        self.assertEqual(sorted(kept.order_ids.mapped("round")), [1, 2])
        self.assertEqual(set(kept.order_ids.ids), {self.first.id, offer.id})
        self.assertEqual(offer.requirement_id.lead_id, kept)
        self.assertEqual(self.first.requirement_id.lead_id, kept)

    def test_lead_that_comes_into_the_pipeline(self):
        team = self.env["crm.team"].create({"name": "Otro"})
        lead = self.env["crm.lead"].create({"name": "X", "type": "opportunity", "team_id": team.id})
        vals = {"partner_id": self.manager.partner_id.id, "opportunity_id": lead.id}
        orders = self.env["sale.order"].create([vals, vals])
        self.assertEqual(orders.mapped("round"), [0, 0])
        lead.write({"team_id": self.team.id, "stage_id": self.stages["telemarketing"].id})
        self.assertEqual(sorted(orders.mapped("round")), [1, 2])

    def test_comparison(self):
        second = self.next_round(self.first)
        plan, other = second.order_line.filtered("product_id")[:2]
        plan.price_unit = 600
        other.unlink()
        second.order_line = [(0, 0, {"product_id": self.product("branch").id})]
        comparison = self.lead._get_round_comparison()
        self.assertEqual(comparison["rounds"], self.first | second)
        rows = {row["name"]: row for row in comparison["rows"]}
        plan_row = rows[plan.product_id.display_name]
        self.assertEqual(len(plan_row["words"]), 1)
        self.assertRegex(plan_row["words"][0], r"^Round 2: price from S/.690\.00 to S/.600\.00$")
        self.assertTrue(plan_row["cells"][1]["changed"])
        self.assertEqual(rows[self.product("branch").display_name]["words"], ["Round 2: added"])
        self.assertIn(["Round 2: taken out"], [row["words"] for row in comparison["rows"]])
        self.assertIn("less than round 1", comparison["totals"][1]["words"])

    def test_comparison_on_screen(self):
        second = self.next_round(self.first)
        second.order_line.filtered("product_id")[0].name = "<script>alert(1)</script>"
        line = second.order_line.filtered("product_id")[0]
        line.product_id.with_user(self.manager).name = "<b>Plan</b>"
        action = second.action_compare_rounds()
        comparison = self.env["digiflow.offer.comparison"].browse(action["res_id"])
        table = comparison.with_user(self.executive).table
        self.assertIn("&lt;b&gt;Plan", table)
        self.assertNotIn("<b>Plan", table)
        self.assertIn(second.name, table)
        self.assertEqual(self.lead.offer_count, 2)
