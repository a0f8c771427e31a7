from odoo import api, models

from .review_states import CALIBRATION, PICKED, SAMPLE
from .sample_states import RANDOM


class DigiflowCallReview(models.Model):
    """A review takes its call from the queue, wherever it is begun; a calibration stands apart."""

    _inherit = "digiflow.call.review"

    def unlink(self):
        # sudo: nobody has the right to write what is to be reviewed.
        lines = self.env["digiflow.call.sample.line"].sudo()
        taken = lines.search([("review_id", "in", self.ids)])
        res = super().unlink()
        taken.write({"analyst_id": False, "taken_on": False, "review_id": False})
        return res

    @api.model
    def _begin(self, call, scorecard=None, origin=PICKED, analyst=None, **vals):
        if origin == CALIBRATION or not call:
            return super()._begin(call, scorecard, origin, analyst, **vals)
        self._check_call(call, analyst or self.env.user)
        line = self.env["digiflow.call.sample.line"]._claim(call, analyst or self.env.user)
        origin = SAMPLE if line.origin == RANDOM else PICKED
        review = super()._begin(call, scorecard, origin, analyst, **vals)
        line._set({"review_id": review.id})
        return review
