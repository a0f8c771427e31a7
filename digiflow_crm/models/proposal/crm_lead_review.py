from odoo import api, fields, models

from .offer_states import STATE_CANCEL
from .review_states import REVIEW_SELECTION


class CrmLead(models.Model):
    """How the review of the offer in force of an opportunity stands."""

    _inherit = "crm.lead"

    # sudo: whoever may read the lead may know whether its offer waits for somebody.
    digiflow_offer_review = fields.Selection(
        REVIEW_SELECTION,
        string="Review of the offer",
        compute="_compute_digiflow_offer_review",
        compute_sudo=True,
    )

    @api.depends("order_ids.state", "order_ids.digiflow_review")
    def _compute_digiflow_offer_review(self):
        """That of the newest offer; nothing without one."""
        for lead in self:
            offers = lead.order_ids.filtered(
                lambda order: order.digiflow_guarded and order.state != STATE_CANCEL
            )
            newest = offers.sorted("id")[-1:]
            lead.digiflow_offer_review = newest.digiflow_review
