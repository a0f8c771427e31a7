from odoo import api, models

from ...compat import attach_report


class MailTemplate(models.Model):
    """The e-mail of an offer brings its proposal."""

    _inherit = "mail.template"

    @api.model
    def _attach_own_proposal(self):
        """Let our e-mail of an offer bring our PDF file; each series has a field of its own."""
        template = self.env.ref("digiflow_crm.mail_template_proposal")
        report = self.env.ref("digiflow_crm.action_report_proposal")
        attach_report(template, report, "{{ object._get_offer_file_name() }}")
        return True
