from odoo import _, api, fields, models

from ..compat import implied_groups_field
from ..core import periods, pricing
from ..exceptions import ProcessError
from ..models.finance.digiflow_sales_target import QUARTER_SELECTION

SOURCE_AMOUNT = "amount"
SOURCE_TARGETS = "targets"
SOURCE_SALES = "sales"


class DigiflowSalesTargetSpread(models.TransientModel):
    """How the targets of a year follow from one amount, or from those of the year before."""

    _name = "digiflow.sales.target.spread"
    _description = "Spread the target of a year"
    _inherit = "digiflow.year.mixin"

    year = fields.Char(default=lambda self: str(periods.today().year + 1))
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    source = fields.Selection(
        [
            (SOURCE_AMOUNT, "One amount for everybody"),
            (SOURCE_TARGETS, "Last year's targets"),
            (SOURCE_SALES, "Last year's sales"),
        ],
        string="From",
        default=SOURCE_AMOUNT,
        required=True,
    )
    amount = fields.Monetary(string="Amount of the year", help="Without taxes.")
    percent = fields.Float(
        string="Rise %", digits=(16, 2), help="Over last year; below 0 it falls."
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Sales executives",
        default=lambda self: self._default_user_ids(),
        required=True,
    )
    # How much of the year each quarter is.
    weight_1 = fields.Float(string="January to March", default=25)
    weight_2 = fields.Float(string="April to June", default=25)
    weight_3 = fields.Float(string="July to September", default=25)
    weight_4 = fields.Float(string="October to December", default=25)

    @api.model
    def _default_user_ids(self):
        """The sales executives of the company, without the managers, who have their role too."""
        executive = self.env.ref("digiflow_crm.group_executive")
        domain = [
            (implied_groups_field(self.env), "in", executive.ids),
            ("company_ids", "in", self.env.company.ids),
            ("share", "=", False),
        ]
        users = self.env["res.users"].search(domain)
        # 19.0 answers a search for who has a role not with anybody who has another one.
        return users.filtered(lambda user: not user.has_group("digiflow_crm.group_manager"))

    def action_spread(self):
        """Set the targets and show them."""
        self.ensure_one()
        if not self.user_ids:
            raise ProcessError(_("Choose the executives who share the target."))
        by_amount = self.source == SOURCE_AMOUNT
        shares = self._share_amount() if by_amount else self._raise_last_year()
        self.env["digiflow.sales.target"]._spread(self.year, shares, self.company_id)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_sales_target_action"
        )
        action["domain"] = [("year", "=", self.year), ("company_id", "=", self.company_id.id)]
        return action

    def _share_amount(self):
        """The amount over people, all alike, and over quarters by their weight: it adds up."""
        weights = [self[f"weight_{quarter}"] for quarter, _name in QUARTER_SELECTION]
        quarters = [quarter for quarter, _name in QUARTER_SELECTION]
        try:
            people = pricing.spread(self.amount, [1] * len(self.user_ids), self._get_unit())
            parts = [pricing.spread(part, weights, self._get_unit()) for part in people]
        except pricing.PricingError as error:
            raise ProcessError(
                _("Write how much of the year each quarter is, for instance 25 each.")
            ) from error
        return {user.id: dict(zip(quarters, part)) for user, part in zip(self.user_ids, parts)}

    def _raise_last_year(self):
        """What each of them was to sell, or sold, in each quarter of last year, and the rise."""
        last = self._get_last_year()
        if not last:
            raise ProcessError(_("There is nothing of the year before to start from."))
        return {
            user_id: {
                quarter: pricing.price_by_percent(amount, self.percent, self._get_unit())
                for quarter, amount in quarters.items()
            }
            for user_id, quarters in last.items()
        }

    def _get_last_year(self):
        """``{user id: {quarter: money}}`` of those who are chosen and have something."""
        name = "target" if self.source == SOURCE_TARGETS else "actual"
        rows = self.env["digiflow.sales.target.report"].search(
            [
                ("year", "=", str(self._get_year() - 1)),
                ("company_id", "=", self.company_id.id),
                ("user_id", "in", self.user_ids.ids),
                (name, "!=", 0),
            ]
        )
        last = {}
        for row in rows:
            quarters = last.setdefault(row.user_id.id, {})
            quarters[row.quarter] = quarters.get(row.quarter, 0) + pricing.exact(row[name])
        return last

    def _get_unit(self):
        """The smallest amount of the company's currency."""
        return self.currency_id.rounding
