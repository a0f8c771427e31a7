from odoo import _, api, fields, models

from ...exceptions import ProcessError
from .digiflow_prospect_distribution_move import ROLE_SELECTION


class DigiflowProspectDistributionPlace(models.Model):
    """A district or city whose opportunities go to one person; the manager may choose whom."""

    _name = "digiflow.prospect.distribution.place"
    _description = "Place in a distribution"
    _order = "distribution_id, role desc, lead_count desc, key"

    distribution_id = fields.Many2one(
        "digiflow.prospect.distribution", required=True, index=True, ondelete="cascade"
    )
    role = fields.Selection(ROLE_SELECTION, required=True)
    key = fields.Char(string="District code or city", required=True)
    name = fields.Char(string="Place", required=True)
    lead_count = fields.Integer(string="Opportunities")
    option_ids = fields.Many2many("res.users", compute="_compute_option_ids")
    user_id = fields.Many2one(
        "res.users", string="Goes to", domain="[('id', 'in', option_ids)]", ondelete="set null"
    )
    by_hand = fields.Boolean(help="The manager chose the person: a new preview keeps the choice.")

    @api.depends("distribution_id.line_ids.user_id", "role")
    def _compute_option_ids(self):
        for place in self:
            place.option_ids = place.distribution_id._get_recipients(place.role).user_id

    @api.constrains("user_id")
    def _check_user(self):
        for place in self.filtered("user_id"):
            if place.user_id not in place.option_ids:
                raise ProcessError(
                    _(
                        "%(person)s gets nothing in this distribution: %(place)s cannot go to "
                        "them. Choose somebody who is included.",
                        person=place.user_id.name,
                        place=place.name,
                    )
                )

    def write(self, vals):
        """Choosing a person by hand asks for a new preview."""
        if "user_id" not in vals:
            return super().write(vals)
        self.distribution_id._forget_plan()
        return super().write({**vals, "by_hand": bool(vals["user_id"])})
