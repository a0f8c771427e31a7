from odoo import api, models

from ...compat import implied_groups_field

# Challenge -> the roles that take part; none stands for everybody with a role.
ROLES = {
    "digiflow_crm.challenge_contacts": ("telemarketer",),
    "digiflow_crm.challenge_meetings": ("telemarketer", "executive"),
    "digiflow_crm.challenge_module": (),
}


class GamificationChallenge(models.Model):
    """The challenges of the commercial team."""

    _inherit = "gamification.challenge"

    @api.model
    def _fill_digiflow_participants(self):
        """Say who takes part in our challenges: the field of groups is called otherwise in 19.0."""
        everybody = self.env["res.users"]._get_digiflow_roles()
        for xml_id, roles in ROLES.items():
            groups = [self.env.ref(f"digiflow_crm.group_{role}").id for role in roles]
            domain = [
                (implied_groups_field(self.env), "in", groups or everybody.ids),
                ("share", "=", False),
            ]
            self.env.ref(xml_id).user_domain = repr(domain)
        return True
