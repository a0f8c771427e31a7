"""What the tests of prices and targets start from: a tariff, products and a review of 2027."""

from ..common import DigiflowCase

YEAR = "2027"
COSTS = [
    ("personnel", "Planilla de implementación", 400000, 430000),
    ("infrastructure", "Nube", 120000, 150000.50),
    ("administration", "Oficina", 80000, 80000),
]


class FinanceCase(DigiflowCase):
    """A price list with four products of the catalogue, and the manager who reviews it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["manager"]
        cls.tariff = cls.env["product.pricelist"].create(
            {
                "name": "Tarifa de prueba",
                "currency_id": cls.env.company.currency_id.id,
                "company_id": False,
            }
        )
        cls.env.company.digiflow_pricelist_id = cls.tariff
        # The catalogue that comes with the addon is not of these tests.
        cls.env["product.template"].search([("digiflow_kind", "!=", False)]).digiflow_kind = False
        cls.plan = cls.make_product("Plan 5000", "plan", 900)
        cls.module = cls.make_product("Módulo GRE", "module", 150)
        cls.hours = cls.make_product("Hora de implementación", "hours_implementation", 95)
        cls.integration = cls.make_product("Integración", "integration", 2500)
        cls.products = cls.plan | cls.module | cls.hours | cls.integration

    @classmethod
    def make_product(cls, name, kind, price, start="2026-01-01 05:00:00", end=False):
        """A product of the catalogue, with its dated price on the tariff."""
        product = cls.env["product.product"].create(
            {"name": name, "digiflow_kind": kind, "list_price": 7, "type": "service"}
        )
        cls.make_item(product, price, start, end)
        return product

    @classmethod
    def make_item(cls, product, price, start=False, end=False, **vals):
        """A dated price of a product."""
        return cls.env["product.pricelist.item"].create(
            {
                "pricelist_id": cls.tariff.id,
                "applied_on": "1_product",
                "product_tmpl_id": product.product_tmpl_id.id,
                "compute_price": "fixed",
                "fixed_price": price,
                "date_start": start,
                "date_end": end,
                **vals,
            }
        )

    @classmethod
    def make_review(cls, **vals):
        """A review with costs and hours, as the manager prepares it."""
        costs = [
            {
                "kind_id": cls.env.ref(f"digiflow_crm.price_cost_kind_{kind}").id,
                "description": description,
                "amount_last": last,
                "amount_plan": plan,
            }
            for kind, description, last, plan in COSTS
        ]
        values = {
            "year": YEAR,
            "hours_last": 8000,
            "hours_plan": 8400,
            "margin_target": 30,
            "cost_ids": [(0, 0, cost) for cost in costs],
        }
        reviews = cls.env["digiflow.price.review"].with_user(cls.manager)
        return reviews.create({**values, **vals})

    @classmethod
    def make_ready(cls):
        """A review that is approved: services 5 % dearer, licences 10 %."""
        review = cls.make_review()
        review.action_fill()
        review.apply_percent("service", 5)
        review.apply_percent("licence", 10)
        review.action_submit()
        review.action_approve()
        return review

    @classmethod
    def line_of(cls, review, product):
        """The line of a product."""
        return review.line_ids.filtered(lambda line: line.product_id == product)

    @classmethod
    def sell(cls, product, quantity, date, user=None, **vals):
        """An offer of the Digiflow pipeline for one product, confirmed on a day (naive UTC)."""
        order = cls.offer(product, quantity, date, user=user, **vals)
        # As the year's sales stand in the database: whether an offer may be confirmed, and on
        # which day, is the matter of other tests.
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE sale_order SET state = 'sale', date_order = %s WHERE id = %s", [date, order.id]
        )
        cls.env.invalidate_all()
        return order

    @classmethod
    def offer(cls, product, quantity, date, user=None, **vals):
        """An offer of a day."""
        user = user or cls.users["executive"]
        lead = cls.make_lead(user_id=user.id, ruc=False)
        partner = cls.env["res.partner"].create({"name": "Cliente de prueba"})
        return cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "opportunity_id": lead.id,
                "user_id": user.id,
                "pricelist_id": cls.tariff.id,
                "date_order": date,
                "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": quantity})],
                **vals,
            }
        )

    def price_on(self, product, date):
        """The price of a product on the tariff at a moment (naive UTC)."""
        return self.tariff._get_product_price(product, 1.0, date=date)
