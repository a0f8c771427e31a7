from datetime import datetime, time, timedelta

import pytz

from odoo import _, models
from odoo.tools import format_date

LIMA = pytz.timezone("America/Lima")


class ResUsers(models.Model):
    """Who is there to get new prospects."""

    _inherit = "res.users"

    def _get_away_reasons(self):
        """Why some of these people get no prospects today.

        :return: ``{user id: text}`` in the language of the environment; who is there is not in it
        """
        reasons = {}
        for user in self._get_paused():
            reasons[user.id] = _("Takes no new opportunities (paused in the sales team)")
        for user_id, until in self._get_leaves().items():
            day = format_date(self.env, until.astimezone(LIMA).date())
            reasons[user_id] = _("On leave until %(day)s", day=day)
        for user in self.filtered(lambda user: not user.active):
            reasons[user.id] = _("Archived user")
        return reasons

    def _get_paused(self):
        """Those whose assignment is paused in a team of the Digiflow pipeline."""
        domain = [
            ("user_id", "in", self.ids),
            ("crm_team_id.is_digiflow", "=", True),
            ("assignment_optout", "=", True),
        ]
        # sudo: whether somebody takes new leads, and nothing else, is read from the team.
        return self.env["crm.team.member"].sudo().search(domain).user_id

    def _get_leaves(self):
        """The last moment of the leaves that touch today in Lima, as time-off apps write them.

        :return: ``{user id: aware datetime}``
        """
        today = LIMA.localize(datetime.combine(datetime.now(LIMA).date(), time()))
        start = today.astimezone(pytz.utc).replace(tzinfo=None)
        domain = [
            ("resource_id.user_id", "in", self.ids),
            ("time_type", "=", "leave"),
            ("date_from", "<", start + timedelta(days=1)),
            ("date_to", ">=", start),
        ]
        # sudo: only the end of the leave is read, whoever may see people's calendars.
        leaves = self.env["resource.calendar.leaves"].sudo().search(domain, order="date_to, id")
        return {leave.resource_id.user_id.id: pytz.utc.localize(leave.date_to) for leave in leaves}
