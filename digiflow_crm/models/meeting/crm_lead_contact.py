from odoo import _, models
from odoo.tools import email_normalize

from ...core.periods import LIMA
from ...exceptions import ProcessError

SPANISH = "es_PE"


class CrmLead(models.Model):
    """Whom to invite to a presentation: a contact with an address, a language and a time zone."""

    _inherit = "crm.lead"

    def _get_meeting_contact(self, values):
        """The contact to invite, found by e-mail or made, as the superuser.

        :param dict values: `email` and `contact_name`; default: the opportunity's
        :raise ProcessError: there is no address to write to
        """
        email = email_normalize(values.get("email") or self.email_from or self.partner_id.email)
        if not email:
            raise ProcessError(
                _(
                    "«%(lead)s» has no e-mail to send the invitation to. Ask for it and write it "
                    "down.",
                    lead=self.name,
                )
            )
        # sudo: who books a meeting does not manage contacts; only whom to invite is found or made.
        lead = self.sudo()
        contact = lead._find_meeting_contact(email)
        if not contact:
            contact = contact.create(lead._prepare_contact_vals(email, values))
        missing = {"lang": self._get_contact_lang(), "tz": LIMA.zone, "email": email}
        missing = {name: value for name, value in missing.items() if not contact[name]}
        if missing:
            contact.write(missing)
        return contact

    def _find_meeting_contact(self, email):
        """The customer or one of its people with this e-mail; without a customer, anybody."""
        customer = self.partner_id
        unwritten = customer and not customer.is_company and not customer.email
        if unwritten or email_normalize(customer.email) == email:
            return customer
        domain = [
            ("email_normalized", "=", email),
            ("company_id", "in", [False, self.company_id.id]),
        ]
        if customer:
            domain.append(("id", "child_of", customer.commercial_partner_id.id))
        else:
            domain.append(("user_ids", "=", False))
        return self.env["res.partner"].search(domain, order="id", limit=1)

    def _prepare_contact_vals(self, email, values):
        """Values of a new contact."""
        customer = self.partner_id.commercial_partner_id
        return {
            "name": values.get("contact_name") or self.contact_name or self.partner_name or email,
            "email": email,
            "phone": False if customer else self.phone,
            "parent_id": customer.id if customer.is_company else False,
            "company_name": False if customer else self.partner_name,
            "company_id": self.company_id.id,
            "lang": self._get_contact_lang(),
            "tz": LIMA.zone,
        }

    def _get_contact_lang(self):
        """The client's language: the opportunity's, else Spanish of Peru where it is installed."""
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        return self.lang_id.code or (SPANISH if SPANISH in installed else self.env.lang)
