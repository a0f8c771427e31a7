"""What the tests of offers start from: a lead with a survey that presales validated."""

from odoo.addons.digiflow_crm.exceptions import OfferLockedError

from ..common import RUCS, DigiflowCase


class ProposalCase(DigiflowCase):
    """An executive, a lead with a RUC, and helpers that make, send and change its offer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.executive, cls.manager = cls.users["executive"], cls.users["manager"]
        cls.lead = cls.make_lead(
            partner_name="Comercial Andina S.A.C.",
            contact_name="Rosa Quispe",
            email_from="rosa@andina.example.com",
            ruc=RUCS[0],
        )
        cls.prices = {
            item.product_id: item.fixed_price
            for item in cls.env.ref("digiflow_crm.pricelist_digiflow").item_ids
        }

    @classmethod
    def product(cls, name):
        """A product of the catalogue, by the end of its xml id."""
        return cls.env.ref(f"digiflow_crm.product_{name}")

    @classmethod
    def survey(cls, lead=None, hours=(40, 8, 6), **vals):
        """A validated survey; `hours` of implementation, consulting and management."""
        kinds = ("hours_implementation", "hours_consulting", "hours_management")
        survey = cls.validate_requirement(lead or cls.lead, **vals)
        # The hours of the survey are the presales engineer's matter, not these tests'.
        cls.env.flush_all()
        for kind, number in zip(kinds, hours, strict=True):
            cls.env.cr.execute(
                f"UPDATE digiflow_requirement SET {kind} = %s WHERE id = %s", (number, survey.id)
            )
        survey.invalidate_recordset(kinds)
        return survey

    @classmethod
    def make(cls, lead=None):
        """The offer of the lead as its executive makes it."""
        action = (lead or cls.lead).with_user(cls.executive).action_make_proposal()
        return cls.env["sale.order"].with_user(cls.executive).browse(action["res_id"])

    @classmethod
    def send(cls, order):
        """`order`, reviewed as it has to be, sent to the client."""
        cls.review(order)
        order.action_quotation_sent()
        return order

    @classmethod
    def next_round(cls, order, reason="Pide 10 % menos", **options):
        """The round that replaces `order`."""
        return order.browse(order.action_new_round(reason, **options)["res_id"])

    def quantities(self, order):
        """`{product: quantity}` of an offer."""
        lines = order.order_line.filtered("product_id")
        return {line.product_id: line.product_uom_qty for line in lines}

    def assert_locked(self, change, record=None):
        """`change` is refused, and the refusal names the way out."""
        with self.assertRaises(OfferLockedError) as caught, self.env.cr.savepoint():
            change()
            self.env.flush_all()
        self.assertIn("action_new_round", str(caught.exception))
