import base64
import logging
import re

from markupsafe import Markup

from odoo import _, api, fields, models
from odoo.tools import formataddr, html2plaintext

from ...compat import OUTGOING_EMAIL, send_after_commit
from ...exceptions import InfoPackError
from ..pipeline.steps import STEP_MEETING
from .digiflow_info_pack import ARRIVED, STATE_BOUNCED, STATE_FAILED, STATE_QUEUED, STATE_SENT
from .digiflow_info_section import DOCUMENT_LETTER

_logger = logging.getLogger(__name__)

# Packs that one run of the job prepares; what is left, the next run does.
BATCH = 50
REASON_LENGTH = 500


class DigiflowInfoPack(models.Model):
    """The e-mail of a pack: made, handed to Odoo's queue, and followed to its end."""

    _inherit = "digiflow.info.pack"

    @api.model
    def _cron_send(self):
        """Make the e-mails of what was sent to many, and settle what the queue could not."""
        waiting = self.search(
            [("state", "=", STATE_QUEUED), ("mail_id", "=", False)], order="id", limit=BATCH
        )
        common = {}
        for pack in waiting:
            pack._prepare_or_fail(common)
            # A pack is a transaction: what was made is handed over, whatever the next one brings.
            self.env.cr.commit()  # pylint: disable=invalid-commit # a job of its own
        if waiting:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        if len(waiting) == BATCH:
            self.env.ref("digiflow_crm.ir_cron_info_pack")._trigger()
        ended = [("state", "=", STATE_QUEUED), ("mail_id.state", "in", ("sent", "exception"))]
        self._settle_mails(self.search(ended).mail_id)

    def _send_now(self):
        """Make the e-mails and send them when this transaction is safely over."""
        for pack in self:
            pack._prepare_mail({})
        # sudo: the queue of mails is nobody's.
        send_after_commit(self.sudo().mail_id)

    def _prepare_or_fail(self, common):
        """`_prepare_mail` with the rights of who sent it; a pack that cannot be made has failed."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                pack = self.with_user(self.create_uid)
                refusal = pack.lead_id._get_info_pack_obstacle(pack.email_to)
                if refusal:
                    raise InfoPackError(f"{refusal.reason} {refusal.cure}")
                pack._prepare_mail(common)
        except Exception as error:
            _logger.warning("Information pack %s cannot be made: %s", self.id, error)
            self._mark_failed(str(error))

    def _prepare_mail(self, common):
        """Make the documents and the e-mail of this pack, and put it into Odoo's queue.

        :param dict common: documents that are the same for many packs; it is added to
        """
        self.ensure_one()
        lead = self.lead_id
        documents = lead._get_info_documents()
        attachments = self._attach_documents(documents, common)
        subject, body = lead._render_info_mail(documents)
        # sudo: the queue of mails is nobody's; what goes into it, the sender has just made.
        mail = self.env["mail.mail"].sudo().create(self._prepare_mail_vals(subject, body))
        mail.attachment_ids = attachments
        # sudo: nobody writes a pack but its sending.
        self.sudo().write(
            {
                "mail_id": mail.id,
                "message_id": mail.mail_message_id.id,
                "subject": subject,
                "body": body,
                "attachment_ids": [(6, 0, attachments.ids)],
            }
        )

    def _prepare_mail_vals(self, subject, body):
        """Values of the mail.mail: from the sender, answered to the sender, on the lead."""
        # sudo: what the sender's card says of them is on every letter.
        sender = self.user_id.sudo()
        # The picture is in what goes out, not in what colleagues read on the lead.
        pixel = Markup('<img src="%s" width="1" height="1" alt=""/>') % self._get_pixel_url()
        return {
            "model": self.lead_id._name,
            "res_id": self.lead_id.id,
            "message_type": OUTGOING_EMAIL,
            "author_id": sender.partner_id.id,
            "email_from": sender.email_formatted,
            "reply_to": sender.email_formatted,
            "email_to": formataddr((self.contact_name or "", self.email_to)),
            "subject": subject,
            "body": body,
            "body_html": body + pixel,
            "auto_delete": False,
        }

    def _attach_documents(self, documents, common):
        """Make the documents and attach them to this pack.

        :param documents: their keys
        :param dict common: as in `_prepare_mail`
        :return: the attachments
        """
        values = []
        # 16.0 reads attachments from the last one that was made: the letter comes first.
        for document in reversed(documents):
            key = (document, self.company_id.id, self.modality)
            content = common.get(key) or self._make_document(document)
            if document != DOCUMENT_LETTER:
                common[key] = content
            values.append(
                {
                    "name": self._get_document_name(document),
                    "datas": base64.b64encode(content),
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        # sudo: attachments of a pack are as frozen as the pack, on which nobody may write.
        return self.env["ir.attachment"].sudo().create(values)

    def _make_document(self, document):
        """One of the documents as PDF (bytes)."""
        data = {"modality": self.modality}
        report = f"digiflow_crm.info_pack_{document}"
        return self.env["ir.actions.report"]._render_qweb_pdf(report, self.lead_id.ids, data)[0]

    def _get_document_name(self, document):
        """The file's name as the client, who reads Spanish, sees it."""
        client = self.lead_id._get_client_name()
        name = {
            "letter": f"Carta de presentación - {client}",
            "clients": "Clientes satisfechos",
            "suite": "Información de la Suite",
        }[document]
        return re.sub(r'[\\/:*?"<>|\r\n]+', " ", name).strip() + ".pdf"

    @api.model
    def _settle_mails(self, mails):
        """Note on their packs what became of e-mails that were sent, or could not be.

        The e-mail has gone, so nothing may raise here: Odoo would send it once more. What could
        not be noted, because somebody is saving the same lead, the scheduled job notes later.
        """
        # sudo: whoever runs the queue of mails settles the packs of everybody.
        domain = [("mail_id", "in", mails.ids), ("state", "in", (STATE_QUEUED, STATE_FAILED))]
        for pack in self.sudo().search(domain):
            try:
                with self.env.cr.savepoint():
                    pack._settle()
            except Exception:
                _logger.warning("Information pack %s is settled later", pack.id, exc_info=True)

    def _settle(self):
        """Note what became of the e-mail of this pack."""
        self.ensure_one()
        if self.mail_id.state == "sent":
            self._mark_sent()
        elif self.mail_id.state in ("exception", "cancel") and self.state == STATE_QUEUED:
            self._mark_failed(self.mail_id.failure_reason)

    def _mark_sent(self):
        """The mail server has it: the step is done, and the client is called again."""
        now = fields.Datetime.now()
        self.write({"state": STATE_SENT, "sent_date": now, "failure": False})
        # sudo: whoever pressed "Send" moves the lead, though it may be somebody else's by now.
        lead = self.lead_id.with_user(self.create_uid).sudo()
        if not lead.info_sent_date:
            lead.info_sent_date = now
        lead._advance_to(STEP_MEETING)
        lead._plan_info_follow_up()

    def _mark_failed(self, reason):
        """It was not sent: say why, and give the telemarketer the task."""
        for pack in self._in_telemarketers_language():
            pack.write({"state": STATE_FAILED, "failure": reason or _("The mail was cancelled.")})
            pack._plan_correction(_("Send the information again"))

    @api.model
    def _receive_bounce(self, message, reason):
        """An e-mail came back: its packs did not arrive, and the telemarketer gets the task.

        :param message: the mail.message that bounced, if it is known
        :param str reason: what the other mail server said, as HTML
        """
        # sudo: whoever runs the gateway hears the bounces of everybody.
        packs = self.sudo().search([("message_id", "in", message.ids), ("state", "in", ARRIVED)])
        text = html2plaintext(reason or "").strip()[:REASON_LENGTH]
        for pack in packs._in_telemarketers_language():
            failure = text or _("The address does not exist or does not take mail.")
            pack.write({"state": STATE_BOUNCED, "failure": failure})
            pack._plan_correction(_("Correct the e-mail address"))

    def _plan_correction(self, summary):
        """A task for the telemarketer of the lead, due today."""
        self.ensure_one()
        self.lead_id.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=summary,
            note=Markup("<p>%s</p><p>%s</p>") % (self.email_to, self.failure),
            user_id=self._get_corrector().id,
        )

    def _get_corrector(self):
        """Who corrects it: the lead's telemarketer, else its executive, else the sender."""
        return self.lead_id.telemarketer_id or self.lead_id.user_id or self.user_id

    def _in_telemarketers_language(self):
        """These packs one by one, each in the language of who will read what is written on it.

        Nobody is told by e-mail of a task that came from an e-mail.
        """
        return [
            pack.with_context(lang=pack._get_corrector().lang, mail_activity_quick_update=True)
            for pack in self
        ]
