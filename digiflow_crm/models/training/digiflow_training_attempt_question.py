from odoo import _, api, fields, models

from ...compat import check_access
from ...exceptions import WorkflowError


class DigiflowTrainingAttemptQuestion(models.Model):
    """Whether a question of a written test was answered right, as it was asked then."""

    _name = "digiflow.training.attempt.question"
    _description = "Question of a training attempt"
    _order = "attempt_id desc, sequence, id"
    _rec_name = "title"

    attempt_id = fields.Many2one(
        "digiflow.training.attempt", required=True, readonly=True, index=True, ondelete="cascade"
    )
    question_id = fields.Many2one("survey.question", readonly=True, index=True, ondelete="set null")
    sequence = fields.Integer(readonly=True)
    title = fields.Char(string="As it was asked", required=True, readonly=True)
    correct = fields.Boolean(readonly=True)
    result_text = fields.Char(string="Result", compute="_compute_result_text")

    _sql_constraints = [
        ("question_uniq", "UNIQUE(attempt_id, question_id)", "A question counts once an attempt."),
    ]

    @api.depends("correct")
    def _compute_result_text(self):
        for one in self:
            one.result_text = _("✓ Right") if one.correct else _("✗ Wrong")

    def write(self, vals):  # pylint: disable=method-required-super # nobody writes one
        check_access(self, "write")
        raise WorkflowError(_("What was answered in an attempt never changes."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise WorkflowError(_("What was answered in an attempt stays on record."))
