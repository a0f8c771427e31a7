from odoo import SUPERUSER_ID, _, api, fields, models

from ...compat import check_access
from ...exceptions import WorkflowError
from .digiflow_requirement import STATE_DRAFT, STATE_SUBMITTED
from .reply_states import (
    ORIGIN_SELECTION,
    ORIGIN_WORKBOOK,
    STATE_DISCARDED,
    STATE_SELECTION,
    STATE_TAKEN,
    STATE_WAITING,
)

ACTIVITY = "digiflow_crm.mail_activity_client_answers"


class DigiflowRequirementReply(models.Model):
    """What a client answered, beside what the survey says, until somebody takes it in.

    It is made and settled by its own methods only; nobody changes what a client said.
    """

    _name = "digiflow.requirement.reply"
    _description = "Client's answers"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    requirement_id = fields.Many2one(
        "digiflow.requirement", string="Survey", required=True, index=True, ondelete="cascade"
    )
    lead_id = fields.Many2one(related="requirement_id.lead_id", store=True, index=True)
    company_id = fields.Many2one(related="requirement_id.company_id", store=True)
    # What came
    origin = fields.Selection(ORIGIN_SELECTION, required=True, readonly=True)
    sender = fields.Char(string="Answered by", readonly=True)
    received_on = fields.Datetime(related="create_date", string="Received on")
    line_ids = fields.One2many("digiflow.requirement.reply.line", "reply_id", string="Answers")
    difference_count = fields.Integer(string="Differences", compute="_compute_difference_count")
    problems = fields.Text(
        string="Not taken", readonly=True, help="Cells of the workbook that cannot be read."
    )
    workbook = fields.Binary(readonly=True, attachment=True)
    workbook_name = fields.Char(readonly=True)
    # What became of it
    state = fields.Selection(STATE_SELECTION, default=STATE_WAITING, required=True, readonly=True)
    handled_by_id = fields.Many2one("res.users", readonly=True)
    handled_on = fields.Datetime(readonly=True)
    reason = fields.Text(string="Why it was discarded", readonly=True)

    @api.depends("sender", "create_date")
    def _compute_name(self):
        for reply in self:
            reply.name = _("Answers of %(sender)s", sender=reply.sender or "?")

    @api.depends("line_ids.differs")
    def _compute_difference_count(self):
        for reply in self:
            reply.difference_count = len(reply.line_ids.filtered("differs"))

    def action_open(self):
        """Open these answers beside those of the survey."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "views": [(False, "form")],
            "res_id": self.id,
        }

    def action_choose_all(self):
        """Choose every answer that differs from the survey's."""
        self.line_ids.filtered("differs").write({"chosen": True})
        return True

    def action_take_in(self):
        """Write the chosen answers on the survey, as the user and by the survey's own rules.

        :return: a window action that shows the survey
        :raise WorkflowError: these answers are settled, none is chosen, or the survey is no draft
        """
        self.ensure_one()
        self._check_waiting()
        target = self._get_target()
        chosen = self.line_ids.filtered("chosen")
        if not chosen:
            raise WorkflowError(
                _("Choose the answers to take in, or discard them all with a reason.")
            )
        answers = {line.field_name: line._get_value() for line in chosen}
        target.write(target._prepare_answer_vals(answers))
        self._settle(STATE_TAKEN)
        labels = ", ".join(chosen.mapped("question"))
        target._message_log(
            body=_(
                "Answers of %(sender)s taken in: %(answers)s.", sender=self.sender, answers=labels
            )
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": target._name,
            "views": [(False, "form")],
            "res_id": target.id,
        }

    def action_ask_reason(self):
        """Open the form that discards these answers with a reason."""
        self.ensure_one()
        self._check_waiting()
        return {
            "type": "ir.actions.act_window",
            "name": _("Discard the answers"),
            "res_model": "digiflow.requirement.reply.discard",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_reply_id": self.id},
        }

    def action_discard(self, reason):
        """Discard these answers; they stay on record.

        :param str reason: why
        """
        self.ensure_one()
        self._check_waiting()
        if not (reason or "").strip():
            raise WorkflowError(_("Write why the answers are discarded."))
        self._settle(STATE_DISCARDED, reason=reason.strip())
        self.requirement_id._message_log(
            body=_("Answers of %(sender)s discarded: %(reason)s", sender=self.sender, reason=reason)
        )
        return True

    def action_restore(self):
        """Let discarded answers wait again."""
        self.ensure_one()
        check_access(self._get_newest(), "write")
        if self.state != STATE_DISCARDED:
            raise WorkflowError(_("Only discarded answers can wait again."))
        # sudo: nobody writes a reply but its own methods; the right to the survey was checked.
        return self.sudo().write({"state": STATE_WAITING, "handled_by_id": False, "reason": False})

    def _get_newest(self):
        """The survey that the answers belong to now: a new version takes the place of the old."""
        return self.lead_id.requirement_id or self.requirement_id

    def _get_target(self):
        """The survey that takes the answers in.

        :raise WorkflowError: it is no draft; it says what to do
        """
        target = self._get_newest()
        if target.state == STATE_DRAFT:
            return target
        if target.state == STATE_SUBMITTED:
            cure = _("Presales has it: send it back to draft first. The answers wait.")
        else:
            cure = _("It is validated: make a new version of it first. The answers wait.")
        raise WorkflowError(f"{target.name}: {cure}")

    def _check_waiting(self):
        """Refuse answers that are settled, also by somebody else at this moment."""
        check_access(self._get_newest(), "write")
        self.env.cr.execute(
            "SELECT id FROM digiflow_requirement_reply WHERE id IN %s FOR UPDATE",
            [tuple(self.ids)],
        )
        self.invalidate_recordset(["state"])
        if self.state != STATE_WAITING:
            raise WorkflowError(
                _(
                    "%(user)s has settled these answers already. Close this window and look again.",
                    user=self.handled_by_id.name or self.env.user.name,
                )
            )

    def _settle(self, state, **vals):
        """Note what became of the answers, and that nobody has to look at them any more."""
        settled = {"handled_by_id": self.env.uid, "handled_on": fields.Datetime.now()}
        # sudo: nobody writes a reply but its own methods; the right to the survey was checked.
        self.sudo().write({"state": state, **settled, **vals})
        waiting = self.requirement_id.reply_ids.filtered(lambda one: one.state == STATE_WAITING)
        if not waiting:
            # sudo: the activity may be another one's; with nothing left to do it is done.
            self.requirement_id.sudo().activity_feedback([ACTIVITY])

    def _replace(self, newer):
        """The client has corrected these answers: only the newer ones wait."""
        # sudo: the client, who has no user, replaces what they sent themselves.
        self.sudo().write(
            {
                "state": STATE_DISCARDED,
                "handled_on": fields.Datetime.now(),
                "reason": _("The client corrected these answers: see the newer ones."),
            }
        )

    def _get_answers(self):
        """The answers by name."""
        return {line.field_name: line._get_value() for line in self.line_ids if not line.is_blank}

    def _announce(self):
        """Tell the executive that there are answers: a note and an activity on the survey."""
        survey = self.requirement_id.with_user(SUPERUSER_ID)
        executive = survey.lead_id.user_id
        reply = self.with_user(SUPERUSER_ID).with_context(lang=executive.lang or self.env.lang)
        reply.requirement_id._message_log(body=reply._get_announcement())
        waiting = survey.activity_ids.activity_type_id & self.env.ref(ACTIVITY)
        if executive and not waiting:
            summary = reply._get_task()
            reply.requirement_id.activity_schedule(ACTIVITY, summary=summary, user_id=executive.id)

    def _get_announcement(self):
        """What the survey's messages tell of these answers."""
        if self.origin == ORIGIN_WORKBOOK:
            return _("A workbook filled in by %(sender)s was loaded.", sender=self.sender)
        return _("%(sender)s answered on the client's page.", sender=self.sender)

    def _get_task(self):
        """What the executive has to do about these answers."""
        return _("Compare the client's answers and take them in")
