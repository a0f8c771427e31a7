from odoo import api, fields, models

from ...core import periods

# Name here -> the setting of the company that holds for everybody without goals of their own.
COMPANY_GOALS = {
    "calls": "digiflow_goal_calls",
    "effective": "digiflow_goal_effective",
    "meetings": "digiflow_goal_meetings",
}


class DigiflowCallGoal(models.Model):
    """What one person is to reach in a day, from a date on until that person's next goals."""

    _name = "digiflow.call.goal"
    _description = "Daily goals of a telemarketer"
    _order = "user_id, date_from desc"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", string="Telemarketer", required=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: periods.today(), index=True
    )
    calls = fields.Integer(
        string="Calls a day",
        required=True,
        default=lambda self: self.env.company.digiflow_goal_calls,
    )
    effective = fields.Integer(
        string="Effective contacts a day",
        required=True,
        default=lambda self: self.env.company.digiflow_goal_effective,
    )
    meetings = fields.Integer(
        string="Meetings a day",
        required=True,
        default=lambda self: self.env.company.digiflow_goal_meetings,
    )

    _sql_constraints = [
        (
            "day_uniq",
            "UNIQUE(user_id, company_id, date_from)",
            "This person has goals from that day on already. Change those.",
        ),
        (
            "goals_positive",
            "CHECK (calls >= 0 AND effective >= 0 AND meetings >= 0)",
            "A goal cannot be negative. Enter 0 where there is none.",
        ),
    ]

    @api.model
    def _get_goals(self, users, day):
        """What these people are to reach on a day, in the company at work.

        :param date day: the day in Lima
        :return: ``{user id: {"goal_calls", "goal_effective", "goal_meetings"}}``; 0 is no goal
        """
        company = self.env.company
        domain = [
            ("user_id", "in", users.ids),
            ("company_id", "=", company.id),
            ("date_from", "<=", day),
        ]
        # sudo: everybody is shown what they are to reach; setting it is the manager's.
        own = {goal.user_id.id: goal for goal in self.sudo().search(domain, order="date_from")}
        return {
            user_id: {
                f"goal_{name}": own[user_id][name] if user_id in own else company[setting]
                for name, setting in COMPANY_GOALS.items()
            }
            for user_id in users.ids
        }
