from odoo import fields, models

from ..compat import check_access


class DigiflowCallSampleDraw(models.TransientModel):
    """Asks for which week calls are drawn; every Monday this happens by itself."""

    _name = "digiflow.call.sample.draw"
    _description = "Draw calls for review"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    day = fields.Date(
        string="Week of",
        required=True,
        default=lambda self: self.env["digiflow.call.sample"]._get_closed_week(),
        help="Any day of a week that is over.",
    )

    def action_draw(self):
        """Draw the calls of the week that are not drawn yet.

        :return: an action that says how many calls came to the queue
        :raise WorkflowError: the week is not over
        """
        self.ensure_one()
        check_access(self, "read")
        samples = self.env["digiflow.call.sample"]
        self.env["digiflow.call.sample.line"]._check_analyst()
        # sudo: nobody has the right to write samples, so that only the lot makes them.
        return samples._tell_drawn(samples.sudo()._draw_week(self.company_id, self.day))
