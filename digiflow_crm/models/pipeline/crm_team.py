from odoo import _, api, fields, models

from ...exceptions import PipelineMismatchError, ProcessError


class CrmTeam(models.Model):
    """A sales team may follow Digiflow's pipeline; any other keeps Odoo's."""

    _inherit = "crm.team"

    is_digiflow = fields.Boolean(
        string="Follows the Digiflow pipeline",
        copy=False,
        help="The team's opportunities go through the six stages of Digiflow's commercial "
        "process, each guarded by the steps before it.",
    )

    def write(self, vals):
        if "is_digiflow" in vals:
            changed = self.filtered(lambda team: team.is_digiflow != bool(vals["is_digiflow"]))
            changed._check_no_leads()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_digiflow(self):
        """The team carries the six stages; without it they would show in every pipeline."""
        if any(team.is_digiflow for team in self):
            raise ProcessError(
                _("A team of the Digiflow pipeline cannot be deleted. Archive it instead.")
            )

    @api.model
    def _get_default_team_id(self, user_id=None, domain=None):
        """Odoo falls back on the first team there is; for who has no role of ours, not on this."""
        team = super()._get_default_team_id(user_id=user_id, domain=domain)
        # sudo: only the groups of the seller are looked at.
        user = self.env["res.users"].sudo().browse(user_id) if user_id else self.env.user
        if not team.is_digiflow or team._is_team_of(user):
            return team
        companies = [False, *self.env.companies.ids]
        others = self.search([("is_digiflow", "=", False), ("company_id", "in", companies)])
        return (others.filtered_domain(domain or []) or others)[:1]

    def _is_team_of(self, user):
        """Whether this Digiflow team was asked for, or is where `user` works."""
        self.ensure_one()
        asked = self.env.context.get("default_team_id") == self.id
        member = user in (self.member_ids | self.user_id)
        return asked or member or user._has_digiflow_role()

    def _check_no_leads(self):
        """Refuse to change the pipeline of teams that have opportunities in it."""
        # sudo: leads that the user does not see would be stranded as well; they are only counted.
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        if leads.search_count([("team_id", "in", self.ids)]):
            raise PipelineMismatchError(
                _(
                    "%(team)s has opportunities in the stages of its pipeline. Give them to "
                    "another team first, or make a new team.",
                    team=", ".join(self.mapped("name")),
                )
            )
