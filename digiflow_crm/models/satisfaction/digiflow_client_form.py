from odoo import _, api, fields, models

from ...compat import check_access
from ...exceptions import WorkflowError
from ..info_pack.res_partner import SATISFACTION_SELECTION
from .feedback_states import ORIGIN_SELECTION, STATE_SELECTION, STATE_TO_SEND


class DigiflowClientForm(models.AbstractModel):
    """A form of Odoo's survey that one client is asked to answer, and answers once.

    The form, its link and its deadline are Odoo's; a record of an heir is the invitation of one
    client, and its answer. Nobody has the right to write one: its sending does, the client's
    answer, and the buttons. Heirs say whom they ask and what follows: see the hooks at the end.
    """

    _name = "digiflow.client.form"
    _description = "Form that a client answers"

    # Who is asked
    email = fields.Char(string="E-mail", readonly=True)
    state = fields.Selection(
        STATE_SELECTION, default=STATE_TO_SEND, required=True, readonly=True, index=True
    )
    failure = fields.Char(string="Why it was not sent", readonly=True)
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

    def _compute_link(self):
        for one in self:
            form = one.user_input_id
            one.link = form and one.get_base_url() + form.get_start_url()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        """What clients were asked, and answered, stays on record."""
        raise WorkflowError(_("What clients were asked, and answered, stays on record."))

    def action_mark_read(self):
        """Record that the user has read these comments; the first one who did stays."""
        check_access(self, "read")
        # sudo: whoever may read a comment may say so; nothing else is written.
        unread = self.sudo().filtered(lambda one: one.comment and not one.read_date)
        unread.write({"read_by_id": self.env.uid, "read_date": fields.Datetime.now()})
        return True

    def _get_survey(self):
        """Hook: the survey.survey that is asked."""
        raise NotImplementedError  # abstract: each form has its own

    def _get_template(self):
        """Hook: the mail.template with the form's link."""
        raise NotImplementedError  # abstract: each form has its own

    def _get_recipient(self):
        """Hook: the res.partner who is asked; it may be empty where an address is known."""
        raise NotImplementedError  # abstract: each form has its own

    def _find_recipient(self):
        """Hook: look again whom to ask, before it is sent; it writes the address."""

    def _get_executive(self):
        """Hook: the res.users whose client it is; it may be empty."""
        raise NotImplementedError  # abstract: each form has its own

    def _get_deadline(self):
        """Hook: until when a form that is sent now can be answered (UTC); False: no end."""
        return False

    def _follow_up(self):
        """Hook: what follows from the answer that was just taken."""
