from odoo import models


class SurveyUserInput(models.Model):
    """A form that a client completed may be a feedback."""

    _inherit = "survey.user_input"

    def _mark_done(self):
        """Odoo calls it when the last answer is saved, once a form."""
        res = super()._mark_done()
        self.env["digiflow.feedback"]._receive(self)
        return res
