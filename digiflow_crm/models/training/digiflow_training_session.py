from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from .training_states import (
    PROPOSED,
    SESSION_KIND_SELECTION,
    SESSION_REGULAR,
    SESSION_REINFORCEMENT,
    SESSION_SELECTION,
    open_record,
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
        "digiflow.training.program",
        string="Programme",
        index=True,
        ondelete="restrict",
        check_company=True,
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
        # Of two that are proposed at once one stays; `_check_proposal` says so before.
        (
            "proposal_uniq",
            "EXCLUDE USING btree (module_id WITH =, company_id WITH =) "
            "WHERE (state = 'proposed' AND kind = 'reinforcement') DEFERRABLE INITIALLY DEFERRED",
            "A reinforcement of this module is proposed already.",
        ),
    ]

    @api.depends("module_id")
    def _compute_name(self):
        for session in self:
            session.name = session.module_id.name or session.name

    @api.model
    def _expand_states(self, states, domain, order=None):
        """Every state is a column of the kanban, with or without sessions."""
        return [key for key, _label in SESSION_SELECTION]

    @api.constrains("state", "kind", "module_id", "company_id")
    def _check_proposal(self):
        """Who needs a module again is gathered in one proposal until it is planned."""
        for session in self.filtered(lambda one: one._is_open_reinforcement()):
            alike = self.search_count(
                [
                    ("state", "=", PROPOSED),
                    ("kind", "=", SESSION_REINFORCEMENT),
                    ("module_id", "=", session.module_id.id),
                    ("company_id", "=", session.company_id.id),
                    ("id", "!=", session.id),
                ]
            )
            if alike:
                raise WorkflowError(
                    _(
                        "A reinforcement of «%(module)s» is proposed already. Plan that one, or "
                        "add people to it.",
                        module=session.module_id.name,
                    )
                )

    def action_ask_cancel(self):
        """Open the form that asks why this session is cancelled."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_training_session_cancel_action"
        )
        return {**action, "context": {"default_session_id": self.id}}

    def action_view_event(self):
        """Open the appointment of this session."""
        self.ensure_one()
        return open_record(self.event_id)

    def action_view_module(self):
        """Open what is taught: the version of this session, or the module until it is planned."""
        self.ensure_one()
        return open_record(self.version_id or self.module_id)

    def action_view_enrolments(self):
        """Open the people of this session, as far as the user may see them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_training_enrolment_action"
        )
        return {**action, "domain": [("session_id", "=", self.id)], "context": {}}

    def _is_open_reinforcement(self):
        """Whether this is a reinforcement that is not planned yet."""
        self.ensure_one()
        return self.state == PROPOSED and self.kind == SESSION_REINFORCEMENT
