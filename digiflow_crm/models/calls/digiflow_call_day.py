from odoo import _, api, fields, models

from ...compat import AVERAGED
from ...core import periods
from .outcomes import UNANSWERED

DAY = "({moment} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date"
# An even id is a call's, an odd one an appointment's. The rate of one call is 0 or 100 and that of
# a meeting nothing at all: averaged over any rows it is their effective calls by their calls.
CALLS_SQL = """
    SELECT call.id * 2 AS id, call.id AS call_id, NULL::int4 AS event_id, call.lead_id,
        call.user_id, call.company_id, call.prospect_list_id, call.start AS date, {day} AS day,
        1 AS calls, {answered} AS answered, call.is_effective::int4 AS effective,
        CASE WHEN call.is_effective THEN 100 ELSE 0 END::float8 AS effective_rate,
        call.duration * {answered} AS talk_minutes, 0 AS meetings
    FROM digiflow_call call
""".format(
    day=DAY.format(moment="call.start"),
    answered="(call.outcome NOT IN ({}) AND call.outcome IS NOT NULL)::int4".format(
        ", ".join(f"'{outcome}'" for outcome in UNANSWERED)
    ),
)
MEETINGS_SQL = """
    SELECT event.id * 2 + 1 AS id, NULL::int4 AS call_id, event.id AS event_id, lead.id AS lead_id,
        event.create_uid AS user_id, COALESCE(lead.company_id, booker.company_id) AS company_id,
        lead.prospect_list_id, event.create_date AS date, {day} AS day,
        0 AS calls, 0 AS answered, 0 AS effective, NULL::float8 AS effective_rate,
        0 AS talk_minutes, 1 AS meetings
    FROM calendar_event event
    JOIN crm_lead lead ON lead.id = event.opportunity_id
    JOIN res_users booker ON booker.id = event.create_uid
    WHERE event.active AND lead.is_digiflow
""".format(day=DAY.format(moment="event.create_date"))
VIEW_SQL = f"{CALLS_SQL} UNION ALL {MEETINGS_SQL}"
FIGURES_SQL = f"""
    SELECT user_id, sum(calls), sum(effective), sum(meetings), sum(talk_minutes)
    FROM ({VIEW_SQL}) work
    WHERE user_id = ANY(%(users)s) AND company_id = ANY(%(companies)s)
        AND date >= %(begin)s AND date < %(end)s
    GROUP BY user_id
"""


class DigiflowCallDay(models.Model):
    """What telemarketers did, by the day in Lima: a row for each call, and for each meeting booked.

    A view of calls and appointments: grouped and filtered in the database, never written.
    """

    _name = "digiflow.call.day"
    _description = "Telemarketing by day"
    _auto = False
    _rec_name = "lead_id"
    _order = "date desc, id desc"
    _depends = {
        "digiflow.call": [
            *("lead_id", "user_id", "company_id", "prospect_list_id", "start", "duration"),
            *("outcome", "is_effective"),
        ],
        "calendar.event": ["opportunity_id", "active"],
        "crm.lead": ["company_id", "prospect_list_id", "is_digiflow"],
    }

    # What
    date = fields.Datetime(string="Date and time", readonly=True)
    day = fields.Date(readonly=True, help="The day in Lima.")
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    call_id = fields.Many2one("digiflow.call", readonly=True)
    event_id = fields.Many2one("calendar.event", string="Meeting", readonly=True)
    # Whose
    user_id = fields.Many2one("res.users", string="Telemarketer", readonly=True)
    prospect_list_id = fields.Many2one("digiflow.prospect.list", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    # Figures
    calls = fields.Integer(readonly=True)
    answered = fields.Integer(readonly=True)
    effective = fields.Integer(string="Effective contacts", readonly=True)
    effective_rate = fields.Float(
        string="Effective rate (%)",
        readonly=True,
        help="Effective contacts of a hundred calls.",
        **AVERAGED,
    )
    talk_minutes = fields.Float(string="Minutes spoken", readonly=True)
    meetings = fields.Integer(string="Meetings booked", readonly=True)

    def action_open_source(self):
        """Open the call or the appointment behind this row."""
        self.ensure_one()
        record = self.call_id or self.event_id
        return {
            "type": "ir.actions.act_window",
            "name": _("Call") if self.call_id else _("Meeting"),
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    @property
    def _table_query(self):
        """The calls, and the meetings that were booked."""
        return VIEW_SQL

    @api.model
    def _get_days(self, users, day):
        """What people did on a day, beside what they were to reach, in the companies at work.

        It looks past the rules: whoever asks may know it of these people.

        :param date day: the day in Lima
        :return: ``{user id: {"calls", "effective", "effective_rate" (percent; False without calls),
            "meetings", "talk_minutes", "goal_calls", "goal_effective", "goal_meetings"}}``
        """
        figures = self._get_figures(users, day)
        goals = self.env["digiflow.call.goal"]._get_goals(users, day)
        nothing = (0, 0, 0, 0)
        return {
            user_id: {**prepare_figures(*figures.get(user_id, nothing)), **goals[user_id]}
            for user_id in users.ids
        }

    @api.model
    def _get_figures(self, users, day):
        """``{user id: (calls, effective, meetings, minutes)}`` of those who did something."""
        for model, names in self._depends.items():
            self.env[model].flush_model(names)
        begin, end = periods.boundaries([periods.Period(day, day)])
        params = {
            "users": users.ids,
            "companies": self.env.companies.ids,
            "begin": begin,
            "end": end,
        }
        self.env.cr.execute(FIGURES_SQL, params)
        return {user_id: figures for user_id, *figures in self.env.cr.fetchall()}


def prepare_figures(calls, effective, meetings, minutes):
    """Figures of a day, or of many, with the rate that follows from them."""
    return {
        "calls": calls,
        "effective": effective,
        "effective_rate": round(100 * effective / calls, 1) if calls else False,
        "meetings": meetings,
        "talk_minutes": round(minutes or 0.0, 1),
    }
