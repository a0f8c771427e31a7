from markupsafe import Markup

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...exceptions import WorkflowError
from ..pipeline.steps import STEP_PROPOSAL
from .digiflow_requirement import (
    ANSWER_FIELDS,
    OFFICE_FIELDS,
    STATE_DRAFT,
    STATE_SUBMITTED,
    STATE_VALIDATED,
)

SIGNATURE_FIELDS = {"validated_by_id", "validated_on"}
BEGINNING = {"state": STATE_DRAFT, "validated_by_id": False, "validated_on": False}
NOTE = Markup("<p>{title}</p>{changes}<ul>{texts}</ul>")


class DigiflowRequirement(models.Model):
    """The way of a survey: draft, submitted, validated; and what may change on it when."""

    _inherit = "digiflow.requirement"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", STATE_DRAFT) != STATE_DRAFT:
                raise WorkflowError(_("A survey begins as a draft: submit it, then validate it."))
        # Said outright, for the defaults of a context come from the caller as well.
        return super().create([{**vals, **BEGINNING} for vals in vals_list])

    def write(self, vals):
        self._check_may_change(vals)
        if vals.get("state") == STATE_VALIDATED:
            signature = {"validated_by_id": self.env.uid, "validated_on": fields.Datetime.now()}
            vals = {**vals, **signature}
        res = super().write(vals)
        if "state" in vals:
            self.lead_id._mark_movement()
        if vals.get("state") == STATE_VALIDATED:
            # The proposal is made in its own stage, as soon as it can be.
            self.lead_id._advance_to(STEP_PROPOSAL)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_validated(self):
        if any(requirement.is_validated for requirement in self):
            raise WorkflowError(
                _("A validated survey stays on record. Make a new version instead.")
            )

    def action_submit(self):
        """Hand the survey to the presales engineer, who gets an activity."""
        for requirement in self:
            requirement.state = STATE_SUBMITTED
            requirement._plan_validation()
            requirement._log_submission()
        return True

    def action_validate(self):
        """Validate the survey; for presales engineers and managers."""
        self.write({"state": STATE_VALIDATED})
        return self.activity_feedback(["mail.mail_activity_data_todo"])

    def action_reset(self):
        """Send a submitted survey back to its author."""
        self.write({"state": STATE_DRAFT})
        return self.activity_unlink(["mail.mail_activity_data_todo"])

    def _plan_validation(self):
        """Ask the presales engineer of the lead to validate this survey."""
        self.ensure_one()
        if self.presales_user_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=_("Validate the survey"),
                user_id=self.presales_user_id.id,
            )

    def _log_submission(self):
        """Keep in the chatter what was submitted: the changes, the notes and the commitments."""
        labels = self._get_answer_labels(OFFICE_FIELDS)
        texts = [
            Markup("<li><b>{}</b>: {}</li>").format(labels[name], self._get_answer_text(name))
            for name in OFFICE_FIELDS
            if self[name]
        ]
        title = _("Version %(version)s submitted to be validated.", version=self.version)
        changes = self.changes or ""
        self._message_log(
            body=NOTE.format(title=title, changes=changes, texts=Markup().join(texts))
        )

    @api.model
    def _get_living_fields(self):
        """Hook: names of our fields that may change on a validated survey.

        Everything else of ours is read-only then, whoever adds it.
        """
        return {"lead_id"}

    def _check_may_change(self, vals):
        """Refuse to touch what is validated, and to validate without the word of presales."""
        fields_written = [self._fields[name] for name in vals if name in self._fields]
        ours = {field.name for field in fields_written if field._module == "digiflow_crm"}
        if ours - self._get_living_fields() and any(self.mapped("is_validated")):
            raise WorkflowError(
                _("A validated survey cannot be changed. Make a new version: the old one is kept.")
            )
        if vals.get("state") != STATE_DRAFT and ours.intersection(ANSWER_FIELDS):
            self._check_not_submitted()
        if vals.get("state") == STATE_VALIDATED or SIGNATURE_FIELDS.intersection(vals):
            self._check_may_validate()

    def _check_not_submitted(self):
        """Refuse other answers than those that the presales engineer is reading."""
        if any(requirement.state == STATE_SUBMITTED for requirement in self):
            raise WorkflowError(
                _(
                    "The presales engineer is validating these answers. Set the survey back to "
                    "draft to change them."
                )
            )

    def _check_may_validate(self):
        """Refuse validation by another role, and of what was not submitted."""
        if not self.env.user.has_group("digiflow_crm.group_presales"):
            raise AccessError(_("Only a presales engineer or the manager validates a survey."))
        if any(requirement.state != STATE_SUBMITTED for requirement in self):
            raise WorkflowError(_("Submit the survey first: only then can it be validated."))
