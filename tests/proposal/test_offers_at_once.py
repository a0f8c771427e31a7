"""Two people make, change and confirm the offers of one opportunity at the same moment."""

from odoo.addons.digiflow_crm.exceptions import OfferLockedError

from ..common import ANSWERS
from ..own_connections import OwnConnectionsCase

OFFERS = "(SELECT id FROM sale_order WHERE opportunity_id = %s)"
# Past the guards that keep offers on record, and what follows from them.
DELETIONS = (
    "DELETE FROM digiflow_handover WHERE lead_id = %s",
    "DELETE FROM digiflow_offer_review WHERE order_id IN " + OFFERS,
    "UPDATE sale_order SET previous_round_id = NULL WHERE opportunity_id = %s",
    "DELETE FROM sale_order WHERE opportunity_id = %s",
    "DELETE FROM digiflow_requirement WHERE lead_id = %s",
)


class TestOffersAtOnce(OwnConnectionsCase):
    """Each in a transaction of its own; what is committed is removed in the end."""

    context = {"tracking_disable": True}

    def setUp(self):
        super().setUp()
        with self.cursor() as cr:
            env = self.make_env(cr)
            lead = env["crm.lead"].create(
                {
                    "name": "Ofertas a la vez",
                    "type": "opportunity",
                    "team_id": env.ref("digiflow_crm.team_digiflow").id,
                    "user_id": env.ref("base.user_admin").id,
                    "email_from": "ofertas@a-la-vez.example.com",
                }
            )
            kinds = [(6, 0, env.ref("digiflow_crm.document_type_f").ids)]
            survey = env["digiflow.requirement"].create(
                {**ANSWERS, "lead_id": lead.id, "document_type_ids": kinds}
            )
            survey.action_submit()
            self.make_manager(env)
            survey.with_user(self.admin_id).action_validate()
            self.lead_id = lead.id

    def make_manager(self, env):
        """Odoo's administrator is the commercial manager, for as long as a test takes."""
        admin, group = env.ref("base.user_admin"), env.ref("digiflow_crm.group_manager")
        self.admin_id = admin.id
        self.was_manager = admin.has_group("digiflow_crm.group_manager")
        group.write({self.users_field(group): [(4, admin.id)]})

    @staticmethod
    def users_field(group):
        """Name of the users of a group: 19.0 calls them otherwise."""
        return "users" if "users" in group._fields else "user_ids"

    def remove(self):
        """Delete what was committed, past the guards that keep it."""
        lead_id = (self.lead_id,)
        with self.cursor() as cr:
            for sql in DELETIONS:
                cr.execute(sql, lead_id)
        with self.cursor() as cr:
            env = self.make_env(cr)
            env["crm.lead"].browse(self.lead_id).unlink()
            partners = env["res.partner"]
            partners.search([("email", "like", "@a-la-vez.example.com")]).unlink()
            if not self.was_manager:
                group = env.ref("digiflow_crm.group_manager")
                group.write({self.users_field(group): [(3, self.admin_id)]})

    def make(self, env):
        """The offer of the lead."""
        return env["crm.lead"].browse(self.lead_id).action_make_proposal()["res_id"]

    def change(self, env):
        """A new round of the newest offer."""
        orders = env["sale.order"].search([("opportunity_id", "=", self.lead_id)], order="round")
        return orders[-1].action_new_round("A la vez")["res_id"]

    def offers(self):
        """`[(round, state)]` as everybody sees them now."""
        with self.cursor() as cr:
            lead = self.make_env(cr)["crm.lead"].browse(self.lead_id)
            return [(order.round, order.state) for order in lead.order_ids.sorted("round")]

    def test_one_offer(self):
        """The second click waits, and opens the offer of the first."""
        found = self.beside(self.make, self.make)
        self.assertIsInstance(found, int)
        self.assertEqual(self.offers(), [(1, "draft")])

    def test_one_round(self):
        self.as_request(self.make)
        self.beside(self.change, self.change)
        states = [state for _round, state in self.offers()]
        self.assertEqual(states.count("draft"), 1, states)

    def test_round_of_what_is_being_confirmed(self):
        order_id = self.as_request(self.make)

        def confirm(env):
            order = env["sale.order"].with_user(self.admin_id).browse(order_id)
            if not order._is_review_done():
                order.action_submit_review()
                while order.digiflow_review in ("presales", "manager"):
                    order.action_approve_review()
            order.action_confirm()

        refusal = self.beside(
            confirm, lambda env: env["sale.order"].browse(order_id).action_new_round("Tarde")
        )
        self.assertIsInstance(refusal, OfferLockedError)
        self.assertEqual(self.offers(), [(1, "sale")])
