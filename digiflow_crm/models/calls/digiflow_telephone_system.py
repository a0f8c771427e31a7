import hashlib
import hmac
import secrets
from datetime import timedelta

from odoo import _, api, fields, models

from ...compat import check_access
from ...core.periods import today
from ...exceptions import CallRefusedError

VALID_FOR = timedelta(days=365)
TOKEN_FIELDS = {"token_hash", "made_by_id", "made_on", "last_used_on"}


class DigiflowTelephoneSystem(models.Model):
    """A telephone system that tells of calls (docs/telephone.md), and the token it does so with.

    Of the token only its hash is kept: it is random and long, so nothing can be guessed from that.
    """

    _name = "digiflow.telephone.system"
    _description = "Telephone system"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    # Token
    token_hash = fields.Char(copy=False, readonly=True, groups="base.group_system")
    has_token = fields.Boolean(compute="_compute_has_token")
    made_by_id = fields.Many2one("res.users", string="Token made by", copy=False, readonly=True)
    made_on = fields.Datetime(string="Token made on", copy=False, readonly=True)
    expires_on = fields.Date(
        string="Valid until",
        copy=False,
        default=lambda self: today() + VALID_FOR,
        required=True,
        help="The token's last day. Make a new one before.",
    )
    last_used_on = fields.Date(string="Last used on", copy=False, readonly=True)

    @api.depends("made_on")
    def _compute_has_token(self):
        for system in self:
            system.has_token = bool(system.made_on)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_own_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_own_fields(vals)
        return super().write(vals)

    def action_make_token(self):
        """Make a new token, which ends the one before, and show it this once.

        :return: a window action; its context has the token
        """
        self.ensure_one()
        check_access(self, "write")
        token = secrets.token_urlsafe(32)
        vals = {
            "token_hash": _hash(token),
            "made_by_id": self.env.uid,
            "made_on": fields.Datetime.now(),
        }
        if self.expires_on <= today():
            vals["expires_on"] = today() + VALID_FOR
        # sudo: of the token nothing can be read or written, not even by who may make it.
        self.sudo().write(vals)
        return {
            "type": "ir.actions.act_window",
            "name": _("Token of %(system)s", system=self.name),
            "res_model": "digiflow.telephone.token",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_token": token},
        }

    @api.model
    def _find_by_token(self, token):
        """The system whose token this is, as the superuser; an empty recordset for no valid one.

        :param str token: as it was sent; what it is compared with takes as long for any
        """
        domain = [("made_on", "!=", False), ("expires_on", ">=", today())]
        # sudo: who knocks has no user yet; it is found out here whether they may come in.
        systems = self.sudo().search(domain)
        digest = _hash(token)
        same = [one.id for one in systems if hmac.compare_digest(one.token_hash or "", digest)]
        return systems.browse(same)

    def _note_use(self):
        """Remember the day only: calls that come at once do not wait for each other.

        Of a system as the superuser.
        """
        if self.last_used_on != today():
            self.write({"last_used_on": today()})

    @api.model
    def _check_own_fields(self, vals):
        """A token is made here, by the superuser, and not brought along."""
        if not self.env.su and TOKEN_FIELDS & set(vals):
            raise CallRefusedError(_("A token is made by the button «Make a token» only."))


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()
