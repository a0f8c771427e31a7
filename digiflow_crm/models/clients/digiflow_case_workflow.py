import pytz
from markupsafe import escape

from odoo import _, api, fields, models

from ...core import periods
from ...exceptions import ProcessError, WorkflowError
from .case_states import STATE_IN_PROGRESS, STATE_OPEN, STATE_SOLVED

ACTIVITY_TYPE = "digiflow_crm.mail_activity_type_case"
# What only the case's own moves write.
RECORD_FIELDS = {
    *("name", "date_open", "solved_by_id", "solved_date", "days_to_solve"),
    *("reopen_count", "reopen_reason"),
}
REOPEN_REASON_LENGTH = 5


class DigiflowCase(models.Model):
    """The way of a case: solved with a solution, opened again with a reason, never in silence."""

    _inherit = "digiflow.case"

    @api.constrains("state", "solution")
    def _check_solution(self):
        for case in self.filtered(lambda case: case.state == STATE_SOLVED):
            if not (case.solution or "").strip():
                raise WorkflowError(
                    _(
                        "%(case)s: write the solution before you mark it as solved: what was done, "
                        "and what the client says of it.",
                        case=case.display_name,
                    )
                )

    @api.constrains("user_id")
    def _check_responsible(self):
        for case in self.filtered(lambda case: not case.user_id):
            raise ProcessError(
                _("%(case)s: choose who is responsible for it.", case=case.display_name)
            )

    def write(self, vals):
        self._check_record(vals)
        before = {case: case.state for case in self}
        if vals.get("state", STATE_SOLVED) != STATE_SOLVED:
            self._check_not_solved()
        res = super().write(self._with_client(vals))
        if "state" in vals:
            self._after_state(before)
        if {"user_id", "date_deadline", "partner_id", "summary"}.intersection(vals):
            self._plan_activity()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_solved(self):
        if any(case.state == STATE_SOLVED for case in self):
            raise WorkflowError(_("A case that was solved stays on record."))

    def action_start(self):
        """Somebody works on it."""
        self.write({"state": STATE_IN_PROGRESS})
        return True

    def action_solve(self):
        """It is solved, with the solution that was written.

        :raise WorkflowError: there is no solution
        """
        self.write({"state": STATE_SOLVED})
        return True

    def action_open_reopen(self):
        """Ask why the case is opened again.

        :return: a window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_case_reopen_action"
        )
        return {**action, "context": {"default_case_id": self.id}}

    def action_reopen(self, reason):
        """Open solved cases again; what was written as the solution stays in the discussion.

        :param str reason: why the solution was none
        :return: True
        :raise ProcessError: there is no reason
        :raise WorkflowError: one of them is not solved
        """
        reason = (reason or "").strip()
        if len(reason) < REOPEN_REASON_LENGTH:
            raise ProcessError(_("Write why the case is opened again."))
        if any(case.state != STATE_SOLVED for case in self):
            raise WorkflowError(_("Only a case that was solved is opened again."))
        for case in self:
            case._log_reopened(reason)
            case._update(case._prepare_reopen_vals(reason))
        self._plan_activity()
        return True

    @api.model
    def _check_record(self, vals):
        """Refuse values for what the moves of a case leave on record."""
        written = sorted(RECORD_FIELDS.intersection(vals))
        if written:
            raise ProcessError(
                _(
                    "What is on the record of a case is not written by hand: %(fields)s. Leave it "
                    "out.",
                    fields=", ".join(written),
                )
            )

    def _check_not_solved(self):
        """Refuse to open a solved case again without a reason."""
        if any(case.state == STATE_SOLVED for case in self):
            raise WorkflowError(
                _("This case is solved. To open it again use the button Reopen, with the reason.")
            )

    def _after_open(self):
        """What follows a new case, also one that comes in solved from a file."""
        self._after_state(dict.fromkeys(self, STATE_OPEN))
        self._plan_activity()

    def _after_state(self, before):
        """Record who solved what, and take the task off the list.

        :param dict before: case -> the state it was in
        """
        for case in self:
            if case.state == STATE_SOLVED and before[case] != STATE_SOLVED:
                case._update(case._prepare_solved_vals())
                case._finish_activity()

    def _prepare_solved_vals(self):
        """What is kept of the moment in which the case is solved."""
        self.ensure_one()
        opened = periods.today(pytz.utc.localize(self.date_open))
        return {
            "solved_by_id": self.env.uid,
            "solved_date": fields.Datetime.now(),
            "days_to_solve": (periods.today() - opened).days,
        }

    def _prepare_reopen_vals(self, reason):
        """A case that was solved is worked on again, with a new deadline."""
        self.ensure_one()
        company = self.company_id
        return {
            "state": STATE_IN_PROGRESS,
            "date_deadline": company._get_working_day(company.digiflow_case_days),
            "solution": False,
            "solved_by_id": False,
            "solved_date": False,
            "days_to_solve": False,
            "reopen_count": self.reopen_count + 1,
            "reopen_reason": reason,
        }

    def _log_reopened(self, reason):
        """Keep in the discussion why it is opened again, and the solution that was none."""
        self.ensure_one()
        text = _(
            "Opened again: %(reason)s. It had been solved by %(user)s on %(day)s: %(solution)s",
            reason=reason,
            user=self.solved_by_id.name,
            day=periods.today(pytz.utc.localize(self.solved_date)).strftime("%d/%m/%Y"),
            solution=self.solution,
        )
        self._message_log(body=escape(text))

    def _plan_activity(self):
        """One task for the responsible of each unsolved case, on its deadline."""
        # sudo: who solves a case gets its task, whoever opens or changes the case.
        for case in self.sudo().filtered(lambda case: case.state != STATE_SOLVED):
            task = case._get_activity()
            vals = case._prepare_activity_vals()
            if task:
                task.write(vals)
            else:
                case.activity_schedule(ACTIVITY_TYPE, **vals)

    def _prepare_activity_vals(self):
        """Whose task it is, and until when."""
        self.ensure_one()
        return {
            "user_id": self.user_id.id,
            "date_deadline": self.date_deadline,
            "summary": f"{self.partner_id.name}: {self.summary}",
        }

    def _get_activity(self):
        """The task of this case; empty when it is done."""
        kind = self.env.ref(ACTIVITY_TYPE)
        return self.activity_ids.filtered(lambda task: task.activity_type_id == kind)[:1]

    def _finish_activity(self):
        """The task is done when the case is solved, whoever solved it."""
        # sudo: somebody else than the responsible may have solved it.
        self.sudo()._get_activity().action_feedback(feedback=self.solution)
