from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...exceptions import WorkflowError
from .review_states import CALIBRATION, CALIBRATION_SELECTION, CANCELLED, DONE, DRAFT, OPEN

BEGUN_WITH = {"call_id", "first_id", "second_id", "scorecard_id"}
# A call is calibrated once; what was cancelled leaves its place.
ONE_SQL = """
    CREATE UNIQUE INDEX IF NOT EXISTS digiflow_call_calibration_one_index
    ON digiflow_call_calibration (call_id) WHERE state <> 'cancelled'
"""
ACTIVITY = "digiflow_crm.mail_activity_type_calibration"
SOCIAL = ("message_", "activity_", "website_message_")


class DigiflowCallCalibration(models.Model):
    """Two analysts review one call, each without what the other says, and compare afterwards.

    Their reviews count in no figure and the telemarketer does not read them.
    """

    _name = "digiflow.call.calibration"
    _description = "Calibration"
    _inherit = ["digiflow.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"

    name = fields.Char(readonly=True)
    call_id = fields.Many2one("digiflow.call", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    scorecard_id = fields.Many2one(
        "digiflow.call.scorecard",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["digiflow.call.scorecard"]._get_default(self.env.company),
    )
    first_id = fields.Many2one(
        "res.users", string="First analyst", required=True, default=lambda self: self.env.user
    )
    second_id = fields.Many2one("res.users", string="Second analyst", required=True)
    state = fields.Selection(CALIBRATION_SELECTION, default=OPEN, readonly=True, index=True)
    signed_count = fields.Integer(string="Signed", readonly=True)
    done_on = fields.Datetime(string="Compared on", readonly=True)
    cancelled_by_id = fields.Many2one("res.users", string="Cancelled by", readonly=True)

    _sql_constraints = [
        (
            "two_analysts",
            "CHECK (first_id <> second_id)",
            "A calibration is between two analysts. Choose another one.",
        ),
    ]

    def init(self):
        self.env.cr.execute(ONE_SQL)

    @api.model_create_multi
    def create(self, vals_list):
        """Begin calibrations: each analyst gets a review to fill in, and a task."""
        check_access(self, "create")
        calibrations = self.browse()
        for vals in vals_list:
            if set(vals) - BEGUN_WITH:
                raise WorkflowError(
                    _("A calibration is begun with a call, a scorecard and two analysts.")
                )
            call = self.env["digiflow.call"].browse(vals.get("call_id"))
            self._check_unheard(call)
            calibrations += super().create([{**vals, **self._prepare_begin(call)}])
        for calibration in calibrations:
            calibration._begin_reviews()
        return calibrations

    def write(self, vals):
        if not all(name.startswith(SOCIAL) for name in vals):
            raise WorkflowError(
                _("A calibration stays as it was begun. Cancel it and begin another one.")
            )
        return super().write(vals)

    def copy(self, default=None):  # pylint: disable=method-required-super  # it only refuses
        raise WorkflowError(_("A calibration cannot be copied: a call is heard blind only once."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_calibrations(self):
        raise WorkflowError(_("Calibrations stay on record. Cancel it instead."))

    def action_review(self):
        """Open the user's own half of the calibration."""
        self.ensure_one()
        own = self._get_reviews().filtered(lambda review: review.analyst_id == self.env.user)
        if not own:
            raise AccessError(_("You are not one of the two analysts of this calibration."))
        return own._get_form_action()

    def action_cancel(self):
        """End it without comparing: nobody is blind any more, and what was not signed is discarded.

        :return: True
        :raise WorkflowError: it is over
        """
        self.ensure_one()
        check_access(self, "read")
        is_manager = self.env.user.has_group("digiflow_crm.group_manager")
        if not is_manager and self.env.user not in self.first_id | self.second_id:
            raise AccessError(_("A calibration is cancelled by its analysts or by the manager."))
        if self.state != OPEN:
            raise WorkflowError(_("This calibration is over."))
        # sudo: nobody has the right to write calibrations, so that no other way changes one.
        self.sudo()._cancel(self.env.user)
        return True

    @api.model
    def _check_unheard(self, call):
        """Refuse a call of which somebody could have read what another said."""
        # sudo: a review is there whoever may read it.
        if self.env["digiflow.call.review"].sudo().search_count([("call_id", "=", call.id)]):
            raise WorkflowError(
                _("Somebody reviewed this call before: it cannot be judged blind. Choose another.")
            )

    @api.model
    def _prepare_begin(self, call):
        """All that a new calibration is besides its call, scorecard and people."""
        check_access(call, "read")
        nothing = dict.fromkeys(self._get_protected_fields(), False)
        name = self.env["digiflow.call.review"]._name_call(call)
        begun = {"name": name, "company_id": call.company_id.id, "state": OPEN, "signed_count": 0}
        return {**nothing, **begun}

    def _begin_reviews(self):
        """Each analyst's own review, begun as if they had begun it themselves."""
        for analyst in self.first_id | self.second_id:
            self.env["digiflow.call.review"].with_user(analyst)._begin(
                self.call_id.with_user(analyst),
                self.scorecard_id.with_user(analyst),
                CALIBRATION,
                calibration_id=self.id,
            )
            if analyst != self.env.user:
                # sudo: the task is another's.
                self.sudo().activity_schedule(ACTIVITY, user_id=analyst.id)

    def _get_reviews(self):
        """Both halves of it, or those that the user may read."""
        # Searched, not a one2many: its value would be kept for the next user's eyes as well.
        return self.env["digiflow.call.review"].search([("calibration_id", "in", self.ids)])

    def _on_review_signed(self):
        """Count the signature; with the second one both may read what the other said."""
        # sudo: each analyst reads the own half only, and nobody writes calibrations.
        calibration = self.sudo()
        reviews = calibration._get_reviews()
        signed = len(reviews.filtered(lambda review: review.state != DRAFT))
        # Written always: of two who sign at the same moment one is refused and tries again.
        calibration._update({"signed_count": signed})
        if signed == len(reviews):
            calibration._update({"state": DONE, "done_on": fields.Datetime.now()})
            reviews._update({"revealed": True})
            calibration.activity_unlink([ACTIVITY])

    def _cancel(self, user):
        """Write that `user` cancelled it."""
        self._update({"state": CANCELLED, "cancelled_by_id": user.id})
        reviews = self._get_reviews()
        drafts = reviews.filtered(lambda review: review.state == DRAFT)
        (reviews - drafts)._update({"revealed": True})
        drafts._discard()
        self.activity_unlink([ACTIVITY])
