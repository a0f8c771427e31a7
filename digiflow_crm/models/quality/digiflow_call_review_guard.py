from odoo import _, api, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...core import periods
from ...exceptions import WorkflowError
from .review_states import CALIBRATION, DRAFT, OPEN, PICKED

# What the analyst gives, until it is signed.
OPEN_FIELDS = {"comment", "line_ids", "scorecard_id"}
# What whoever begins a review may say: the rest follows from the call.
BEGUN_WITH = {"call_id", "scorecard_id", "comment"}
SOCIAL = ("message_", "activity_", "website_message_")
LOCK_SQL = "SELECT id FROM digiflow_call_review WHERE id = ANY(%s) FOR UPDATE"


class DigiflowCallReview(models.Model):
    """Who may begin a review and write in it, and when no more."""

    _inherit = "digiflow.call.review"

    # What begins a review is in `_begin`, which goes past this.
    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super  # reason above
        """Begin reviews of one's own, of calls that one picked."""
        check_access(self, "create")
        if any(set(vals) - BEGUN_WITH for vals in vals_list):
            raise WorkflowError(
                _("A review is begun with a call and a scorecard; the rest follows from them.")
            )
        # The defaults of a context come from the caller: what is begun here takes none of them.
        kept = {key: value for key, value in self.env.context.items() if key[:8] != "default_"}
        plain = self.with_context(kept)  # pylint: disable=context-overridden  # reason above
        reviews = self.browse()
        for vals in vals_list:
            call = self.env["digiflow.call"].browse(vals.get("call_id"))
            card = self.env["digiflow.call.scorecard"].browse(vals.get("scorecard_id"))
            reviews += plain._begin(call, card, PICKED, comment=vals.get("comment"))
        return reviews

    def write(self, vals):
        """What the analyst gives, as long as it is not signed."""
        if all(name.startswith(SOCIAL) for name in vals):
            return super().write(vals)
        if set(vals) - OPEN_FIELDS:
            raise WorkflowError(
                _("Of a review only points and comments are typed in. Sign, answer or close it.")
            )
        self._check_open()
        changed = self.browse()
        if "scorecard_id" in vals:
            if self.calibration_id:
                raise WorkflowError(_("Both analysts of a calibration judge by one scorecard."))
            changed = self.filtered(lambda one: one.scorecard_id.id != vals["scorecard_id"])
        res = super().write(vals)
        changed._copy_scorecard()
        return res

    def unlink(self):
        """Discard what was begun; what was signed stays."""
        self._check_open()
        self._check_alone()
        return super().unlink()

    def copy(self, default=None):  # pylint: disable=method-required-super  # it only refuses
        raise WorkflowError(_("A review cannot be copied: it is of one call, by one analyst."))

    def _discard(self):
        """Take away the drafts of a calibration that was cancelled."""
        # The linter expects `super()._discard`: our own `unlink` is for people and refuses these.
        return super().unlink()  # pylint: disable=super-method-mismatch # reason above

    @api.model
    def _begin(self, call, scorecard=None, origin=PICKED, analyst=None, **vals):
        """A new review of a call, with the criteria of its scorecard.

        :param call: digiflow.call with a recording
        :param scorecard: digiflow.call.scorecard; without one the company's first
        :param str origin: ``sample``, ``picked`` or ``calibration``
        :param analyst: res.users; without one whoever begins it
        :param vals: `comment`, `calibration_id`
        :return: digiflow.call.review
        :raise WorkflowError: the call cannot be reviewed, or not by that analyst
        """
        analyst = analyst or self.env.user
        card = scorecard or self.env["digiflow.call.scorecard"]._get_default(call.company_id)
        self._check_call(call, analyst, origin == CALIBRATION)
        self._check_scorecard(card, call)
        begun = self._prepare_begin(call, card, analyst)
        # Past our own `create`, which is for people: all that it refuses is written here.
        review = super().create(  # pylint: disable=super-method-mismatch # reason above
            [{**begun, "origin": origin, "comment": False, **vals}]
        )
        self.env["digiflow.call.review.line"]._copy_criteria(review)
        return review

    @api.model
    def _prepare_begin(self, call, card, analyst):
        """All that a new review is: said outright, for a context's defaults are the caller's."""
        day = periods.today(periods.aware(call.start))
        nothing = dict.fromkeys(self._get_protected_fields() - {"origin"}, False)
        return {
            **nothing,
            "name": self._name_call(call),
            "call_id": call.id,
            "recording_id": call.recording_id.id,
            "call_start": call.start,
            "week": periods.period_of(day, periods.WEEK).first,
            "user_id": call.user_id.id,
            "company_id": call.company_id.id,
            "analyst_id": analyst.id,
            "scorecard_id": card.id,
            **self._copy_heading(card, call.company_id),
            "state": DRAFT,
            "line_ids": [],
        }

    @api.model
    def _name_call(self, call):
        """How a review of a call is called: company, telemarketer, day in Lima."""
        day = periods.today(periods.aware(call.start))
        # sudo: an analyst names the company of a call whatever becomes of the opportunity.
        lead = call.sudo().lead_id
        parts = (lead.partner_name or lead.name, call.user_id.name, day.strftime("%d/%m/%Y"))
        return " · ".join(part for part in parts if part)

    @api.model
    def _copy_heading(self, card, company):
        """What a review keeps of a scorecard besides its criteria."""
        return {"scorecard_name": card.name, "mark": card._get_mark(company)}

    def _copy_scorecard(self):
        """Begin again with the criteria of another scorecard."""
        for review in self:
            review._check_scorecard(review.scorecard_id, review.call_id)
            review.line_ids._discard()
            review._update(self._copy_heading(review.scorecard_id, review.company_id))
            self.env["digiflow.call.review.line"]._copy_criteria(review)

    def _check_open(self):
        """Refuse to change reviews that are signed or another's, and hold them meanwhile.

        Whoever signs at the same moment waits, or is waited for.

        :raise WorkflowError: one is signed
        :raise AccessError: one is another analyst's
        """
        self._hold()
        if any(review.state != DRAFT for review in self):
            raise WorkflowError(_("The review is signed: nobody changes it any more."))
        if any(review.analyst_id != self.env.user for review in self):
            raise AccessError(_("Only the analyst who began a review goes on with it."))

    def _check_alone(self):
        """Refuse to take away one half of a calibration."""
        if self.calibration_id:
            raise WorkflowError(_("This review is half of a calibration. Cancel the calibration."))

    def _hold(self):
        """Let nobody else sign, answer or close these meanwhile; their state is read anew."""
        self.flush_recordset(["state"])
        self.env.cr.execute(LOCK_SQL, [self.ids])
        self.invalidate_recordset(["state"])

    @api.model
    def _check_call(self, call, analyst, calibrated=False):
        """Refuse a review that would not be one: without sound, of oneself, or by no analyst."""
        if not call:
            raise WorkflowError(_("Say which call is reviewed."))
        check_access(call, "read")
        if not analyst.has_group("digiflow_crm.group_quality"):
            raise AccessError(_("Calls are reviewed by quality analysts and the manager."))
        if call.user_id == analyst:
            raise WorkflowError(_("Nobody reviews their own calls. Leave it to another analyst."))
        if not call.user_id.has_group("digiflow_crm.group_telemarketer"):
            raise WorkflowError(_("Only calls of telemarketers are reviewed."))
        if not calibrated and self._is_calibrated(call):
            raise WorkflowError(
                _("Two analysts are judging this call blind. Review it when they have signed.")
            )
        if not call.recording_id:
            raise WorkflowError(
                _(
                    "This call has no recording, or it was withdrawn: there is nothing to hear. "
                    "Choose a call with a recording."
                )
            )

    @api.model
    def _is_calibrated(self, call):
        """Whether two analysts are judging the call blind."""
        # sudo: they are, whoever may read it.
        calibrations = self.env["digiflow.call.calibration"].sudo()
        return calibrations.search_count([("call_id", "=", call.id), ("state", "=", OPEN)], limit=1)

    @api.model
    def _check_scorecard(self, card, call):
        """Refuse a scorecard that cannot judge this call."""
        if not card or not card.criterion_ids.filtered("active"):
            raise WorkflowError(
                _("There is no scorecard with criteria. Make one under Call quality › Scorecards.")
            )
        if card.company_id and card.company_id != call.company_id:
            raise WorkflowError(_("The scorecard is another company's. Choose one of this company"))

    def _counts(self):
        """Those of these reviews that figures count: signed, and of no calibration."""
        return self.filtered(lambda one: one.state != DRAFT and one.origin != CALIBRATION)
