from odoo import _, api, fields, models

from ...exceptions import ProcessError
from .digiflow_prospect_distribution_move import ROLE_SELECTION

# What the plan follows from; the rest of a line is its result.
INPUTS = {"distribution_id", "user_id", "role", "weight", "included"}


class DigiflowProspectDistributionLine(models.Model):
    """Somebody whom a distribution gives opportunities to, and how many."""

    _name = "digiflow.prospect.distribution.line"
    _description = "Person in a distribution"
    _order = "distribution_id, role desc, id"
    _rec_name = "user_id"

    distribution_id = fields.Many2one(
        "digiflow.prospect.distribution", required=True, index=True, ondelete="cascade"
    )
    role = fields.Selection(ROLE_SELECTION, required=True)
    user_id = fields.Many2one("res.users", string="Person", required=True, ondelete="cascade")
    weight = fields.Float(
        default=1.0,
        digits=(6, 2),
        help="Somebody with weight 2 gets twice as many as somebody with weight 1.",
    )
    included = fields.Boolean(default=True)
    away_reason = fields.Char(string="Gets none because", compute="_compute_away_reason")
    # Result
    load = fields.Integer(
        string="Has now", readonly=True, help="Open opportunities of this list when previewed."
    )
    share = fields.Integer(string="Gets", readonly=True)
    taken = fields.Integer(string="Loses", readonly=True)
    total_after = fields.Integer(string="Will have", compute="_compute_total_after")

    _sql_constraints = [
        (
            "person_uniq",
            "UNIQUE(distribution_id, role, user_id)",
            "Somebody is listed twice in the distribution. Remove one of the two lines.",
        ),
        ("weight_positive", "CHECK(weight >= 0)", "A weight cannot be below 0."),
    ]

    @api.depends("user_id", "distribution_id.scope", "distribution_id.from_user_id")
    def _compute_away_reason(self):
        reasons = self.user_id._get_away_reasons()
        for line in self:
            gives = line.distribution_id._get_giver() == line.user_id
            own = _("Their opportunities are what is distributed") if gives else False
            line.away_reason = reasons.get(line.user_id.id, own)

    @api.depends("load", "share", "taken")
    def _compute_total_after(self):
        for line in self:
            line.total_after = line.load + line.share - line.taken

    @api.constrains("user_id", "distribution_id")
    def _check_company(self):
        """People of the list's company only, and no portal users."""
        for line in self:
            company = line.distribution_id.company_id
            # sudo: the companies of the person, whatever one may see of users.
            user = line.user_id.sudo()
            if user.share or company not in user.company_ids:
                raise ProcessError(
                    _(
                        "%(person)s does not work in %(company)s. Choose somebody who does.",
                        person=user.name,
                        company=company.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.distribution_id._forget_plan()
        return lines

    def write(self, vals):
        res = super().write(vals)
        if INPUTS.intersection(vals):
            self.distribution_id._forget_plan()
        return res

    def unlink(self):
        self.distribution_id._forget_plan()
        return super().unlink()
