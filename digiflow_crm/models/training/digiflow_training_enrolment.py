from odoo import api, fields, models

from .training_states import (
    ATTENDANCE_SELECTION,
    ENROLMENT_ORIGIN_SELECTION,
    EXCUSED,
    MANUAL,
    PENDING,
)


class DigiflowTrainingEnrolment(models.Model):
    """One person in one session, and whether the person was there."""

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

    @api.model
    def _get_taken(self, sessions):
        """How many seats of each session are taken: ``{session id: number}``."""
        return {}
