from odoo import _, api, fields, models

from ...compat import check_access
from ...exceptions import WorkflowError
from .review_states import DECISION_SELECTION, STEP_SELECTION


class DigiflowOfferReview(models.Model):
    """What somebody said of an offer, when and why, and what the offer was then.

    Rows are written by the review only; nobody changes or deletes them.
    """

    _name = "digiflow.offer.review"
    _description = "Review of an offer"
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "sale.order", string="Offer", required=True, index=True, ondelete="restrict"
    )
    lead_id = fields.Many2one(
        related="order_id.opportunity_id", string="Opportunity", store=True, index=True
    )
    company_id = fields.Many2one("res.company", index=True, ondelete="restrict")
    step = fields.Selection(STEP_SELECTION, help="Whose word it was; none of what the offer does.")
    decision = fields.Selection(DECISION_SELECTION, required=True)
    user_id = fields.Many2one("res.users", string="By", required=True, ondelete="restrict")
    date = fields.Datetime(required=True)
    reason = fields.Text()
    needs = fields.Text(string="What was looked at", help="Why the offer needed the review.")
    discount = fields.Float(
        string="Discount (%)", digits=(5, 2), help="Of the tariff, on the whole offer."
    )
    amount = fields.Float(string="Total before taxes", digits=(16, 2))
    currency_id = fields.Many2one("res.currency", ondelete="restrict")
    digest = fields.Char(help="Fingerprint of the offer's content as it was.")

    def write(self, vals):  # pylint: disable=method-required-super  # it only refuses
        check_access(self, "write")
        raise WorkflowError(_("What was said of an offer stays as it was said."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise WorkflowError(_("What was said of an offer stays on record."))

    def _get_label(self, name):
        """The word, in the user's language, for the value of a selection of this entry."""
        self.ensure_one()
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")
