import json
from urllib.parse import quote

from odoo import _, api, fields, models
from odoo.tools import email_normalize

from ..exceptions import WorkflowError
from ..models.info_pack.digiflow_info_section import (
    DOCUMENT_CLIENTS,
    DOCUMENT_LETTER,
    DOCUMENT_SUITE,
    DOCUMENTS,
)
from ..models.info_pack.modalities import MODALITY_SELECTION
from ..notices import notify

MODALITY_ALL = "all"
REFUSALS_SHOWN = 50


class DigiflowInfoPackSend(models.TransientModel):
    """Shows the e-mail and its documents, and who cannot get it; one click sends it."""

    _name = "digiflow.info.pack.send"
    _description = "Send the information pack"

    lead_ids = fields.Many2many(
        "crm.lead",
        string="Opportunities",
        required=True,
        readonly=True,
        context={"active_test": False},  # a lost one is refused by name
    )
    lead_id = fields.Many2one("crm.lead", string="Opportunity", compute="_compute_lead_id")
    done = fields.Boolean(readonly=True)
    # What may be chosen
    email_to = fields.Char(
        string="E-mail",
        compute="_compute_email_to",
        store=True,
        readonly=False,
        help="What you correct here is kept on the opportunity.",
    )
    modality = fields.Selection(
        [(MODALITY_ALL, "All modalities"), *MODALITY_SELECTION],
        string="Information on",
        default=MODALITY_ALL,
        required=True,
    )
    resend = fields.Boolean(string="Send it again", help="Also to those who have it already.")
    # What it shows
    sender_id = fields.Many2one("res.users", compute="_compute_preview")
    subject = fields.Char(compute="_compute_preview")
    body = fields.Html(compute="_compute_preview", sanitize=False)
    documents = fields.Html(compute="_compute_documents", sanitize=False)
    lead_count = fields.Integer(compute="_compute_refused")
    ready_count = fields.Integer(compute="_compute_refused")
    refused = fields.Html(compute="_compute_refused", sanitize=False)
    has_repeated = fields.Boolean(compute="_compute_refused")

    @api.depends("lead_ids")
    def _compute_lead_id(self):
        for wizard in self:
            leads = wizard._get_leads()
            wizard.lead_id = leads if len(leads) == 1 else False

    @api.depends("lead_id")
    def _compute_email_to(self):
        for wizard in self:
            wizard.email_to = wizard.lead_id.email_from

    @api.depends("lead_ids")
    def _compute_preview(self):
        """The e-mail as the first of the leads would get it."""
        for wizard in self:
            lead = wizard._get_shown()
            wizard.sender_id = lead and lead._get_info_pack_sender()
            wizard.subject, wizard.body = (
                lead._render_info_mail(lead._get_info_documents()) if lead else (False, False)
            )

    @api.depends("lead_ids", "modality")
    def _compute_documents(self):
        """Links to the documents as the first of the leads would get them."""
        for wizard in self:
            lead = wizard._get_shown()
            values = {"documents": wizard._prepare_documents(lead) if lead else []}
            wizard.documents = self.env["ir.qweb"]._render(
                "digiflow_crm.info_pack_dialog_documents", values
            )

    @api.depends("lead_ids", "resend", "email_to")
    def _compute_refused(self):
        """How many will get it, and who will not, with reason and cure."""
        for wizard in self:
            leads = wizard._get_leads()
            refusals = wizard._get_refusals(leads)
            wizard.lead_count = len(leads)
            wizard.ready_count = len(leads) - len(refusals)
            repeated = any(one.code == "repeated" for one in refusals.values())
            wizard.has_repeated = repeated or wizard.resend
            shown = leads.filtered(lambda lead, refusals=refusals: lead.id in refusals)
            values = {
                "rows": [(lead, refusals[lead.id]) for lead in shown[:REFUSALS_SHOWN]],
                "more": len(shown) - len(shown[:REFUSALS_SHOWN]),
                "single": len(leads) == 1,
            }
            report = self.env["ir.qweb"]._render("digiflow_crm.info_pack_dialog_refused", values)
            wizard.refused = report if refusals else False

    def action_send(self):
        """Send it, once, to all who can get it.

        :raise WorkflowError: this form was sent already
        :raise InfoPackError: the one opportunity of the form cannot get it
        """
        self.ensure_one()
        if self.done:
            raise WorkflowError(_("This was sent already. Close this window."))
        # Two presses at once meet on this row: the second one finds it done.
        self.done = True
        self.flush_recordset(["done"])
        lead = self.lead_id
        if lead and self.email_to != lead.email_from:
            lead.email_from = self.email_to
        modality = False if self.modality == MODALITY_ALL else self.modality
        result = self.lead_ids.send_info_pack(modality, self.resend)
        return self._prepare_notification(len(result["pack_ids"]), len(result["refused"]))

    def _prepare_notification(self, sent, refused):
        """Tell what was done, and close the form."""
        if self.lead_id:
            message = _("On its way to %(email)s.", email=email_normalize(self.email_to))
        else:
            message = _(
                "%(sent)s e-mails are on their way, %(refused)s opportunities were left out.",
                sent=sent,
                refused=refused,
            )
        return notify(message, kind="success" if sent else "warning")

    def _get_leads(self):
        """The leads as they are saved, while the form is being filled in as well."""
        self.ensure_one()
        return self.lead_ids._origin

    def _get_shown(self):
        """The lead whose e-mail is shown: the first one that can get it, else the first one."""
        leads = self._get_leads()
        refusals = leads._get_info_pack_refusals()
        return leads.filtered(lambda lead: lead.id not in refusals)[:1] or leads[:1]

    def _get_refusals(self, leads):
        """`_get_info_pack_refusals` with the address that stands in the form."""
        refusals = leads._get_info_pack_refusals(self.resend)
        if len(leads) != 1 or self.email_to == leads.email_from:
            return refusals
        corrected = leads._get_info_pack_obstacle(self.email_to) or leads._get_info_pack_untimely()
        return {leads.id: corrected} if corrected else {}

    def _prepare_documents(self, lead):
        """What the links to the documents of `lead` show.

        :return: list of ``{"name", "url"}``; no URL: it is left out
        """
        names = {
            DOCUMENT_LETTER: _("Presentation letter"),
            DOCUMENT_CLIENTS: _("Satisfied clients"),
            DOCUMENT_SUITE: _("Information on the Suite"),
        }
        there = lead._get_info_documents()
        modality = False if self.modality == MODALITY_ALL else self.modality
        options = quote(json.dumps({"modality": modality}))
        url = "/report/pdf/digiflow_crm.info_pack_{}/{}?options={}"
        return [
            {"name": names[key], "url": key in there and url.format(key, lead.id, options)}
            for key in DOCUMENTS
        ]
