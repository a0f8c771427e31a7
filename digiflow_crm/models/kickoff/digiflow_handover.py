from odoo import _, api, fields, models

from ...exceptions import WorkflowError
from .states import (
    ITEM_DONE,
    OPEN_STATES,
    STATE_ACCEPTED,
    STATE_DRAFT,
    STATE_RETURNED,
    STATE_SELECTION,
    STATE_SUBMITTED,
)

# So many missing items are named above the form; the refusal names them all.
ITEMS_NAMED = 3


class DigiflowHandover(models.Model):
    """Hands a sold project to Implementation, which accepts it naming the project manager.

    It is made from the record: the confirmed offer, its survey, the people of the opportunity and
    the checklist of the kind of project. Sales completes and submits it; Implementation accepts or
    returns it.
    """

    _name = "digiflow.handover"
    _description = "Pre-kickoff handover"
    _inherit = ["digiflow.public.link", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _link_page = "handover"
    _link_mail = "digiflow_crm.mail_template_handover_link"

    name = fields.Char(compute="_compute_name", store=True)
    # Sale
    lead_id = fields.Many2one(
        "crm.lead", string="Opportunity", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Client", index=True, ondelete="restrict")
    order_id = fields.Many2one("sale.order", string="Proposal", index=True, ondelete="restrict")
    # sudo: Implementation does not read offers; of this one it may know the number.
    order_name = fields.Char(related="order_id.name", string="Proposal number")
    requirement_id = fields.Many2one(
        "digiflow.requirement",
        string="Survey",
        ondelete="restrict",
        help="The version of the requirements survey that the confirmed offer answers.",
    )
    project_kind = fields.Selection(related="requirement_id.project_kind")
    executive_id = fields.Many2one(related="lead_id.user_id", string="Sales executive")
    presales_user_id = fields.Many2one(related="lead_id.presales_user_id")
    # Content
    scope = fields.Text(help="What was sold and what Implementation has to know to start.")
    contact_ids = fields.One2many("digiflow.handover.contact", "handover_id", string="Contacts")
    commitments = fields.Text(help="What was promised to the client: dates, prices, special terms.")
    technical_notes = fields.Text(
        help="How the client's systems are and how they are connected; what must not fail."
    )
    technical_by_id = fields.Many2one(
        "res.users", string="Technical part confirmed by", readonly=True, copy=False
    )
    technical_on = fields.Datetime(string="Confirmed on", readonly=True, copy=False)
    # Checklist
    item_ids = fields.One2many("digiflow.handover.item", "handover_id", string="Checklist")
    item_count = fields.Integer(compute="_compute_progress")
    item_done_count = fields.Integer(string="Items done", compute="_compute_progress")
    progress = fields.Float(string="Done", compute="_compute_progress", help="In percent.")
    progress_text = fields.Char(string="Checklist done", compute="_compute_progress")
    overdue_count = fields.Integer(string="Overdue items", compute="_compute_progress")
    next_due = fields.Date(
        string="Next due", compute="_compute_progress", help="Of the items that are pending."
    )
    missing_summary = fields.Text(string="Missing", compute="_compute_missing_summary")
    # Workflow
    state = fields.Selection(
        STATE_SELECTION, default=STATE_DRAFT, required=True, copy=False, tracking=True, index=True
    )
    project_manager_id = fields.Many2one("res.users", tracking=True, copy=False)
    return_reason = fields.Text(tracking=True, copy=False)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    accepted_on = fields.Datetime(readonly=True, copy=False)
    move_ids = fields.One2many(
        "digiflow.handover.move", "handover_id", string="Moves", readonly=True
    )
    # A counter that every change of a part writes, so that two at once meet on this row.
    revision = fields.Integer(readonly=True, copy=False)
    # What began
    client_service_ids = fields.One2many(
        "digiflow.client.service", "handover_id", string="Services begun", readonly=True
    )
    # A number, for the app of projects may not be installed.
    project_number = fields.Integer(string="Project", readonly=True, copy=False)

    _sql_constraints = [
        ("lead_uniq", "UNIQUE(lead_id)", "The opportunity already has its handover: open it."),
    ]

    @api.depends("lead_id.name")
    def _compute_name(self):
        for handover in self:
            handover.name = _("Handover: %(lead)s", lead=handover.lead_id.name or "")

    @api.depends("item_ids.state", "item_ids.date_due")
    def _compute_progress(self):
        for handover in self:
            items = handover.item_ids
            done = items.filtered(lambda item: item.state in ITEM_DONE)
            due = [date for date in (items - done).mapped("date_due") if date]
            handover.item_count = len(items)
            handover.item_done_count = len(done)
            handover.progress = 100.0 * len(done) / len(items) if items else 0.0
            handover.progress_text = _("%(done)s of %(all)s", done=len(done), all=len(items))
            handover.overdue_count = len(items.filtered("is_overdue"))
            handover.next_due = min(due, default=False)

    @api.depends(
        "state",
        "partner_id",
        "order_id",
        "scope",
        "contact_ids",
        "technical_on",
        "presales_user_id",
        "item_ids.state",
        "item_ids.required",
        "item_ids.attachment_ids",
    )
    def _compute_missing_summary(self):
        """What is missing, while sales works on it; many items are told by their number."""
        for handover in self:
            lines = []
            if handover.state in OPEN_STATES:
                items = handover.item_ids._get_missing()
                if len(items) > ITEMS_NAMED:
                    items = [_("%(count)s items of the checklist", count=len(items))]
                lines = [*handover._get_missing_content(), *items]
            handover.missing_summary = "\n".join(lines) or False

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", STATE_DRAFT) != STATE_DRAFT:
                raise WorkflowError(_("A handover begins in preparation: submit it afterwards."))
        handovers = super().create([self._prepare_new_vals(vals) for vals in vals_list])
        handovers._log_made()
        return handovers

    def unlink(self):
        self._unlink_except_draft()
        # Not left to the database: their documents go with them.
        self.item_ids.unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(handover.state != STATE_DRAFT for handover in self):
            raise WorkflowError(_("A handover that was submitted stays on record."))

    def action_confirm_technical(self):
        """The presales engineer's word on the technical part, with who and when."""
        return self._confirm_technical()

    def action_submit(self):
        """Sales to Implementation: it is complete, please take it."""
        return self.write({"state": STATE_SUBMITTED})

    def action_accept(self):
        """Implementation takes the project, with its project manager named."""
        return self.write({"state": STATE_ACCEPTED})

    def action_return(self):
        """Implementation sends the handover back, with the reason written."""
        return self.write({"state": STATE_RETURNED})

    def action_open_accept(self):
        """Open the form that asks for the project manager."""
        return self._open_decision(STATE_ACCEPTED)

    def action_open_return(self):
        """Open the form that asks for the reason."""
        return self._open_decision(STATE_RETURNED)

    def action_view_items(self):
        """Open the checklist of this handover."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_handover_item_action"
        )
        context = {"default_handover_id": self.id}
        return {**action, "domain": [("handover_id", "=", self.id)], "context": context}

    def action_view_services(self):
        """Open the services that began with this handover."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_client_service_action"
        )
        return {**action, "domain": [("handover_id", "=", self.id)], "context": {}}

    def action_view_requirement(self):
        """Open the version of the survey that the offer answers."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_requirement_action"
        )
        return {**action, "views": [(False, "form")], "res_id": self.requirement_id.id}

    def _open_decision(self, decision):
        """The action of the form with which Implementation decides."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_handover_decision_action"
        )
        context = {"default_handover_id": self.id, "default_decision": decision}
        return {**action, "context": context}

    def _get_link_obstacle(self):
        if self.state not in OPEN_STATES:
            return _("The handover was submitted: its documents are complete. Nothing to upload.")
        if not self.item_ids._get_asked_of_client():
            return _("Nothing of the checklist is asked of the client: there is nothing to upload.")
        return ""
