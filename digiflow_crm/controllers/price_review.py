from odoo import http
from odoo.http import request

from .workbook import find_own, respond


class PriceReviewController(http.Controller):
    """Hands out the workbook of a yearly price review."""

    @http.route("/digiflow/price_review/<int:review_id>/workbook", type="http", auth="user")
    def workbook(self, review_id):
        """The workbook; the rights of the user decide."""
        record = find_own("digiflow.price.review", review_id)
        return respond(*record._make_workbook()) if record else request.not_found()
