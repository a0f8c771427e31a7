from odoo import api, models
from odoo.tools import format_date

from ...compat import SERIES
from ...core import periods
from .digiflow_points import KIND_SELECTION

# How many are named: enough to cheer for, and nobody is shown as the last one.
NAMED = 5


class DigiflowPoints(models.Model):
    """The board of the month: one's own points, badges and challenges, and who leads."""

    _inherit = "digiflow.points"

    @api.model
    def get_board(self):
        """What the user earned, and who leads this month in Lima.

        Of others only the first five are named, with their points of the month.

        :return: dict that JSON and XML-RPC can hold: ``month``: its name; ``date_from``,
            ``date_to``: ISO text; ``points``: own ones of the month; ``total``: all own ones;
            ``kinds``: ``[{"kind", "name", "count", "points"}]`` of the month; ``leaders``:
            ``[{"place", "name", "points", "me"}]``; ``place``: own one, 0 without points;
            ``to_next``: points to the next place, 0 for the first; ``badges``: ``[{"id", "name",
            "description", "count"}]``; ``goals``: ``[{"id", "name", "description", "current",
            "target", "reached"}]``
        """
        month = periods.period_of(periods.today(), periods.MONTH)
        own = self.search([("user_id", "=", self.env.uid)])
        ours = own.filtered(lambda one: month.first <= one.day <= month.last)
        return {
            "month": format_date(self.env, month.first, date_format="MMMM yyyy"),
            **month.to_json(),
            "points": sum(ours.mapped("points")),
            "total": sum(own.mapped("points")),
            "kinds": self._prepare_kinds(ours),
            **self._prepare_ranking(self._get_sums(month)),
            "badges": self._prepare_badges(),
            "goals": self._prepare_goals(),
        }

    @api.model
    def open_own(self, kind=False):
        """The user's points of this month.

        :param kind: only those earned for this, or False
        :return: a window action
        """
        month = periods.period_of(periods.today(), periods.MONTH)
        own = [
            ("user_id", "=", self.env.uid),
            ("day", ">=", month.first.isoformat()),
            ("day", "<=", month.last.isoformat()),
        ]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_points_action"
        )
        return {**action, "domain": own + ([("kind", "=", kind)] if kind else [])}

    @api.model
    def _prepare_kinds(self, points):
        """The own points of the month, by what they were earned for."""
        names = dict(self._fields["kind"]._description_selection(self.env))
        rows = []
        for kind, _label in KIND_SELECTION:
            own = points.filtered(lambda one, k=kind: one.kind == k)
            total = sum(own.mapped("points"))
            rows.append({"kind": kind, "name": names[kind], "count": len(own), "points": total})
        return rows

    @api.model
    def _get_sums(self, month):
        """The points of the month of everybody in the company: ``[(res.users, points)]``.

        The first one is first; who has as many as another stands by name.
        """
        domain = [
            ("company_id", "in", [False, self.env.company.id]),
            ("day", ">=", month.first),
            ("day", "<=", month.last),
            ("user_id.active", "=", True),
        ]
        # sudo: everybody reads their own points; of others only the sums of the first are told.
        points = self.sudo()
        if SERIES >= 17:
            rows = points._read_group(domain, ["user_id"], ["points:sum"])
        else:
            groups = points._read_group(domain, ["points"], ["user_id"])
            users = self.env["res.users"].sudo()
            rows = [(users.browse(row["user_id"][0]), row["points"]) for row in groups]
        return sorted(rows, key=lambda row: (-row[1], row[0].name))

    @api.model
    def _prepare_ranking(self, sums):
        """Who leads, and how far the user is from the next place.

        :param sums: list of (res.users, points), the first one first
        """
        own = next((points for user, points in sums if user.id == self.env.uid), 0)
        ahead = [points for _user, points in sums if points > own]
        leaders = [
            {
                "place": 1 + sum(1 for _one, more in sums if more > points),
                "name": user.name,
                "points": points,
                "me": user.id == self.env.uid,
            }
            for user, points in sums[:NAMED]
        ]
        return {
            "leaders": leaders,
            "place": len(ahead) + 1 if own else 0,
            "to_next": min(ahead) - own if ahead else 0,
        }

    @api.model
    def _prepare_badges(self):
        """The badges of the user, with how often each was given."""
        owned = self.env["gamification.badge.user"].search([("user_id", "=", self.env.uid)])
        return [
            {
                "id": badge.id,
                "name": badge.name,
                "description": badge.description or "",
                "count": len(owned.filtered(lambda one, b=badge: one.badge_id == b)),
            }
            for badge in owned.badge_id
        ]

    @api.model
    def _prepare_goals(self):
        """The user's goals of the running challenges, counted now."""
        # sudo: only the user's own goals; which model a goal counts is not for everybody to read.
        goals = self.env["gamification.goal"].sudo().search(
            [
                ("user_id", "=", self.env.uid),
                ("definition_id.model_id.model", "=", self._name),
                ("state", "in", ["inprogress", "reached"]),
                ("end_date", ">=", periods.today()),
            ]
        )
        return [goal._prepare_digiflow_goal() for goal in goals]
