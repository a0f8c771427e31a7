from odoo.http import content_disposition, request

from ..models.prospecting.digiflow_prospect_list_mail import XLSX


def find_own(model, record_id):
    """The record of the user's own reach in all of the user's companies; empty without one."""
    companies = request.env.user.company_ids.ids
    records = request.env[model].with_context(allowed_company_ids=companies)
    # Searched and not browsed: another one's id finds nothing.
    return records.search([("id", "=", record_id)])


def respond(name, content):
    """A response that hands out a workbook made now, which nobody on the way keeps.

    :param str name: of the file
    :param bytes content: the .xlsx
    """
    headers = [
        ("Content-Type", XLSX),
        ("Content-Disposition", content_disposition(name)),
        ("Cache-Control", "no-store, private"),
    ]
    return request.make_response(content, headers=headers)
