"""From the survey to the services of a client through Odoo's external API, each role by itself."""

from xmlrpc.client import Fault

from odoo.tests import tagged

from ..common import DigiflowHttpCase


@tagged("post_install", "-at_install")
class TestWholeWayByApi(DigiflowHttpCase):
    """What the screens do, the public methods do; and what they refuse is refused as well."""

    test_tags = {"standard", "digiflow_crm", "post_install"}

    def setUp(self):
        super().setUp()
        for user in self.users.values():
            user.password = user.login
        self.lead = self.complete(self.make_lead(), "survey")
        self.lead.stage_id = self.stages["survey"]
        self.env.flush_all()

    def call(self, role, model, method, *args):
        """Call a method of a model as somebody of that role."""
        user = self.users[role]
        try:
            return self.xmlrpc_object.execute_kw(
                self.env.cr.dbname, user.id, user.login, model, method, args
            )
        finally:
            self.env.invalidate_all()

    def refused(self, *args):
        """The text of the refusal of a call."""
        with self.assertRaises(Fault) as caught:
            self.call(*args)
        self.assertNotIn("Traceback", caught.exception.faultString)
        return caught.exception.faultString

    def test_from_the_survey_to_the_services(self):
        self.survey()
        order_id = self.sell()
        self.hand_over(order_id)

    def survey(self):
        """The executive writes and submits it; only presales validates it."""
        model, service = "digiflow.requirement", self.env.ref("digiflow_crm.service_ose")
        answers = self.answers(lead_id=self.lead.id, service_ids=[(6, 0, service.ids)])
        survey_id = self.call("executive", model, "create", answers)
        self.assertIn("validated", self.refused("executive", *self.offer()))
        self.call("executive", model, "action_submit", [survey_id])
        self.assertIn("presales", self.refused("executive", model, "action_validate", [survey_id]))
        self.call("presales", model, "action_validate", [survey_id])
        self.assertEqual(self.lead.stage_id, self.stages["proposal"])

    def offer(self):
        """The call that makes the offer."""
        return ("crm.lead", "action_make_proposal", [self.lead.id])

    def sell(self):
        """Beyond the executive's limit only the manager lets it out; the next round sells."""
        order_id = self.call("executive", *self.offer())["res_id"]
        self.assertEqual(self.call("executive", *self.offer())["res_id"], order_id)
        self.discount(order_id, 40)
        own = ("executive", "sale.order")
        self.assertIn("without its review", self.refused(*own, "action_confirm", [order_id]))
        self.call(*own, "action_submit_review", [order_id])
        self.assertIn("waits for", self.refused(*own, "action_approve_review", [order_id]))
        self.call("manager", "sale.order", "action_approve_review", [order_id])
        # Odoo's own action_quotation_sent answers nothing, which XML-RPC cannot carry.
        self.call(*own, "write", [order_id], {"state": "sent"})
        line = self.lines(order_id)[:1]
        vals = {"discount": 50}
        self.assertIn("New round", self.refused("executive", line._name, "write", line.ids, vals))
        second = self.call(*own, "action_new_round", [order_id], "Menos alcance")["res_id"]
        self.discount(second, 0)
        self.assertTrue(self.call(*own, "action_confirm", [second]))
        self.assertEqual(self.lead.stage_id, self.stages["pre_kickoff"])
        return second

    def lines(self, order_id):
        """The lines of an offer that have a price."""
        return self.env["sale.order"].browse(order_id).order_line.filtered("product_id")

    def discount(self, order_id, percent):
        """The executive gives a discount on every line of an offer."""
        vals = {"discount": percent}
        self.call("executive", "sale.order.line", "write", self.lines(order_id).ids, vals)

    def hand_over(self, order_id):
        """Incomplete it is refused with what it lacks; accepted, the client's services begin."""
        handover, model = self.lead.handover_id, "digiflow.handover"
        self.assertEqual(handover.order_id.id, order_id)
        text = self.refused("executive", model, "action_submit", handover.ids)
        self.assertIn(handover.item_ids.filtered("required")[:1].name, text)
        self.complete_handover(handover)
        self.env.flush_all()
        self.call("executive", model, "action_submit", handover.ids)
        manager = {"project_manager_id": self.users["implementation"].id}
        self.assertTrue(self.refused("executive", model, "action_accept", handover.ids))
        self.call("implementation", model, "write", handover.ids, manager)
        self.call("implementation", model, "action_accept", handover.ids)
        services = self.env["digiflow.client.service"].search(
            [("partner_id", "=", handover.partner_id.commercial_partner_id.id)]
        )
        self.assertEqual(services.mapped("service_id.code"), ["OSE"])
        self.assertEqual(services.handover_id, handover)
