from odoo import api, models
from odoo.tools import format_date, html2plaintext

from ...core import periods
from .digiflow_points import KIND_SELECTION

# How many are named: enough to cheer for, and nobody is shown as the last one.
NAMED = 5
SUMS_SQL = """
    SELECT earned.user_id, sum(earned.points)::int FROM digiflow_points earned
    JOIN res_users person ON person.id = earned.user_id AND person.active
    WHERE (earned.company_id IS NULL OR earned.company_id = %(company)s)
        AND earned.day BETWEEN %(first)s AND %(last)s
    GROUP BY earned.user_id
"""


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
            "level", "level_name", "description", "count"}]``; ``goals``: ``[{"id", "name",
            "description", "current", "target", "reached"}]``
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
        self.flush_model(["user_id", "company_id", "day", "points"])
        # In SQL: everybody reads their own points; of others only sums are looked at here.
        self.env.cr.execute(
            SUMS_SQL,
            {"company": self.env.company.id, "first": month.first, "last": month.last},
        )
        users = self.env["res.users"]
        rows = [(users.browse(user_id), points) for user_id, points in self.env.cr.fetchall()]
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
        levels = dict(owned.badge_id._fields["level"]._description_selection(self.env))
        return [
            {
                "id": badge.id,
                "name": badge.name,
                "level": badge.level,
                "level_name": levels.get(badge.level, ""),
                "description": html2plaintext(badge.description or "").strip(),
                "count": len(owned.filtered(lambda one, b=badge: one.badge_id == b)),
            }
            for badge in owned.badge_id
        ]

    @api.model
    def _prepare_goals(self):
        """The user's goals of the running challenges, counted now."""
        # sudo: only the user's own goals; which model a goal counts is not for everybody to read.
        goals = self.env["gamification.goal"].sudo()
        goals = goals.search(
            [
                ("user_id", "=", self.env.uid),
                ("definition_id.model_id.model", "=", self._name),
                ("state", "in", ["inprogress", "reached"]),
                ("end_date", ">=", periods.today()),
            ]
        )
        return [goal._prepare_digiflow_goal() for goal in goals]
