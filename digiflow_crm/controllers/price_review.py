from odoo import http
from odoo.http import content_disposition, request

from ..models.prospecting.digiflow_prospect_list_mail import XLSX


class PriceReviewController(http.Controller):
    """Hands out the workbook of a yearly price review."""

    @http.route("/digiflow/price_review/<int:review_id>/workbook", type="http", auth="user")
    def workbook(self, review_id):
        """The workbook, made now; the rights of the user decide, in all of the user's companies."""
        companies = request.env.user.company_ids.ids
        reviews = request.env["digiflow.price.review"].with_context(allowed_company_ids=companies)
        # Of the user's own reach: another one's id finds nothing.
        review = reviews.search([("id", "=", review_id)])
        if not review:
            return request.not_found()
        name, content = review._make_workbook()
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store, private"),
        ]
        return request.make_response(content, headers=headers)
