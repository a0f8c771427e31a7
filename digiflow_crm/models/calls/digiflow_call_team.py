from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...compat import implied_groups_field
from ...core import periods
from ...core.slots import to_lima
from .digiflow_call_day import prepare_figures
from .outcomes import OUTCOME_SELECTION

# Where somebody is, in the order of the process of a call.
CALLING = "calling"
AT_DESK = "desk"
IDLE = "idle"
AWAY = "away"
# What is added up for the whole team.
CALLBACKS = ("callbacks_due", "callbacks_overdue")
SUMMED = ("goal_calls", "goal_effective", "goal_meetings", *CALLBACKS)
OUTCOMES = [code for code, _name in OUTCOME_SELECTION]
LOOKING = ("digiflow_crm.group_manager", "digiflow_crm.group_quality")
HELD_SQL = """
    SELECT DISTINCT ON (lead.call_taken_by_id)
        lead.call_taken_by_id, lead.id, lead.name, lead.call_taken_until
    FROM crm_lead lead
    WHERE lead.call_taken_by_id = ANY(%(users)s) AND lead.call_taken_until > %(now)s
        AND (lead.company_id IS NULL OR lead.company_id = ANY(%(companies)s))
    ORDER BY lead.call_taken_by_id, lead.call_taken_until DESC
"""
LAST_SQL = """
    SELECT person.id, last.*
    FROM unnest(%(users)s) person(id) CROSS JOIN LATERAL (
        SELECT call.start, call.duration, call.outcome, lead.name
        FROM digiflow_call call LEFT JOIN crm_lead lead ON lead.id = call.lead_id
        WHERE call.user_id = person.id AND call.start >= %(begin)s AND call.start < %(end)s
            AND call.company_id = ANY(%(companies)s)
        ORDER BY call.start DESC LIMIT 1
    ) last
"""


class DigiflowCallTeam(models.AbstractModel):
    """The telemarketers at work, live, for whoever supervises them."""

    _name = "digiflow.call.team"
    _description = "Telemarketers at work"

    @api.model
    def get_team(self):
        """What every telemarketer of the company at work is doing now, and has done today.

        As many queries for one as for a hundred people.

        :return: ``{"at": time in Lima, "members": [...], "totals": figures}``; a member has ``id``,
            ``name``, ``state`` (``calling desk idle away``), ``since`` and ``lead`` (texts or
            False), ``last`` (``{"time", "outcome", "lead"}`` or False), ``callbacks_due``,
            ``callbacks_overdue`` and the figures of `digiflow.call.day._get_days`
        :raise AccessError: the user neither manages nor reviews calls
        """
        self._check_role()
        day = periods.today()
        people, last = self._get_people(day)
        states = self._get_states(people, last, day)
        days = self.env["digiflow.call.day"]._get_days(people, day)
        end = periods.starts_at(day + periods.ONE_DAY)
        callbacks = self.env["crm.lead"]._count_callbacks(people, end)
        members = [
            {
                "id": person.id,
                "name": person.name,
                **states[person.id],
                **days[person.id],
                **dict(zip(CALLBACKS, callbacks.get(person.id, (0, 0)))),
            }
            for person in people
        ]
        totals = _prepare_totals(members)
        return {"at": _clock(fields.Datetime.now()), "members": members, "totals": totals}

    @api.model
    def open_calls(self, user_id=False):
        """The action that shows today's calls of one telemarketer, or of the whole team.

        :raise AccessError: the user neither manages nor reviews calls
        """
        self._check_role()
        day = periods.today()
        user_ids = [user_id] if user_id else self._get_people(day)[0].ids
        begin, end = periods.boundaries([periods.Period(day, day)])
        action = self.env["ir.actions.act_window"]._for_xml_id("digiflow_crm.digiflow_call_action")
        who = self.env["res.users"].browse(user_id).name if user_id else _("the team")
        name = _("Calls today: %(name)s", name=who)
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": [
                ("user_id", "in", user_ids),
                ("start", ">=", fields.Datetime.to_string(begin)),
                ("start", "<", fields.Datetime.to_string(end)),
            ],
        }

    @api.model
    def _check_role(self):
        if not any(self.env.user.has_group(role) for role in LOOKING):
            raise AccessError(
                _("The team at work is shown to the commercial manager and the quality area.")
            )

    @api.model
    def _get_people(self, day):
        """The telemarketers of the companies at work, by name, and who manages and called today.

        :return: (users, ``{user id: (start, minutes, outcome, company) of the day's last call}``)
        """
        groups = implied_groups_field(self.env)
        domain = [("company_ids", "in", self.env.companies.ids), ("share", "=", False)]
        # sudo: who has which role is needed to find them, by whoever may look at the team.
        users = self.env["res.users"].sudo()
        people, managers = (
            users.search([*domain, (groups, "in", [self.env.ref(role).id])], order="name, id")
            for role in ("digiflow_crm.group_telemarketer", "digiflow_crm.group_manager")
        )
        self.env["digiflow.call"].flush_model(["user_id", "start", "duration", "outcome"])
        self.env.cr.execute(LAST_SQL, self._prepare_params(people, day))
        last = {user_id: call for user_id, *call in self.env.cr.fetchall()}
        away = managers.filtered(lambda user: user.id not in last)
        return self.env["res.users"].browse((people - away).ids), last

    @api.model
    def _prepare_params(self, people, day):
        """Parameters of the queries about these people on that day in Lima."""
        begin, end = periods.boundaries([periods.Period(day, day)])
        return {
            "users": people.ids,
            "companies": self.env.companies.ids,
            "now": fields.Datetime.now(),
            "begin": begin,
            "end": end,
        }

    @api.model
    def _get_states(self, people, last, day):
        """``{user id: {"state", "since", "lead", "last"}}``: what each one is doing now.

        :param dict last: as `_get_people` gives it
        """
        params = self._prepare_params(people, day)
        self.env["crm.lead"].flush_model(["name", "call_taken_by_id", "call_taken_until"])
        self.env.cr.execute(HELD_SQL, params)
        held = {user_id: lead for user_id, *lead in self.env.cr.fetchall()}
        # sudo: the desk writes who is there, and nobody else reads it than this.
        seen = self.env["digiflow.call.presence"].sudo()
        seen = {one.user_id.id: one for one in seen.search([("user_id", "in", people.ids)])}
        # sudo: the words of the outcomes, in the reader's language.
        outcomes = self.env["digiflow.call.outcome"].sudo().search([("code", "in", OUTCOMES)])
        words = {outcome.code: outcome.name for outcome in outcomes}
        return {
            user_id: {
                **self._prepare_state(held.get(user_id), last.get(user_id), seen.get(user_id), day),
                "last": _prepare_last(last.get(user_id), words),
            }
            for user_id in people.ids
        }

    @api.model
    def _prepare_state(self, held, last, presence, day):
        """Where somebody is: with a company, at the desk, idle since, or not there yet today.

        :param held: (lead id, name, until when) of the company on the desk, or None
        :param last: (start, minutes, outcome, company) of today's last call, or None
        :param presence: the row of `digiflow.call.presence`, or None
        """
        patience = timedelta(minutes=self.env.company.digiflow_call_minutes)
        if held:
            lead_id, name, until = held
            known = presence and presence.lead_id.id == lead_id
            since = presence.since if known else until - patience
            return {"state": CALLING, "since": _clock(since), "lead": name}
        moments = [last[0] + timedelta(minutes=last[1] or 0)] if last else []
        if presence and presence.seen_at >= periods.starts_at(day):
            moments.append(presence.seen_at)
        if not moments:
            return {"state": AWAY, "since": False, "lead": False}
        since = max(moments)
        state = AT_DESK if fields.Datetime.now() - since < patience else IDLE
        return {"state": state, "since": _clock(since), "lead": False}


def _clock(moment):
    """A naive UTC datetime as hours and minutes in Lima."""
    return to_lima(moment).strftime("%H:%M")


def _prepare_last(last, words):
    """The last call of the day as texts, or False.

    :param last: (start, minutes, outcome, company), or None
    :param dict words: outcome -> its name
    """
    if not last:
        return False
    start, _minutes, outcome, lead = last
    return {"time": _clock(start), "outcome": words.get(outcome, False), "lead": lead or False}


def _prepare_totals(members):
    """The figures of all of them together."""
    names = ("calls", "effective", "meetings", "talk_minutes")
    totals = prepare_figures(*(sum(member[name] for member in members) for name in names))
    return {**totals, **{name: sum(member[name] for member in members) for name in SUMMED}}
