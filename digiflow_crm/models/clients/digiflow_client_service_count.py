from odoo import api, models

COUNTED_FIELDS = {"partner_id", "service_id", "company_id", "date_start", "date_end"}


class DigiflowClientService(models.Model):
    """What changes in the services of clients is counted soon after."""

    _inherit = "digiflow.client.service"

    @api.model_create_multi
    def create(self, vals_list):
        stays = super().create(vals_list)
        if stays:
            self.env["digiflow.client.count"]._ask_recount()
        return stays

    def write(self, vals):
        result = super().write(vals)
        if COUNTED_FIELDS & set(vals):
            self.env["digiflow.client.count"]._ask_recount()
        return result

    def unlink(self):
        self.env["digiflow.client.count"]._ask_recount()
        return super().unlink()
