"""Two people at the same offer at the same moment, each in a transaction of their own."""

import threading

from odoo.addons.digiflow_crm.exceptions import OfferReviewError

from ..own_connections import OwnConnectionsCase


class TestAtOnce(OwnConnectionsCase):
    """No offer is approved, signed or sold whose lines differ from what was approved.

    What is made here is committed, and removed in the end.
    """

    context = {"mail_notrack": True, "mail_create_nosubscribe": True}

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            lead = env["crm.lead"].create(
                {
                    "name": "Oferta a la vez",
                    "type": "opportunity",
                    "team_id": env.ref("digiflow_crm.team_digiflow").id,
                    "user_id": env.ref("base.user_admin").id,
                }
            )
            partner = env["res.partner"].create({"name": "Oferta a la vez"})
            plan = env.ref("digiflow_crm.product_plan_cloud_2000")
            order = env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "opportunity_id": lead.id,
                    "user_id": env.ref("base.user_admin").id,
                    "order_line": [(0, 0, {"product_id": plan.id, "product_uom_qty": 1})],
                }
            )
            manager = env.ref("digiflow_crm.group_manager")
            self.was_manager = env.ref("base.user_admin").has_group("digiflow_crm.group_manager")
            manager.sudo().write({self.users_field(manager): [(4, env.ref("base.user_admin").id)]})
            self.admin_id = env.ref("base.user_admin").id
            self.lead_id, self.order_id, self.partner_id = lead.id, order.id, partner.id
            self.line_id = order.order_line.id

    @staticmethod
    def users_field(group):
        """Name of the users of a group: 19.0 calls them otherwise."""
        return "users" if "users" in group._fields else "user_ids"

    def remove(self):
        """Delete what was committed; the log only goes by the database itself."""
        with self.cursor() as cr:
            cr.execute("DELETE FROM digiflow_offer_review WHERE order_id = %s", (self.order_id,))
            cr.execute("DELETE FROM sale_order WHERE id = %s", (self.order_id,))
            env = self.make_env(cr)
            env["crm.lead"].browse(self.lead_id).unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            if not self.was_manager:
                group = env.ref("digiflow_crm.group_manager")
                group.write({self.users_field(group): [(3, self.admin_id)]})

    def order(self, env):
        """The offer, in the manager's hands."""
        return env["sale.order"].with_user(self.admin_id).browse(self.order_id)

    def submit(self, env):
        """Ask for the review."""
        return self.order(env).action_submit_review()

    def approve(self, env):
        """Say yes to what stands there."""
        return self.order(env).action_approve_review()

    def confirm(self, env):
        """Sell it."""
        return self.order(env).action_confirm()

    def change(self, env):
        """Another discount, by the line."""
        line = env["sale.order.line"].with_user(self.admin_id).browse(self.line_id)
        line.discount = line.discount + 7
        return True

    def rename(self, env):
        """Other words of the line: no amount changes with them."""
        line = env["sale.order.line"].with_user(self.admin_id).browse(self.line_id)
        line.name = (line.name or "") + "!"
        return True

    def sign(self, env):
        """What the client's page does, as superuser."""
        order = env["sale.order"].browse(self.order_id)
        order.write({"signed_by": "Rosa"})
        order.action_confirm()
        return True

    def state(self):
        """(review, state, whether what was approved is what it offers, signed)."""
        with self.cursor() as cr:
            order = self.make_env(cr)["sale.order"].browse(self.order_id)
            same = order.digiflow_review_digest == order._get_digest()
            return order.digiflow_review, order.state, same, bool(order.signed_by)

    def assertTrue_to_itself(self):
        """Nothing is approved, signed or sold but what it says."""
        review, state, same, signed = self.state()
        if review == "approved" or state in ("sent", "sale") or signed:
            self.assertTrue(same, (review, state, signed))
        return review, state

    def test_change_beside_a_yes(self):
        """The yes is not over when the line is changed: the change finds the yes, and resets it."""
        for change in (self.change, self.rename):
            self.as_request(self.submit)
            self.beside(self.approve, change)
            self.assertEqual(self.assertTrue_to_itself(), ("none", "draft"))

    def test_yes_beside_a_change(self):
        """The change is not over when the manager says yes: the yes finds another offer."""
        for change in (self.change, self.rename):
            self.as_request(self.submit)
            refusal = self.beside(change, self.approve)
            self.assertIs(type(refusal), OfferReviewError)
            self.assertEqual(self.assertTrue_to_itself(), ("none", "draft"))

    def test_request_beside_a_change(self):
        self.beside(self.rename, self.submit)
        review, _state = self.assertTrue_to_itself()
        self.assertEqual((review, self.state()[2]), ("presales", True))

    def test_sale_beside_a_change(self):
        self.as_request(self.submit)
        self.as_request(self.approve)
        refusal = self.beside(self.change, self.confirm)
        self.assertIsInstance(refusal, OfferReviewError)
        self.assertEqual(self.assertTrue_to_itself(), ("none", "draft"))

    def test_change_beside_a_sale(self):
        self.as_request(self.submit)
        self.as_request(self.approve)
        refusal = self.beside(self.confirm, self.change)
        self.assertIsInstance(refusal, Exception)
        self.assertEqual(self.assertTrue_to_itself(), ("approved", "sale"))

    def test_signature_beside_a_change(self):
        """The client signs while the price changes: the one who comes second finds the other."""
        self.as_request(self.submit)
        self.as_request(self.approve)
        refusal = self.beside(self.sign, self.change)
        self.assertIsInstance(refusal, Exception)
        self.assertEqual(self.assertTrue_to_itself(), ("approved", "sale"))

    def test_change_beside_a_signature(self):
        self.as_request(self.submit)
        self.as_request(self.approve)
        refusal = self.beside(self.change, self.sign)
        self.assertIsInstance(refusal, OfferReviewError)
        self.assertEqual(self.assertTrue_to_itself(), ("none", "draft"))

    def test_portal_that_commits_between_signature_and_sale(self):
        """16.0's page commits the signature first: what it read before may be old by then."""
        self.as_request(self.submit)
        self.as_request(self.approve)
        with self.cursor() as cr:
            order = self.make_env(cr)["sale.order"].browse(self.order_id)
            order.write({"signed_by": "Rosa"})
            self.assertTrue(order._is_review_done())
            cr.commit()
            self.assertTrue(self.as_request(self.change))
            with self.assertRaises(OfferReviewError):
                order.action_confirm()
            cr.rollback()
        self.assertEqual(self.assertTrue_to_itself(), ("none", "draft"))

    def test_everybody_at_once(self):
        """Some rounds of all of it together, in threads: whatever comes out holds together."""
        for _round in range(4):
            actions = (self.submit, self.change, self.approve, self.rename, self.confirm)
            gate = threading.Barrier(len(actions))

            def run(action, gate=gate):
                """Wait for the others, then do it."""
                gate.wait(self.patience)
                self.as_request(action)

            self.at_once(*(lambda action=action: run(action) for action in actions))
            self.assertTrue_to_itself()
