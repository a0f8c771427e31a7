from odoo import _, api, models

from ...compat import check_access
from ...exceptions import WorkflowError
from .attempt_states import ATTEMPT_OPEN, METHOD_WRITTEN

# What the trainer who scores an open attempt types in.
TYPED = {"comment", "group_name"}


class DigiflowTrainingAttempt(models.Model):
    """Who may write what of an attempt: once it is done nobody, nothing, by any way."""

    _inherit = "digiflow.training.attempt"

    def write(self, vals):
        check_access(self, "write")
        self._check_open()
        if any(one.method == METHOD_WRITTEN for one in self) or set(vals) - self._get_typed():
            raise WorkflowError(
                _(
                    "An attempt is not typed in: a written test is what its answers make it, and "
                    "a trainer's score follows from the scores of its criteria."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(one.done_on for one in self):
            raise WorkflowError(_("An attempt that is done stays on record."))

    @api.model
    def _get_typed(self):
        """Names of the fields that the trainer writes while a scored attempt is open."""
        return TYPED

    def _check_open(self):
        """Refuse what only an open attempt goes through.

        :raise WorkflowError: one of these is done or cancelled
        """
        closed = self.filtered(lambda one: one.state != ATTEMPT_OPEN)
        if closed:
            raise WorkflowError(
                _(
                    "«%(name)s» has ended and stays as it is. Let the person make another attempt.",
                    name=closed[0].display_name,
                )
            )
