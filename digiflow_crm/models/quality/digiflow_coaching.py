import pytz

from odoo import _, api, fields, models

from ...core import periods
from ...exceptions import ProcessError
from .coaching_states import CLOSED, COACHING_SELECTION, KIND_SELECTION, LISTENING, PLANNED

DEFAULT_MINUTES = 30


class DigiflowCoaching(models.Model):
    """A talk between a telemarketer and a coach about what reviews of calls found.

    How a signed review opens one is in digiflow_coaching_open, its appointment in
    digiflow_coaching_event, its way and who may write what in digiflow_coaching_workflow.
    """

    _name = "digiflow.coaching"
    _description = "Coaching"
    _inherit = ["digiflow.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "start desc, id desc"
    _check_company_auto = True
    # Whoever it is for may write into its discussion.
    _mail_post_access = "read"

    # Who
    user_id = fields.Many2one(
        "res.users",
        string="Telemarketer",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False)]",
    )
    coach_id = fields.Many2one(
        "res.users",
        index=True,
        tracking=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        default=lambda self: self.env.user,
        help="A quality analyst or the manager.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # What about
    kind = fields.Selection(KIND_SELECTION, required=True, default=LISTENING, tracking=True)
    review_id = fields.Many2one(
        "digiflow.call.review",
        string="Opened by",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="The review that asked for it.",
    )
    review_ids = fields.One2many(
        "digiflow.call.review", "coaching_id", string="Reviews", readonly=True
    )
    criterion_ids = fields.One2many("digiflow.coaching.criterion", "coaching_id", string="Criteria")
    # When
    start = fields.Datetime(tracking=True, copy=False, index=True)
    minutes = fields.Integer(default=DEFAULT_MINUTES, required=True)
    event_id = fields.Many2one(
        "calendar.event", string="Appointment", readonly=True, copy=False, ondelete="set null"
    )
    # What came of it
    state = fields.Selection(
        COACHING_SELECTION,
        required=True,
        readonly=True,
        default=PLANNED,
        copy=False,
        index=True,
        tracking=True,
    )
    note = fields.Text(string="What was said", copy=False)
    commitment_ids = fields.One2many(
        "digiflow.coaching.commitment", "coaching_id", string="Commitments"
    )
    commitment_count = fields.Integer(compute="_compute_commitments")
    commitment_done_count = fields.Integer(compute="_compute_commitments")
    is_late = fields.Boolean(
        string="Commitment overdue",
        compute="_compute_commitments",
        search="_search_is_late",
        help="A commitment was not kept by its day in Lima.",
    )
    held_on = fields.Datetime(readonly=True, copy=False)
    closing_note = fields.Text(string="How it ended", copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False)
    # Screens
    can_coach = fields.Boolean(
        compute="_compute_can_coach", help="The user plans and closes it: Quality and the manager."
    )

    _sql_constraints = [
        (
            "two_people",
            "CHECK (coach_id <> user_id)",
            "Nobody coaches oneself. Choose another coach.",
        ),
        (
            "minutes_range",
            "CHECK (minutes BETWEEN 5 AND 480)",
            "A coaching session takes from 5 minutes to 8 hours.",
        ),
    ]

    @api.depends("user_id.name", "start")
    def _compute_display_name(self):
        for one in self:
            day = one.start and periods.today(pytz.utc.localize(one.start)).strftime("%d/%m/%Y")
            one.display_name = " · ".join(part for part in (one.user_id.name, day) if part)

    @api.depends("commitment_ids.done", "commitment_ids.date_due")
    def _compute_commitments(self):
        for one in self:
            kept = one.commitment_ids.filtered("done")
            one.commitment_count = len(one.commitment_ids)
            one.commitment_done_count = len(kept)
            one.is_late = any((one.commitment_ids - kept).mapped("is_late"))

    @api.model
    def _search_is_late(self, operator, value):
        late = [("done", "=", False), ("date_due", "<", periods.today())]
        ids = self.env["digiflow.coaching.commitment"].search(late).coaching_id.ids
        wanted = bool(value) if not isinstance(value, (list, tuple, set)) else True in value
        return [("id", "in" if wanted == (operator in ("=", "in")) else "not in", ids)]

    @api.depends_context("uid")
    def _compute_can_coach(self):
        self.can_coach = self._is_coach(self.env.user)

    @api.constrains("user_id", "coach_id")
    def _check_people(self):
        for one in self:
            if not one.user_id._has_digiflow_role():
                raise ProcessError(
                    _("%s has no role in Digiflow CRM. Choose who has one.", one.user_id.name)
                )
            if one.coach_id and not self._is_coach(one.coach_id):
                raise ProcessError(
                    _(
                        "%s is neither a quality analyst nor the manager. Choose another coach.",
                        one.coach_id.name,
                    )
                )

    def name_get(self):
        """16.0 asks for names this way."""
        return [(one.id, one.display_name) for one in self]

    @api.model
    def _is_coach(self, user):
        """Whether somebody coaches: quality analysts and the manager do."""
        return any(user.has_group(f"digiflow_crm.group_{role}") for role in ("quality", "manager"))

    def _is_closed(self):
        """Whether it stays as it is."""
        self.ensure_one()
        return self.state == CLOSED
