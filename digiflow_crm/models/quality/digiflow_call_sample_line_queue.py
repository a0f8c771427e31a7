from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...core import periods
from ...core.slots import to_lima
from ...exceptions import WorkflowError
from ...notices import notify
from .review_states import DRAFT, PICKED, SAMPLE
from .sample_states import BY_HAND, RANDOM, REVIEWED, SKIPPED

ANALYST, MANAGER = "digiflow_crm.group_quality", "digiflow_crm.group_manager"
FREE = {"analyst_id": False, "taken_on": False, "review_id": False}
LOCK_SQL = "SELECT id FROM digiflow_call_sample_line WHERE id = ANY(%s) FOR UPDATE"


class DigiflowCallSampleLine(models.Model):
    """The queue «To review»: each call is taken by one analyst at a time, or skipped with a reason.

    Nobody has the right to write the calls of a sample; what these methods write, they write with
    more rights after they have checked who asks.
    """

    _inherit = "digiflow.call.sample.line"

    def action_review(self):
        """Take this call and open its review: a new one, or the one that was begun or signed."""
        self.ensure_one()
        self._check_analyst()
        check_access(self, "read")
        if not self.review_id:
            reviews = self.env["digiflow.call.review"]
            origin = SAMPLE if self.origin == RANDOM else PICKED
            reviews._begin(self.call_id, origin=origin)
        elif self.review_id.state == DRAFT and self.analyst_id != self.env.user:
            self._refuse_taken()
        return self.review_id._get_form_action()

    def action_give_back(self):
        """Leave calls that were taken to the other analysts; the review that was begun is gone."""
        self._check_analyst()
        check_access(self, "read")
        self._lock()
        for line in self.filtered("analyst_id"):
            line._check_open()
            line._check_taker()
            line._discard_review()
        return notify(_("The call is free again."))

    def action_open_skip(self):
        """Open the form that asks why a call is skipped."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_call_sample_skip_action"
        )
        return {**action, "context": {"default_line_id": self.id}}

    def skip(self, reason):
        """Leave a call out, for good; in place of one that was drawn the next one is drawn.

        :param str reason: stays on record, with who skipped it and when
        :return: the digiflow.call.sample.line that were drawn in its place, if there are any left
        :raise WorkflowError: without a reason, or of a call that is reviewed or another's
        """
        self.ensure_one()
        self._check_analyst()
        check_access(self, "read")
        if not (reason or "").strip():
            raise WorkflowError(_("Say why the call is skipped: it stays on record."))
        self._lock()
        self._check_open()
        if self.analyst_id:
            self._check_taker()
            self._discard_review()
        # sudo: nobody has the right to write samples, and the draw goes on by itself.
        sample = self.sudo().sample_id
        before = sample.line_ids
        self._set(
            {
                "skip_reason": reason.strip(),
                "skipped_by_id": self.env.uid,
                "skipped_on": fields.Datetime.now(),
            }
        )
        if self.origin == RANDOM:
            sample._draw()
        return (sample.line_ids - before).with_env(self.env)

    @api.model
    def _check_analyst(self):
        """Refuse whoever does not review calls.

        :raise AccessError: names who does
        """
        if not (self.env.su or self.env.user.has_group(ANALYST)):
            raise AccessError(_("Calls are reviewed by quality analysts and the manager."))

    @api.model
    def _pick(self, calls):
        """Put calls on the queue that the analyst wants to hear beside those that are drawn.

        :param calls: digiflow.call that can be reviewed
        :return: the new digiflow.call.sample.line; calls that were chosen before add none
        """
        # sudo: what was chosen, by whomever; and nobody has the right to write it.
        lines = self.sudo()
        known = lines.search([("call_id", "in", calls.ids)]).call_id
        samples = lines.env["digiflow.call.sample"]
        vals_list = []
        for call in (calls - known).sorted("start"):
            week = periods.period_of(to_lima(call.start).date(), periods.WEEK).first
            picked = {"origin": BY_HAND, "picked_by_id": self.env.uid, "call_id": call.id}
            sample = samples._get_or_make(call.company_id, week)
            vals_list.append({"sample_id": sample.id, **picked})
        return lines.create(vals_list).with_env(self.env)

    @api.model
    def _claim(self, call, analyst):
        """Take a call for an analyst; one that nobody chose is picked by that.

        :return: digiflow.call.sample.line, locked
        :raise WorkflowError: another analyst has it, it is reviewed already, or was skipped
        """
        # sudo: whoever has the call, and nobody has the right to write it.
        line = self.sudo().search([("call_id", "=", call.id)]) or self._pick(call).sudo()
        line._lock()
        line._check_open()
        if line.analyst_id and line.analyst_id != analyst:
            line._refuse_taken()
        line._set({"analyst_id": analyst.id, "taken_on": fields.Datetime.now()})
        return line

    def _set(self, vals):
        """Write what the queue finds out."""
        # sudo: nobody has the right to write what is to be reviewed; the caller has checked.
        self.sudo().write(vals)

    def _lock(self):
        """Wait for whoever takes or skips one of these calls right now, and read them anew."""
        self.flush_recordset()
        self.env.cr.execute(LOCK_SQL, [self.ids])
        self.invalidate_recordset()

    def _check_open(self):
        """Refuse what is over.

        :raise WorkflowError: the call is reviewed or skipped
        """
        for line in self:
            if line.state == REVIEWED:
                analyst = line.analyst_id.name
                raise WorkflowError(_("%(name)s has reviewed this call already.", name=analyst))
            if line.state == SKIPPED:
                raise WorkflowError(
                    _("This call was skipped: «%(reason)s».", reason=line.skip_reason)
                )

    def _check_taker(self):
        """Refuse to take a call away from another analyst, unless the manager does."""
        if self.analyst_id != self.env.user and not self.env.user.has_group(MANAGER):
            self._refuse_taken()

    def _refuse_taken(self):
        raise WorkflowError(
            _(
                "%(name)s has taken this call. Choose another one, or ask for this one to be "
                "given back.",
                name=self.analyst_id.name,
            )
        )

    def _discard_review(self):
        """Free this call; what was scored of it so far is gone."""
        analyst, review = self.analyst_id, self.review_id
        self._set(FREE)
        # sudo: the manager takes a call away from whoever began to review it, who may have left.
        review.with_user(analyst).sudo().unlink()
