import io

from odoo import models

from .page_marks import mark_pages

OWN_REPORTS = "digiflow_crm.report_digiflow_crm_"
OFFER_REPORT = f"{OWN_REPORTS}proposal"
# Reports that keep the file with which they were signed off.
SIGNED_MODEL = "digiflow.quarterly.report"
# Odoo's own prints of an order; for our offers they give the proposal, with its mark.
STOCK_OFFER_REPORTS = (
    "sale.report_saleorder",
    "sale.report_saleorder_raw",
    "sale.report_saleorder_pro_forma",
)


class IrActionsReport(models.Model):
    """Our documents: a foot and a number on each page; an offer of ours has one print only."""

    _inherit = "ir.actions.report"

    def _render_qweb_html(self, report_ref, docids, data=None):
        return super()._render_qweb_html(self._get_own_report(report_ref, docids), docids, data)

    def _render_qweb_text(self, report_ref, docids, data=None):
        return super()._render_qweb_text(self._get_own_report(report_ref, docids), docids, data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Each of our documents is a file of its own, so that its pages are counted apart."""
        render = super()._render_qweb_pdf_prepare_streams
        if not res_ids or not self._may_print_own(report_ref, res_ids):
            return render(report_ref, data, res_ids=res_ids)
        streams = {}
        for document in self.env[self._get_report(report_ref).model].browse(res_ids):
            own = self._get_own_report(report_ref, document.ids)
            kept = self._get_kept_file(document)
            if kept:
                streams[document.id] = {"stream": io.BytesIO(kept.raw), "attachment": None}
                continue
            rendered = render(own, dict(data or {}), res_ids=document.ids)
            if self._is_own(own):
                self._mark_streams(rendered, document, self._get_report(own).report_name)
            streams.update(rendered)
        return streams

    def _may_print_own(self, report_ref, docids):
        """Whether a document of ours is among what is printed."""
        if self._is_own(report_ref):
            return True
        return any(self._is_own(self._get_own_report(report_ref, [docid])) for docid in docids)

    def _get_kept_file(self, document):
        """The file with which a report was signed off: it is printed as it is. None of others."""
        return document._name == SIGNED_MODEL and document.attachment_id

    def _is_own(self, report_ref):
        """Whether it is one of our numbered documents."""
        return (self._get_report(report_ref).report_name or "").startswith(OWN_REPORTS)

    def _get_own_report(self, report_ref, docids):
        """Our report in the place of Odoo's when it is to print nothing but offers of ours."""
        ids = [docids] if isinstance(docids, int) else docids
        if not ids or self._get_report(report_ref).report_name not in STOCK_OFFER_REPORTS:
            return report_ref
        orders = self.env["sale.order"].browse(ids)
        return OFFER_REPORT if all(order.is_digiflow for order in orders) else report_ref

    def _mark_streams(self, streams, document, report_name):
        """Write foot and warning on the pages of `document`, as that report has them."""
        footer, warning = document._get_page_marks(report_name)
        for stream in streams.values():
            content = stream["stream"].getvalue()
            stream["stream"] = io.BytesIO(mark_pages(content, footer, warning))
