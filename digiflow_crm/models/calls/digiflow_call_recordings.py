from odoo import _, api, fields, models

from ...exceptions import CallRefusedError

RECORDING_FIELDS = [
    *("recording_ids", "recording_id", "has_recording", "recording_source"),
    *("recording_url", "recording", "can_record"),
]


class DigiflowCall(models.Model):
    """A call's recording, as far as the user may hear it; for everybody else there is none."""

    _inherit = "digiflow.call"

    # Withdrawn ones as well; each user finds here what the recordings' rule lets them.
    recording_ids = fields.One2many("digiflow.call.recording", "call_id", string="Recordings")
    recording_id = fields.Many2one(
        "digiflow.call.recording", string="Recording on record", compute="_compute_recording_id"
    )
    has_recording = fields.Boolean(
        string="Recorded", compute="_compute_recording_id", search="_search_has_recording"
    )
    recording_source = fields.Char(string="Recording", compute="_compute_recording_id")
    recording_url = fields.Char(
        string="Link to the recording",
        compute="_compute_recording_id",
        inverse="_inverse_recording_url",
        help="An https address, when it is kept elsewhere.",
    )
    recording = fields.Binary(
        string="Recording file",
        compute="_compute_recording",
        inverse="_inverse_recording",
        attachment=False,
        help="An .mp3, .wav, .ogg, .m4a or .webm file. Only the caller, quality analysts and the "
        "manager hear it.",
    )
    can_record = fields.Boolean(compute="_compute_can_record")

    @api.depends_context("uid")
    def _compute_recording_id(self):
        found = self._get_recordings()
        none = self.env["digiflow.call.recording"]
        for call in self:
            recording = found.get(call.id, none)
            call.recording_id = recording
            call.has_recording = bool(recording)
            call.recording_source = recording.source if recording else False
            call.recording_url = recording.url

    def _search_has_recording(self, operator, value):
        """Calls with a recording that the user may hear."""
        wanted = bool(value) if operator in ("=", "in") else not value
        domain = [("recording_ids.withdrawn_on", "=", False)]
        return domain if wanted else ["!", *domain]

    @api.depends_context("uid")
    def _compute_recording(self):
        found = self._get_recordings()
        for call in self:
            call.recording = found[call.id].audio if call.id in found else False

    def _inverse_recording(self):
        for call in self:
            call._give_recording({"audio": call.recording})

    def _inverse_recording_url(self):
        for call in self:
            call._give_recording({"url": call.recording_url})

    @api.depends_context("uid")
    def _compute_can_record(self):
        """Whether the user may give the recording: the caller and the manager, once."""
        is_manager = self.env.user.has_group("digiflow_crm.group_manager")
        may_create = self._may_with_recordings("create")
        for call in self:
            own = is_manager or call.user_id == self.env.user
            call.can_record = may_create and own and not call.has_recording

    def action_add_recording(self):
        """Open the form that takes the recording of this call."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_call_recording_action_add"
        )
        return {**action, "context": {"default_call_id": self.id}}

    def action_withdraw_recording(self):
        """Open the form that asks the manager why the recording is taken back."""
        self.ensure_one()
        return self.recording_id.action_open_withdrawal()

    def _get_recordings(self):
        """{call id: its recording} of those that the user may hear, the withdrawn ones left out."""
        if not self._may_with_recordings("read"):
            return {}
        domain = [("call_id", "in", self.ids), ("withdrawn_on", "=", False)]
        found = self.env["digiflow.call.recording"].search(domain)
        return {recording.call_id.id: recording for recording in found}

    @api.model
    def _may_with_recordings(self, operation):
        """Whether the user has a right to recordings at all; which ones, the rule says."""
        rights = self.env["ir.model.access"]
        return rights.check("digiflow.call.recording", operation, raise_exception=False)

    def _give_recording(self, vals):
        """Keep the recording of this call; one that is there is not taken away by giving none."""
        self.ensure_one()
        if any(vals.values()):
            self.env["digiflow.call.recording"].create({"call_id": self.id, **vals})
        elif self._get_recordings():
            raise CallRefusedError(
                _("Recordings stay on record: the manager can withdraw one, with the reason.")
            )

    @api.model
    def _forget_recordings(self):
        """What was read of recordings before is read again."""
        self.invalidate_model(RECORDING_FIELDS)
