from odoo import http
from odoo.http import request

from .workbook import find_own, respond


class BusinessCaseController(http.Controller):
    """Hands out the workbook of a business case."""

    @http.route("/digiflow/business_case/<int:case_id>/workbook", type="http", auth="user")
    def workbook(self, case_id):
        """The workbook; the rights of the user decide."""
        record = find_own("digiflow.business.case", case_id)
        return respond(*record._make_workbook()) if record else request.not_found()
