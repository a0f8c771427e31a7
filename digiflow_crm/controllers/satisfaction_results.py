from odoo import http
from odoo.http import request

from .workbook import find_own, respond


class SatisfactionResultsController(http.Controller):
    """Hands out the workbook of a satisfaction campaign's results."""

    @http.route("/digiflow/satisfaction/<int:campaign_id>/workbook", type="http", auth="user")
    def workbook(self, campaign_id):
        """The workbook: what the rights of the user show."""
        record = find_own("digiflow.satisfaction.campaign", campaign_id)
        return respond(*record._make_workbook()) if record else request.not_found()
