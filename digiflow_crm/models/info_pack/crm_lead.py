from odoo import _, api, fields, models

from ..pipeline.steps import STEP_INFO_SENT


class CrmLead(models.Model):
    """Information pack: when the three documents were sent."""

    _inherit = "crm.lead"

    info_sent_date = fields.Datetime(
        string="Information sent",
        copy=False,
        tracking=True,
        help="When the information pack was sent: presentation letter, list of satisfied "
        "clients, information on the suite.",
    )

    @api.constrains("info_sent_date")
    def _check_info_sent_date(self):
        self._check_happened("info_sent_date")

    @api.model
    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), "info_sent_date"]

    @api.model
    def _get_gate_fields(self):
        return [*super()._get_gate_fields(), "info_sent_date"]

    def _get_missing(self, step):
        missing = super()._get_missing(step)
        if step == STEP_INFO_SENT and not self.info_sent_date:
            name = _("sending of the information")
            missing.append(self._missing_item("info_sent", name, ["info_sent_date"]))
        return missing
