import json

from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from .reply_states import (
    DIFFERENCE_BLANK,
    DIFFERENCE_NEW,
    DIFFERENCE_OTHER,
    DIFFERENCE_SAME,
    DIFFERENCE_SELECTION,
    STATE_WAITING,
)


class DigiflowRequirementReplyLine(models.Model):
    """One answer of a client beside the survey's: only whether to take it in may be changed."""

    _name = "digiflow.requirement.reply.line"
    _description = "Client's answer"
    _order = "reply_id, sequence, id"

    reply_id = fields.Many2one(
        "digiflow.requirement.reply", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    field_name = fields.Char(required=True, readonly=True)
    value = fields.Char(readonly=True, help="The answer as JSON.")
    chosen = fields.Boolean(string="Take in")
    # Side by side
    question = fields.Char(compute="_compute_comparison")
    now = fields.Text(string="Survey now", compute="_compute_comparison")
    answer = fields.Text(string="Client's answer", compute="_compute_comparison")
    difference = fields.Selection(DIFFERENCE_SELECTION, compute="_compute_comparison")
    differs = fields.Boolean(compute="_compute_comparison")
    is_blank = fields.Boolean(compute="_compute_comparison")

    @api.depends("value", "field_name", "reply_id.requirement_id")
    @api.depends_context("lang")
    def _compute_comparison(self):
        for line in self:
            survey = line.reply_id._get_newest()
            name, answer = line.field_name, line._get_value()
            now = survey._get_answer(name)
            line.question = survey.fields_get([name], ["string"])[name]["string"]
            line.now = survey._get_answer_text(name) if now is not None else ""
            line.answer = survey._show_answer(name, answer)
            line.difference = line._compare(now or None, answer or None)
            line.differs = line.difference != DIFFERENCE_SAME
            line.is_blank = answer is None

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise WorkflowError(_("A client's answers come by the page or by a workbook only."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_may_choose(vals)
        return super().write(vals)

    def _check_may_choose(self, vals):
        """Refuse to change what the client said, or anything once the answers are settled."""
        if set(vals) - {"chosen"}:
            raise WorkflowError(_("A client's answer stays as it came. Correct it on the survey."))
        if any(line.reply_id.state != STATE_WAITING for line in self):
            raise WorkflowError(_("These answers are settled already: nothing can be chosen."))

    def _get_value(self):
        """The answer, as core/requirement_questions.py has it; None for a blank one."""
        return json.loads(self.value or "null")

    def _compare(self, now, answer):
        """One of the DIFFERENCE_ keys for two answers; what is blank or zero is None."""
        if now == answer:
            return DIFFERENCE_SAME
        if answer is None:
            return DIFFERENCE_BLANK
        return DIFFERENCE_NEW if now is None else DIFFERENCE_OTHER

    @api.model
    def _prepare_line_vals(self, number, name, answers, survey):
        """Values of the line for the answer `name`; what differs from the survey is chosen."""
        answer = answers[name]
        differs = (survey._get_answer(name) or None) != (answer or None)
        return {
            "sequence": number,
            "field_name": name,
            "value": json.dumps(answer, ensure_ascii=False),
            "chosen": differs,
        }
