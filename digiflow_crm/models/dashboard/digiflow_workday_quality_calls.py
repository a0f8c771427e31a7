from odoo import _, api, models

from ...core import periods
from ..quality.coaching_states import CLOSED, HELD, PLANNED
from ..quality.review_states import ANSWERED, CALIBRATION, DRAFT, SIGNED
from ..quality.sample_states import TO_REVIEW
from .workday_parts import CALM, LATE, TODAY, Block

LINES = "digiflow_crm.digiflow_call_sample_line_action_queue"
REVIEWS = "digiflow_crm.digiflow_call_review_action"
COACHING = "digiflow_crm.digiflow_coaching_action"
# Activities by which the process asks for what blocks of the day show.
SHOWN_TASKS = ("review_close", "calibration", "training_proposal")


class DigiflowWorkday(models.AbstractModel):
    """What waits for a quality analyst about calls: to hear, to close, to talk about."""

    _inherit = "digiflow.workday"

    @api.model
    def _get_quality_call_blocks(self):
        return [
            self._get_quality_to_review(),
            self._get_quality_to_close(),
            self._get_quality_calibrations(),
            self._get_quality_coaching(),
            self._get_quality_commitments(),
        ]

    @api.model
    def _get_quality_other_tasks(self):
        """What is to be closed, signed or planned has blocks of its own."""
        kinds = [self.env.ref(f"digiflow_crm.mail_activity_type_{name}").id for name in SHOWN_TASKS]
        return [("activity_type_id", "not in", kinds)]

    # -- calls
    @api.model
    def _get_quality_to_review(self):
        """Nobody has taken them, or the user has."""
        return Block(
            "to_review",
            _("Calls to review"),
            "fa-headphones",
            "digiflow.call.sample.line",
            [
                ("state", "=", TO_REVIEW),
                ("analyst_id", "in", (False, self.env.uid)),
                ("company_id", "=", self.env.company.id),
            ],
            self._tell_quality_call,
            _("Every call of the samples is reviewed. The next ones are drawn on Monday."),
            order="week, start, id",
            action=LINES,
        )

    @api.model
    def _tell_quality_call(self, line):
        outcomes = dict(line._fields["outcome"]._description_selection(self.env))
        return {
            "name": line.user_id.name,
            "detail": outcomes.get(line.outcome, ""),
            "when": self._say_moment(line.start),
            **self._judge_quality_call(line),
        }

    @api.model
    def _judge_quality_call(self, line):
        """Calls of the weeks before the last one are late."""
        if line.week < self._get_drawn():
            return {"level": LATE, "sign": _("Of an earlier week")}
        if line.analyst_id:
            return {"level": TODAY, "sign": _("Begun by you")}
        return {"level": CALM, "sign": ""}

    # -- reviews
    @api.model
    def _get_quality_to_close(self):
        """Answered, or the days to answer are over."""
        over = [("state", "=", SIGNED), ("answer_until", "<", periods.today())]
        return Block(
            "to_close",
            _("Reviews to close"),
            "fa-reply",
            "digiflow.call.review",
            [
                ("analyst_id", "=", self.env.uid),
                ("origin", "!=", CALIBRATION),
                *("|", ("state", "=", ANSWERED), "&", *over),
            ],
            self._tell_quality_review,
            _("No review waits to be closed."),
            # Those that were answered have somebody waiting.
            order="state, answered_on, answer_until, id",
            action=REVIEWS,
        )

    @api.model
    def _tell_quality_review(self, review):
        answered = review.state == ANSWERED
        sign = _("Answered") if answered else _("The days to answer are over")
        return {
            "detail": (review.answer if answered else review.scorecard_name) or "",
            "when": self._say_moment(review.answered_on or review.signed_on),
            "level": LATE if answered else TODAY,
            "sign": sign,
        }

    @api.model
    def _get_quality_calibrations(self):
        return Block(
            "calibrations",
            _("Calibrations to sign"),
            "fa-exchange",
            "digiflow.call.review",
            [
                ("analyst_id", "=", self.env.uid),
                ("origin", "=", CALIBRATION),
                ("state", "=", DRAFT),
            ],
            lambda review: {
                "detail": review.scorecard_name or "",
                "when": self._say_moment(review.create_date),
                **self._judge_waiting(review.create_date),
            },
            _("No calibration waits for your signature."),
            order="id",
            action=REVIEWS,
        )

    # -- coaching
    @api.model
    def _get_quality_coaching(self):
        """To be held until today, without an hour, or held and not closed."""
        tomorrow = periods.starts_at(periods.today() + periods.ONE_DAY)
        ahead = [("state", "=", PLANNED), "|", ("start", "=", False), ("start", "<", tomorrow)]
        return Block(
            "coaching",
            _("Coaching to hold or to close"),
            "fa-users",
            "digiflow.coaching",
            [("coach_id", "=", self.env.uid), "|", ("state", "=", HELD), "&", *ahead],
            self._tell_quality_coaching,
            _("No coaching waits for you today."),
            order="state desc, start, id",
            action=COACHING,
        )

    @api.model
    def _tell_quality_coaching(self, coaching):
        kinds = dict(coaching._fields["kind"]._description_selection(self.env))
        return {
            "name": coaching.user_id.name,
            "detail": kinds[coaching.kind],
            "when": self._say_moment(coaching.start),
            **self._judge_quality_coaching(coaching),
        }

    @api.model
    def _judge_quality_coaching(self, coaching):
        """What is to be done about a coaching."""
        if coaching.state == HELD:
            return {"level": TODAY, "sign": _("Close it")}
        if not coaching.start:
            return {"level": LATE, "sign": _("Find a time")}
        if coaching.start < periods.starts_at(periods.today()):
            return {"level": LATE, "sign": _("Say whether it was held")}
        return {"level": TODAY, "sign": _("Today")}

    @api.model
    def _get_quality_commitments(self):
        """Of the people whom the user coaches: due until the end of the week."""
        week = periods.period_of(periods.today(), periods.WEEK)
        return Block(
            "commitments",
            _("Commitments due"),
            "fa-check-circle-o",
            "digiflow.coaching.commitment",
            [
                ("coaching_id.coach_id", "=", self.env.uid),
                ("coaching_id.state", "!=", CLOSED),
                ("done", "=", False),
                ("date_due", "<=", week.last),
            ],
            self._tell_quality_commitment,
            _("No commitment of your coaching is due this week."),
            order="date_due, id",
            action="digiflow_crm.digiflow_coaching_commitment_action",
        )

    @api.model
    def _tell_quality_commitment(self, commitment):
        return {
            "model": commitment.coaching_id._name,
            "id": commitment.coaching_id.id,
            "name": commitment.name,
            "detail": commitment.user_id.name,
            "when": self._say_day(commitment.date_due),
            **self._judge(commitment.date_due),
        }
