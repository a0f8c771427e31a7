from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...exceptions import WorkflowError
from .digiflow_requirement import STATE_DRAFT, STATE_SUBMITTED, STATE_VALIDATED

# What a validated survey no longer lets anybody change.
SIGNATURE_FIELDS = {"validated_by_id", "validated_on"}
CONTENT_FIELDS = {"need", "state", *SIGNATURE_FIELDS}
BEGINNING = {"state": STATE_DRAFT, "validated_by_id": False, "validated_on": False}


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
        if CONTENT_FIELDS.intersection(vals):
            self._check_may_change(vals)
        if "lead_id" in vals:
            self._check_stays_with_lead()
        if vals.get("state") == STATE_VALIDATED:
            signature = {"validated_by_id": self.env.uid, "validated_on": fields.Datetime.now()}
            vals = {**vals, **signature}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_validated(self):
        if any(requirement.is_validated for requirement in self):
            raise WorkflowError(_("A validated survey stays on record. Make a new one instead."))

    def action_submit(self):
        """Hand the survey to the presales engineer, who gets an activity."""
        for requirement in self:
            requirement.state = STATE_SUBMITTED
            requirement._plan_validation()
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

    def _check_may_change(self, vals):
        """Refuse to touch what is validated, and to validate without the word of presales."""
        if any(requirement.is_validated for requirement in self):
            raise WorkflowError(
                _("A validated survey cannot be changed. Make a new one: the old one is kept.")
            )
        self._check_need(vals)
        if vals.get("state") == STATE_VALIDATED or SIGNATURE_FIELDS.intersection(vals):
            self._check_may_validate()

    def _check_need(self, vals):
        """Refuse a submitted survey without a text, whether it leaves draft or loses the text."""
        for requirement in self:
            state = vals.get("state", requirement.state)
            need = vals.get("need", requirement.need) or ""
            if state != STATE_DRAFT and not need.strip():
                raise WorkflowError(
                    _("%(survey)s: write what the client needs.", survey=requirement.name)
                )

    def _check_stays_with_lead(self):
        """Refuse to move a validated survey to another lead: it would open that one's gate."""
        # Only a merge of leads moves it, as superuser.
        if not self.env.su and any(requirement.is_validated for requirement in self):
            raise WorkflowError(_("A validated survey stays with its opportunity."))

    def _check_may_validate(self):
        """Refuse validation by another role, and of what was not submitted."""
        if not self.env.user.has_group("digiflow_crm.group_presales"):
            raise AccessError(_("Only a presales engineer or the manager validates a survey."))
        if any(requirement.state != STATE_SUBMITTED for requirement in self):
            raise WorkflowError(_("Submit the survey first: only then can it be validated."))
