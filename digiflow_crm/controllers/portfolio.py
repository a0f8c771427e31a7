from odoo import http
from odoo.http import content_disposition, request

from ..compat import check_access
from ..models.prospecting.digiflow_prospect_list_mail import XLSX


class PortfolioController(http.Controller):
    """Hands out the workbook in which a portfolio of clients is written down."""

    @http.route("/digiflow/portfolio/template", type="http", auth="user")
    def template(self):
        """The workbook, made now, for whoever may import a portfolio."""
        imports = request.env["digiflow.client.import"]
        check_access(imports, "create")
        name, content = imports._make_template()
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store, private"),
        ]
        return request.make_response(content, headers=headers)
