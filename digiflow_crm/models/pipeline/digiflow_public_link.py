import hashlib
import hmac
import secrets
from datetime import timedelta

from odoo import SUPERUSER_ID, _, api, fields, models
from odoo.tools import format_date

from ...compat import check_access
from ...core.periods import today
from ...exceptions import WorkflowError

LINK_NEVER = "never"
LINK_VALID = "valid"
LINK_EXPIRED = "expired"
LINK_WITHDRAWN = "withdrawn"
# What only making and withdrawing a link writes.
LINK_FIELDS = ("link_digest", "link_made_on", "link_made_by_id", "link_expires_on")
# Groups of a field that nobody reads, writes or exports, not even an administrator.
NOBODY = "."
MAX_ID = 2**31 - 1


class DigiflowPublicLink(models.AbstractModel):
    """A record with a page that its client opens by a link, without a user.

    The link holds a random token. Only the token's digest is stored, so the link is shown when it
    is made and never again: who lost it gets a new one, with which the old one ends.

    A model that inherits it says the last part of its page's address in `_link_page`, the xml id
    of the e-mail that brings the link in `_link_mail`, and may refuse in `_get_link_obstacle()`.
    """

    _name = "digiflow.public.link"
    _description = "Link to a client's page"
    _link_page = ""
    _link_mail = ""

    link_digest = fields.Char(copy=False, readonly=True, groups=NOBODY)
    link_made_on = fields.Datetime(string="Link made on", copy=False, readonly=True)
    link_made_by_id = fields.Many2one("res.users", string="Link made by", copy=False, readonly=True)
    link_expires_on = fields.Date(
        string="Link valid until", copy=False, readonly=True, help="The link's last day."
    )
    link_state = fields.Selection(
        [
            (LINK_NEVER, "Never shared"),
            (LINK_VALID, "Valid"),
            (LINK_EXPIRED, "Expired"),
            (LINK_WITHDRAWN, "Withdrawn"),
        ],
        compute="_compute_link_state",
    )
    link_status = fields.Char(string="Client's link", compute="_compute_link_state")

    @api.depends("link_made_on", "link_expires_on")
    def _compute_link_state(self):
        for record in self:
            record.link_state = record._get_link_state()
            record.link_status = record._get_link_status()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_link_fields([name for name in LINK_FIELDS if vals.get(name)])
        # Left out, not emptied: 19.0 refuses a value for a field that nobody may write. And so are
        # the defaults of a context, which come from the caller as well.
        forged = {f"default_{name}" for name in LINK_FIELDS}
        context = {key: value for key, value in self.env.context.items() if key not in forged}
        vals_list = [
            {name: value for name, value in vals.items() if name not in LINK_FIELDS}
            for vals in vals_list
        ]
        # Keys are taken out, which keyword arguments cannot do. pylint: disable=context-overridden
        records = super(DigiflowPublicLink, self.with_context(context)).create(vals_list)
        return records.with_context(self.env.context)

    def write(self, vals):
        self._check_link_fields(vals)
        return super().write(vals)

    def action_share_link(self):
        """Open the form that sends the link to the client or shows it to be copied."""
        self.ensure_one()
        self._check_link_possible()
        return {
            "type": "ir.actions.act_window",
            "name": _("Share with the client"),
            "res_model": "digiflow.public.link.share",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def action_withdraw_link(self):
        """End the link that there is: whoever opens it finds nothing any more."""
        check_access(self, "write")
        # sudo: of the link nothing can be written, not even by who may make one.
        return self.sudo().write({"link_digest": False, "link_expires_on": False})

    def _make_link(self):
        """Make the link to the client's page, with which the one before ends.

        :return: the link; it is kept nowhere, so this is the only time that it is known
        :raise WorkflowError: the client has nothing to do there now
        """
        self.ensure_one()
        check_access(self, "write")
        self._check_link_possible()
        token = secrets.token_urlsafe(32)
        vals = {
            "link_digest": _digest(token),
            "link_made_on": fields.Datetime.now(),
            "link_made_by_id": self.env.uid,
            "link_expires_on": self._get_link_end(),
        }
        # sudo: of the link nothing can be written, not even by who may make one.
        self.sudo().write(vals)
        return f"{self.get_base_url()}/digiflow/{self._link_page}/{self.id}/{token}"

    @api.model
    def _find_by_link(self, record_id, token):
        """The record whose link this is, in the hands of the superuser; an empty one for none.

        Whether the link still holds, `link_state` tells; a guesser never gets that far, for with
        another token an expired link is as unknown as one that never was.

        :param int record_id: as it was asked for
        :param str token: as it was asked for; comparing takes as long for any
        """
        if not 0 < record_id <= MAX_ID:
            return self.browse()
        record = self.with_user(SUPERUSER_ID).browse(record_id).exists()
        digest = record.link_digest or _digest("")
        if hmac.compare_digest(digest, _digest(token)) and record.link_digest:
            return record
        return self.browse()

    def _get_link_state(self):
        """One of the LINK_ states."""
        self.ensure_one()
        if not self.link_made_on:
            return LINK_NEVER
        if not self.link_expires_on:
            return LINK_WITHDRAWN
        return LINK_VALID if self.link_expires_on >= today() else LINK_EXPIRED

    def _get_link_status(self):
        """The state of the link as a person reads it."""
        if self.link_state == LINK_NEVER:
            return _("never shared")
        if self.link_state == LINK_WITHDRAWN:
            return _("withdrawn")
        date = format_date(self.env, self.link_expires_on)
        if self.link_state == LINK_VALID:
            return _("valid until %(date)s", date=date)
        return _("expired on %(date)s", date=date)

    def _get_link_end(self):
        """The last day of a link that is made today."""
        company = self._get_link_lead().company_id or self.env.company
        return today() + timedelta(days=company.digiflow_link_days)

    def _get_link_email(self):
        """Hook: the address that the link goes to unless another one is chosen."""
        lead = self._get_link_lead()
        return lead.partner_id.email or lead.email_from

    def _get_link_lead(self):
        """Hook: the crm.lead whose client opens the page."""
        return self.lead_id

    def _get_link_obstacle(self):
        """Hook: why the client has nothing to do on the page now (text); empty when they have."""
        return ""

    def _check_link_possible(self):
        """Refuse a link to a page on which nothing can be done."""
        obstacle = self._get_link_obstacle()
        if obstacle:
            raise WorkflowError(obstacle)

    @api.model
    def _check_link_fields(self, names):
        """A link is made here, by the superuser, and not brought along."""
        if not self.env.su and set(LINK_FIELDS).intersection(names):
            raise WorkflowError(
                _("The client's link is made by the button «Share with the client» only.")
            )


def _digest(token):
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
