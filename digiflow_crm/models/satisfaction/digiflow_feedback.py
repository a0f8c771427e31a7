from odoo import _, api, fields, models

from ...compat import check_access
from ...exceptions import WorkflowError
from ..info_pack.res_partner import SATISFACTION_SELECTION
from .feedback_states import (
    KIND_PRESENTATION,
    KIND_SELECTION,
    ORIGIN_SELECTION,
    STATE_SELECTION,
    STATE_TO_SEND,
)


class DigiflowFeedback(models.Model):
    """What one client is asked about one thing of ours, and answers once: 1 to 5 and a comment.

    The form, its link and its deadline are Odoo's survey. Nobody has the right to write a
    feedback: its sending does, the client's answer, and the buttons here.
    """

    _name = "digiflow.feedback"
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
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Executive", readonly=True, index=True)
    date = fields.Datetime(
        string="Held on",
        required=True,
        readonly=True,
        index=True,
        help="When it was that the client is asked about; the figures count by this day in Lima.",
    )
    # Who is asked
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    email = fields.Char(string="E-mail", readonly=True)
    state = fields.Selection(
        STATE_SELECTION, default=STATE_TO_SEND, required=True, readonly=True, index=True
    )
    failure = fields.Char(string="Why it was not sent", readonly=True)
    due_date = fields.Datetime(string="To be sent on", readonly=True)
    sent_date = fields.Datetime(string="Sent on", readonly=True)
    user_input_id = fields.Many2one(
        "survey.user_input",
        readonly=True,
        index=True,
        ondelete="set null",
        groups="base.group_system",
    )
    mail_id = fields.Many2one("mail.mail", readonly=True, index=True, groups="base.group_system")
    # Who has the link answers as the client.
    link = fields.Char(compute="_compute_link", groups="base.group_system")
    # The answer
    score = fields.Selection(SATISFACTION_SELECTION, string="Satisfaction", readonly=True)
    comment = fields.Text(readonly=True)
    answered_date = fields.Datetime(string="Answered on", readonly=True)
    origin = fields.Selection(ORIGIN_SELECTION, string="How it was answered", readonly=True)
    typed_by_id = fields.Many2one("res.users", string="Typed in by", readonly=True)
    # Reading of the comment
    read_by_id = fields.Many2one("res.users", string="Comment read by", readonly=True)
    read_date = fields.Datetime(string="Comment read on", readonly=True)

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

    def _compute_link(self):
        for feedback in self:
            form = feedback.user_input_id
            feedback.link = form and feedback.get_base_url() + form.get_start_url()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        """What clients were asked, and answered, stays on record."""
        raise WorkflowError(_("What clients were asked, and answered, stays on record."))

    def action_view_lead(self):
        """Open the opportunity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("digiflow_crm.crm_lead_action")
        return {**action, "views": [(False, "form")], "res_id": self.lead_id.id}

    def action_mark_read(self):
        """Record that the user has read these comments; the first one who did stays."""
        check_access(self, "read")
        # sudo: whoever may read a comment may say so; nothing else is written.
        unread = self.sudo().filtered(lambda one: one.comment and not one.read_date)
        unread.write({"read_by_id": self.env.uid, "read_date": fields.Datetime.now()})
        return True

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
