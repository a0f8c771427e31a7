from odoo import api, fields, models

from .training_states import (
    ABSENT,
    EXCUSED,
    PLANNED,
    PRESENT,
    PROPOSED,
    SESSION_KIND_SELECTION,
    SESSION_REGULAR,
    SESSION_SELECTION,
)


class DigiflowTrainingSession(models.Model):
    """A module taught to some people, at an hour, by a trainer.

    It is proposed first, then planned: from then on it is of one version of its module and stands
    in everybody's calendar (digiflow_training_session_calendar). Held, it never changes any more
    (digiflow_training_session_workflow).
    """

    _name = "digiflow.training.session"
    _description = "Training session"
    _inherit = ["digiflow.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "start desc, id desc"
    _check_company_auto = True

    # What
    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, required=True, precompute=True
    )
    kind = fields.Selection(SESSION_KIND_SELECTION, required=True, default=SESSION_REGULAR)
    program_id = fields.Many2one(
        "digiflow.training.program", index=True, ondelete="restrict", check_company=True
    )
    module_id = fields.Many2one(
        "digiflow.training.module",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    version_id = fields.Many2one(
        "digiflow.training.module.version",
        string="Version",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="What is taught: the version that was published when the session was planned.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    reason = fields.Text(help="Why it is proposed: the gap that it is to close.")
    # When and where
    start = fields.Datetime(copy=False, index=True, tracking=True)
    stop = fields.Datetime(string="End", copy=False, tracking=True)
    location = fields.Char(string="Place")
    videocall_url = fields.Char(string="Link to the videocall")
    event_id = fields.Many2one(
        "calendar.event",
        string="Appointment",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    # Who
    trainer_id = fields.Many2one("res.users", index=True, check_company=True, tracking=True)
    seats = fields.Integer(default=20, help="How many people there is room for; 0: no limit.")
    enrolment_ids = fields.One2many(
        "digiflow.training.enrolment", "session_id", string="Enrolled", copy=False
    )
    taken_seats = fields.Integer(
        string="Seats taken", readonly=True, copy=False, help="The excused do not count."
    )
    # State
    state = fields.Selection(
        SESSION_SELECTION,
        required=True,
        readonly=True,
        default=PROPOSED,
        index=True,
        copy=False,
        tracking=True,
        group_expand="_expand_states",
    )
    cancel_reason = fields.Text(string="Why it was cancelled", readonly=True, copy=False)
    held_on = fields.Datetime(string="Recorded as held on", readonly=True, copy=False)

    _sql_constraints = [
        ("seats_positive", "CHECK (seats >= 0)", "The number of seats cannot be negative."),
        (
            "seats_limit",
            "CHECK (seats = 0 OR taken_seats IS NULL OR taken_seats <= seats)",
            "The session is full. Give it more seats, or choose another session.",
        ),
        ("time_order", "CHECK (stop > start)", "A session ends after it begins."),
    ]

    @api.depends("module_id")
    def _compute_name(self):
        for session in self:
            session.name = session.module_id.name or session.name

    @api.model
    def _expand_states(self, states, domain, order=None):
        """Every state is a column of the kanban, with or without sessions."""
        return [key for key, _label in SESSION_SELECTION]
