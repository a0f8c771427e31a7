from odoo import _, api, fields, models

from ...core import periods, pricing
from ...exceptions import ProcessError
from .sold_sql import ACTUAL_SQL, SOLD_FIELDS

QUARTER_SELECTION = [
    ("1", "January to March"),
    ("2", "April to June"),
    ("3", "July to September"),
    ("4", "October to December"),
]


class DigiflowSalesTarget(models.Model):
    """What a sales executive is to sell in a quarter, and what was sold."""

    _name = "digiflow.sales.target"
    _description = "Sales target"
    _inherit = "digiflow.year.mixin"
    _order = "year desc, quarter, user_id"
    _rec_name = "user_id"

    year = fields.Char(default=lambda self: str(periods.today().year))
    quarter = fields.Selection(QUARTER_SELECTION, required=True, default="1")
    user_id = fields.Many2one(
        "res.users", string="Sales executive", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="Target", required=True, help="Without taxes.")
    # sudo: whoever may see a target may see how much of it was sold, not the offers.
    actual = fields.Monetary(
        string="Sold",
        compute="_compute_actual",
        compute_sudo=True,
        help="Confirmed offers of the quarter in Lima, without taxes, in the company's currency.",
    )
    rate = fields.Float(string="Reached %", compute="_compute_actual", compute_sudo=True)

    _sql_constraints = [
        (
            "quarter_uniq",
            "UNIQUE(company_id, year, quarter, user_id)",
            "This executive has a target for that quarter already. Change that one.",
        ),
        ("amount_positive", "CHECK (amount >= 0)", "A target cannot be negative."),
    ]

    @api.depends("year", "quarter", "user_id", "company_id", "amount")
    def _compute_actual(self):
        sold = self._get_sold()
        for target in self:
            key = (target.year, target.quarter, target.user_id.id, target.company_id.id)
            target.actual = sold.get(key, 0.0)
            target.rate = 100 * target.actual / target.amount if target.amount else 0.0

    @api.depends("user_id", "year", "quarter")
    def _compute_display_name(self):
        for target in self:
            target.display_name = f"{target.user_id.name or ''} {target.year}-{target.quarter}"

    @api.constrains("user_id", "company_id")
    def _check_user(self):
        for target in self:
            user = target.user_id
            if target.company_id not in user.company_ids:
                raise ProcessError(
                    _(
                        "%(user)s does not work for %(company)s.",
                        user=user.name,
                        company=target.company_id.name,
                    )
                )

    def name_get(self):
        """16.0 asks for names this way."""
        return [(target.id, target.display_name) for target in self]

    @api.model
    def _spread(self, year, shares, company=None):
        """Set the targets of a year: those that are there are changed, others made.

        :param str year: such as 2027
        :param dict shares: ``{user id: {quarter: money}}``, quarters as ``"1"`` to ``"4"``
        :param company: res.company; the one at work without it
        :return: the targets
        """
        company = company or self.env.company
        domain = [("year", "=", year), ("company_id", "=", company.id)]
        there = {(one.user_id.id, one.quarter): one for one in self.search(domain)}
        targets, missing = self.browse(), []
        for user_id, quarters in shares.items():
            for quarter, amount in quarters.items():
                known = there.get((user_id, quarter))
                if known:
                    known.amount = float(amount)
                    targets |= known
                    continue
                missing.append(
                    {
                        "year": year,
                        "quarter": quarter,
                        "user_id": user_id,
                        "company_id": company.id,
                        "amount": float(amount),
                    }
                )
        return targets | self.create(missing)

    @api.model
    def _get_grid(self, year, company=None):
        """The targets of a year as a table, of those that the user may read.

        :return: list of ``{"name", "targets": [money of each quarter], "sold": [the same]}``, a row
            for each executive by name
        """
        company = company or self.env.company
        domain = [("year", "=", year), ("company_id", "=", company.id)]
        rows = {}
        for target in self.search(domain):
            empty = {"name": target.user_id.name, "targets": [0.0] * 4, "sold": [0.0] * 4}
            row = rows.setdefault(target.user_id.id, empty)
            number = int(target.quarter) - 1
            row["targets"][number] = target.amount
            row["sold"][number] = target.actual
        return sorted(rows.values(), key=lambda row: row["name"])

    def _get_sold(self):
        """What these executives sold in these years, in one query.

        :return: ``{(year, quarter, user id, company id): money}``
        """
        for model, names in SOLD_FIELDS.items():
            self.env[model].flush_model(names)
        params = {
            "years": list(filter(None, self.mapped("year"))),
            "users": self.user_id._origin.ids,
        }
        self.env.cr.execute(ACTUAL_SQL, params)
        return {
            tuple(key): float(pricing.round_to_step(amount or 0))
            for *key, amount in self.env.cr.fetchall()
        }
