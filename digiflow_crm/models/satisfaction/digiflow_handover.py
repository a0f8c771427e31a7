from odoo import models


class DigiflowHandover(models.Model):
    """Some days after its services began, the client is asked how that went."""

    _inherit = "digiflow.handover"

    def _start_services(self):
        res = super()._start_services()
        self.env["digiflow.feedback"]._ask_about_go_live(self)
        return res
