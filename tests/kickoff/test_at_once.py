"""Two people work on one handover at the same moment, each in a transaction of their own."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..own_connections import OwnConnectionsCase


class TestAtOnce(OwnConnectionsCase):
    """What they leave is consistent; what is made here is committed, and removed in the end."""

    lead_id = handover_id = 0

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            self.manager_id = env.ref("base.user_admin").id
            lead = self.make_lead(env)
            handover = lead.handover_id
            self.lead_id, self.handover_id = lead.id, handover.id
            handover.item_ids.unlink()
            self.item_id = handover.item_ids.create(
                {"handover_id": handover.id, "name": "Ficha RUC", "state": "received"}
            ).id
            handover.contact_ids = [(0, 0, {"name": "Rosa Quispe", "phone": "+51 987 654 321"})]

    def make_lead(self, env):
        """A lead in Pre-kickoff with a confirmed offer, by the manager's pass."""
        client = env["res.partner"].create({"name": "A la vez S.A.C."})
        lead = env["crm.lead"].create(
            {
                "name": "A la vez",
                "type": "opportunity",
                "partner_id": client.id,
                "team_id": env.ref("digiflow_crm.team_digiflow").id,
                "user_id": self.manager_id,
            }
        )
        lead.with_user(self.manager_id).action_pass_gate("pre_kickoff", "Tried at the same moment")
        plan = env.ref("digiflow_crm.product_plan_cloud_2000")
        order = env["sale.order"].create(
            {
                "partner_id": client.id,
                "opportunity_id": lead.id,
                "user_id": self.manager_id,
                "order_line": [(0, 0, {"product_id": plan.id, "product_uom_qty": 1})],
            }
        )
        self.review(order.with_user(self.manager_id))
        order.action_confirm()
        self.assertEqual(lead.handover_id.order_id, order)
        return lead

    def review(self, order):
        """Have the offer looked at, where it has to be."""
        if not order._is_review_done():
            order.action_submit_review()
        while not order._is_review_done():
            order.action_approve_review()

    def remove(self):
        """Delete what was committed, past what is kept on record."""
        with self.cursor() as cr:
            cr.execute(
                "DELETE FROM digiflow_offer_review WHERE order_id IN "
                "(SELECT id FROM sale_order WHERE opportunity_id = %s)",
                [self.lead_id],
            )
            for table, column, value in (
                ("digiflow_client_service", "handover_id", self.handover_id),
                ("digiflow_handover", "id", self.handover_id),
                ("sale_order", "opportunity_id", self.lead_id),
            ):
                cr.execute(f"DELETE FROM {table} WHERE {column} = %s", [value])
        with self.cursor() as cr:
            lead = self.make_env(cr)["crm.lead"].browse(self.lead_id)
            client = lead.partner_id
            lead.unlink()
            client.unlink()

    def handover(self, env):
        """The handover in the hands of the manager."""
        return env["digiflow.handover"].with_user(self.manager_id).browse(self.handover_id)

    def see(self):
        """(state, state of the item, number of moves into a state) as everybody sees it now."""
        with self.cursor() as cr:
            handover = self.make_env(cr)["digiflow.handover"].browse(self.handover_id)
            return handover.state, handover.item_ids.state, handover.move_ids.mapped("move")

    def submit(self, env):
        """Submit the handover."""
        self.handover(env).action_submit()

    def accept(self, env):
        """Accept it naming the project manager."""
        self.handover(env).write({"project_manager_id": self.manager_id, "state": "accepted"})

    def give_back(self, env):
        """Return it with a reason."""
        self.handover(env).write({"return_reason": "The RUC is another.", "state": "returned"})

    def reopen(self, env):
        """Ask for the item again."""
        self.handover(env).item_ids.action_reopen()

    def test_accepted_and_returned_at_once(self):
        self.as_request(self.submit)
        self.assertIsInstance(self.beside(self.accept, self.give_back), WorkflowError)
        state, _item, moves = self.see()
        self.assertEqual(state, "accepted")
        self.assertEqual((moves.count("accepted"), moves.count("returned")), (1, 0))

    def test_returned_and_accepted_at_once(self):
        self.as_request(self.submit)
        self.assertIsInstance(self.beside(self.give_back, self.accept), WorkflowError)
        self.assertEqual(self.see()[0], "returned")

    def test_submitted_while_an_item_is_reopened(self):
        refusal = self.beside(self.reopen, self.submit)
        self.assertIsInstance(refusal, WorkflowError)
        self.assertIn("«Ficha RUC»", str(refusal))
        self.assertEqual(self.see()[:2], ("draft", "pending"))

    def test_item_reopened_while_it_is_submitted(self):
        self.assertIsInstance(self.beside(self.submit, self.reopen), WorkflowError)
        self.assertEqual(self.see()[:2], ("submitted", "received"))

    def test_document_deleted_while_it_is_submitted(self):
        def upload(env):
            item = self.handover(env).item_ids
            item.needs_document = True
            self.file_id = item._receive_document("ruc.pdf", b"%PDF").id

        self.as_request(upload)
        refusal = self.beside(
            lambda env: env["ir.attachment"].browse(self.file_id).unlink(), self.submit
        )
        self.assertIn("its document", str(refusal))

    def test_accepted_twice_at_once_begins_once(self):
        self.as_request(self.submit)
        self.assertIsInstance(self.beside(self.accept, self.accept), WorkflowError)
        self.assertEqual(self.see()[2].count("accepted"), 1)
