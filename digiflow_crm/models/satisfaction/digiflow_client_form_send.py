import logging
import uuid

from odoo import _, api, fields, models
from odoo.tools import email_normalize

from .feedback_states import STATE_EXPIRED, STATE_NOT_SENT, STATE_SENT

_logger = logging.getLogger(__name__)


class DigiflowClientForm(models.AbstractModel):
    """The e-mail with the form's link: put once into Odoo's queue, which sends it."""

    _inherit = "digiflow.client.form"

    def _get_obstacle(self):
        """Why no form may go to this client (text); an empty text when it may."""
        self.ensure_one()
        return self._get_obstacles()[self.id]

    def _get_obstacles(self):
        """Why no form may go to these clients, found with one query.

        :return: ``{id: text}``, an empty text where it may go
        """
        addresses = {one.id: email_normalize(one.email) for one in self}
        known = [address for address in addresses.values() if address]
        # sudo: who asked not to be written to is respected by whoever sends.
        refusing = self.env["mail.blacklist"].sudo().search([("email", "in", known)])
        blocked = set(refusing.mapped("email"))
        return {one.id: one._describe_obstacle(addresses[one.id], blocked) for one in self}

    def _describe_obstacle(self, address, blocked):
        """Why no form goes to `address`, a normal e-mail address or False."""
        if not self.email:
            return _("There is no e-mail address. Write it on the contact who was invited.")
        if not address:
            return _("«%(email)s» is not an e-mail address. Correct it.", email=self.email)
        if address in blocked:
            return _("%(email)s asked not to get any e-mail.", email=address)
        return ""

    def _mark_not_sent(self, reason):
        self.write({"state": STATE_NOT_SENT, "failure": reason})

    def _send_or_fail(self):
        """Send this form, or keep the reason why not."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._find_recipient()
                obstacle = self._get_obstacle()
                if not obstacle:
                    self._send()
        except Exception as error:
            _logger.warning("The form of %s cannot be sent", self, exc_info=True)
            obstacle = str(error)
        if obstacle:
            self._mark_not_sent(obstacle)

    def _send(self):
        """Put the e-mails with these forms' links into Odoo's queue."""
        self._make_forms()
        for one in self:
            one.user_input_id.deadline = one._get_deadline()
        self.write({"state": STATE_SENT, "sent_date": fields.Datetime.now(), "failure": False})
        for one in self:
            one.mail_id = one._queue_mail(one._get_template())
            one._on_sent()

    def _queue_mail(self, template):
        """An e-mail to this client in Odoo's queue.

        It hangs on no record and has no author: whoever reads it has the link, and answers as
        the client.

        :return: mail.mail
        """
        mail = self.env["mail.mail"].browse(template.send_mail(self.id))
        mail.mail_message_id.write({"model": False, "res_id": False, "author_id": False})
        return mail

    def _on_sent(self):
        """Hook: this client was asked."""

    @api.model
    def _settle_sent(self, now):
        """Note which e-mails the mail server refused, and which forms are over."""
        sent = [("state", "=", STATE_SENT), *self._get_open_domain()]
        for one in self.search([*sent, ("mail_id.state", "in", ("exception", "cancel"))]):
            one._on_refused(one.mail_id.failure_reason or _("The mail was cancelled."))
        self.search([*sent, ("user_input_id.deadline", "<", now)]).write({"state": STATE_EXPIRED})

    @api.model
    def _get_open_domain(self):
        """Hook: which forms may still change."""
        return []

    def _on_refused(self, reason):
        """Keep why the mail server did not take the e-mail."""
        self._mark_not_sent(reason)

    def _get_form(self):
        """The form of this client, made when there is none yet; begun, to open on its questions."""
        self.ensure_one()
        self._make_forms()
        return self.user_input_id

    def _make_forms(self):
        """Make the forms of those who have none, all at once."""
        without = self.filtered(lambda one: not one.user_input_id)
        forms = self.env["survey.user_input"].create([one._prepare_form_vals() for one in without])
        for one, form in zip(without, forms):
            one.user_input_id = form

    def _prepare_form_vals(self):
        """Values of the survey.user_input of this client.

        It has a pool of attempts of its own: who is the contact of two clients answers for both.
        """
        survey, partner = self._get_survey(), self._get_recipient()
        return {
            "survey_id": survey.id,
            "partner_id": partner.id,
            "email": email_normalize(self.email) or partner.email,
            "nickname": partner.name or self.email,
            "invite_token": str(uuid.uuid4()),
            "state": "in_progress",
            "start_datetime": fields.Datetime.now(),
            "predefined_question_ids": [(6, 0, self._get_questions(survey).ids)],
        }

    def _get_questions(self, survey):
        """Hook: the questions of a survey.survey that this client is asked."""
        return survey.question_ids
