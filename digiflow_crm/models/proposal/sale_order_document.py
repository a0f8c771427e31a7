import re

from odoo import api, fields, models

from ...core import periods
from .offer_states import CONFIRMED_STATES, STATE_CANCEL

MARK_DRAFT = "BORRADOR"
MARK_CANCELLED = "ANULADA"
WARNINGS = {
    MARK_DRAFT: "BORRADOR: propuesta en revisión, sin valor comercial",
    MARK_CANCELLED: "ANULADA: propuesta sin efecto",
}
# What no file system takes, and what would break a header.
UNFIT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class SaleOrder(models.Model):
    """The proposal as a document: its mark, its file, the e-mail that brings it."""

    _inherit = "sale.order"

    digiflow_usd_rate_date = fields.Date(
        string="Date of the dollar rate", compute="_compute_digiflow_usd_rate_date", store=True
    )

    @api.depends("digiflow_usd_rate")
    def _compute_digiflow_usd_rate_date(self):
        """The day in Lima on which the offer took the rate that it keeps."""
        for order in self:
            order.digiflow_usd_rate_date = periods.today() if order.digiflow_usd_rate else False

    def action_print_offer(self):
        """Print the proposal as PDF."""
        return self.env.ref("digiflow_crm.action_report_proposal").report_action(self)

    def _find_mail_template(self):
        """An offer of ours goes out with our own e-mail until the client accepts it."""
        self.ensure_one()
        template = self.env.ref("digiflow_crm.mail_template_proposal", raise_if_not_found=False)
        if self.is_digiflow and template and self.state not in CONFIRMED_STATES:
            return template
        return super()._find_mail_template()

    def _get_report_base_filename(self):
        """The name under which the client's page downloads it."""
        self.ensure_one()
        if self.is_digiflow:
            return self._get_offer_file_name()
        return super()._get_report_base_filename()

    def _get_offer_file_name(self):
        """«Propuesta S00012 Comercial Andina S.A.C.», fit for any file system."""
        self.ensure_one()
        client = self.partner_id.commercial_partner_id.name or self.partner_id.name or ""
        name = UNFIT_IN_NAMES.sub(" ", f"Propuesta {self.name} {client}")
        return " ".join(name.split())[:150].rstrip(". ")

    def _get_offer_mark(self):
        """The word that stands across each page: nothing only for what may go to the client."""
        self.ensure_one()
        if self.state == STATE_CANCEL:
            return MARK_CANCELLED
        return "" if self._is_review_done() else MARK_DRAFT

    def _get_page_marks(self, report_name):
        """The foot of each page of that report's PDF file, and a warning or an empty text."""
        self.ensure_one()
        foot = f"{self.company_id.name} · Propuesta {self.name}"
        mark = self._get_offer_mark()
        return foot, WARNINGS.get(mark, "")
