import uuid

from odoo import _, api, fields, models

from ...compat import check_access
from ...exceptions import WorkflowError
from .attempt_states import ATTEMPT_DONE, ATTEMPT_OPEN, METHOD_WRITTEN
from .training_states import HELD, PRESENT


class DigiflowTrainingEvaluation(models.Model):
    """A written test: who may begin it, how often, and what an attempt begins with."""

    _inherit = "digiflow.training.evaluation"

    @api.constrains("method", "survey_id")
    def _check_test(self):
        for one in self:
            if (one.method == METHOD_WRITTEN) != bool(one.survey_id):
                raise WorkflowError(
                    _(
                        "«%s»: a written test has its questions, and no other evaluation has any.",
                        one.name,
                    )
                )
            # sudo: which surveys are tests is looked at whatever the user reaches.
            if one.survey_id and not one.survey_id.sudo().digiflow_training:
                raise WorkflowError(
                    _("That survey is no test of training. Make a new one from this field.")
                )

    def action_start(self):
        """Begin this written test, or go on with the attempt that is open.

        :return: an action that opens the test
        :raise WorkflowError: it is no written test, or there is no attempt left
        """
        self.ensure_one()
        check_access(self, "read")
        # sudo: nobody reaches a test but by this button, which begins it for who pressed it.
        survey = self.sudo().survey_id.with_context(active_test=False)
        self._check_may_begin(self.env.user)
        answer = survey._create_answer(user=self.env.user)
        return {"type": "ir.actions.act_url", "target": "self", "url": answer.get_start_url()}

    def _check_may_begin(self, user):
        """Refuse who may not begin this test.

        :raise WorkflowError: with the reason
        """
        if not self or self.method != METHOD_WRITTEN or not self.active:
            raise WorkflowError(_("This evaluation is not a written test that is open."))
        if not user or user.share or not user._has_digiflow_role():
            raise WorkflowError(_("Only people of the commercial team take its tests."))
        self._lock_for(user)
        if not self._get_open_attempt(user) and not self._count_left(user):
            raise WorkflowError(
                _(
                    "No attempts are left at «%s». Go through the module again: ask for a "
                    "reinforcement session, after which you can try again.",
                    self.name,
                )
            )

    def _lock_for(self, user):
        """Let two clicks of one person make one attempt: who waits begins anew and sees it."""
        self.env.cr.execute(
            "UPDATE res_users SET write_date = write_date WHERE id = %s", (user.id,)
        )

    def _get_open_attempt(self, user):
        """The attempt that a person has begun here and not ended; empty without one."""
        # sudo: one's own attempt, or that of whom an administrator invites.
        return self._get_attempts(user).filtered(lambda one: one.state == ATTEMPT_OPEN)[:1]

    def _get_attempts(self, user):
        """The attempts of a person at this evaluation, the newest first."""
        # sudo: how many there are decides whether another one may begin, whoever asks.
        attempts = self.env["digiflow.training.attempt"].sudo()
        return attempts.search([("evaluation_id", "in", self.ids), ("user_id", "=", user.id)])

    def _count_left(self, user):
        """How many more attempts a person has; a big number where they are not limited."""
        self.ensure_one()
        # sudo: the limit is no secret, the rest of the test is.
        survey = self.sudo().survey_id
        if not survey.is_attempts_limited:
            return 99
        return max(survey.attempts_limit - len(self._get_round_attempts(user)), 0)

    def _get_round(self, user):
        """The token that the attempts share which count against the limit together."""
        going_on = self._get_round_attempts(user).user_input_id[:1]
        return going_on.invite_token or str(uuid.uuid4())

    def _get_round_attempts(self, user):
        """The ended attempts that count against the limit: those since the person may try anew.

        That is since the last one that was passed, since a session on it that the person was in,
        and since the person was told to pass it by a new day.
        """
        self.ensure_one()
        ended = self._get_attempts(user).filtered(lambda one: one.state == ATTEMPT_DONE)
        passed = ended.filtered("passed")[:1]
        since = [passed.done_on, self._get_last_session(user), self._get_last_assignment(user)]
        begins = max((moment for moment in since if moment), default=None)
        if not begins:
            return ended
        return ended.filtered(lambda one: one.started_on > begins)

    def _get_modules(self):
        """The modules that this evaluates."""
        # sudo: an attempt counts for a module that the user does not reach any more as well.
        own = self.sudo()
        return own.module_id or own.program_id.line_ids.module_id

    def _get_last_session(self, user):
        """When the last session ended that taught a person what this evaluates; None without."""
        # sudo: one's own attendance.
        enrolments = self.env["digiflow.training.enrolment"].sudo()
        modules = self._get_modules()
        attended = enrolments.search(
            [
                ("user_id", "=", user.id),
                ("module_id", "in", modules.ids),
                ("attendance", "=", PRESENT),
                ("session_id.state", "=", HELD),
            ]
        )
        stops = [stop for stop in attended.session_id.mapped("stop") if stop]
        return max(stops, default=None)

    def _get_last_assignment(self, user):
        """When a person was last told to pass what this evaluates; None without."""
        # sudo: one's own assignments.
        assignments = self.env["digiflow.training.assignment"].sudo()
        given = assignments.search(
            [("user_id", "=", user.id), ("module_id", "in", self._get_modules().ids)]
        )
        return max(given.mapped("create_date"), default=None)

    def _open_attempts(self, users, session=None, **vals):
        """Begin an attempt at this evaluation for each of some people.

        :param users: res.users
        :param session: digiflow.training.session in which it is held, if it is in one
        :param vals: more fields of the attempt, such as `trainer_id` and `group_name`
        :return: digiflow.training.attempt
        """
        self.ensure_one()
        # sudo: nobody types attempts in; who may begin them for whom, the caller has looked at.
        attempts = self.env["digiflow.training.attempt"].sudo()
        begun = attempts.create(
            [{**self._prepare_attempt_vals(user, session), **vals} for user in users]
        )
        return begun.with_env(self.env)

    def _prepare_attempt_vals(self, user, session):
        """What an attempt keeps of the evaluation as it is when it begins."""
        # sudo: what everybody with a role reads, of a module that may be archived by now.
        own = self.sudo()
        company = self._get_attempt_company(user, session)
        taught = session and session.module_id == own.module_id and session.version_id
        return {
            "evaluation_id": self.id,
            "evaluation_name": own.name,
            "module_id": own.module_id.id,
            "version_id": (taught or own.module_id.version_id).id,
            "program_id": own.program_id.id or (session and session.program_id.id),
            "session_id": session and session.id,
            "user_id": user.id,
            "company_id": company.id,
            "method": own.method,
            "started_on": fields.Datetime.now(),
            "pass_mark": own._get_pass_mark(company),
        }

    def _get_attempt_company(self, user, session):
        """The company in which an attempt counts."""
        if session or self.company_id:
            return session.company_id if session else self.company_id
        is_own = user == self.env.user and self.env.company in user.company_ids
        return self.env.company if is_own else user.company_id
