from datetime import timedelta

from odoo import _, api, models

from ...core import periods
from ..clients.case_states import UNSOLVED
from ..kickoff.states import STATE_ACCEPTED, STATE_RETURNED, STATE_SUBMITTED
from ..satisfaction.feedback_states import KIND_GO_LIVE, STATE_SENT
from .workday_parts import CALM, LATE, TODAY, Block, Button, Figure

QUEUE = "digiflow_crm.digiflow_handover_action_queue"
HANDOVERS = "digiflow_crm.digiflow_handover_action"
CASES = "digiflow_crm.digiflow_case_action"
FEEDBACK = "digiflow_crm.digiflow_feedback_action"
SERVICES = "digiflow_crm.digiflow_client_service_action"
# A project for which no start was agreed is on its manager's day for so many days.
DAYS_WITHOUT_START = 30


class DigiflowWorkday(models.AbstractModel):
    """The day of Implementation: what sales hands over, and one's own projects until they run."""

    _inherit = "digiflow.workday"

    @api.model
    def _get_implementation_buttons(self):
        return [
            Button("to_accept", _("Handovers to accept"), "fa-inbox", QUEUE, True),
            Button("cases", _("Clients' cases"), "fa-life-ring", CASES),
        ]

    @api.model
    def _get_implementation_figures(self):
        return [
            self._get_implementation_waiting(),
            self._get_implementation_returned(),
            self._get_implementation_accepted(),
            self._get_implementation_services(),
        ]

    @api.model
    def _get_implementation_blocks(self):
        return [
            self._get_implementation_to_accept(),
            self._get_implementation_not_started(),
            self._get_implementation_starts(),
            self._get_implementation_feedback(),
            self._get_implementation_cases(),
        ]

    @api.model
    def _get_implementation_other_tasks(self):
        """What waits to be accepted has a block of its own."""
        return self._leave_out_tasks(self._get_implementation_to_accept())

    # -- figures
    @api.model
    def _get_implementation_waiting(self):
        submitted = [("state", "=", STATE_SUBMITTED)]

        def tell(count):
            first = self.env["digiflow.handover"].search(
                submitted, order="submitted_on, id", limit=1
            )
            since = self._say_moment(first.submitted_on)
            oldest = since and _("the first one since %(moment)s", moment=since)
            return {"value": str(count), "detail": oldest or _("nothing waits")}

        return Figure("waiting", _("To accept"), tell, "digiflow.handover", submitted, HANDOVERS)

    @api.model
    def _get_implementation_returned(self):
        return Figure(
            "returned",
            _("Returned to sales"),
            lambda count: {"value": str(count), "detail": _("until they are complete")},
            "digiflow.handover",
            [("state", "=", STATE_RETURNED)],
            HANDOVERS,
        )

    @api.model
    def _get_implementation_accepted(self):
        month = periods.period_of(periods.today(), periods.MONTH)
        begin, end = periods.boundaries([month])
        return Figure(
            "accepted",
            _("My projects accepted"),
            lambda count: {"value": str(count), "detail": _("this month")},
            "digiflow.handover",
            [
                *self._get_implementation_mine(),
                ("accepted_on", ">=", begin),
                ("accepted_on", "<", end),
            ],
            HANDOVERS,
        )

    @api.model
    def _get_implementation_services(self):
        month = periods.period_of(periods.today(), periods.MONTH)
        return Figure(
            "services",
            _("Services begun"),
            lambda count: {"value": str(count), "detail": _("in my projects this month")},
            "digiflow.client.service",
            [
                ("handover_id.project_manager_id", "=", self.env.uid),
                ("date_start", ">=", month.first),
                ("date_start", "<=", month.last),
            ],
            SERVICES,
        )

    # -- handovers
    @api.model
    def _get_implementation_mine(self):
        """The accepted handovers whose project the user manages."""
        return [("state", "=", STATE_ACCEPTED), ("project_manager_id", "=", self.env.uid)]

    @api.model
    def _get_implementation_to_accept(self):
        return Block(
            "to_accept",
            _("Handovers to accept"),
            "fa-inbox",
            "digiflow.handover",
            [("state", "=", STATE_SUBMITTED)],
            self._tell_implementation_submitted,
            _("No handover waits. They come here when sales submits one."),
            order="submitted_on, id",
            action=HANDOVERS,
        )

    @api.model
    def _tell_implementation_submitted(self, handover):
        return {
            "detail": self._describe_implementation(handover),
            "when": self._say_moment(handover.submitted_on),
            **self._judge_waiting(handover.submitted_on),
        }

    @api.model
    def _get_implementation_not_started(self):
        """Those whose start is ahead; of those without a start, what was accepted lately and
        began no service of the client."""
        today = periods.today()
        lately = periods.starts_at(today - timedelta(days=DAYS_WITHOUT_START))
        return Block(
            "not_started",
            _("My projects accepted and not started"),
            "fa-flag-o",
            "digiflow.handover",
            [
                *self._get_implementation_mine(),
                *("|", ("requirement_id.wanted_start", ">=", today)),
                *("&", "&", ("requirement_id.wanted_start", "=", False)),
                *(("accepted_on", ">=", lately), ("client_service_ids", "=", False)),
            ],
            self._tell_implementation_start,
            _("Every project of yours has started."),
            order="accepted_on, id",
            action=HANDOVERS,
        )

    @api.model
    def _get_implementation_starts(self):
        """Of the user's projects, and of those that nobody has accepted yet."""
        week = periods.period_of(periods.today(), periods.WEEK)
        return Block(
            "starts",
            _("Starts this week"),
            "fa-rocket",
            "digiflow.handover",
            [
                ("state", "in", (STATE_SUBMITTED, STATE_ACCEPTED)),
                ("project_manager_id", "in", (False, self.env.uid)),
                ("requirement_id.wanted_start", ">=", week.first),
                ("requirement_id.wanted_start", "<=", week.last),
            ],
            self._tell_implementation_start,
            _("No client wants to start this week."),
            order="submitted_on, id",
            action=HANDOVERS,
        )

    @api.model
    def _tell_implementation_start(self, handover):
        return {
            "detail": self._describe_implementation(handover),
            "when": self._say_day(handover.requirement_id.wanted_start),
            **self._judge_implementation_start(handover),
        }

    @api.model
    def _judge_implementation_start(self, handover):
        """How near the day is on which a client wants to start."""
        day = handover.requirement_id.wanted_start
        if handover.state == STATE_SUBMITTED:
            return {"level": LATE, "sign": _("Not accepted yet")}
        if not day:
            return {"level": TODAY, "sign": _("Agree on the start")}
        if day == periods.today():
            return {"level": TODAY, "sign": _("Today")}
        return {"level": CALM, "sign": ""}

    @api.model
    def _describe_implementation(self, handover):
        """Whose a handover is, and what kind of project."""
        kinds = dict(handover._fields["project_kind"]._description_selection(self.env))
        parts = (
            handover.partner_id.name,
            kinds.get(handover.project_kind),
            handover.executive_id.name,
        )
        return " · ".join(part for part in parts if part)

    # -- after the start
    @api.model
    def _get_implementation_feedback(self):
        """What clients were asked of starts and have not answered, and answers to be read."""
        return Block(
            "feedback",
            _("What clients say of the start"),
            "fa-comments-o",
            "digiflow.feedback",
            [
                ("kind", "=", KIND_GO_LIVE),
                ("handover_id.project_manager_id", "=", self.env.uid),
                *("|", ("state", "=", STATE_SENT)),
                *("&", ("comment", "not in", [False, ""]), ("read_date", "=", False)),
            ],
            self._tell_implementation_feedback,
            _("No client of yours was asked lately, and every comment has been read."),
            order="answered_date desc, date desc, id desc",
            action=FEEDBACK,
        )

    @api.model
    def _tell_implementation_feedback(self, feedback):
        client = feedback.handover_id.partner_id.name or ""
        if feedback.state == STATE_SENT:
            asked = _("asked on %(day)s", day=self._say_moment(feedback.sent_date))
            return {"name": client, "detail": asked, "sign": _("Waits for the answer")}
        scores = dict(feedback._fields["score"]._description_selection(self.env))
        told = [scores.get(feedback.score), feedback.comment]
        return {
            "name": client,
            "detail": " · ".join(part for part in told if part),
            "when": self._say_moment(feedback.answered_date),
            "level": TODAY,
            "sign": _("Read the comment"),
        }

    @api.model
    def _get_implementation_cases(self):
        return Block(
            "cases",
            _("Clients' cases that I solve"),
            "fa-life-ring",
            "digiflow.case",
            [("user_id", "=", self.env.uid), ("state", "in", UNSOLVED)],
            self._tell_common_case,
            _("No case waits for you."),
            order="date_deadline, id",
            action=CASES,
        )
