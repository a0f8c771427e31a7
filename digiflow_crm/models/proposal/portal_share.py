from odoo import models


class PortalShare(models.TransientModel):
    """A page of an offer is not shared before its review is done."""

    _inherit = "portal.share"

    def action_send_mail(self):
        for share in self:
            if share.res_model == "sale.order":
                self.env["sale.order"].browse(share.res_id).exists()._check_may_go_out()
        return super().action_send_mail()
