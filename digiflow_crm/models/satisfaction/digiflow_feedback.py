from odoo import api, fields, models

from .feedback_states import FORMS, KIND_PRESENTATION, KIND_SELECTION, MAILS


class DigiflowFeedback(models.Model):
    """What one client is asked about one thing of ours, and answers once: 1 to 5 and a comment.

    Each kind has its form and its e-mail: see feedback_states.
    """

    _name = "digiflow.feedback"
    _inherit = "digiflow.client.form"
    _description = "Client's feedback"
    _order = "date desc, id desc"
    _rec_name = "lead_id"

    # What about
    kind = fields.Selection(
        KIND_SELECTION, required=True, readonly=True, default=KIND_PRESENTATION, index=True
    )
    event_id = fields.Many2one(
        "calendar.event", string="Presentation", readonly=True, ondelete="cascade"
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        compute="_compute_lead_id",
        store=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True
    )
    user_id = fields.Many2one("res.users", string="Executive", readonly=True, index=True)
    date = fields.Datetime(
        string="Took place on",
        required=True,
        readonly=True,
        index=True,
        help="When it was that the client is asked about; the figures count by this day in Lima.",
    )
    # Who is asked
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    due_date = fields.Datetime(string="To be sent on", readonly=True)

    _sql_constraints = [
        (
            "event_uniq",
            "UNIQUE(event_id)",
            "The client is asked about this presentation already. Look at the feedback there is.",
        ),
    ]

    @api.depends("event_id.opportunity_id")
    def _compute_lead_id(self):
        """That of the presentation, also when two opportunities are merged."""
        for feedback in self:
            feedback.lead_id = feedback.event_id.opportunity_id or feedback.lead_id

    @api.depends("lead_id.company_id")
    def _compute_company_id(self):
        """That of the opportunity; a kind that is about no opportunity gives its own."""
        for feedback in self:
            lead = feedback.lead_id
            feedback.company_id = lead.company_id if lead else feedback.company_id

    def action_view_lead(self):
        """Open the opportunity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("digiflow_crm.crm_lead_action")
        return {**action, "views": [(False, "form")], "res_id": self.lead_id.id}

    def action_answer_by_phone(self):
        """Ask for what the client answered by phone.

        :return: a window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_feedback_answer_action"
        )
        return {**action, "context": {"default_feedback_id": self.id}}

    def _get_executive(self):
        """Whose client it is: the opportunity's executive, else who presented."""
        self.ensure_one()
        owner = self.lead_id.user_id
        return owner if owner.active else self.user_id

    def _get_thread(self):
        """The record on whose chatter the question and the answer are noted."""
        self.ensure_one()
        return self.lead_id

    def _get_company(self):
        """The company of ours that asks."""
        self.ensure_one()
        return self.company_id or self.lead_id._get_client_company()

    def _get_survey(self):
        return self.env.ref(FORMS[self.kind])

    def _get_template(self):
        return self.env.ref(MAILS[self.kind])

    def _get_recipient(self):
        return self.partner_id
