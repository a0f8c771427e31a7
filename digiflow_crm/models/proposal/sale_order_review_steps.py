from markupsafe import Markup, escape

from odoo import _, fields, models
from odoo.exceptions import AccessError

from ...compat import check_access
from ...exceptions import OfferReviewError
from .offer_states import OPEN_STATES
from .review_states import (
    DECISION_APPROVED,
    DECISION_ASKED,
    DECISION_FREE,
    DECISION_REJECTED,
    DECISION_SENT_BACK,
    REVIEW_APPROVED,
    REVIEW_MANAGER,
    REVIEW_NONE,
    REVIEW_PRESALES,
    REVIEW_REJECTED,
    WAITING,
)

ACTIVITY_TYPE = "digiflow_crm.mail_activity_type_offer_review"
# Context key of a button: the fingerprint of the offer that the reviewer has on the screen.
SEEN_KEY = "digiflow_seen"


class SaleOrder(models.Model):
    """The steps of a review: asked for, then approved, rejected or sent back with a reason."""

    _inherit = "sale.order"

    def action_submit_review(self):
        """Ask for the review of these offers; one that needs none is approved at once.

        :raise OfferReviewError: it is no open offer of ours, or under review, or rejected as it is
        """
        check_access(self, "write")
        for order in self:
            order._read_again()
            order._check_may_submit()
            needs = order._get_review_needs()
            if needs:
                order._begin_review(needs)
            else:
                order._approve_without_needs()
        return True

    def action_approve_review(self):
        """Say yes: the next reviewer is asked, or the offer may go to the client."""
        for order in self:
            order._read_again()
            order._check_may_review()
            step = order.digiflow_review
            order._log_review(DECISION_APPROVED, step=step)
            order._close_review_activities(_("Approved."))
            order._to_next_step(step)
        return True

    def action_reject_review(self, reason):
        """Say no to these offers as they are.

        :param str reason: why, for the salesperson
        """
        return self._refuse_review(DECISION_REJECTED, REVIEW_REJECTED, reason)

    def action_send_back_review(self, reason):
        """Give these offers back to be changed.

        :param str reason: what is to be changed
        """
        return self._refuse_review(DECISION_SENT_BACK, REVIEW_NONE, reason)

    def _check_review_done(self):
        """Refuse what may not go to the client; keep the fingerprint of what needs no review.

        :raise OfferReviewError: says what has to be looked at, and by whom
        """
        self._read_again()
        for order in self:
            if order._is_approved_as_is():
                continue
            # sudo: a yes or no that does not depend on what the user may read.
            if not order.sudo()._is_free():
                raise order._prepare_review_error()
            order._approve_without_needs()

    def _prepare_review_error(self):
        """The refusal to let this offer out."""
        self.ensure_one()
        if self.digiflow_review == REVIEW_REJECTED:
            cure = _("It was rejected as it is: change it and ask for the review again.")
        elif self.digiflow_review in WAITING:
            cure = _("It is under review: wait for the answer.")
        else:
            cure = _("Ask for its review first (button «Ask for review», action_submit_review).")
        return OfferReviewError(
            _(
                "%(order)s cannot go to the client, nor be confirmed, without its review.\n"
                "%(cure)s\n%(needs)s",
                order=self.name,
                cure=cure,
                needs=self._describe_needs(self._get_review_needs()) or "",
            ).strip(),
            order_id=self.id,
        )

    # -- asking
    def _check_may_submit(self):
        """Refuse to ask for what cannot be reviewed."""
        self.ensure_one()
        if not self.digiflow_guarded or self.state not in OPEN_STATES:
            raise OfferReviewError(
                _("%(order)s is no open offer of the Digiflow pipeline.", order=self.name)
            )
        if self.digiflow_review in WAITING:
            raise OfferReviewError(_("%(order)s is already under review.", order=self.name))
        if self._is_approved_as_is():
            raise OfferReviewError(_("%(order)s is already approved.", order=self.name))
        if self.digiflow_review == REVIEW_REJECTED:
            raise OfferReviewError(
                _("%(order)s was rejected as it is. Change it first.", order=self.name)
            )

    def _begin_review(self, needs):
        """The first reviewer of `needs` is asked."""
        self._write_review(
            {
                "digiflow_review": needs[0]["step"],
                "digiflow_review_digest": self._get_digest(),
                "digiflow_review_needs": self._describe_needs(needs),
                "digiflow_asked_by_id": self.env.uid,
                "digiflow_asked_on": fields.Datetime.now(),
            }
        )
        self._log_review(DECISION_ASKED)
        self._ask_reviewer()

    def _approve_without_needs(self):
        """Nobody has to look at it: what it offers now may go to the client."""
        self._write_review(
            {
                "digiflow_review": REVIEW_APPROVED,
                "digiflow_review_digest": self._get_digest(),
                "digiflow_review_needs": False,
            }
        )
        self._log_review(DECISION_FREE)

    # -- answering
    def _check_may_review(self):
        """Refuse an answer by who may not give it, and one to something else than was asked.

        :raise AccessError: it is not theirs to answer
        :raise OfferReviewError: nobody asked, or the offer is another one by now
        """
        self.ensure_one()
        check_access(self, "write")
        if self.digiflow_review not in WAITING:
            raise OfferReviewError(_("%(order)s is not under review.", order=self.name))
        self._check_reviewer()
        asked = self.digiflow_review_digest
        if asked != self._get_digest() or asked != self.env.context.get(SEEN_KEY, asked):
            raise OfferReviewError(
                _("%(order)s was changed after you opened it. Look at it again.", order=self.name)
            )

    def _check_reviewer(self):
        """Refuse another role than the step's, and a review of one's own request."""
        user = self.env.user
        if not user.has_group(f"digiflow_crm.group_{self.digiflow_review}"):
            raise AccessError(
                _(
                    "%(order)s waits for: %(who)s.",
                    order=self.name,
                    who=self._get_review_labels()[self.digiflow_review],
                )
            )
        if self._is_own_request(user):
            raise AccessError(
                _("%(order)s is your own request: somebody else reviews it.", order=self.name)
            )

    def _is_own_request(self, user):
        """Whether `user` would review what is their own; the manager has nobody above.

        A presales engineer who corrected the offer, and asked for its review again, sells nothing.
        """
        if user.has_group("digiflow_crm.group_manager"):
            return False
        sells = user.has_group("digiflow_crm.group_executive")
        asked = user in (self.digiflow_asked_by_id | self.digiflow_editor_id)
        return user == self.user_id or (sells and asked)

    def _to_next_step(self, step):
        """After a yes: the manager is asked where the needs say so, or all is done."""
        needs = {need["step"] for need in self._get_review_needs()}
        if step == REVIEW_PRESALES and REVIEW_MANAGER in needs:
            self._write_review({"digiflow_review": REVIEW_MANAGER})
            self._ask_reviewer()
            return
        self._write_review({"digiflow_review": REVIEW_APPROVED})
        self._tell_salesperson(_("The offer is approved: it may go to the client."))

    def _refuse_review(self, decision, review, reason):
        """Log a refusal, tell the salesperson, and close what was asked."""
        reason = (reason or "").strip()
        if not reason:
            raise OfferReviewError(_("Write the reason: the salesperson has to know what to do."))
        for order in self:
            order._read_again()
            order._check_may_review()
            order._log_review(decision, reason, step=order.digiflow_review)
            order._close_review_activities(reason)
            order._write_review({"digiflow_review": review})
            order._tell_salesperson(reason)
        return True

    # -- what stays of it
    def _log_review(self, decision, reason=False, step=False):
        """Keep what happened: in the log, and for everybody to read in the chatter."""
        self.ensure_one()
        # sudo: the log is the review's own; nobody may write it, so nobody can forge it.
        entry = (
            self.env["digiflow.offer.review"]
            .sudo()
            .create(self._prepare_review_vals(decision, reason, step))
        )
        text = escape(_("Review: %(what)s", what=entry._get_label("decision")))
        for part in (reason, decision == DECISION_ASKED and self.digiflow_review_needs):
            if part:
                text += Markup("<br/>") + Markup("<br/>").join(map(escape, part.splitlines()))
        self._message_log(body=text)
        return entry

    def _prepare_review_vals(self, decision, reason, step):
        """Values of an entry of the log, of this offer as it is now."""
        # sudo: one number of the offer itself, for who decides on it and may not read the tariff.
        discount = self.sudo()._get_total_discount()
        return {
            "order_id": self.id,
            "company_id": self.company_id.id,
            "step": step,
            "decision": decision,
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "reason": reason,
            "needs": self.digiflow_review_needs,
            "discount": discount,
            "amount": self.amount_untaxed,
            "currency_id": self.currency_id.id,
            "digest": self.digiflow_review_digest or self._get_digest(),
        }

    # -- activities
    def _ask_reviewer(self):
        """Plan the review with who has it to do; without anybody it stands in the list."""
        self.ensure_one()
        reviewer = self._get_reviewer()
        if reviewer:
            # sudo: the salesperson plans it for somebody whose activities are not theirs.
            self.sudo().activity_schedule(
                ACTIVITY_TYPE,
                summary=_("Review the offer"),
                note=escape(self.digiflow_review_needs or ""),
                user_id=reviewer.id,
            )

    def _get_reviewer(self):
        """Who is asked: the presales engineer of the opportunity, or the team's manager."""
        role = self.digiflow_review
        # sudo: only the presales engineer and the head of the team are read.
        lead = self.sudo().opportunity_id
        named = lead.presales_user_id if role == REVIEW_PRESALES else lead.team_id.user_id
        group = f"digiflow_crm.group_{role}"
        if named and named.has_group(group) and not self._is_own_request(named):
            return named
        # sudo: only who is asked to review comes out; not everybody may list people and roles.
        people = (
            self.env["res.users"]
            .sudo()
            .search([("company_ids", "in", self.company_id.ids), ("share", "=", False)], order="id")
        )
        fit = people.filtered(lambda user: user.has_group(group) and user != self.user_id)
        return fit[:1]

    def _close_review_activities(self, feedback):
        """Nothing of this offer is left to do for a reviewer."""
        # sudo: they are the reviewer's, whoever ends the review.
        self.sudo().activity_feedback([ACTIVITY_TYPE], user_id=None, feedback=feedback)

    def _tell_salesperson(self, text):
        """Let the salesperson of the offer know, as a notification of the chatter."""
        partner = self.user_id.partner_id
        if partner and self.user_id != self.env.user:
            self.message_notify(
                partner_ids=partner.ids,
                subject=self.name,
                body=escape(text),
                model=self._name,
                res_id=self.id,
            )
