from markupsafe import escape

from odoo import _, models


class CrmLead(models.Model):
    """The follow-up of offers ends with the opportunity."""

    _inherit = "crm.lead"

    def write(self, vals):
        res = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._remove_offer_follow_ups()
        return res

    def _remove_offer_follow_ups(self):
        """Take back what was planned for the offers of these leads."""
        # sudo: the follow-up of an offer ends with it, whoever's activity it is.
        self.sudo().order_ids._remove_follow_ups()

    def _log_not_advanced(self, order, missing):
        """Tell why this lead, whose client accepted `order`, stays in its stage."""
        self.ensure_one()
        text = _(
            "The client accepted %(order)s. To go on to Pre-Kickoff it still needs: %(missing)s.",
            order=order.name,
            missing=", ".join(item["name"] for item in missing),
        )
        self._message_log(body=escape(text))
