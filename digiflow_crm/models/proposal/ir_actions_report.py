import re

from odoo import models

# The document is the client's: it speaks Spanish.
MARK = (
    '<div class="o_digiflow_draft" style="border: 3px solid #b00020; color: #b00020; '
    "text-align: center; font-size: 28px; font-weight: bold; letter-spacing: 8px; "
    'margin: 8px 0; padding: 4px;">BORRADOR</div>'
)
ARTICLE = re.compile(rb"<div\b[^>]*\bclass=\"[^\"]*\barticle\b[^\"]*\"[^>]*>")
MAIN = re.compile(rb"<main\b[^>]*>|<body\b[^>]*>")
# Our own proposal marks each of its pages itself.
OWN_MARK = b"df_marks"
ORDER_ID = re.compile(rb"\bdata-oe-id=\"(\d+)\"")


class IrActionsReport(models.Model):
    """Whatever is printed of an offer whose review is not done says that it is a draft."""

    _inherit = "ir.actions.report"

    def _render_qweb_html(self, report_ref, docids, data=None):
        page, kind = super()._render_qweb_html(report_ref, docids, data=data)
        if self._get_report(report_ref).model != "sale.order":
            return page, kind
        ids = [docids] if isinstance(docids, int) else docids or []
        # sudo: what stands on the paper does not depend on who prints it.
        orders = self.env["sale.order"].sudo().browse(ids).exists()
        drafts = orders.filtered(lambda order: not order._is_review_done())
        return (_mark(page, set(drafts.ids)) if drafts else page), kind


def _mark(page, drafts):
    """Mark the articles of `drafts`, or the page as a whole when it does not tell whose they are.

    :param page: HTML as bytes or str
    :param set drafts: ids of orders
    """
    code = page.encode() if isinstance(page, str) else bytes(page)
    if OWN_MARK in code:
        return page
    mark = MARK.encode()

    def marked(found):
        """The opening tag, with the mark behind it for a draft."""
        opening = found.group(0)
        order_id = ORDER_ID.search(opening)
        foreign = order_id and int(order_id.group(1)) not in drafts
        return opening if foreign else opening + mark

    result, count = ARTICLE.subn(marked, code)
    if not count:
        result = MAIN.sub(lambda found: found.group(0) + mark, code, count=1)
        result = result if result != code else mark + code
    return result
