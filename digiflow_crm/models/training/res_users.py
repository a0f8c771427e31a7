from odoo import api, fields, models

from ...compat import implied_groups_field
from .training_states import OWNERS, ROLES


class ResUsers(models.Model):
    """Who is staff: whoever has a role in the commercial process."""

    _inherit = "res.users"

    digiflow_joined_on = fields.Date(
        string="In the commercial team since",
        readonly=True,
        copy=False,
        help="The day on which the onboarding of a user with a first role began.",
    )

    @api.model
    def _get_digiflow_staff(self, company, groups=None):
        """The active internal users of a company who have a role of the commercial process.

        :param company: res.company
        :param groups: res.groups of which they have at least one; any role without them
        :return: res.users
        """
        wanted = groups or self._get_digiflow_roles()
        domain = [
            ("share", "=", False),
            ("company_ids", "in", company.ids),
            (implied_groups_field(self.env), "in", wanted.ids),
        ]
        # sudo: who works in the team is known to whoever asks; what they are is not read here.
        return self.browse(self.sudo().search(domain).ids)

    @api.model
    def _get_digiflow_roles(self):
        """The res.groups that are roles of the commercial process."""
        ids = [self.env.ref(f"digiflow_crm.group_{role}").id for role in ROLES]
        return self.env["res.groups"].browse(ids)

    def _administers_training(self):
        """Whether the user plans training and judges it: Quality and the manager."""
        self.ensure_one()
        return any(self.has_group(group) for group in OWNERS)

    def digiflow_test_domain(self, prefix=""):
        """Which surveys and their parts the user may see; used by the record rules.

        Who writes the tests of training sees all of them. Everybody else sees none of a test,
        whatever rights in surveys they have: its right answers are not for them.

        :param str prefix: path to the survey from the model of the rule, e.g. ``survey_id.``
        :return: a domain
        """
        self.ensure_one()
        if self._administers_training():
            return [(1, "=", 1)]
        return [(f"{prefix}digiflow_training", "=", False)]
