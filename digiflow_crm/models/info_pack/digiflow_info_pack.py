from datetime import timedelta

from odoo import _, api, fields, models
from odoo.tools import consteq, hmac

from ...exceptions import WorkflowError
from .modalities import MODALITY_SELECTION

STATE_QUEUED = "queued"
STATE_SENT = "sent"
STATE_OPENED = "opened"
STATE_BOUNCED = "bounced"
STATE_FAILED = "failed"
# The client has it, or will have it in a moment.
ARRIVED = (STATE_QUEUED, STATE_SENT, STATE_OPENED)
PIXEL_SCOPE = "digiflow_crm.info_pack"
# An e-mail that is opened later than that tells nothing any more.
TOKEN_DAYS = 180


class DigiflowInfoPack(models.Model):
    """One sending of the information pack, as it was sent; kept on the lead for ever.

    Nobody has the right to write one: the sending does, and what comes back from the mail.
    """

    _name = "digiflow.info.pack"
    _description = "Information pack"
    _order = "id desc"
    _rec_name = "lead_id"

    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    number = fields.Integer(
        string="Sending", readonly=True, help="The first one to this company, the second one..."
    )
    company_id = fields.Many2one(related="lead_id.company_id", store=True, index=True)
    prospect_list_id = fields.Many2one(related="lead_id.prospect_list_id", store=True)
    # What was sent
    user_id = fields.Many2one("res.users", string="Sender", readonly=True, index=True)
    email_to = fields.Char(string="E-mail", required=True, readonly=True)
    contact_name = fields.Char(string="Contact", readonly=True)
    modality = fields.Selection(
        MODALITY_SELECTION, readonly=True, help="Of the Suite; empty: all of them."
    )
    subject = fields.Char(readonly=True)
    body = fields.Html(string="Text", readonly=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Documents", readonly=True)
    # What became of it
    state = fields.Selection(
        [
            (STATE_QUEUED, "To be sent"),
            (STATE_SENT, "Sent"),
            (STATE_OPENED, "Opened"),
            (STATE_BOUNCED, "Bounced"),
            (STATE_FAILED, "Not sent"),
        ],
        default=STATE_QUEUED,
        required=True,
        readonly=True,
        index=True,
    )
    sent_date = fields.Datetime(string="Sent on", readonly=True, index=True)
    opened_date = fields.Datetime(
        string="Opened on",
        readonly=True,
        help="When the client's mail program first showed its pictures. Many never do: not "
        "opened does not mean not read.",
    )
    failure = fields.Text(string="What went wrong", readonly=True)
    mail_id = fields.Many2one("mail.mail", readonly=True, index=True, groups="base.group_system")
    message_id = fields.Many2one("mail.message", readonly=True, index=True)

    _sql_constraints = [
        (
            "lead_number_uniq",
            "UNIQUE(lead_id, number)",
            "Somebody is sending the information to this company at this moment. Close this "
            "window and look at what was sent.",
        ),
    ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        """What was sent, and to whom, stays on record."""
        raise WorkflowError(_("What was sent to a client stays on record."))

    def action_view_lead(self):
        """Open the opportunity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("digiflow_crm.crm_lead_action")
        return {**action, "views": [(False, "form")], "res_id": self.lead_id.id}

    @api.model
    def _get_token(self, pack_id):
        """What only the e-mail of that pack knows."""
        # sudo: the database's secret is nobody's; only what is made from it leaves.
        return hmac(self.env(su=True), PIXEL_SCOPE, str(pack_id))

    def _get_pixel_url(self):
        """Address of the picture that tells when the e-mail was opened."""
        self.ensure_one()
        token = self._get_token(self.id)
        return f"{self.get_base_url()}/digiflow/info/{self.id}/{token}.gif"

    @api.model
    def _note_opened(self, pack_id, token):
        """The picture of an e-mail was asked for: note when, the first time.

        :param int pack_id: as the address says; anybody can ask for anything
        :param str token: as the address says
        :return: whether it was noted
        """
        if not (token.isascii() and consteq(token, self._get_token(pack_id))):
            return False
        oldest = fields.Datetime.now() - timedelta(days=TOKEN_DAYS)
        domain = [("id", "=", pack_id), ("state", "=", STATE_SENT), ("sent_date", ">=", oldest)]
        # sudo: whoever opens an e-mail is no user; the token lets them tick this, no more.
        pack = self.sudo().search(domain)
        return bool(pack) and pack.write(
            {"state": STATE_OPENED, "opened_date": fields.Datetime.now()}
        )
