from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...core.rubrics import weighted_score
from ...exceptions import WorkflowError
from .attempt_states import ATTEMPT_CANCELLED, ATTEMPT_DONE, METHOD_WRITTEN, TRAINING_ADMINS


class DigiflowTrainingAttempt(models.Model):
    """An attempt that a trainer scores: by the criteria of a rubric, and how a score is undone."""

    _inherit = "digiflow.training.attempt"

    score_ids = fields.One2many(
        "digiflow.training.attempt.score", "attempt_id", string="Criteria", readonly=True
    )
    adjust_reason = fields.Text(
        string="Why not as the group",
        readonly=True,
        help="Why the person has other points than the group.",
    )
    # A wrong score: it stays on record
    cancel_reason = fields.Text(string="Why it was cancelled", readonly=True)
    cancelled_by_id = fields.Many2one(
        "res.users", string="Cancelled by", readonly=True, ondelete="restrict"
    )
    cancelled_on = fields.Datetime(readonly=True)
    may_cancel = fields.Boolean(compute="_compute_may_cancel")

    def _compute_may_cancel(self):
        is_admin = self._is_training_admin()
        for one in self:
            one.may_cancel = (
                is_admin
                and one.state == ATTEMPT_DONE
                and one.method != METHOD_WRITTEN
                and one.user_id != self.env.user
            )

    def init(self):
        """In a session a person has one score in an evaluation, cancelled ones apart."""
        res = super().init()
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS digiflow_training_attempt_scored_uniq"
            " ON digiflow_training_attempt (session_id, evaluation_id, user_id)"
            " WHERE method != %s AND state != %s",
            [METHOD_WRITTEN, ATTEMPT_CANCELLED],
        )
        return res

    def action_cancel_score(self):
        """Ask for the reason why this score is wrong.

        :return: a window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_training_score_cancel_action"
        )
        return {**action, "context": {"default_attempt_id": self.id}}

    @api.model
    def _get_typed(self):
        # The group is written with its points, by `digiflow.training.scoring`.
        return super()._get_typed() - {"group_name"}

    def _is_training_admin(self):
        """Whether the user scores and cancels in any session."""
        return any(self.env.user.has_group(group) for group in TRAINING_ADMINS)

    def _finish_score(self):
        """Work the score out, by the rubric as it is now, and end these open attempts.

        :raise WorkflowError: points are missing, or the reason for points that are not the group's
        """
        for one in self:
            one._take_criteria()
            one._check_scored()
            marks = [(line.weight, line.points) for line in one.score_ids]
            one._finish(weighted_score(marks), trainer_id=self.env.uid)

    def _take_criteria(self):
        """Keep the criteria as they are now beside the points; those that are gone do not count."""
        self.ensure_one()
        criteria = self.evaluation_id.rubric_id.criterion_ids
        self.score_ids.filtered(lambda line: line.criterion_id not in criteria).unlink()
        for line in self.score_ids:
            line.write(self._prepare_criterion_vals(line.criterion_id))

    def _prepare_criterion_vals(self, criterion):
        """What a score keeps of its criterion."""
        return {
            "sequence": criterion.sequence,
            "name": criterion.name,
            "weight": criterion.weight,
        }

    def _check_scored(self):
        """Refuse an end without all the points, or with an adjustment that nobody explains."""
        self.ensure_one()
        rubric = self.evaluation_id.rubric_id
        rubric._demand_criteria()
        missing = rubric.criterion_ids - self.score_ids.criterion_id
        if missing:
            raise WorkflowError(
                _(
                    "%(person)s has no points yet for: %(criteria)s.",
                    person=self.user_id.name,
                    criteria=", ".join(missing.mapped("name")),
                )
            )
        adjusted = any(line.is_adjusted for line in self.score_ids)
        if adjusted and not (self.adjust_reason or "").strip():
            raise WorkflowError(
                _(
                    "%s has other points than the group. Write the reason, or give the points of "
                    "the group.",
                    self.user_id.name,
                )
            )

    def _cancel_score(self, reason):
        """Take back a wrong score: it stays on record, and the person can be scored again.

        :raise AccessError: who asks neither is quality nor the manager, or it is the own score
        :raise WorkflowError: there is no score to take back, or no reason for it
        """
        self.ensure_one()
        if not self._is_training_admin() or self.user_id == self.env.user:
            raise AccessError(
                _("Quality or the manager cancels a wrong score, and nobody an own one.")
            )
        if self.state != ATTEMPT_DONE or self.method == METHOD_WRITTEN:
            raise WorkflowError(_("Only a finished score of a trainer can be cancelled."))
        if not (reason or "").strip():
            raise WorkflowError(_("Write why the score is wrong: it stays beside it."))
        self._update(
            {
                "state": ATTEMPT_CANCELLED,
                "cancel_reason": reason.strip(),
                "cancelled_by_id": self.env.uid,
                "cancelled_on": fields.Datetime.now(),
            }
        )
        self._on_score_cancelled()

    def _on_score_cancelled(self):
        """Hook: this score does not count any more."""
