from odoo import _, api, models

from ..training.training_states import COACHING
from .coaching_states import CLOSED, LISTENING, PLANNED, ROLE_PLAY


class DigiflowCoaching(models.Model):
    """A signed review that failed opens a coaching, or adds to the one that is open."""

    _inherit = "digiflow.coaching"

    @api.model
    def _open_for(self, review):
        """The coaching that a failed review asks for; once for each review.

        The person is enrolled in the modules that the failed criteria belong to.

        :param review: digiflow.call.review, signed
        :return: digiflow.coaching
        """
        if review.coaching_id:
            return review.coaching_id
        lines = review.line_ids.filtered(lambda line: line._is_failed())
        coaching = self._find_open(review, lines) or self._open_new(review)
        coaching._add_review(review, lines)
        self._enrol(review, lines)
        return coaching

    @api.model
    def _find_open(self, review, lines):
        """The coaching of the same person about one of these criteria that is still to come.

        One that was held counts while it is open, if the call was before it: what was talked about
        can only show in calls after it.
        """
        domain = [
            ("user_id", "=", review.user_id.id),
            ("company_id", "=", review.company_id.id),
            ("criterion_ids.criterion_id", "in", lines.criterion_id.ids),
            ("state", "!=", CLOSED),
            *("|", ("state", "=", PLANNED), ("start", ">", review.call_start)),
        ]
        return self.search(domain, order="state desc, id", limit=1)

    @api.model
    def _open_new(self, review):
        """A coaching by the analyst, at the first time when both are free."""
        coach = review.analyst_id
        critical = review.critical_failed
        values = {
            "user_id": review.user_id.id,
            "coach_id": coach.id,
            "company_id": review.company_id.id,
            # What must not happen again is tried out; the rest is heard together.
            "kind": ROLE_PLAY if critical else LISTENING,
        }
        minutes = self.default_get(["minutes"])["minutes"]
        start = self._find_start(review.user_id | coach, review.company_id, minutes)
        coaching = self.create({**values, "minutes": minutes, "start": start})
        coaching._update({"review_id": review.id})
        return coaching

    def _add_review(self, review, lines):
        """Add what a review found to this coaching."""
        self.ensure_one()
        review._update({"coaching_id": self.id})
        planned = self.env["digiflow.coaching.criterion"].search(
            [("user_id", "=", review.user_id.id), ("is_planned", "=", True)]
        )
        # What another coaching of this person is about already is talked about there, once.
        known = (self.criterion_ids | planned).criterion_id
        new = lines.filtered(lambda line: line.criterion_id not in known)
        self.env["digiflow.coaching.criterion"].create(
            [
                {
                    "coaching_id": self.id,
                    "criterion_id": line.criterion_id.id,
                    "name": line.name,
                    "module_id": line.module_id.id,
                }
                for line in new
            ]
        )
        self._message_log(
            body=_(
                "The review «%(review)s» asks for it: %(criteria)s.",
                review=review.name,
                criteria=", ".join(lines.mapped("name")) or _("its score"),
            )
        )

    @api.model
    def _enrol(self, review, lines):
        """Enrol the person in the modules that the failed criteria belong to."""
        for module in lines.module_id:
            names = ", ".join(
                lines.filtered(lambda one, m=module: one.module_id == m).mapped("name")
            )
            module._enrol(
                review.user_id,
                review.company_id,
                COACHING,
                _("Review of a call: %(criteria)s", criteria=names),
            )
