from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...exceptions import ProcessError, WorkflowError
from .digiflow_prospect_distribution_move import (
    GIVEN,
    PLANNED,
    ROLE_EXECUTIVE,
    ROLE_TELEMARKETER,
    SCOPE_PERSON,
    SCOPE_UNASSIGNED,
    SCOPE_UNWORKED,
    SKIPPED,
    STAYED,
    UNDONE,
)
from .digiflow_prospect_list import STATE_CLOSED, STATE_DISTRIBUTED
from .distribution_plan import METHOD_EVEN, METHOD_PLACE, METHOD_WEIGHT, DistributionPlan

STATE_DRAFT = "draft"
STATE_PREVIEWED = "previewed"
STATE_DONE = "done"
STATE_UNDONE = "undone"
ROLE_BOTH = "both"
# role -> the field of the list with its people
PEOPLE_FIELDS = {ROLE_TELEMARKETER: "telemarketer_ids", ROLE_EXECUTIVE: "executive_ids"}
# What the plan follows from.
INPUTS = {"list_id", "scope", "from_user_id", "role", "method", "keep_known"}
# What only the process itself writes.
RESULTS = {
    *("state", "lead_count", "given_count", "skipped_count", "undone_count", "stayed_count"),
    *("done_on", "done_by_id"),
}


class DigiflowProspectDistribution(models.Model):
    """Opportunities of a list given to its people: planned, done in one go, undone if need be."""

    _name = "digiflow.prospect.distribution"
    _description = "Distribution of a prospect list"
    _order = "id desc"
    _rec_name = "list_id"

    list_id = fields.Many2one(
        "digiflow.prospect.list",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('state', '!=', 'closed')]",
    )
    company_id = fields.Many2one(related="list_id.company_id", store=True, index=True)
    state = fields.Selection(
        [
            (STATE_DRAFT, "To preview"),
            (STATE_PREVIEWED, "Previewed"),
            (STATE_DONE, "Distributed"),
            (STATE_UNDONE, "Undone"),
        ],
        default=STATE_DRAFT,
        required=True,
        readonly=True,
        copy=False,
    )
    # What is distributed
    scope = fields.Selection(
        [
            (SCOPE_UNASSIGNED, "Opportunities without a person"),
            (SCOPE_UNWORKED, "All that nobody worked on yet"),
            (SCOPE_PERSON, "Those of one person that nobody worked on yet"),
        ],
        string="What",
        default=SCOPE_UNASSIGNED,
        required=True,
    )
    from_user_id = fields.Many2one(
        "res.users",
        string="Whose",
        domain="[('share', '=', False)]",
        context={"active_test": False},
        help="Whose opportunities go to the others; somebody who left may be chosen as well.",
    )
    role = fields.Selection(
        [
            (ROLE_BOTH, "Telemarketers and sales executives"),
            (ROLE_TELEMARKETER, "Telemarketers"),
            (ROLE_EXECUTIVE, "Sales executives"),
        ],
        string="Give to",
        default=ROLE_BOTH,
        required=True,
    )
    method = fields.Selection(
        [
            (METHOD_EVEN, "Evenly"),
            (METHOD_WEIGHT, "By weight"),
            (METHOD_PLACE, "By district or city"),
        ],
        string="How",
        default=METHOD_EVEN,
        required=True,
        help="Evenly: afterwards everybody has as many of the list as can be equal. By weight: "
        "in proportion to each person's weight. By district or city: each place goes whole to "
        "one person, the biggest first.",
    )
    keep_known = fields.Boolean(
        string="Known companies stay",
        default=True,
        help="A company that somebody of these people follows or followed already, or whose "
        "seller they are, goes to that person.",
    )
    # To whom
    line_ids = fields.One2many(
        "digiflow.prospect.distribution.line", "distribution_id", string="People"
    )
    telemarketer_line_ids = fields.One2many(
        "digiflow.prospect.distribution.line",
        "distribution_id",
        string="Telemarketers",
        domain=[("role", "=", ROLE_TELEMARKETER)],
        context={"default_role": ROLE_TELEMARKETER},
    )
    executive_line_ids = fields.One2many(
        "digiflow.prospect.distribution.line",
        "distribution_id",
        string="Sales executives",
        domain=[("role", "=", ROLE_EXECUTIVE)],
        context={"default_role": ROLE_EXECUTIVE},
    )
    place_ids = fields.One2many(
        "digiflow.prospect.distribution.place", "distribution_id", string="Places"
    )
    # Result
    lead_count = fields.Integer(string="To be given", readonly=True, copy=False)
    given_count = fields.Integer(string="Given", readonly=True, copy=False)
    skipped_count = fields.Integer(
        string="Changed meanwhile",
        readonly=True,
        copy=False,
        help="Opportunities that changed between the preview and the distribution: left alone.",
    )
    undone_count = fields.Integer(string="Given back", readonly=True, copy=False)
    stayed_count = fields.Integer(
        string="Stayed",
        readonly=True,
        copy=False,
        help="Opportunities that somebody worked on, or gave to somebody else, before the undoing.",
    )
    done_on = fields.Datetime(string="Distributed on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Distributed by", readonly=True, copy=False)

    @api.constrains("scope", "from_user_id")
    def _check_giver(self):
        for distribution in self:
            if distribution.scope == SCOPE_PERSON and not distribution.from_user_id:
                raise ProcessError(_("Say whose opportunities are distributed: «Whose» is empty."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_results(vals)
        distributions = super().create(vals_list)
        for distribution in distributions.filtered(lambda one: not one.line_ids):
            distribution._add_people()
        return distributions

    def write(self, vals):
        self._check_results(vals)
        if INPUTS.intersection(vals):
            self._forget_plan()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        """What was distributed stays on record, so that it can be undone."""
        if any(distribution.state == STATE_DONE for distribution in self):
            raise WorkflowError(_("A distribution that was made cannot be deleted. Undo it first."))

    def action_preview(self):
        """Say who would get how many; no opportunity is written.

        The same again gives the same, as long as no opportunity changes.

        :raise WorkflowError: it is done, the list is closed, or nobody is there to get any
        """
        self.ensure_one()
        self._check_may(STATE_DRAFT, STATE_PREVIEWED)
        count = DistributionPlan(self).make()
        self._write_results(state=STATE_PREVIEWED, lead_count=count)
        return True  # None does not pass XML-RPC; so below

    def action_distribute(self):
        """Give the opportunities as previewed, whole or not at all.

        What changed since the preview is left alone and counted in `skipped_count`.

        :raise WorkflowError: not previewed, the list is closed, somebody went on leave since,
            or all of it changed since
        """
        self.ensure_one()
        self._check_may(STATE_PREVIEWED)
        self._lock_list()
        self._check_people_there()
        counts = self._get_moves()._apply(self, self._get_roles())
        if not counts.get(GIVEN):
            raise WorkflowError(
                _("Nothing is left to give: all of it changed since. Preview again.")
            )
        self._add_to_list()
        self._write_results(
            state=STATE_DONE,
            given_count=counts[GIVEN],
            skipped_count=counts.get(SKIPPED, 0),
            done_on=fields.Datetime.now(),
            done_by_id=self.env.uid,
        )
        self._tell()
        return True

    def action_undo(self):
        """Give back what nobody worked on since; the rest stays and is counted.

        :raise WorkflowError: not done, or a later distribution gave some of it to others
        """
        self.ensure_one()
        self._check_may(STATE_DONE)
        self._lock_list()
        later = self._get_moves()._get_later(self)
        if later:
            raise WorkflowError(
                _(
                    "The distribution of %(day)s gave some of these opportunities to others. "
                    "Undo that one first.",
                    day=fields.Datetime.context_timestamp(self, later.done_on).date(),
                )
            )
        counts = self._get_moves()._undo(self)
        self._write_results(
            state=STATE_UNDONE,
            undone_count=counts.get(UNDONE, 0),
            stayed_count=counts.get(STAYED, 0),
        )
        self._tell()
        return True

    def action_view_leads(self):
        """Open the opportunities that are planned, or those that this distribution gave."""
        return self._open_leads(PLANNED, GIVEN, UNDONE, STAYED)

    def action_view_left(self):
        """Open the opportunities that were left alone: changed, or worked on."""
        return self._open_leads(SKIPPED, STAYED)

    def _open_leads(self, *outcomes):
        """Open the opportunities with one of these outcomes."""
        self.ensure_one()
        action = self.list_id.action_view_leads()
        domain = [("distribution_id", "=", self.id), ("outcome", "in", outcomes)]
        moves = self.env["digiflow.prospect.distribution.move"].search(domain)
        return {**action, "domain": [("id", "in", moves.lead_id.ids)]}

    def _get_roles(self):
        """The roles that get opportunities."""
        self.ensure_one()
        return list(PEOPLE_FIELDS) if self.role == ROLE_BOTH else [self.role]

    def _get_giver(self):
        """Whose opportunities are distributed; nobody's unless that is the scope."""
        return self.from_user_id if self.scope == SCOPE_PERSON else self.env["res.users"]

    def _get_recipients(self, role):
        """The lines of those who get opportunities in `role`."""
        return self.line_ids.filtered(
            lambda line: line.role == role and line.included and not line.away_reason
        )

    def _get_moves(self):
        """The moves' model."""
        # sudo: the moves are the process's own; nobody writes them by hand.
        return self.env["digiflow.prospect.distribution.move"].sudo()

    def _check_may(self, *states):
        """Refuse an action to who is no manager, in another state, or on a closed list."""
        if not (self.env.su or self.env.user.has_group("digiflow_crm.group_manager")):
            raise AccessError(_("Only the commercial manager distributes opportunities."))
        labels = dict(self._fields["state"]._description_selection(self.env))
        if self.state not in states:
            raise WorkflowError(
                _(
                    "The distribution is «%(state)s»; for this it must be «%(needed)s».",
                    state=labels[self.state],
                    needed="», «".join(labels[state] for state in states),
                )
            )
        if self.list_id.state == STATE_CLOSED and STATE_DONE not in states:
            raise WorkflowError(_("%(list)s is closed. Reopen it first.", list=self.list_id.name))

    @api.model
    def _check_results(self, vals):
        """Refuse values that only the process writes; it does so with all rights."""
        if not self.env.su and RESULTS.intersection(vals):
            raise ProcessError(
                _("The result of a distribution cannot be written. Preview, distribute or undo it.")
            )

    def _check_people_there(self):
        """Refuse to give to somebody who went on leave or was archived since the preview."""
        for line in self.line_ids.filtered(lambda line: line.share and line.away_reason):
            raise WorkflowError(
                _(
                    "%(person)s: %(reason)s. Preview again.",
                    person=line.user_id.name,
                    reason=line.away_reason,
                )
            )

    def _lock_list(self):
        """Make another distribution of the list, or an import into it, wait for this one.

        Under repeatable read it then fails, and Odoo runs it again on what this one left.
        """
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE digiflow_prospect_list SET write_date = write_date WHERE id = %s",
            (self.list_id.id,),
        )

    def _add_people(self):
        """Begin with the people of the list, those who are away too: their line says why."""
        everybody = self.list_id.with_context(active_test=False)
        self.line_ids.create(
            [
                {"distribution_id": self.id, "role": role, "user_id": user.id}
                for role, name in PEOPLE_FIELDS.items()
                for user in everybody[name]
            ]
        )

    def _add_to_list(self):
        """Whoever got opportunities of the list is one of its people."""
        for role in self._get_roles():
            people = self.line_ids.filtered(
                lambda line, role=role: line.share and line.role == role
            )
            new = people.user_id - self.list_id[PEOPLE_FIELDS[role]]
            self.list_id.write({PEOPLE_FIELDS[role]: [(4, user.id) for user in new]})
        self.list_id.state = STATE_DISTRIBUTED

    def _forget_plan(self):
        """A change asks for a new preview; what was distributed does not change any more."""
        for distribution in self:
            if distribution.state in (STATE_DONE, STATE_UNDONE):
                raise WorkflowError(_("This distribution was made. Begin a new one from the list."))
        planned = self.filtered(lambda distribution: distribution.state == STATE_PREVIEWED)
        planned._write_results(state=STATE_DRAFT, lead_count=0)

    def _write_results(self, **vals):
        """Write what only the process writes."""
        # sudo: see _check_results.
        self.sudo().write(vals)

    def _tell(self):
        """Log what was done on the list, and notify each person once, in their language."""
        self.list_id._message_log(body=self._get_summary())
        gains = {}
        for role in self._get_roles():
            outcome = GIVEN if self.state == STATE_DONE else UNDONE
            for user_id, count in self._get_moves()._count_moves(self, role, outcome)[0].items():
                gains[user_id] = gains.get(user_id, 0) + count
        for user in self.env["res.users"].browse(gains) - self.env.user:
            notice = self.with_context(lang=user.lang)._get_notice(gains[user.id])
            self.list_id.with_context(lang=user.lang).message_notify(
                partner_ids=user.partner_id.ids, subject=notice, body=notice
            )

    def _get_summary(self):
        """One sentence with the counts, for the list's chatter."""
        if self.state == STATE_DONE:
            return _(
                "Distribution: %(given)s opportunities given, %(skipped)s left alone because they "
                "changed after the preview.",
                given=self.given_count,
                skipped=self.skipped_count,
            )
        return _(
            "Distribution undone: %(undone)s opportunities given back, %(stayed)s stay because "
            "somebody worked on them.",
            undone=self.undone_count,
            stayed=self.stayed_count,
        )

    def _get_notice(self, count):
        """What somebody who got `count` opportunities is told."""
        values = {"count": count, "list": self.list_id.name}
        if self.state == STATE_DONE:
            return _("You got %(count)s opportunities of the list «%(list)s».", **values)
        return _("%(count)s opportunities of the list «%(list)s» that you got went back.", **values)
