from odoo import api, fields, models

from .res_partner import ROLES

ATTACHMENTS = "ir.attachment"
# Button of the client's sheet -> (what it counts, the window action that shows it).
RECORDS = {
    "lead": ("crm.lead", "digiflow_crm.crm_lead_action"),
    "offer": ("sale.order", "sale.action_orders"),
    "call": ("digiflow.call", "digiflow_crm.digiflow_call_action"),
    "meeting": ("calendar.event", "digiflow_crm.calendar_event_action_agenda"),
    "answer": (
        "digiflow.satisfaction.answer",
        "digiflow_crm.digiflow_satisfaction_answer_action",
    ),
    "case": ("digiflow.case", "digiflow_crm.digiflow_case_action"),
    "document": (ATTACHMENTS, "base.action_attachment"),
}


class ResPartner(models.Model):
    """What there is of a client beside its services: found under the user's own rights.

    The opportunities of a client are those of the company and its contacts, and those with its RUC.
    The counts are shown on the form, of one client: each takes the same number of queries however
    much there is of it.
    """

    _inherit = "res.partner"

    digiflow_has_sheet = fields.Boolean(
        string="Has a client's sheet",
        compute="_compute_digiflow_has_sheet",
        help="A company with services of Digiflow, or with an opportunity.",
    )
    digiflow_lead_count = fields.Integer(
        string="Digiflow opportunities", compute="_compute_digiflow_record_counts", groups=ROLES
    )
    digiflow_offer_count = fields.Integer(
        string="Offers", compute="_compute_digiflow_record_counts", groups=ROLES
    )
    digiflow_call_count = fields.Integer(
        string="Calls", compute="_compute_digiflow_record_counts", groups=ROLES
    )
    digiflow_meeting_count = fields.Integer(
        string="Meetings of opportunities", compute="_compute_digiflow_record_counts", groups=ROLES
    )
    digiflow_answer_count = fields.Integer(
        string="Satisfaction answers", compute="_compute_digiflow_record_counts", groups=ROLES
    )
    digiflow_case_count = fields.Integer(
        string="Cases", compute="_compute_digiflow_record_counts", groups=ROLES
    )
    digiflow_document_count = fields.Integer(
        string="Documents", compute="_compute_digiflow_record_counts", groups=ROLES
    )

    @api.depends("is_company")
    @api.depends_context("uid", "company")
    def _compute_digiflow_has_sheet(self):
        reads = any(self.env.user.has_group(role) for role in ROLES.split(","))
        for partner in self:
            kept = partner._origin if reads and partner.is_company else self.browse()
            partner.digiflow_has_sheet = bool(
                kept and (kept.digiflow_client_service_ids or kept._find_digiflow_leads(limit=1))
            )

    @api.depends_context("uid", "company")
    def _compute_digiflow_record_counts(self):
        for partner in self:
            counts = partner._count_digiflow_records()
            for key in RECORDS:
                partner[f"digiflow_{key}_count"] = counts.get(key, 0)

    def action_view_digiflow_records(self):
        """Open what a button of the sheet counts; the context's ``digiflow_records`` names it.

        :return: a window action
        """
        self.ensure_one()
        model, action = RECORDS[self.env.context["digiflow_records"]]
        vals = self.env["ir.actions.act_window"]._for_xml_id(action)
        return {
            **vals,
            "display_name": self.name,
            "domain": self._get_digiflow_domains()[model],
            "views": [(False, "list"), (False, "form")],
            "view_mode": "list,form",
            # Lost opportunities are counted, so they are shown.
            "context": {"active_test": False, "create": False},
        }

    def _get_digiflow_sheet_action(self):
        """The window action that opens this client's sheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @api.model
    def _reads_digiflow(self, model):
        """Whether the user may read some records of `model`."""
        return self.env["ir.model.access"].check(model, "read", raise_exception=False)

    def _find_digiflow_leads(self, limit=None):
        """Opportunities of this client in the Digiflow pipeline, the lost ones too."""
        self.ensure_one()
        leads = self.env["crm.lead"].with_context(active_test=False)
        if not self._reads_digiflow("crm.lead"):
            return leads
        client = self.commercial_partner_id
        vat = (client.vat or "").strip().upper()
        ruc = vat[2:] if vat.startswith("PE") else vat
        whose = [("partner_id.commercial_partner_id", "=", client.id)]
        if ruc:
            whose = ["|", ("ruc", "=", ruc), *whose]
        return leads.search([("is_digiflow", "=", True), *whose], limit=limit)

    def _count_digiflow_records(self):
        """``{button: how many}``; 0 of what the user may not read."""
        if not self.digiflow_has_sheet:
            return {}
        domains = self._get_digiflow_domains()
        return {
            key: self.env[model].with_context(active_test=False).search_count(domains[model])
            for key, (model, _action) in RECORDS.items()
            if self._reads_digiflow(model)
        }

    def _get_digiflow_domains(self):
        """``{model: domain}`` of what there is of this client."""
        client = self.commercial_partner_id
        leads = self._find_digiflow_leads()
        of_client = [("partner_id", "=", client.id)]
        return {
            "crm.lead": [("id", "in", leads.ids)],
            "sale.order": [("opportunity_id", "in", leads.ids)],
            "digiflow.call": [("lead_id", "in", leads.ids)],
            "calendar.event": [("opportunity_id", "in", leads.ids)],
            "digiflow.satisfaction.answer": [*of_client, ("state", "=", "answered")],
            "digiflow.case": of_client,
            ATTACHMENTS: self._get_digiflow_file_domain(leads),
        }

    def _get_digiflow_file_domain(self, leads):
        """Files of the company and its contacts, its opportunities, offers and checklists.

        Odoo leaves out the files of records that the user may not read.
        """
        of_leads = {
            "sale.order": [("opportunity_id", "in", leads.ids)],
            "digiflow.handover.item": [("handover_id.lead_id", "in", leads.ids)],
        }
        ids = {
            model: self.env[model].search(domain).ids
            for model, domain in of_leads.items()
            if self._reads_digiflow(model)
        }
        family = self.search([("commercial_partner_id", "=", self.commercial_partner_id.id)])
        ids = {"res.partner": family.ids, "crm.lead": leads.ids, **ids}
        terms = [
            term
            for model, found in ids.items()
            for term in ("&", ("res_model", "=", model), ("res_id", "in", found))
        ]
        return ["|"] * (len(ids) - 1) + terms
