from odoo import _, api, models

from ...core import periods
from ..clients.case_states import UNSOLVED
from ..indicators.indicator_states import PHASE_CLOSED
from ..satisfaction.digiflow_satisfaction_answer_consequences import UNREAD
from ..training.training_states import PROPOSED
from .workday_parts import LATE, TODAY, Block

ANSWERS = "digiflow_crm.digiflow_satisfaction_answer_action"
FEEDBACK = "digiflow_crm.digiflow_feedback_action"
CASES = "digiflow_crm.digiflow_case_action"
SESSIONS = "digiflow_crm.digiflow_training_session_action"
IMPROVEMENTS = "digiflow_crm.digiflow_improvement_action"


class DigiflowWorkday(models.AbstractModel):
    """What waits for a quality analyst about clients and the staff's training."""

    _inherit = "digiflow.workday"

    @api.model
    def _get_quality_client_blocks(self):
        return [
            self._get_quality_cases(),
            self._get_quality_comments(),
            self._get_quality_feedback(),
            self._get_quality_sessions(),
            self._get_quality_improvements(),
        ]

    # -- clients
    @api.model
    def _get_quality_cases(self):
        """Whoever solves them: their deadline is over, today or tomorrow."""
        tomorrow = periods.today() + periods.ONE_DAY
        return Block(
            "cases",
            _("Cases at risk"),
            "fa-life-ring",
            "digiflow.case",
            [("state", "in", UNSOLVED), ("date_deadline", "<=", tomorrow)],
            self._tell_quality_case,
            _("No case is near its deadline."),
            order="date_deadline, id",
            action=CASES,
        )

    @api.model
    def _tell_quality_case(self, case):
        parts = (case.partner_id.name, case.user_id.name)
        told = self._tell_common_case(case)
        return {**told, "detail": " · ".join(part for part in parts if part)}

    @api.model
    def _get_quality_comments(self):
        return Block(
            "comments",
            _("Unread comments of clients"),
            "fa-commenting-o",
            "digiflow.satisfaction.answer",
            list(UNREAD),
            self._tell_quality_comment,
            _("Every comment has been read."),
            order="answered_date, id",
            action=ANSWERS,
        )

    @api.model
    def _get_quality_feedback(self):
        """What clients wrote of presentations and of starts."""
        return Block(
            "feedback",
            _("Unread comments on presentations and starts"),
            "fa-comments-o",
            "digiflow.feedback",
            list(UNREAD),
            self._tell_quality_comment,
            _("Every comment has been read."),
            order="answered_date, id",
            action=FEEDBACK,
        )

    @api.model
    def _tell_quality_comment(self, answer):
        scores = dict(answer._fields["score"]._description_selection(self.env))
        parts = (scores.get(answer.score), answer.comment)
        return {
            "detail": " · ".join(part for part in parts if part),
            "when": self._say_moment(answer.answered_date),
            **self._judge_waiting(answer.answered_date),
        }

    # -- training
    @api.model
    def _get_quality_sessions(self):
        """Proposed because of gaps, or over without a record of who was there."""
        return Block(
            "sessions",
            _("Training sessions to plan or to record"),
            "fa-calendar-plus-o",
            "digiflow.training.session",
            ["|", ("state", "=", PROPOSED), ("is_to_record", "=", True)],
            self._tell_quality_session,
            _("No session waits: no gap is open."),
            order="state desc, start, id",
            action=SESSIONS,
        )

    @api.model
    def _tell_quality_session(self, session):
        reason = (session.reason or "").splitlines()[:1]
        proposed = session.state == PROPOSED
        return {
            "detail": reason[0] if reason else session.trainer_id.name or "",
            "when": self._say_moment(session.start),
            "level": TODAY if proposed else LATE,
            "sign": _("To be planned") if proposed else _("Record who was there"),
        }

    # -- improving
    @api.model
    def _get_quality_improvements(self):
        return Block(
            "improvements",
            _("My improvement actions"),
            "fa-line-chart",
            "digiflow.improvement",
            [("user_id", "=", self.env.uid), ("phase", "!=", PHASE_CLOSED)],
            self._tell_quality_improvement,
            _("No improvement action is yours now."),
            order="date_deadline, id",
            action=IMPROVEMENTS,
        )

    @api.model
    def _tell_quality_improvement(self, action):
        phases = dict(action._fields["phase"]._description_selection(self.env))
        parts = (phases[action.phase], action.indicator_id.name)
        return {
            "detail": " · ".join(part for part in parts if part),
            "when": self._say_day(action.date_deadline),
            **self._judge(action.date_deadline),
        }
