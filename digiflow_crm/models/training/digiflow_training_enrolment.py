from odoo import _, api, fields, models

from ...compat import check_access
from ...exceptions import WorkflowError
from .training_states import (
    ABSENT,
    ATTENDANCE_SELECTION,
    ENROLMENT_ORIGIN_SELECTION,
    MANUAL,
    PENDING,
    PLANNED,
    PRESENT,
    PROPOSED,
)

WAS_THERE_OR_NOT = (PRESENT, ABSENT)
# What is said of an enrolment when it is made, and what is written afterwards.
ASKED = {"session_id", "user_id", "origin", "note"}
TYPED = {"attendance", "note"}


class DigiflowTrainingEnrolment(models.Model):
    """One person in one session, and whether the person was there.

    The session's trainer, Quality and the manager write it, until the session is held.
    """

    _name = "digiflow.training.enrolment"
    _description = "Enrolment in a training session"
    _inherit = ["digiflow.guarded.mixin"]
    _order = "session_id, user_id, id"
    _rec_name = "user_id"

    session_id = fields.Many2one(
        "digiflow.training.session", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="session_id.company_id", store=True, index=True)
    module_id = fields.Many2one(related="session_id.module_id", store=True, index=True)
    start = fields.Datetime(related="session_id.start", store=True)
    state = fields.Selection(related="session_id.state", string="Session status", store=True)
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="restrict"
    )
    attendance = fields.Selection(
        ATTENDANCE_SELECTION, required=True, default=PENDING, index=True, copy=False
    )
    origin = fields.Selection(
        ENROLMENT_ORIGIN_SELECTION, string="Because of", required=True, default=MANUAL
    )
    note = fields.Char()

    _sql_constraints = [
        (
            "user_uniq",
            "UNIQUE(session_id, user_id)",
            "This person is enrolled in the session already.",
        ),
    ]

    @api.constrains("user_id", "session_id")
    def _check_user(self):
        """Who is enrolled works in the company's team, and does not teach the session."""
        users = self.env["res.users"]
        for session in self.session_id:
            people = self.filtered(lambda one, session=session: one.session_id == session).user_id
            if people & session.trainer_id:
                raise WorkflowError(
                    _(
                        "%(user)s teaches «%(session)s» and is not enrolled in it.",
                        user=session.trainer_id.name,
                        session=session.name,
                    )
                )
            strangers = people - users._get_digiflow_staff(session.company_id)
            if strangers:
                raise WorkflowError(
                    _(
                        "%(user)s has no role in Digiflow CRM in %(company)s: give a role first.",
                        user=strangers[0].name,
                        company=session.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Enrol people: the attendance is recorded afterwards, the rest is the session's."""
        check_access(self, "create")
        begun = {"attendance": PENDING}
        enrolments = super().create(
            [{**{name: vals[name] for name in ASKED & set(vals)}, **begun} for vals in vals_list]
        )
        enrolments._check_open()
        enrolments._after_change()
        return enrolments

    def write(self, vals):
        check_access(self, "write")
        self._check_open()
        if set(vals) - TYPED:
            raise WorkflowError(
                _("Of an enrolment only the attendance is written. Remove it and enrol again.")
            )
        if vals.get("attendance") in WAS_THERE_OR_NOT:
            self._check_begun()
        res = super().write(vals)
        self._after_change()
        return res

    def unlink(self):
        sessions = self.session_id
        people = {session: session._get_participants() for session in sessions}
        res = super().unlink()
        for session in sessions.exists():
            session._take_seats()
            session._sync_event(people[session])
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        """Whether somebody was there stays on record."""
        self._check_open()
        recorded = self.filtered(lambda one: one.attendance in WAS_THERE_OR_NOT)
        if recorded:
            raise WorkflowError(
                _(
                    "It is on record whether %(user)s was there. Correct the attendance instead.",
                    user=recorded[0].user_id.name,
                )
            )

    def _check_open(self):
        """Refuse to touch who was in a session that is over.

        :raise WorkflowError: a session was held or cancelled
        """
        for session in self.session_id:
            session._check_state(PROPOSED, PLANNED)

    def _check_begun(self):
        """Refuse to say who was there before it began.

        :raise WorkflowError: a session is not planned, or has not begun
        """
        now = fields.Datetime.now()
        for session in self.session_id:
            session._check_state(PLANNED)
            if session.start > now:
                raise WorkflowError(
                    _(
                        "«%(session)s» has not begun: nobody was there or missed it yet. Whoever "
                        "says in advance that they cannot come is excused.",
                        session=session.name,
                    )
                )

    def _after_change(self):
        """Count the seats anew, and put the appointment in step."""
        for session in self.session_id:
            session._take_seats()
            session._sync_event(self.user_id.partner_id)
