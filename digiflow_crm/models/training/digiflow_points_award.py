from datetime import timedelta

from odoo import _, api, fields, models

from ...compat import add_karma
from ...core import periods
from . import points_sql
from .digiflow_points import CONTACT, MEETING, MODULE, WORTH

# What is recorded late earns its points all the same, so many days.
DAYS_BACK = 31
FACTS = {
    "digiflow.call": ["user_id", "company_id", "lead_id", "start", "is_effective"],
    "calendar.event": [
        *("opportunity_id", "booked_by_id", "user_id", "presales_id", "digiflow_state", "start"),
    ],
    "crm.lead": ["company_id"],
    "res.users": ["active", "share"],
}
BADGE_FIRST = "digiflow_crm.badge_first_module"
BADGE_PROGRAM = "digiflow_crm.badge_program"
PROGRAM = "digiflow_crm.training_program_acquisition"


class DigiflowPoints(models.Model):
    """How points are earned: what happened is looked for, and counts once however often it is."""

    _inherit = "digiflow.points"

    @api.model
    def _cron_award(self):
        """Give points, and the badges of training, for what happened in the last days."""
        today = periods.today()
        since = today - timedelta(days=DAYS_BACK)
        for model, names in FACTS.items():
            self.env[model].flush_model(names)
        moment = {"since": periods.starts_at(since)}
        self._award(CONTACT, points_sql.CONTACTS_SQL, moment)
        self._award(MEETING, points_sql.MEETINGS_SQL, moment)
        self._award(MODULE, points_sql.MODULES_SQL, self._get_passed_modules(since))
        self._grant_badges()

    @api.model
    def _award(self, kind, found, params):
        """Write the points of one kind that are not there yet, and add them to the karma.

        :param str found: SQL of what happened
        :param dict params: its parameters
        """
        values = {
            "kind": kind,
            "points": WORTH[kind],
            "uid": self.env.uid,
            "now": fields.Datetime.now(),
        }
        self.env.cr.execute(points_sql.INSERT_SQL.format(found=found), {**values, **params})
        earned = {}
        for user_id, points in self.env.cr.fetchall():
            earned[user_id] = earned.get(user_id, 0) + points
        reason = dict(self._fields["kind"]._description_selection(self.env))[kind]
        for user_id, points in earned.items():
            add_karma(self.env["res.users"].browse(user_id), points, reason)
        self.invalidate_model()

    @api.model
    def _get_passed_modules(self, since):
        """The modules that people passed since a day in Lima, as parameters of their SQL."""
        plan = self.env["digiflow.training.plan"]
        plan._flush_facts()
        rows = plan.search([("passed_on", ">=", since), ("status", "in", ["passed", "expiring"])])
        return {
            "users": [row.user_id.id for row in rows],
            "companies": [row.company_id.id for row in rows],
            "modules": [row.module_id.id for row in rows],
            "days": [row.passed_on for row in rows],
        }

    @api.model
    def _grant_badges(self):
        """Give the badges of training to who has earned them and has them not."""
        passed = self.search([("kind", "=", MODULE)]).user_id
        self._grant(BADGE_FIRST, passed, _("The first module passed."))
        program = self.env.ref(PROGRAM, raise_if_not_found=False)
        if program:
            companies = self.env["res.company"].search([("id", "!=", False)])
            effect = self.env["digiflow.training.effect"]
            trained = effect.with_context(allowed_company_ids=companies.ids)._get_trained(program)
            users = self.env["res.users"].browse([user.id for user in trained])
            self._grant(BADGE_PROGRAM, users, program.name)

    @api.model
    def _grant(self, xml_id, users, comment):
        """Give a badge to those of these people who do not have it."""
        badge = self.env.ref(xml_id, raise_if_not_found=False)
        if not badge or not badge.active:
            return
        missing = users.filtered("active") - badge.owner_ids.user_id
        granted = self.env["gamification.badge.user"].create(
            [{"user_id": user.id, "badge_id": badge.id, "comment": comment} for user in missing]
        )
        for one in granted:  # 19.0 tells one person at a time
            one._send_badge()
