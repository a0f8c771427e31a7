from odoo import api, fields, models

from ...compat import AVERAGED, SERIES
from ...core import periods
from . import plan_sql
from .plan_states import STATUS_SELECTION
from .training_states import ORIGIN_SELECTION


class DigiflowTrainingPlan(models.Model):
    """Where somebody stands with a module that he or she must have, and what to do next.

    A view: one row for each person, module and company, of the modules that the person's roles
    need and of those that were assigned; reckoned when it is read, never written. What to do next
    is in digiflow_training_plan_next.
    """

    _name = "digiflow.training.plan"
    _description = "Training plan"
    _auto = False
    _rec_name = "module_id"
    _order = "to_do desc, deadline, sequence, id"
    _depends = {
        "res.users": ["active", "share", "company_ids", "digiflow_joined_on"],
        "res.company": ["digiflow_training_notice_days"],
        "digiflow.training.module": [
            *("active", "version_id", "company_id", "group_ids", "validity_months", "sequence"),
        ],
        "digiflow.training.program.line": ["program_id", "module_id"],
        "digiflow.training.evaluation": [
            *("active", "required", "module_id", "program_id", "company_id", "method"),
        ],
        "digiflow.training.attempt": [
            *("state", "done_on", "passed", "score", "user_id", "evaluation_id"),
        ],
        "digiflow.training.session": [
            *("module_id", "company_id", "state", "start", "stop", "seats", "taken_seats"),
        ],
        "digiflow.training.enrolment": ["session_id", "user_id", "attendance"],
        "digiflow.training.assignment": [
            *("user_id", "module_id", "company_id", "date_due", "origin", "done_on"),
        ],
    }

    # Who and what
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    module_id = fields.Many2one("digiflow.training.module", readonly=True)
    version_id = fields.Many2one(
        "digiflow.training.module.version", string="What is taught now", readonly=True
    )
    company_id = fields.Many2one("res.company", readonly=True)
    sequence = fields.Integer(readonly=True)
    # Where the person stands
    status = fields.Selection(
        STATUS_SELECTION,
        readonly=True,
        help="Passed and not expired counts as trained; everything else does not.",
    )
    trained = fields.Float(
        string="Trained (%)",
        readonly=True,
        digits=(16, 1),
        help="100 for who has passed the module and it has not expired, 0 for who has not: the "
        "average is the share of people trained.",
        **AVERAGED,
    )
    to_do = fields.Boolean(readonly=True, help="There is something to do about it.")
    passed_on = fields.Date(readonly=True, help="The day, in Lima, of the last pass.")
    valid_until = fields.Date(readonly=True, help="The last day on which it counts as passed.")
    last_score = fields.Float(readonly=True, digits=(16, 1), **AVERAGED)
    attempt_id = fields.Many2one("digiflow.training.attempt", string="Last attempt", readonly=True)
    # What is ahead
    deadline = fields.Date(string="To be done by", readonly=True)
    session_id = fields.Many2one("digiflow.training.session", string="Next session", readonly=True)
    session_start = fields.Datetime(string="Session on", readonly=True)
    open_session_id = fields.Many2one(
        "digiflow.training.session",
        string="Session with room",
        readonly=True,
        help="The next session of the module that still has room.",
    )
    open_session_start = fields.Datetime(string="Room on", readonly=True)
    proposal_id = fields.Many2one(
        "digiflow.training.session",
        string="Session being prepared",
        readonly=True,
        help="A session without a date yet that the person is to be in.",
    )
    evaluation_id = fields.Many2one(
        "digiflow.training.evaluation",
        string="Test",
        readonly=True,
        help="The written test to take next.",
    )
    test_count = fields.Integer(string="Evaluations", readonly=True)
    assignment_id = fields.Many2one("digiflow.training.assignment", readonly=True)
    date_due = fields.Date(string="Assigned for", readonly=True)
    origin = fields.Selection(ORIGIN_SELECTION, string="Because of", readonly=True)

    @property
    def _table_query(self):
        """Everybody's modules as of today in Lima."""
        return plan_sql.PLAN_SQL.format(
            **self._get_sql_terms(periods.today()), assigned=plan_sql.ASSIGNED_SQL, joined=""
        )

    @api.model
    def _get_sql_terms(self, day):
        """What the queries of plan_sql need to know of a day in Lima."""
        return {
            "day": day.isoformat(),
            "end": periods.starts_at(day + periods.ONE_DAY).isoformat(" "),
            "now": fields.Datetime.now().isoformat(" ").join("''"),
            "pairs": self._get_group_pairs(),
            "done_day": plan_sql.LIMA_DAY.format(moment="done_on"),
            "stop_day": plan_sql.LIMA_DAY.format(moment="session.stop"),
        }

    @api.model
    def _get_group_pairs(self):
        """Which groups stand for which, as rows of SQL: (group or 0 for any role, who has it).

        16.0 keeps the groups that a user's groups imply with the user; 19.0 does not.
        """
        roles = self.env["res.users"]._get_digiflow_roles()
        # sudo: what a group implies is for administrators to read; only ids are used here.
        modules = self.env["digiflow.training.module"].sudo().with_context(active_test=False)
        wanted = modules.search([("group_ids", "!=", False)]).group_ids
        pairs = {(0, via) for role in roles for via in self._get_group_ways(role)}
        pairs |= {(group.id, via) for group in wanted for via in self._get_group_ways(group)}
        return ", ".join(f"({group}, {via})" for group, via in sorted(pairs))

    @api.model
    def _get_group_ways(self, group):
        """The ids of a group and of those that imply it, where users have the latter alone."""
        # sudo: see above.
        return group.sudo().all_implied_by_ids.ids if SERIES >= 19 else group.ids

    @api.model
    def _run_sql(self, query, day, **terms):
        """Rows of a query of plan_sql as of a day in Lima."""
        self._flush_facts()
        self.env.cr.execute(self._fill_in(query, day, **terms))
        return self.env.cr.fetchall()

    @api.model
    def _fill_in(self, query, day, **terms):
        """A query with its terms: a day, ids and pieces of our own SQL, nothing anybody wrote."""
        return query.format(**self._get_sql_terms(day), **terms)

    @api.model
    def _flush_facts(self):
        """Let the database know what this view is reckoned from, before SQL of our own."""
        for model, names in self._depends.items():
            self.env[model].flush_model(names)
