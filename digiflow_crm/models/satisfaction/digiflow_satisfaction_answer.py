from odoo import _, api, fields, models

from ..clients.res_partner import SIZE_SELECTION

# All that may change of an answer when its campaign is closed: who has read the comment.
READING_FIELDS = {"read_by_id", "read_date"}


class DigiflowSatisfactionAnswer(models.Model):
    """One client that a campaign asks, and what it answers: the form of one page.

    What the client was when the campaign took it (executive, industry, size...) is kept, whatever
    becomes of the client.
    """

    _name = "digiflow.satisfaction.answer"
    _description = "Satisfaction of a client"
    _inherit = "digiflow.client.form"
    _order = "campaign_id desc, client_name, id"
    _rec_name = "client_name"

    campaign_id = fields.Many2one(
        "digiflow.satisfaction.campaign",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    campaign_state = fields.Selection(related="campaign_id.state", string="State of the campaign")
    # Who was asked, as it was then
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    client_name = fields.Char(readonly=True, required=True)
    client_key = fields.Integer(
        readonly=True,
        required=True,
        help="The client's number then: two companies that are merged later stay two answers.",
    )
    contact_id = fields.Many2one("res.partner", readonly=True, ondelete="restrict", index=True)
    user_id = fields.Many2one(
        "res.users", string="Executive", readonly=True, index=True, ondelete="restrict"
    )
    industry_id = fields.Many2one(
        "res.partner.industry", readonly=True, index=True, ondelete="restrict"
    )
    size = fields.Selection(SIZE_SELECTION, string="Company size", readonly=True)
    district = fields.Char(readonly=True)
    service_ids = fields.Many2many(
        "digiflow.service", string="Services", readonly=True, ondelete="restrict"
    )
    # Kept as long as the answer is
    user_input_id = fields.Many2one(ondelete="restrict")
    typed_by_id = fields.Many2one(ondelete="restrict")
    read_by_id = fields.Many2one(ondelete="restrict")
    # Reminders
    reminder_due = fields.Boolean(readonly=True, index=True)
    reminder_day = fields.Integer(
        readonly=True, help="The last day of reminders that was dealt with."
    )
    reminder_count = fields.Integer(string="Reminders", readonly=True)
    reminded_date = fields.Datetime(string="Reminded on", readonly=True)
    # The answer
    service_score_ids = fields.One2many(
        "digiflow.satisfaction.service.score", "answer_id", string="By service", readonly=True
    )
    call_me = fields.Boolean(string="May we call you", readonly=True)

    _sql_constraints = [
        (
            "client_uniq",
            "UNIQUE(campaign_id, client_key)",
            "This client is in the campaign already: each client is asked once.",
        ),
    ]

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.campaign_id._check_open()
        return answers

    def write(self, vals):
        """Of an answer of a closed campaign nothing changes but that its comment was read."""
        if not READING_FIELDS.issuperset(vals):
            self.campaign_id._check_open()
        return super().write(vals)

    def action_answer_by_phone(self):
        """Ask for what the client answered by phone.

        :return: a window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_satisfaction_phone_action"
        )
        return {**action, "context": {"default_answer_id": self.id}}

    def _get_survey(self):
        return self.env.ref("digiflow_crm.survey_feedback_quarter")

    def _get_template(self):
        return self.campaign_id.invitation_template_id

    def _get_recipient(self):
        return self.contact_id or self.partner_id

    def _find_recipient(self):
        contact = self.partner_id._get_digiflow_contact()
        self.write({"contact_id": contact.id, "email": contact.email})

    def _get_executive(self):
        """Whose client it is now, else whose it was when the campaign took it."""
        self.ensure_one()
        owner = self.partner_id.user_id
        return owner if owner.active else self.user_id

    def _get_questions(self, survey):
        """Of the questions about services, only those about services that the client has."""
        return survey.question_ids.filtered(
            lambda one: not one.digiflow_service_id or one.digiflow_service_id in self.service_ids
        )

    def _describe(self):
        """The answer in words, as text."""
        words = dict(self._fields["score"]._description_selection(self.env))
        return _(
            "%(campaign)s: %(score)s %(words)s.",
            campaign=self.campaign_id.name,
            score=self.score or "",
            words=words.get(self.score, ""),
        )
