"""What the pages have in common that a client opens by a link, without a user."""

import logging
import re

from odoo.http import request
from odoo.tools.image import image_data_uri

from ..compat import has_own_logo

# No script runs on these pages, nothing is taken from elsewhere, nobody keeps or frames them.
HEADERS = [
    ("Cache-Control", "no-store, private"),
    ("Referrer-Policy", "same-origin"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Content-Type-Options", "nosniff"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'",
    ),
]
NOT_FOUND = "digiflow_crm.public_page_not_found"
EXPIRED = "digiflow_crm.public_page_expired"
TOO_BIG = "digiflow_crm.public_page_too_big"
_TOKEN = re.compile(r"(/digiflow/[a-z_]+/\d+/)[^/?#\s\"]+")


class _TokenFilter(logging.Filter):
    """Keeps tokens out of the log of requests."""

    def filter(self, record):
        message = record.getMessage()
        if "/digiflow/" in message:
            record.msg, record.args = _TOKEN.sub(r"\1***", message), ()
        return True


logging.getLogger("werkzeug").addFilter(_TokenFilter())


def page(template, values=None, status=200):
    """The answer with a page, in the client's language.

    :param str template: xml id
    :param dict values: what the template shows
    """
    return request.render(template, values or {}, status=status, headers=HEADERS)


def open_by_link(model, record_id, token):
    """The record that a link opens, or the page to answer with.

    Whoever guesses gets one and the same page, for no record, for another's token and for a link
    that was renewed; only who holds the last link of a record is told that it has expired.

    :return: (record in the hands of the superuser, None) or (None, response)
    """
    record = request.env[model]._find_by_link(record_id, token)
    if not record:
        return None, page(NOT_FOUND, status=404)
    if record.link_state != "valid":
        return None, page(EXPIRED, prepare_office(record), status=410)
    return record, None


def prepare_office(record):
    """Whom the client may ask, and which company the page is of."""
    lead = record._get_link_lead()
    # sudo: the client has no user; of the company its name and logo are shown.
    company = lead.company_id or request.env["res.company"].sudo().search([], limit=1)
    executive = lead.user_id.partner_id
    return {
        "company": company,
        "logo": image_data_uri(company.logo) if has_own_logo(company) else "",
        "client": lead.partner_id.commercial_partner_id.name or lead.partner_name or lead.name,
        "executive": executive,
        "expires_on": record.link_expires_on and record.link_expires_on.strftime("%d/%m/%Y"),
    }


def is_too_big(limit):
    """Whether the request has more bytes than `limit`."""
    return (request.httprequest.content_length or 0) > limit
