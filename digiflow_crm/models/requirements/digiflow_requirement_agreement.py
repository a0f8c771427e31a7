from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...core.estimation import HOUR_SORTS
from ...exceptions import WorkflowError
from .digiflow_requirement import ANSWER_FIELDS, STATE_DRAFT, STATE_VALIDATED
from .digiflow_requirement_estimating import ESTIMATED_ANSWERS

# Another kind than the rules': what the presales engineer writes, and what is kept of it.
KIND_FIELDS = {"kind_override", "kind_reason"}
LINE_FIELDS = {"estimate_line_ids", "rule_line_ids", "adjustment_ids"}
NO_KIND = {"kind_override": False, "kind_reason": False, "kind_user_id": False, "kind_on": False}
NO_WORD = {"hours_confirmed_by_id": False, "hours_confirmed_on": False}
SIGNATURES = {"kind_user_id", "kind_on", *NO_WORD}
LEAST_REASON = 10  # characters
# Key of a context: the estimate (`estimate_seal`) that was on the screen of who agrees with it.
SEEN_KEY = "digiflow_seen_estimate"


class DigiflowRequirement(models.Model):
    """Whose word the estimate is: another kind, and the hours of what is not standard."""

    _inherit = "digiflow.requirement"

    @api.model_create_multi
    def create(self, vals_list):
        made = []
        for vals in vals_list:
            # Said outright, for the defaults of a context come from the caller as well.
            own = {name: vals.get(name) for name in KIND_FIELDS}
            made.append({**vals, **NO_KIND, **NO_WORD, **self._prepare_kind_vals(own)})
        surveys = super().create(made)
        decided = surveys.filtered("kind_override")
        if decided:
            decided._check_kind()
        return surveys

    def write(self, vals):
        if SIGNATURES.intersection(vals):
            raise WorkflowError(
                _("Who gives the word on the hours and the kind is signed by the system.")
            )
        self._check_agreed(vals)
        if not KIND_FIELDS.intersection(vals):
            res = super().write(vals)
        else:
            self._check_open_for_estimate()
            res = super().write({**vals, **self._prepare_kind_vals(vals)})
            self._check_kind()
        if KIND_FIELDS.union(ANSWER_FIELDS).intersection(vals):
            self._withdraw_word()
        return res

    def action_confirm_hours(self):
        """The presales engineer's word on the hours, without which some kinds are not validated.

        :raise AccessError: it is no presales engineer
        :raise WorkflowError: a survey is validated, or its hours are not those that were seen
        """
        self._check_open_for_estimate()
        if not self.env.user.has_group("digiflow_crm.group_presales"):
            raise AccessError(_("Only a presales engineer or the manager confirms the hours."))
        self._check_seen()
        self._check_hours_left()
        self._write_agreement(
            {"hours_confirmed_by_id": self.env.uid, "hours_confirmed_on": fields.Datetime.now()}
        )
        for survey in self:
            note = _("Hours confirmed: %(estimate)s", estimate=survey._get_estimate_text())
            survey._message_log(body=note)
        return True

    def _write_agreement(self, vals):
        """Write a signature, past the checks of this class."""
        # Past `write` is what it is for. pylint: disable=super-method-mismatch
        return super().write(vals)

    def _after_adjustment(self):
        """Hours were adjusted: the word on them is no longer about these hours."""
        # sudo: who may adjust the hours withdraws the word on them, nothing else.
        self.sudo()._withdraw_word()

    def _withdraw_word(self):
        """Take back the presales engineer's word, and say so where it had been given.

        Written in any case, so that who validates at the same moment meets a changed survey.
        """
        for survey in self.filtered("hours_confirmed_by_id"):
            survey._message_log(
                body=_("The estimate changed: the word on its hours has to be given again.")
            )
        self._write_agreement(NO_WORD)

    def _drop_stale_kind(self, kind):
        """Drop another kind that was set on what the rules see otherwise by now."""
        self.ensure_one()
        if self.kind_override and self.estimated_kind not in (False, kind):
            self._message_log(
                body=_(
                    "The rules give another kind by now: «%(kind)s», which was set by hand, was "
                    "withdrawn.",
                    kind=self._get_kind_label(self.kind_override),
                )
            )
            self._write_agreement(NO_KIND)

    def _prepare_kind_vals(self, vals):
        """What is written with another kind: who set it and when; nothing when there is none."""
        if not vals.get("kind_override") and "kind_override" in vals:
            return NO_KIND
        return {**vals, "kind_user_id": self.env.uid, "kind_on": fields.Datetime.now()}

    def _check_kind(self):
        """Another kind is the presales engineer's, and says why."""
        if not self.env.user.has_group("digiflow_crm.group_presales"):
            raise AccessError(_("Only a presales engineer or the manager sets another kind."))
        for survey in self:
            if survey.kind_override and len((survey.kind_reason or "").strip()) < LEAST_REASON:
                raise WorkflowError(
                    _(
                        "%(survey)s: say why it is another kind, in %(count)s characters or more.",
                        survey=survey.name,
                        count=LEAST_REASON,
                    )
                )

    def _check_agreed(self, vals):
        """Refuse to submit or validate an estimate that nobody could stand by."""
        state = vals.get("state", STATE_DRAFT)
        if state == STATE_DRAFT:
            return
        self._check_hours_left()
        if state != STATE_VALIDATED:
            return
        if (ESTIMATED_ANSWERS | KIND_FIELDS | LINE_FIELDS).intersection(vals):
            raise WorkflowError(_("Save the changes first, then validate: they change the hours."))
        self._check_seen()
        for survey in self.filtered("needs_hours_word"):
            raise WorkflowError(
                _(
                    "%(survey)s is of kind «%(kind)s»: the presales engineer confirms its hours "
                    "before it is validated.",
                    survey=survey.name,
                    kind=survey._get_kind_label(survey.project_kind),
                )
            )

    def _check_seen(self):
        """Refuse when the hours are no longer those on the screen of the user."""
        seen = self.env.context.get(SEEN_KEY)
        for survey in self if seen else ():
            if survey.estimate_seal != seen:
                raise WorkflowError(
                    _(
                        "The estimate changed while you were looking at it. You saw %(seen)s; now "
                        "it is %(now)s. Look at it again.",
                        seen=seen,
                        now=survey._get_estimate_text(),
                    )
                )

    def _check_hours_left(self):
        """Refuse an estimate whose adjustments take off more hours than there are."""
        for survey in self:
            for sort in HOUR_SORTS:
                if survey[f"hours_{sort}"] < 0:
                    label = self.fields_get([f"hours_{sort}"], ["string"])[f"hours_{sort}"]
                    raise WorkflowError(
                        _(
                            "%(survey)s: «%(field)s» is below zero. Correct the adjustments.",
                            survey=survey.name,
                            field=label["string"],
                        )
                    )
