import base64
import binascii
import os

from odoo import _, api, fields, models

from ...compat import check_access
from ...core.audio import MAX_BYTES, audio_of, link_fault
from ...exceptions import CallRefusedError

MEGABYTE = 2**20
WITHDRAWAL_FIELDS = {"withdrawn_on", "withdrawn_by_id", "withdrawn_reason"}
# One of a call; what the manager withdrew leaves its place to another.
ONE_SQL = """
    CREATE UNIQUE INDEX IF NOT EXISTS digiflow_call_recording_one_index
    ON digiflow_call_recording (call_id) WHERE withdrawn_on IS NULL
"""


class DigiflowCallRecording(models.Model):
    """The sound of a call, a file or a link: for the caller, quality analysts and the manager only.

    A record of its own, so that who may read a call does not hear it by that: its record rule holds
    whichever way somebody looks. It is given once, by the caller or the telephone system; nobody
    replaces or deletes it, only the manager takes it back, which stays on record.
    """

    _name = "digiflow.call.recording"
    _description = "Recording of a call"
    _order = "id desc"
    _rec_name = "filename"

    # Whose
    call_id = fields.Many2one(
        "digiflow.call", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(related="call_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="call_id.company_id", store=True)
    lead_name = fields.Char(string="Opportunity", related="call_id.lead_id.name")
    start = fields.Datetime(related="call_id.start", store=True)
    duration = fields.Float(related="call_id.duration")
    # What
    audio = fields.Binary(string="File", attachment=True)
    filename = fields.Char()
    mimetype = fields.Char(string="Kind", readonly=True)
    size = fields.Integer(string="Bytes", readonly=True)
    url = fields.Char(string="Link", help="Where a telephone system keeps it: an https address.")
    source = fields.Char(string="Recording", compute="_compute_source")
    # Withdrawal
    withdrawn_on = fields.Datetime(readonly=True)
    withdrawn_by_id = fields.Many2one("res.users", string="Withdrawn by", readonly=True)
    withdrawn_reason = fields.Char(string="Why withdrawn", readonly=True)

    _sql_constraints = [
        (
            "file_or_link",
            "CHECK ((url IS NULL) <> (mimetype IS NULL))",
            "Give the recording as a file or as a link, not both.",
        ),
    ]

    @api.depends("url", "mimetype")
    def _compute_source(self):
        """The address at which it is played."""
        for recording in self:
            own = f"/web/content/{self._name}/{recording.id}/audio"
            recording.source = recording.url or own

    def init(self):
        self.env.cr.execute(ONE_SQL)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_first([vals.get("call_id") for vals in vals_list])
        recordings = super().create([self._prepare_recording_vals(vals) for vals in vals_list])
        recordings._set_mimetypes()
        self.env["digiflow.call"]._forget_recordings()
        return recordings

    def write(self, vals):
        """Only its withdrawal is ever written."""
        if set(vals) - WITHDRAWAL_FIELDS or self.filtered("withdrawn_on"):
            raise CallRefusedError(
                _(
                    "A recording stays as it was given. Ask the manager to withdraw it, then give "
                    "the right one."
                )
            )
        res = super().write(vals)
        self.env["digiflow.call"]._forget_recordings()
        return res

    def copy(self, default=None):  # pylint: disable=method-required-super  # it only refuses
        raise CallRefusedError(_("A recording cannot be copied: it belongs to its call."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recordings(self):
        raise CallRefusedError(
            _("Recordings stay on record: the manager can withdraw one, with the reason.")
        )

    def action_open_withdrawal(self):
        """Open the form that asks for the reason."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_recording_withdrawal_action"
        )
        return {**action, "context": {"default_recording_id": self.id}}

    def withdraw(self, reason):
        """Take recordings back, for good: from now on only the manager hears them.

        :param str reason: stays on record, with who did it and when
        :return: True
        :raise CallRefusedError: there is no reason, or the user is not the manager
        """
        if not self.env.user.has_group("digiflow_crm.group_manager"):
            raise CallRefusedError(_("Only the manager withdraws a recording. Ask the manager."))
        if not (reason or "").strip():
            raise CallRefusedError(_("Say why the recording is withdrawn: it stays on record."))
        check_access(self, "read")
        # sudo: nobody has the right to write recordings, so that no other way changes one.
        self.sudo().write(
            {
                "withdrawn_on": fields.Datetime.now(),
                "withdrawn_by_id": self.env.uid,
                "withdrawn_reason": reason.strip(),
            }
        )
        return True

    def _set_mimetypes(self):
        """The files are sent as what they are; Odoo does not know every kind of sound."""
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        # sudo: nobody has the right to write recordings, nor the attachments that they are.
        files = self.env["ir.attachment"].sudo().search([*domain, ("res_field", "=", "audio")])
        for file in files:
            file.mimetype = self.browse(file.res_id).mimetype

    @api.model
    def _check_first(self, call_ids):
        # sudo: there is one already, whoever may hear it.
        domain = [("call_id", "in", call_ids), ("withdrawn_on", "=", False)]
        if self.sudo().search_count(domain) or len(set(call_ids)) < len(call_ids):
            raise CallRefusedError(
                _(
                    "The call has its recording already. Ask the manager to withdraw it, then give "
                    "the right one."
                )
            )

    @api.model
    def _prepare_recording_vals(self, vals):
        """`vals` with what the server itself says of the file or link.

        :raise CallRefusedError: it is neither, or none that may be kept
        """
        kept = {
            name: vals[name] for name in ("call_id", "audio", "filename", "url") if vals.get(name)
        }
        if bool(kept.get("audio")) == bool(kept.get("url")):
            raise CallRefusedError(_("Give the recording as a file or as a link."))
        if kept.get("url"):
            self._check_link(kept["url"])
            return {**kept, "filename": kept.get("filename") or _("Link")}
        content = self._read_file(kept["audio"])
        audio = self._check_audio(content)
        stem = os.path.splitext(os.path.basename(kept.get("filename") or ""))[0]
        stem = "".join(sign for sign in stem if sign.isprintable()).strip()[:100]
        return {
            **kept,
            "filename": (stem or _("recording")) + audio.extension,
            "mimetype": audio.mimetype,
            "size": len(content),
        }

    @api.model
    def _read_file(self, encoded):
        try:
            return base64.b64decode(encoded)
        except (binascii.Error, ValueError):
            raise CallRefusedError(_("The file did not arrive whole. Choose it again.")) from None

    @api.model
    def _check_audio(self, content):
        """The kind of recording that a file is by its content."""
        if len(content) > MAX_BYTES:
            raise CallRefusedError(
                _(
                    "The recording has %(size)s MB and the limit is %(limit)s MB. Save it as .mp3 "
                    "or .ogg, or give a link to it.",
                    size=-(-len(content) // MEGABYTE),
                    limit=MAX_BYTES // MEGABYTE,
                )
            )
        audio = audio_of(content)
        if not audio:
            raise CallRefusedError(
                _(
                    "The file is no recording that can be played here. Choose an .mp3, .wav, .ogg, "
                    ".m4a or .webm file."
                )
            )
        return audio

    @api.model
    def _check_link(self, link):
        fault = link_fault(link)
        if fault:
            texts = {
                "too_long": _("The link is too long. Give an address of up to 2000 characters."),
                "blank": _("The link has spaces or signs that no address has. Copy it again."),
                "not_https": _("The link is no https address. Give one that begins with https://"),
                "login": _(
                    "The link has a user or password in it. Give it without them: whoever hears "
                    "the recording would read them."
                ),
            }
            raise CallRefusedError(texts[fault])
