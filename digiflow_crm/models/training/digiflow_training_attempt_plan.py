from odoo import models


class DigiflowTrainingAttempt(models.Model):
    """What somebody has passed is off the list of what is to be passed."""

    _inherit = "digiflow.training.attempt"

    def _on_done(self):
        """Finish the assignments that these attempts fulfil."""
        res = super()._on_done()
        passed = self.filtered("passed")
        if passed:
            self.env["digiflow.training.plan"]._finish_assignments(passed.user_id)
        return res
