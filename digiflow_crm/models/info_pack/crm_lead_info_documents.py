from odoo import models

from .digiflow_info_section import DOCUMENT_CLIENTS, DOCUMENTS

# The language of the clients.
CLIENT_LANG = "es_PE"


class CrmLead(models.Model):
    """What the documents and the e-mail of the information pack say about a lead."""

    _inherit = "crm.lead"

    def _get_client_name(self):
        """The company as letters name it."""
        self.ensure_one()
        return self.partner_name or self.partner_id.commercial_company_name or self.name

    def _get_client_company(self):
        """The company of ours that deals with this lead."""
        self.ensure_one()
        return self.company_id or self.env.company

    def _get_info_documents(self):
        """Keys of the documents that there are; without satisfied clients there is no list."""
        self.ensure_one()
        without = () if self._get_satisfied_clients() else (DOCUMENT_CLIENTS,)
        return [document for document in DOCUMENTS if document not in without]

    def _get_satisfied_clients(self):
        """The clients that may be named to this lead; see res.partner."""
        return self.env["res.partner"]._get_satisfied_clients(self._get_client_company())

    def _render_info_mail(self, documents):
        """The e-mail's subject (text) and body (markup) for this lead, in the client's language.

        :param documents: keys of what is attached
        """
        self.ensure_one()
        # sudo: the template is the manager's; it prints what the sender reads on the lead.
        template = self.env.ref("digiflow_crm.mail_template_info_pack").sudo()
        template = template.with_context(
            digiflow_sender=self._get_info_pack_sender().sudo(),  # their card and signature
            digiflow_client=self._get_client_name(),
            digiflow_documents=documents,
        )
        subject, body = (
            template._render_field(name, self.ids, compute_lang=True)[self.id]
            for name in ("subject", "body_html")
        )
        return subject, body
