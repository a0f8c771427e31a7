from odoo import _, api, fields, models

from ...compat import check_access
from ...exceptions import WorkflowError
from ...notices import notify
from .sample_states import LINE_SELECTION


class DigiflowCall(models.Model):
    """A call that an analyst picks for review."""

    _inherit = "digiflow.call"

    sample_state = fields.Selection(
        LINE_SELECTION,
        string="Review",
        compute="_compute_sample_state",
        help="What quality does with the call; only quality analysts and the manager see it.",
    )
    can_pick = fields.Boolean(compute="_compute_sample_state")

    @api.depends_context("uid")
    def _compute_sample_state(self):
        found = {line.call_id.id: line.state for line in self._get_sample_lines()}
        analyst = self.env.user.has_group("digiflow_crm.group_quality")
        for call in self:
            call.sample_state = found.get(call.id, False)
            mine = call.user_id == self.env.user
            call.can_pick = analyst and call.has_recording and not mine and call.id not in found

    def action_pick_for_review(self):
        """Put these calls on the queue «To review».

        :return: an action that says how many came to it
        :raise WorkflowError: a call cannot be reviewed; names why
        """
        check_access(self, "read")
        reviews = self.env["digiflow.call.review"]
        if not self:
            raise WorkflowError(_("Choose the calls that are to be reviewed."))
        for call in self:
            reviews._check_call(call, self.env.user)
        count = len(self.env["digiflow.call.sample.line"]._pick(self))
        if not count:
            return notify(_("These calls were chosen for review before."), kind="info")
        return notify(_("%(count)s calls were put on the queue «To review».", count=count))

    def _get_sample_lines(self):
        """The lines of samples that these calls are in, as far as the user may know."""
        rights = self.env["ir.model.access"]
        lines = self.env["digiflow.call.sample.line"]
        if not rights.check(lines._name, "read", raise_exception=False):
            return lines
        return lines.search([("call_id", "in", self.ids)])
