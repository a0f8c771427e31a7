from odoo import api, fields, models

from ..models.info_pack.res_partner import SATISFACTION_SELECTION


class DigiflowSatisfactionPhone(models.TransientModel):
    """What a client of a satisfaction campaign answers by phone."""

    _name = "digiflow.satisfaction.phone"
    _description = "Satisfaction by phone"

    answer_id = fields.Many2one(
        "digiflow.satisfaction.answer", string="Client", required=True, ondelete="cascade"
    )
    score = fields.Selection(
        SATISFACTION_SELECTION, string="How satisfied are you with our service?", required=True
    )
    line_ids = fields.One2many(
        "digiflow.satisfaction.phone.line",
        "phone_id",
        string="And with each service?",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    comment = fields.Text(help="In the client's words.")
    call_me = fields.Boolean(string="The client wants to be called about it")

    @api.depends("answer_id")
    def _compute_line_ids(self):
        """A line for each service of the client."""
        for phone in self:
            services = phone.answer_id.service_ids
            phone.line_ids = [(5,), *((0, 0, {"service_id": one.id}) for one in services)]

    def action_confirm(self):
        """Answer the form for the client."""
        self.ensure_one()
        given = self.line_ids.filtered("score")
        self.answer_id.answer_by_phone(
            self.score,
            self.comment,
            {line.service_id.code: line.score for line in given},
            self.call_me,
        )
        return {"type": "ir.actions.act_window_close"}
