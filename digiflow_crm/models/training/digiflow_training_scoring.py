from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...compat import search_sql
from ...core import periods
from ...core.external import without_none
from ...exceptions import WorkflowError
from .attempt_states import ATTEMPT_CANCELLED, METHOD_WRITTEN
from .training_states import ABSENT, EXCUSED, HELD, PLANNED

# Of these sessions people are scored, once they have begun.
SCORED_STATES = (PLANNED, HELD)
# Who was not there is not scored.
AWAY = (ABSENT, EXCUSED)
# For how many days what is all scored stays in the queue.
SHOWN_DAYS = 60
# One row for each session and each evaluation that a trainer scores of what is taught there.
QUEUE_SQL = """
    SELECT session.id, evaluation.id, count(*), count(attempt.id),
        count(*) FILTER (WHERE attempt.id IS NULL AND enrolment.user_id != %s)
    FROM digiflow_training_session session
    JOIN digiflow_training_evaluation evaluation
        ON evaluation.active AND evaluation.method != %s
        AND (evaluation.module_id = session.module_id
            OR evaluation.module_id IS NULL AND evaluation.program_id = session.program_id)
        AND (evaluation.company_id IS NULL OR evaluation.company_id = session.company_id)
    JOIN digiflow_training_enrolment enrolment
        ON enrolment.session_id = session.id AND enrolment.attendance NOT IN %s
    LEFT JOIN digiflow_training_attempt attempt
        ON attempt.session_id = session.id AND attempt.evaluation_id = evaluation.id
        AND attempt.user_id = enrolment.user_id AND attempt.state = 'done'
    WHERE session.id IN ({sessions})
    GROUP BY session.id, evaluation.id
    HAVING count(*) FILTER (WHERE attempt.id IS NULL AND enrolment.user_id != %s) > 0
        OR session.start >= %s
    ORDER BY session.start DESC, session.id DESC, evaluation.id
"""


class DigiflowTrainingScoring(models.AbstractModel):
    """What a trainer has to score, and the sheet on which it is done.

    Its methods are public: a screen or another program calls them under the user's rights. Who
    scores is the trainer of the session, quality or the manager; nobody scores oneself.
    """

    _name = "digiflow.training.scoring"
    _description = "Scoring of simulations, cases and presentations"

    @api.model
    def get_queue(self):
        """What the user is to score: own sessions, all of them for quality and the manager.

        :return: dict of two lists, ``to_score`` and ``scored`` (of the last 60 days), the newest
            session first: ``{"session_id", "evaluation_id", "session", "evaluation", "method",
            "date", "trainer", "by_group", "people", "scored", "left"}``; ``left`` are those whom
            the user may still score, ``date`` is ISO text of the day in Lima
        """
        rows = self._read_queue()
        sessions = self.env["digiflow.training.session"].browse([row[0] for row in rows])
        evaluations = self.env["digiflow.training.evaluation"].browse([row[1] for row in rows])
        methods = dict(evaluations._fields["method"]._description_selection(self.env))
        found = [
            {
                "session_id": session.id,
                "evaluation_id": evaluation.id,
                "session": session.name,
                "evaluation": evaluation.name,
                "method": methods[evaluation.method],
                "date": self._get_day(session.start),
                "trainer": session.trainer_id.name or "",
                "by_group": evaluation.by_group,
                "people": people,
                "scored": scored,
                "left": left,
            }
            for session, evaluation, (_session, _evaluation, people, scored, left) in zip(
                sessions, evaluations, rows
            )
        ]
        return {
            "to_score": [row for row in found if row["left"]],
            "scored": [row for row in found if not row["left"]],
        }

    @api.model
    def get_sheet(self, session_id, evaluation_id):
        """The people of a session, and what each has been given in an evaluation so far.

        :return: ``session``: ``{"id", "name", "date", "trainer"}``; ``evaluation``:
            ``{"id", "name", "method", "by_group", "pass_mark", "rubric", "how"}``; ``criteria``:
            ``[{"id", "name", "description", "weight", "share"}]``; ``people``: as `save` returns
            one; ``is_admin``: the user may cancel scores
        :raise AccessError: the user neither is the trainer of the session, nor quality nor manager
        :raise WorkflowError: nobody is scored by this evaluation in this session
        """
        session, evaluation = self._get_pair(session_id, evaluation_id)
        evaluation.rubric_id._demand_criteria()
        methods = dict(evaluation._fields["method"]._description_selection(self.env))
        sheet = {
            "session": {
                "id": session.id,
                "name": session.name,
                "date": self._get_day(session.start),
                "trainer": session.trainer_id.name or "",
            },
            "evaluation": {
                "id": evaluation.id,
                "name": evaluation.name,
                "method": methods[evaluation.method],
                "by_group": evaluation.by_group,
                "pass_mark": self._get_mark(session, evaluation),
                "rubric": evaluation.rubric_id.name,
                "how": evaluation.rubric_id.description or "",
            },
            "criteria": evaluation.rubric_id._prepare_criteria(),
            "people": self._prepare_people(session, evaluation),
            "is_admin": self.env["digiflow.training.attempt"]._is_training_admin(),
        }
        return without_none(sheet)

    @api.model
    def _read_queue(self):
        """(session id, evaluation id, people, scored, left to the user) of what is to be scored."""
        sessions = self.env["digiflow.training.session"]
        domain = [("state", "in", SCORED_STATES), ("start", "<=", fields.Datetime.now())]
        if not self.env["digiflow.training.attempt"]._is_training_admin():
            domain.append(("trainer_id", "=", self.env.uid))
        self.env.flush_all()
        found, params = search_sql(sessions, domain, ["id"])
        since = periods.starts_at(periods.today() - SHOWN_DAYS * periods.ONE_DAY)
        self.env.cr.execute(
            QUEUE_SQL.format(sessions=found),
            [self.env.uid, METHOD_WRITTEN, AWAY, *params, self.env.uid, since],
        )
        return self.env.cr.fetchall()

    @api.model
    def _get_pair(self, session_id, evaluation_id):
        """The session and the evaluation, when the user may score by it there; see `get_sheet`."""
        session = self.env["digiflow.training.session"].search([("id", "=", session_id)])
        domain = [("id", "=", evaluation_id), ("method", "!=", METHOD_WRITTEN)]
        evaluation = self.env["digiflow.training.evaluation"].search(domain)
        is_admin = self.env["digiflow.training.attempt"]._is_training_admin()
        if not session or (session.trainer_id != self.env.user and not is_admin):
            raise AccessError(
                _("The trainer of a session scores its people, or quality or the manager do.")
            )
        begun = session.start and session.start <= fields.Datetime.now()
        if session.state not in SCORED_STATES or not begun:
            raise WorkflowError(_("«%s» has not begun: nobody is scored yet.", session.name))
        is_of_session = (
            evaluation.module_id == session.module_id
            if evaluation.module_id
            else evaluation.program_id == session.program_id
        )
        if not evaluation or not is_of_session:
            raise WorkflowError(
                _("«%s» has no such evaluation. Open the list «To score» again.", session.name)
            )
        return session, evaluation

    @api.model
    def _prepare_people(self, session, evaluation, users=None):
        """Everybody who is scored there, by name, or only some of them; see `save`."""
        enrolled = self._get_enrolled(session)
        if users is not None:
            enrolled = enrolled.filtered(lambda one: one.user_id in users)
        attempts = {one.user_id: one for one in self._get_attempts(session, evaluation)}
        nobody = self.env["digiflow.training.attempt"]
        return [
            self._prepare_person(one, attempts.get(one.user_id, nobody))
            for one in enrolled.sorted(lambda one: (one.user_id.name.casefold(), one.id))
        ]

    @api.model
    def _get_mark(self, session, evaluation):
        """The mark that passes, from 0 to 100."""
        # sudo: a trainer scores also what was taught of a module that is not published any more.
        return evaluation.sudo()._get_pass_mark(session.company_id)

    @api.model
    def _get_enrolled(self, session):
        """The enrolments of a session, without those who were not there."""
        # sudo: who scores a session sees its people; see _get_pair.
        return session.sudo().enrolment_ids.filtered(lambda one: one.attendance not in AWAY)

    @api.model
    def _get_attempts(self, session, evaluation):
        """The attempts of a session in an evaluation, cancelled ones apart."""
        domain = [
            ("session_id", "=", session.id),
            ("evaluation_id", "=", evaluation.id),
            ("state", "!=", ATTEMPT_CANCELLED),
        ]
        # sudo: who scores a session sees its scores; see _get_pair.
        return self.env["digiflow.training.attempt"].sudo().search(domain)

    @api.model
    def _prepare_person(self, enrolment, attempt):
        """One line of the sheet; see `save`."""
        user = enrolment.user_id
        return {
            "user_id": user.id,
            "name": user.name,
            "attendance": enrolment.attendance,
            "is_self": user == self.env.user,
            "attempt_id": attempt.id,
            "state": attempt.state or "new",
            "group": attempt.group_name or "",
            "comment": attempt.comment or "",
            "reason": attempt.adjust_reason or "",
            "score": attempt.score,
            "passed": attempt.passed,
            "scored_by": attempt.trainer_id.name or "",
            "marks": {
                str(line.criterion_id.id): {
                    "points": line.points,
                    "comment": line.comment or "",
                    "group_points": line.group_points if line.is_group else None,
                }
                for line in attempt.score_ids
            },
        }

    @api.model
    def _get_day(self, moment):
        """ISO text of the day in Lima of a moment, empty without one."""
        if not moment:
            return ""
        return (
            fields.Datetime.context_timestamp(self.with_context(tz=str(periods.LIMA)), moment)
            .date()
            .isoformat()
        )
