from odoo import http
from odoo.http import content_disposition, request

from ..models.prospecting.digiflow_prospect_list_mail import XLSX


class SatisfactionResultsController(http.Controller):
    """Hands out the workbook of a satisfaction campaign's results."""

    @http.route("/digiflow/satisfaction/<int:campaign_id>/workbook", type="http", auth="user")
    def workbook(self, campaign_id):
        """The workbook, made now: what the rights of the user show, in all of their companies."""
        companies = request.env.user.company_ids.ids
        campaigns = request.env["digiflow.satisfaction.campaign"]
        campaigns = campaigns.with_context(allowed_company_ids=companies)
        # Of the user's own reach: another one's id finds nothing.
        campaign = campaigns.search([("id", "=", campaign_id)])
        if not campaign:
            return request.not_found()
        name, content = campaign._make_workbook()
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store, private"),
        ]
        return request.make_response(content, headers=headers)
