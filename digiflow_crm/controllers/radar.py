from odoo import http
from odoo.http import request

from .workbook import find_own, respond


class RadarController(http.Controller):
    """Hands out the opportunity radar."""

    @http.route("/digiflow/radar/<int:wizard_id>", type="http", auth="user")
    def radar(self, wizard_id):
        """The workbook that the user chose in the form: what the rights of the user show."""
        wizard = find_own("digiflow.radar.workbook", wizard_id)
        return respond(*wizard._make_workbook()) if wizard else request.not_found()
