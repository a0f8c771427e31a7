from odoo import api, fields, models


class DigiflowIndicatorReopening(models.Model):
    """That a closed period was reopened: by whom, when, why, and what its indicators were.

    Nobody has the right to write one: `digiflow.indicator.period.reopen` does.
    """

    _name = "digiflow.indicator.reopening"
    _description = "Reopening of a period"
    _order = "reopened_on desc, id desc"
    _rec_name = "reason"

    period_id = fields.Many2one(
        "digiflow.indicator.period", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="period_id.company_id", store=True, index=True)
    reason = fields.Text(required=True, readonly=True)
    reopened_on = fields.Datetime(string="Reopened on", required=True, readonly=True)
    reopened_by_id = fields.Many2one(
        "res.users", string="Reopened by", required=True, readonly=True, ondelete="restrict"
    )
    was_closed_on = fields.Datetime(string="Closed before on", readonly=True)
    was_closed_by_id = fields.Many2one(
        "res.users", string="Closed before by", readonly=True, ondelete="restrict"
    )
    line_ids = fields.One2many(
        "digiflow.indicator.revision", "reopening_id", "Old and new numbers", readonly=True
    )

    @api.model
    def _keep_old(self, period, values, reason):
        """Keep that a period is reopened, and what its values are until then.

        :param period: digiflow.indicator.period
        :param values: its digiflow.indicator.value records
        """
        return self.create(
            {
                "period_id": period.id,
                "reason": reason,
                "reopened_on": fields.Datetime.now(),
                "reopened_by_id": self.env.uid,
                "was_closed_on": period.closed_on,
                "was_closed_by_id": period.closed_by_id.id,
                "line_ids": [
                    (0, 0, {"value_id": one.id, **one._get_numbers("old")}) for one in values
                ],
            }
        )

    def _keep_new(self):
        """Keep what the values are now that the period is closed again."""
        # sudo: the trace is nobody's to write; closing the period does.
        for line in self.sudo().line_ids:
            line.write(line.value_id._get_numbers("new"))
        changed = self.line_ids.filtered("is_changed").value_id
        self.env["digiflow.improvement"]._judge_again(changed)
