from odoo import http
from odoo.http import request

from ..compat import check_access
from .workbook import respond


class PortfolioController(http.Controller):
    """Hands out the workbook in which a portfolio of clients is written down."""

    @http.route("/digiflow/portfolio/template", type="http", auth="user")
    def template(self):
        """The workbook, for whoever may import a portfolio."""
        imports = request.env["digiflow.client.import"]
        check_access(imports, "create")
        return respond(*imports._make_template())
