from ast import literal_eval

from odoo import models

from ...compat import SERIES


class MailComposeMessage(models.TransientModel):
    """The e-mail composer does not send offers whose review is not done."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        for composer in self:
            if composer._sends_an_offer():
                composer._get_offers()._check_may_go_out()
        return super()._action_send_mail(auto_commit=auto_commit)

    def _sends_an_offer(self):
        """Whether it is more than a word to a client: a template, or the mark that it is sent."""
        self.ensure_one()
        marks = self.env.context.get("mark_so_as_sent")
        several = self.composition_mode == "mass_mail"
        return self.model == "sale.order" and bool(self.template_id or marks or several)

    def _get_offers(self):
        """The orders that are written about; on 16.0 one is named, or the chosen ones are."""
        self.ensure_one()
        orders = self.env["sale.order"]
        if SERIES >= 17:
            domain = self._evaluate_res_domain() if self.res_domain else None
            ids = self._evaluate_res_ids()
        elif self.composition_mode == "mass_mail":
            domain = literal_eval(self.active_domain or "[]") if self.use_active_domain else None
            ids = self.env.context.get("active_ids") or [self.res_id]
        else:
            ids, domain = [self.res_id], None
        return orders.search(domain) if domain is not None else orders.browse(ids).exists()
