from odoo import _
from odoo.exceptions import AccessError

from odoo.addons.sale.controllers.portal import CustomerPortal


class OfferPortal(CustomerPortal):
    """The client's page of an offer: not before its review is done, whatever link one has."""

    def _document_check_access(self, model_name, document_id, access_token=None):
        document = super()._document_check_access(model_name, document_id, access_token)
        if model_name == "sale.order" and document._is_hidden_from_client():
            raise AccessError(_("This offer is not ready yet."))
        return document
