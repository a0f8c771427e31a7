import base64
import hashlib
import io
from urllib.parse import quote

from odoo import _, fields, models

from ..compat import check_access
from ..core.file_limits import MEGABYTE
from ..core.periods import today
from ..core.requirement_workbook import (
    LIMITS,
    WORKBOOK_MESSAGES,
    WorkbookRefused,
    read_requirement_workbook,
    requirement_workbook,
)
from ..exceptions import ProcessError
from ..models.requirements.reply_states import ORIGIN_WORKBOOK


class DigiflowRequirementWorkbook(models.TransientModel):
    """Hands out the workbook of a survey to be filled in off line, and loads it back."""

    _name = "digiflow.requirement.workbook"
    _description = "Workbook of a survey"

    requirement_id = fields.Many2one(
        "digiflow.requirement", string="Survey", required=True, readonly=True, ondelete="cascade"
    )
    blank = fields.Binary(string="Workbook to fill in", readonly=True, attachment=False)
    blank_name = fields.Char(readonly=True)
    filled = fields.Binary(string="Workbook filled in", attachment=False)
    filled_name = fields.Char()

    def action_download(self):
        """Make the workbook, filled in with what is known, and hand it to the browser."""
        self.ensure_one()
        check_access(self.requirement_id, "read")
        name = _("Survey of %(client)s.xlsx", client=self._get_client().replace("/", "-"))
        self.write({"blank": base64.b64encode(self._write_workbook()), "blank_name": name})
        url = f"/web/content/{self._name}/{self.id}/blank/{quote(name)}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def action_load(self):
        """Read the workbook; what it says waits beside the survey's answers.

        :return: a window action that shows the client's answers beside the survey's
        :raise ProcessError: no file, or one that is not this survey's workbook
        """
        self.ensure_one()
        survey = self.requirement_id
        check_access(survey, "write")
        name = self.filled_name or _("The file")
        read = self._read_workbook(self._get_content(), name)
        reply = survey._receive(
            read.answers,
            read.sender or survey.contact_name or self._get_client(),
            origin=ORIGIN_WORKBOOK,
            problems="\n".join(map(str, read.problems)) or False,
            workbook=self.filled,
            workbook_name=name,
        )
        return self.env[reply._name].browse(reply.id).action_open()

    def _get_content(self):
        """The bytes of the file that was chosen."""
        if not self.filled:
            raise ProcessError(_("Choose the workbook that the client filled in."))
        content = base64.b64decode(self.filled)
        if len(content) > LIMITS.file_bytes:
            raise self._refuse("too_big", {"limit": LIMITS.file_bytes // MEGABYTE})
        return content

    def _read_workbook(self, content, name):
        """What the workbook says: a Filled."""
        survey = self.requirement_id
        try:
            return read_requirement_workbook(
                lambda: io.BytesIO(content),
                name,
                survey._get_sections(),
                self._get_identity(),
                today(),
            )
        except WorkbookRefused as refusal:
            raise self._refuse(refusal.code, refusal.params) from refusal

    def _refuse(self, code, params):
        """The refusal of a workbook, in the user's language."""
        return ProcessError(_(WORKBOOK_MESSAGES[code], **params))

    def _write_workbook(self):
        """The bytes of the workbook, with what the survey already says."""
        survey = self.requirement_id
        return requirement_workbook(
            survey._get_sections(),
            survey._get_answers(),
            self._get_client(),
            self._get_identity(),
            today(),
        )

    def _get_client(self):
        lead = self.requirement_id.lead_id
        return lead.partner_name or lead.partner_id.commercial_partner_id.name or lead.name

    def _get_identity(self):
        """Tells this survey from any other, of another database as well."""
        # sudo: the database's own number, which no user reads; only a digest of it goes out.
        number = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return hashlib.sha256(f"{number}:{self.requirement_id.id}".encode()).hexdigest()[:24]
