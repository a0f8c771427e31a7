from odoo import _, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize, format_date

from ..compat import check_access, send_after_commit
from ..exceptions import ProcessError
from ..models.pipeline.digiflow_public_link import LINK_VALID
from ..notices import notify


class DigiflowPublicLinkShare(models.TransientModel):
    """Sends a client the link to their page by e-mail, or shows it once to be copied."""

    _name = "digiflow.public.link.share"
    _description = "Share a page with the client"

    # What is shared
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    title = fields.Char(compute="_compute_record")
    link_status = fields.Char(string="Link until now", compute="_compute_record")
    is_valid = fields.Boolean(compute="_compute_record")
    expires_on = fields.Date(string="New link valid until", compute="_compute_record")
    partner_domain_id = fields.Many2one("res.partner", compute="_compute_record")
    # Whom it goes to
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        domain="[('id', 'child_of', partner_domain_id), ('id', '!=', False)]",
    )
    email_to = fields.Char(string="E-mail", compute="_compute_email_to", store=True, readonly=False)
    note = fields.Text(help="Goes into the e-mail, above the link.")

    @api.depends("res_model", "res_id")
    def _compute_record(self):
        for wizard in self:
            record = wizard._get_record()
            wizard.title = record.display_name
            wizard.link_status = record.link_status
            wizard.is_valid = record.link_state == LINK_VALID
            wizard.expires_on = record._get_link_end()
            # sudo: which company the contacts are looked for in, no more.
            wizard.partner_domain_id = (
                record._get_link_lead().sudo().partner_id.commercial_partner_id
            )

    @api.depends("partner_id", "res_model", "res_id")
    def _compute_email_to(self):
        for wizard in self:
            wizard.email_to = wizard.partner_id.email or wizard._get_record()._get_link_email()

    def action_send(self):
        """Send a new link by e-mail; the one before ends.

        :raise ProcessError: the address is none
        """
        self.ensure_one()
        address = email_normalize(self.email_to)
        if not address:
            raise ProcessError(
                _("«%(email)s» is not an e-mail address. Correct it.", email=self.email_to or "")
            )
        record = self._get_record()
        link = record._make_link()
        send_after_commit(self._prepare_mail(record, link, address))
        self._note(record, _("The link to their page was sent to %(email)s.", email=address))
        message = _("The link is on its way to %(email)s.", email=address)
        return notify(message)

    def action_copy(self):
        """Make a new link and show it this once, to be copied; the one before ends."""
        self.ensure_one()
        record = self._get_record()
        link = record._make_link()
        self._note(record, _("A link to their page was made for the client, to be copied."))
        return {
            "type": "ir.actions.act_window",
            "name": _("Link for the client"),
            "res_model": "digiflow.shown.link",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_link": link, "default_expires_on": str(record.link_expires_on)},
        }

    def _get_record(self):
        """The record that is shared, which the user may write.

        :raise AccessError: they may not, or nothing of that kind is shared
        """
        self.ensure_one()
        model = self.env.get(self.res_model)
        if model is None or not hasattr(model, "_make_link"):
            raise AccessError(_("Open this form by the button «Share with the client»."))
        record = model.browse(self.res_id)
        check_access(record, "write")
        return record

    def _prepare_mail(self, record, link, address):
        """The e-mail with `link`, which hangs on no record: whoever reads the record's messages
        shall not find the link there; and it is deleted once it was sent."""
        template = self.env.ref(record._link_mail).with_context(
            digiflow_link=link,
            digiflow_link_end=record.link_expires_on.strftime("%d/%m/%Y"),
            digiflow_link_name=self.partner_id.name if not self.partner_id.is_company else False,
            digiflow_link_note=self.note,
        )
        values = {"email_to": address, "model": False, "res_id": False, "auto_delete": True}
        mail_id = template.send_mail(record.id, email_values=values)
        # sudo: Odoo's outgoing mail is nobody's; this one was made here for a record of the user's.
        return self.env["mail.mail"].sudo().browse(mail_id)

    def _note(self, record, text):
        """Remember on the record that a link was made, and until when it holds; not the link."""
        until = format_date(self.env, record.link_expires_on)
        record._message_log(body=_("%(what)s Valid until %(date)s.", what=text, date=until))
