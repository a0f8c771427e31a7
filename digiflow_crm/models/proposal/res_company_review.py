from odoo import fields, models

STANDARD_TERMS = ("account.account_payment_term_immediate", "account.account_payment_term_30days")


class ResCompany(models.Model):
    """What an offer of this company may say without the manager's word."""

    _inherit = "res.company"

    digiflow_discount_executive = fields.Float(
        string="Discount of a sales executive (%)", default=5.0, digits=(5, 2)
    )
    digiflow_discount_presales = fields.Float(
        string="Discount of a presales engineer (%)", default=5.0, digits=(5, 2)
    )
    digiflow_payment_term_ids = fields.Many2many(
        "account.payment.term",
        "digiflow_company_payment_term_rel",
        string="Standard payment terms",
        default=lambda self: self._get_standard_terms(),
        help="An offer with others goes to the manager. One without any is paid at once.",
    )
    digiflow_offer_days = fields.Integer(
        string="Days of an offer", default=30, help="For so many days an offer may be valid."
    )

    _sql_constraints = [
        (
            "digiflow_discount_range",
            "CHECK (digiflow_discount_executive BETWEEN 0 AND 99 "
            "AND digiflow_discount_presales BETWEEN 0 AND 99)",
            "A discount without the manager's word is from 0 to 99 %.",
        ),
        (
            "digiflow_offer_days_range",
            "CHECK (digiflow_offer_days BETWEEN 1 AND 365)",
            "An offer is valid for 1 to 365 days.",
        ),
    ]

    def _get_standard_terms(self):
        """Odoo's own terms that Digiflow sells by."""
        terms = [self.env.ref(name, raise_if_not_found=False) for name in STANDARD_TERMS]
        return [term.id for term in terms if term]
