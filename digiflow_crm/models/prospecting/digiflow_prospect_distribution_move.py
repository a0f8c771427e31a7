from html import escape

from odoo import _, api, fields, models

from . import distribution_sql as queries
from .lead_chatter import log_notes, subscribe_executives
from .worked import traces_since_sql, worked_sql

ROLE_TELEMARKETER = "telemarketer"
ROLE_EXECUTIVE = "executive"
ROLE_SELECTION = [(ROLE_TELEMARKETER, "Telemarketer"), (ROLE_EXECUTIVE, "Sales executive")]
# role -> the field of crm.lead that says who it is
OWNER_FIELDS = {ROLE_TELEMARKETER: "telemarketer_id", ROLE_EXECUTIVE: "user_id"}
SCOPE_UNASSIGNED = "unassigned"
SCOPE_UNWORKED = "unworked"
SCOPE_PERSON = "person"

PLANNED = "planned"
GIVEN = "given"
SKIPPED = "skipped"
UNDONE = "undone"
STAYED = "stayed"
OUTCOME_SELECTION = [
    (PLANNED, "Planned"),
    (GIVEN, "Given"),
    (SKIPPED, "Skipped: it changed after the preview"),
    (UNDONE, "Given back"),
    (STAYED, "Stayed: somebody worked on it"),
]


class DigiflowProspectDistributionMove(models.Model):
    """One opportunity that a distribution gives to one person: planned, given, given back.

    Written in SQL only, a whole distribution in a statement.
    """

    _name = "digiflow.prospect.distribution.move"
    _description = "Opportunity given by a distribution"
    _order = "id"
    _rec_name = "lead_id"
    _log_access = False

    distribution_id = fields.Many2one(
        "digiflow.prospect.distribution", required=True, index=True, ondelete="cascade"
    )
    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, index=True, ondelete="cascade"
    )
    role = fields.Selection(ROLE_SELECTION, required=True)
    owner_id = fields.Many2one("res.users", string="Taken from")
    new_owner_id = fields.Many2one("res.users", string="Given to")
    outcome = fields.Selection(OUTCOME_SELECTION, required=True, default=PLANNED)
    # To give it back
    written_on = fields.Datetime(help="When the distribution wrote it; a later write is work.")
    previous_written_on = fields.Datetime()
    date_open = fields.Datetime(string="Assigned before on")
    subscribed = fields.Boolean(help="The distribution made the executive follow it.")

    @api.model
    def _clear(self, distribution):
        """Forget what was planned for `distribution`."""
        self._run(queries.CLEAR_SQL, distribution)
        self.env.invalidate_all()

    @api.model
    def _plan_pool(self, distribution, role):
        """Take up the opportunities that `distribution` is about, given to nobody yet.

        :return: ``{id of the owner now, None without one: count}``
        """
        scope = self._get_scope_sql(distribution, role)
        self._run(queries.POOL_SQL, distribution, role, sql={"scope": scope})
        self._run(queries.ANALYZE_SQL, distribution)
        return self._count_by_owner(distribution, role, queries.LOSSES_SQL)

    @api.model
    def _plan_known(self, distribution, role, users):
        """Give people the companies that they have or had already.

        :return: ``{user id: count}``
        """
        self._run(queries.KNOWN_SQL, distribution, role, users=users.ids)
        gains = self._count_by_owner(distribution, role, queries.GAINS_SQL)
        return {user_id: count for user_id, count in gains.items() if user_id}

    @api.model
    def _plan_shares(self, distribution, role, shares):
        """Give what is given to nobody yet: to whoever has it, then in turn.

        :param dict shares: ``{user id: count}`` that add up to what is left
        """
        quotas = self._get_quotas(shares)
        kept = self._count_by_owner(distribution, role, queries.STAY_SQL, **quotas)
        left = {user_id: count - kept.get(user_id, 0) for user_id, count in shares.items()}
        self._run(queries.REST_SQL, distribution, role, **self._get_quotas(left))

    @api.model
    def _count_places(self, distribution, role):
        """What is given to nobody yet, by place.

        :return: ``{place: (city, count)}``; the place "" is none
        """
        self._run(queries.PLACES_SQL, distribution, role)
        return {key: (city, count) for key, city, count in self.env.cr.fetchall()}

    @api.model
    def _plan_places(self, distribution, role, owners):
        """Give whole places to people; `owners` is ``{place: user id}``."""
        places = {"places": list(owners), "users": list(owners.values())}
        self._run(queries.GIVE_PLACES_SQL, distribution, role, **places)

    @api.model
    def _finish_plan(self, distribution):
        """Leave out what stays with whoever has it."""
        self._run(queries.DROP_SQL, distribution)
        self.env.invalidate_all()

    @api.model
    def _apply(self, distribution, roles):
        """Give the opportunities as planned, but for those that changed since.

        :return: ``{outcome: number of opportunities}``
        """
        for role in roles:
            scope = self._get_scope_sql(distribution, role)
            self._run(queries.SKIP_SQL, distribution, role, sql={"scope": scope})
        self._run(queries.STAMP_SQL, distribution)
        since = {"owner": "new_owner_id", "since": queries.NOW}
        self._run(queries.WRITE_SQL, distribution, sql=since, outcome=GIVEN, uid=self.env.uid)
        params = {"distribution": distribution.id}
        subscribe_executives(self.env, queries.NEW_FOLLOWERS_SQL, params)
        intro = _("Distributed from list «%(list)s».", list=distribution.list_id.name)
        self._log_notes(distribution, GIVEN, intro)
        return self._count_outcomes(distribution)

    @api.model
    def _undo(self, distribution):
        """Give back what nobody worked on since.

        :return: ``{outcome: number of opportunities}``
        """
        traces = traces_since_sql(self.env, "move.written_on")
        self._run(queries.JUDGE_SQL, distribution, sql={"traces": traces})
        self._run(queries.WHOLE_SQL, distribution)
        since = {"owner": "owner_id", "since": "move.date_open"}
        self._run(queries.CHAIN_SQL, distribution)
        self._run(queries.WRITE_SQL, distribution, sql=since, outcome=UNDONE, uid=self.env.uid)
        self._run(queries.UNSUBSCRIBE_SQL, distribution)
        intro = _("The distribution of list «%(list)s» was undone.", list=distribution.list_id.name)
        self._log_notes(distribution, UNDONE, intro)
        return self._count_outcomes(distribution)

    @api.model
    def _get_later(self, distribution):
        """A distribution after this one that gave some of the same opportunities, if any."""
        self._run(queries.LATER_SQL, distribution)
        found = self.env.cr.fetchone()
        return distribution.browse(found[0] if found else [])

    @api.model
    def _count_loads(self, distribution, role):
        """Open opportunities in the list by owner: ``{user id, None without one: count}``."""
        return self._count_by_owner(distribution, role, queries.LOADS_SQL)

    @api.model
    def _count_moves(self, distribution, role, outcome=PLANNED):
        """What each person gets and loses: two of ``{user id: count}``."""
        outcomes = {"outcomes": [outcome]}
        return (
            self._count_by_owner(distribution, role, queries.GAINS_SQL, **outcomes),
            self._count_by_owner(distribution, role, queries.LOSSES_SQL, **outcomes),
        )

    @api.model
    def _count_by_owner(self, distribution, role, query, **params):
        """The rows (user id, count) of a query as a dict."""
        self._run(query, distribution, role, **{"outcomes": [PLANNED], **params})
        return dict(self.env.cr.fetchall())

    @api.model
    def _count_outcomes(self, distribution):
        """``{outcome: number of opportunities}``; what was written in SQL is read anew."""
        self._run(queries.OUTCOMES_SQL, distribution)
        counts = dict(self.env.cr.fetchall())
        self.env.invalidate_all()
        return counts

    @api.model
    def _get_quotas(self, shares):
        """Parameters of a query that gives each person their share."""
        return {"users": list(shares), "shares": list(shares.values())}

    @api.model
    def _get_scope_sql(self, distribution, role):
        """Condition on `lead`: the distribution is about it."""
        owner, worked = OWNER_FIELDS[role], worked_sql(self.env)
        return {
            SCOPE_UNASSIGNED: f"lead.{owner} IS NULL",
            SCOPE_UNWORKED: f"NOT {worked}",
            SCOPE_PERSON: f"lead.{owner} = %(person)s AND NOT {worked}",
        }[distribution.scope]

    @api.model
    def _run(self, query, distribution, role=None, sql=None, **params):
        """Run one of the queries; its rows are left in the cursor.

        :param dict sql: parts of the statement, made of constants
        """
        self.env.flush_all()
        owner = {"owner": OWNER_FIELDS[role]} if role else {}
        values = {
            "distribution": distribution.id,
            "role": role,
            "list": distribution.list_id.id,
            "company": distribution.company_id.id,
            "person": distribution.from_user_id.id or None,
        }
        self.env.cr.execute(query.format(**{**owner, **(sql or {})}), {**values, **params})

    @api.model
    def _log_notes(self, distribution, outcome, intro):
        """Say in the chatter of each opportunity with `outcome` who has it now."""
        self._run(queries.PAIRS_SQL, distribution, outcome=outcome)
        pairs = self.env.cr.fetchall()
        texts = [self._get_note(pair, outcome == UNDONE) for pair in pairs]
        roles, befores, afters = zip(*pairs) if pairs else ((), (), ())
        params = {
            "distribution": distribution.id,
            "outcome": outcome,
            "intro": f"<p>{escape(intro, quote=False)}",
            "roles": list(roles),
            "befores": list(befores),
            "afters": list(afters),
            "texts": texts,
        }
        log_notes(self.env, queries.NOTES_SQL, params)

    @api.model
    def _get_note(self, pair, back):
        """One sentence, HTML, on who had it and who has it; `pair` is (role, from id, to id)."""
        role, *user_ids = pair
        # sudo: the names of people who had or get the opportunity.
        users = [self.env["res.users"].sudo().browse(user_id or []) for user_id in user_ids]
        before, after = reversed(users) if back else users
        values = {"before": before.name or _("nobody"), "after": after.name or _("nobody")}
        if role == ROLE_TELEMARKETER:
            text = _("Telemarketer: %(before)s → %(after)s.", **values)
        else:
            text = _("Sales executive: %(before)s → %(after)s.", **values)
        # As Odoo's own cleaning of HTML leaves it: quotes are no markup in a text.
        return " " + escape(text, quote=False)
