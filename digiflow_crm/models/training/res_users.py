from odoo import api, fields, models
from odoo.tools import sql

from ...compat import implied_groups_field
from .training_states import OWNERS, ROLES

# Whoever has a role, directly or by a group that brings it: there before there was the date.
FILL_SQL = """
    WITH RECURSIVE role AS (
        SELECT res_id AS id FROM ir_model_data
        WHERE module = 'digiflow_crm' AND model = 'res.groups' AND name IN %s
        UNION SELECT bringing.gid FROM res_groups_implied_rel bringing
        JOIN role ON role.id = bringing.hid
    )
    UPDATE res_users SET digiflow_joined_on =
        (create_date AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date
    WHERE id IN (SELECT uid FROM res_groups_users_rel WHERE gid IN (SELECT id FROM role))
"""


class ResUsers(models.Model):
    """Who is staff: whoever has a role in the commercial process."""

    _inherit = "res.users"

    digiflow_joined_on = fields.Date(
        string="In the commercial team since",
        readonly=True,
        copy=False,
        help="The day on which the onboarding of a user with a first role began.",
    )

    def _auto_init(self):
        self._fill_digiflow_joined_on()
        return super()._auto_init()

    @api.model
    def _fill_digiflow_joined_on(self):
        """Who had a role before there was onboarding is not new: fill in the date, in SQL.

        Only when the column is not there yet; on a first installation nobody has a role.
        """
        cr = self.env.cr
        if sql.column_exists(cr, self._table, "digiflow_joined_on"):
            return
        sql.create_column(cr, self._table, "digiflow_joined_on", "date")
        cr.execute(FILL_SQL, [tuple(f"group_{role}" for role in ROLES)])

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
