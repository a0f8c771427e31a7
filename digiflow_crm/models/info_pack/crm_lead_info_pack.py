from typing import NamedTuple

from odoo import _, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize, email_split, format_datetime
from odoo.tools.mail import single_email_re

from ...compat import check_access
from ...exceptions import InfoPackError, WorkflowError
from .digiflow_info_pack import ARRIVED
from .modalities import MODALITIES

SENDING_ROLES = ("telemarketer", "executive")


class Refusal(NamedTuple):
    """Why a lead does not get the information pack: a key for programs, and what people read."""

    code: str
    reason: str
    cure: str


class CrmLead(models.Model):
    """Sending of the information pack: who may get it, and the one way in which it goes."""

    _inherit = "crm.lead"

    info_pack_ids = fields.One2many("digiflow.info.pack", "lead_id", readonly=True)
    # sudo: whoever may read a lead may know how often the information was sent.
    info_pack_count = fields.Integer(compute="_compute_info_pack_count", compute_sudo=True)

    @api.depends("info_pack_ids")
    def _compute_info_pack_count(self):
        for lead in self:
            lead.info_pack_count = len(lead.info_pack_ids)

    def unlink(self):
        """Asked first: before it asks, Odoo deletes the messages, and the e-mails with them."""
        check_access(self, "unlink")
        self._check_no_info_pack()
        return super().unlink()

    def action_send_info_pack(self):
        """Show what these leads would receive, to send it with one click.

        :return: a window action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_info_pack_send_action"
        )
        action["context"] = {"default_lead_ids": [(6, 0, self.ids)]}
        return action

    def action_view_info_packs(self):
        """Open what was sent to this company."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_info_pack_action"
        )
        action.update(domain=[("lead_id", "=", self.id)], context={})
        if self.info_pack_count == 1:
            action.update(views=[(False, "form")], res_id=self.info_pack_ids.id)
        return action

    def send_info_pack(self, modality=False, resend=False):
        """Send these leads the information pack, by e-mail from their telemarketers.

        One lead's goes out as soon as this is saved; those of many through Odoo's queue of mails.

        :param modality: ``cloud in_house hybrid web``, of the Suite; False: all of them
        :param bool resend: also to who has it already
        :return: ``{"pack_ids": [id], "refused": [{"lead_id", "code", "reason", "cure"}]}``
        :raise AccessError: the user may not write these leads, or sends no information
        :raise InfoPackError: the one lead cannot get it; it says why, and what to do
        """
        self._check_may_send_info_pack(modality)
        refusals = self._get_info_pack_refusals(resend)
        if len(self) == 1 and refusals:
            raise self._prepare_info_pack_error(refusals[self.id])
        packs = self.filtered(lambda lead: lead.id not in refusals)._create_info_packs(modality)
        if len(self) == 1:
            packs._send_now()
        elif packs:
            # sudo: a scheduled job is nobody's; it is only told that there is work.
            self.env.ref("digiflow_crm.ir_cron_info_pack").sudo()._trigger()
        return {
            "pack_ids": packs.ids,
            "refused": [
                {"lead_id": lead_id, **refusal._asdict()} for lead_id, refusal in refusals.items()
            ],
        }

    def _check_may_send_info_pack(self, modality):
        """Refuse who may not send, and a modality that there is not."""
        roles = [f"digiflow_crm.group_{role}" for role in SENDING_ROLES]
        if not (self.env.su or any(self.env.user.has_group(role) for role in roles)):
            raise AccessError(
                _("Telemarketers and sales executives send the information. Ask one of them.")
            )
        check_access(self, "write")
        if modality and modality not in MODALITIES:
            raise InfoPackError(
                _(
                    "There is no modality «%(modality)s». Give one of: %(modalities)s.",
                    modality=modality,
                    modalities=", ".join(MODALITIES),
                )
            )

    def _prepare_info_pack_error(self, refusal):
        """The refusal of this lead as an error."""
        self.ensure_one()
        message = _(
            "%(lead)s: %(reason)s %(cure)s",
            lead=self.name,
            reason=refusal.reason,
            cure=refusal.cure,
        )
        return InfoPackError(message, lead_id=self.id, code=refusal.code)

    def _create_info_packs(self, modality):
        """The records of a sending, one for each of these leads.

        Their numbers make that of two at once only one comes to be.
        """
        # sudo: nobody writes a pack but its sending; that the user may send was checked.
        packs = self.env["digiflow.info.pack"].sudo()
        numbers = {}
        for pack in packs.search([("lead_id", "in", self.ids)]):
            numbers[pack.lead_id.id] = max(pack.number, numbers.get(pack.lead_id.id, 0))
        made = packs.create(
            [
                {
                    "lead_id": lead.id,
                    "number": numbers.get(lead.id, 0) + 1,
                    "user_id": lead._get_info_pack_sender().id,
                    "email_to": email_normalize(lead.email_from),
                    "contact_name": lead.contact_name,
                    "modality": modality,
                }
                for lead in self
            ]
        )
        # As the user again, who renders the documents with their own rights.
        return made.with_env(self.env)

    def _get_info_pack_sender(self):
        """Who the information comes from: the lead's telemarketer, else who sends it."""
        self.ensure_one()
        # sudo: an archived telemarketer sends nothing, and that alone is looked at.
        caller = self.telemarketer_id.sudo()
        return self.telemarketer_id if caller.active else self.env.user

    def _get_info_pack_refusals(self, resend=False):
        """Why some of these leads cannot get the information now.

        :param bool resend: having it already is no reason
        :return: ``{lead id: Refusal}``; who is not in it can get it
        """
        refusals, earlier = {}, {} if resend else self._get_arrived_packs()
        blacklisted = self._get_blacklisted_addresses()
        for lead in self:
            address = email_normalize(lead.email_from)
            refusal = (
                lead._get_info_pack_obstacle(lead.email_from, blacklisted)
                or lead._get_info_pack_untimely()
                or lead._get_info_pack_repeated(earlier.get((lead.id, address)))
            )
            if refusal:
                refusals[lead.id] = refusal
        return refusals

    def _get_info_pack_obstacle(self, email, blacklisted=None):
        """Why no e-mail may go to `email`, or from whom it would come.

        :param blacklisted: set of normalized addresses, when it is known
        :return: a Refusal, or None
        """
        self.ensure_one()
        address = email_normalize(email)
        if blacklisted is None:
            blacklisted = self._get_blacklisted_addresses([address])
        if not email:
            reason = _("There is no e-mail address.")
            return Refusal("no_address", reason, _("Ask for it and write it on the opportunity."))
        if not address or len(email_split(email)) > 1 or not single_email_re.match(address):
            reason = _("«%(email)s» is not an e-mail address.", email=email)
            return Refusal("malformed", reason, _("Correct it on the opportunity: one address."))
        if address in blacklisted:
            reason = _("%(email)s asked not to get any e-mail.", email=address)
            return Refusal("blacklisted", reason, _("Use another contact's address."))
        sender = self._get_info_pack_sender()
        # sudo: of the colleague's card only whether there is an address.
        if not email_normalize(sender.sudo().email):
            reason = _("%(sender)s has no e-mail address to send from.", sender=sender.name)
            return Refusal("sender", reason, _("Write it in that person's preferences."))
        return None

    def _get_info_pack_untimely(self):
        """Why this lead is not ready for the information; None when it is."""
        self.ensure_one()
        if not self.is_digiflow:
            reason = _("It is not in the Digiflow pipeline.")
            return Refusal("pipeline", reason, _("Give it to the Digiflow sales team first."))
        if not self.active:
            return Refusal("lost", _("It is lost or archived."), _("Restore it first."))
        if not self.effective_contact_date:
            reason = _("Nobody has spoken with the decision maker yet.")
            return Refusal("no_contact", reason, _("Call, and log the effective contact."))
        return None

    def _get_info_pack_repeated(self, pack):
        """Why what has arrived, or is on its way, does not go once more; None without a pack."""
        if not pack:
            return None
        when = format_datetime(self.env, pack.sent_date or pack.create_date, dt_format="short")
        reason = _(
            "%(sender)s already sent it to %(email)s (%(when)s).",
            sender=pack.user_id.name,
            email=pack.email_to,
            when=when,
        )
        return Refusal("repeated", reason, _("Mark «Send it again» if the client asks for it."))

    def _get_arrived_packs(self):
        """(lead id, normalized address) -> the last pack that arrived there or is on its way."""
        # sudo: what colleagues sent counts as well.
        packs = self.env["digiflow.info.pack"].sudo()
        found = packs.search([("lead_id", "in", self.ids), ("state", "in", ARRIVED)], order="id")
        return {(pack.lead_id.id, pack.email_to): pack for pack in found}

    @api.model
    def _get_blacklisted_addresses(self, addresses=None):
        """Those of `addresses`, or of these leads' addresses, to which no e-mail may go."""
        if addresses is None:
            addresses = [email_normalize(lead.email_from) for lead in self]
        # sudo: nobody of ours reads the blacklist; only whether these addresses are on it.
        blacklist = self.env["mail.blacklist"].sudo()
        found = blacklist.search([("email", "in", [one for one in addresses if one])])
        return set(found.mapped("email"))

    def _plan_info_follow_up(self):
        """Put this lead back into the call queue, so that a meeting is arranged."""
        self.ensure_one()
        when = self._get_client_company()._get_info_follow_up()
        if when and self.active and not self.meeting_held_date and not self.stage_id.is_won:
            caller = self.with_context(lang=self.telemarketer_id.lang or self.env.lang)
            caller._queue_callback(when, caller._get_follow_up_reason())

    def _get_follow_up_reason(self):
        """What the telemarketer reads when the lead comes up again."""
        return _("The information was sent: arrange the presentation")

    def _merge_dependences(self, opportunities):
        """What was sent to merged leads stays on record with the one that remains."""
        # sudo: whoever may merge the leads moves what was sent to them.
        number = max(self.sudo().info_pack_ids.mapped("number"), default=0)
        for pack in opportunities.sudo().info_pack_ids.sorted("id"):
            number += 1
            pack.write({"lead_id": self.id, "number": number})
        return super()._merge_dependences(opportunities)

    def _check_no_info_pack(self):
        """Refuse to delete the opportunity of a client that was sent something.

        :raise WorkflowError: what was sent stays on record
        """
        # sudo: what the user may not read stays on record all the same.
        if self.sudo().info_pack_ids:
            raise WorkflowError(
                _(
                    "What was sent to a client stays on record, and its opportunity with it. Mark "
                    "the opportunity as lost instead."
                )
            )
