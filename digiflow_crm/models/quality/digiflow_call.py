from odoo import _, api, fields, models


class DigiflowCall(models.Model):
    """The way from a call to its reviews, as far as the user may read them."""

    _inherit = "digiflow.call"

    can_review = fields.Boolean(compute="_compute_can_review")

    @api.depends_context("uid")
    def _compute_can_review(self):
        """Whether the user may begin, or go on with, a review of this call."""
        is_analyst = self.env.user.has_group("digiflow_crm.group_quality")
        for call in self:
            call.can_review = is_analyst and call.has_recording and call.user_id != self.env.user

    def action_review(self):
        """Open one's own review of this call, which is begun when there is none.

        :return: the window action of the review
        :raise WorkflowError: the call cannot be reviewed
        """
        self.ensure_one()
        review = self._get_own_review() or self._begin_review()
        return review._get_form_action()

    def action_calibrate(self):
        """Open the form that begins a calibration with this call."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Calibration"),
            "res_model": "digiflow.call.calibration",
            "views": [(False, "form")],
            "context": {"default_call_id": self.id},
        }

    def action_view_reviews(self):
        """Open the reviews of this call that the user may read."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Reviews of the call"),
            "res_model": "digiflow.call.review",
            "views": [(False, "list"), (False, "form")],
            "domain": [("call_id", "=", self.id)],
        }

    def _get_outcome_name(self):
        """The word of this call's outcome; nothing when nobody has said it yet."""
        self.ensure_one()
        return self.outcome and self.env["digiflow.call.outcome"]._get(self.outcome).name

    def _begin_review(self):
        """A new review of this call by the user."""
        return self.env["digiflow.call.review"]._begin(self)

    def _get_own_review(self):
        """The user's review of this call, if any."""
        own = [("call_id", "=", self.id), ("analyst_id", "=", self.env.uid)]
        return self.env["digiflow.call.review"].search(own, limit=1)
