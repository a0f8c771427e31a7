import json

from odoo import http
from odoo.http import request

from .workbook import respond


class TrainingResultsController(http.Controller):
    """Hands out the workbook of training results."""

    @http.route("/digiflow/training/results/workbook", type="http", auth="user")
    def workbook(self, filters="{}", companies=""):
        """The workbook: what the rights of the user show.

        :param str filters: JSON of the filters of `get_results`
        :param str companies: ids of the companies at work, with commas between; all without
        """
        own = request.env.user.company_ids.ids
        asked = [int(one) for one in companies.split(",") if one.isdigit() and int(one) in own]
        results = request.env["digiflow.training.results"]
        results = results.with_context(allowed_company_ids=asked or own)
        try:
            chosen = json.loads(filters)
        except ValueError:
            return request.not_found()
        return respond(*results._make_workbook(chosen if isinstance(chosen, dict) else {}))
