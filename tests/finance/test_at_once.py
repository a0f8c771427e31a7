"""Two people at the same review in the same moment, each in a transaction of their own."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..own_connections import OwnConnectionsCase

YEAR = "2096"


class TestAtOnce(OwnConnectionsCase):
    """One is first, the other is told; what is made here is committed, and removed in the end."""

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            product = env["product.product"].create(
                {"name": "Plan a la vez", "digiflow_kind": "plan", "type": "service"}
            )
            tariff = env["product.pricelist"].create({"name": "Tarifa a la vez"})
            env["product.pricelist.item"].create(
                {
                    "pricelist_id": tariff.id,
                    "applied_on": "0_product_variant",
                    "product_id": product.id,
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "compute_price": "fixed",
                    "fixed_price": 900,
                }
            )
            kind = env.ref("digiflow_crm.price_cost_kind_personnel")
            cost = {"kind_id": kind.id, "description": "Planilla", "amount_plan": 1000}
            review = env["digiflow.price.review"].create(
                {
                    "year": YEAR,
                    "pricelist_id": tariff.id,
                    "hours_plan": 10,
                    "cost_ids": [(0, 0, cost)],
                    "line_ids": [(0, 0, {"product_id": product.id, "percent": 10})],
                }
            )
            self.ids = {"review": review.id, "tariff": tariff.id, "product": product.id}

    def remove(self):
        """Delete what was committed, past the rule that keeps it on record."""
        with self.cursor() as cr:
            env = self.make_env(cr)
            cr.execute("DELETE FROM digiflow_price_review WHERE id = %s", [self.ids["review"]])
            env["product.pricelist"].browse(self.ids["tariff"]).unlink()
            env["product.product"].browse(self.ids["product"]).product_tmpl_id.unlink()

    def call(self, *names):
        """A request that calls actions of the review."""

        def request(env):
            review = env["digiflow.price.review"].browse(self.ids["review"])
            return [getattr(review, name)() for name in names]

        return request

    def items(self):
        """The prices of the list as everybody sees them now."""
        with self.cursor() as cr:
            tariff = self.make_env(cr)["product.pricelist"].browse(self.ids["tariff"])
            return sorted(tariff.item_ids.mapped("fixed_price"))

    def state(self):
        """The state and the new price of the review as everybody sees them now."""
        with self.cursor() as cr:
            review = self.make_env(cr)["digiflow.price.review"].browse(self.ids["review"])
            return review.state, review.line_ids.price_new

    def test_applied_once(self):
        self.as_request(self.call("action_submit", "action_approve"))
        told = self.beside(self.call("action_apply"), self.call("action_apply"))
        self.assertIsInstance(told, WorkflowError)
        self.assertEqual(self.items(), [900, 990])
        self.assertEqual(self.state(), ("applied", 990))

    def test_no_price_changes_behind_the_submission(self):
        def change(env):
            return (
                env["digiflow.price.review"]
                .browse(self.ids["review"])
                .line_ids.write({"percent": 50})
            )

        told = self.beside(self.call("action_submit"), change)
        self.assertIsInstance(told, WorkflowError)
        self.assertEqual(self.state(), ("submitted", 990))

    def test_a_change_that_was_first_is_submitted(self):
        def change(env):
            return (
                env["digiflow.price.review"]
                .browse(self.ids["review"])
                .line_ids.write({"percent": 50})
            )

        self.beside(change, self.call("action_submit"))
        self.assertEqual(self.state(), ("submitted", 1350))

    def test_approved_or_sent_back_not_both(self):
        self.as_request(self.call("action_submit"))

        def send_back(env):
            return env["digiflow.price.review"].browse(self.ids["review"]).action_send_back("No")

        told = self.beside(send_back, self.call("action_approve"))
        self.assertIsInstance(told, WorkflowError)
        self.assertEqual(self.state()[0], "draft")
