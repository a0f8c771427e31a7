"""What the tests of the pipeline start from: a sales team with Odoo's own stages beside it."""

from odoo.addons.digiflow_crm.exceptions import StageGateError

from ..common import DigiflowCase

MISSING = "decision maker, decision maker's role, effective contact, current system"


class StockPipeline(DigiflowCase):
    """The Digiflow pipeline beside a sales team with Odoo's own stages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_stages = cls.env["crm.stage"].search([("digiflow_step", "=", False)])
        cls.stock_user = cls.make_user(
            "seller", login="stock_seller", groups="sales_team.group_sale_salesman"
        )
        cls.stock_team = cls.env["crm.team"].create(
            {"name": "Ventas", "use_opportunities": True, "member_ids": [(4, cls.stock_user.id)]}
        )

    @classmethod
    def make_stock_lead(cls, **vals):
        """A lead of the other team, in its first stage."""
        return cls.env["crm.lead"].create(
            {
                "name": "Bodega Central",
                "type": "opportunity",
                "team_id": cls.stock_team.id,
                "user_id": False,
                **vals,
            }
        )

    def assertRefused(self, action, *args, error=StageGateError):
        """`action` is refused, and nothing of it stays; return the refusal's text."""
        with self.assertRaises(error) as refusal, self.env.cr.savepoint():
            action(*args)
        self.env.invalidate_all()
        return str(refusal.exception)
