from odoo import _, api, models

from ...core import periods
from ..clients.digiflow_client_risk import LEVEL_HIGH, LEVEL_MEDIUM
from ..meeting.states import KIND_PRESENTATION, STATE_BOOKED, STATE_CANCELLED
from ..pipeline.steps import STEP_SURVEY
from ..requirements.digiflow_requirement import STATE_DRAFT
from ..requirements.reply_states import STATE_WAITING
from .workday_parts import CALM, LATE, Block

PIPELINE = "digiflow_crm.crm_lead_action"
AGENDA = "digiflow_crm.calendar_event_action_agenda"
TASKS = "digiflow_crm.mail_activity_action_workday"


class DigiflowWorkday(models.AbstractModel):
    """What waits for a sales executive: calls, meetings, offers, surveys, what stands still."""

    _inherit = "digiflow.workday"

    @api.model
    def _get_executive_blocks(self):
        return [
            self._get_executive_callbacks(),
            self._get_executive_calls(),
            self._get_executive_meetings(),
            self._get_executive_outcomes(),
            self._get_executive_followups(),
            self._get_executive_surveys(),
            self._get_executive_replies(),
            self._get_executive_rotting(),
            self._get_executive_risks(),
        ]

    @api.model
    def _get_executive_other_tasks(self):
        """Activities that are neither a call nor about an offer: those have blocks of their own."""
        return [
            *("|", ("activity_type_id", "=", False)),
            ("activity_type_id.category", "!=", "phonecall"),
            ("digiflow_order_id", "=", False),
        ]

    @api.model
    def _get_executive_callbacks(self):
        """Callbacks that are no telemarketer's."""
        return Block(
            "callbacks",
            _("Callbacks of today"),
            "fa-phone",
            "crm.lead",
            [
                *("|", ("telemarketer_id", "=", self.env.uid)),
                *("&", ("telemarketer_id", "=", False), ("user_id", "=", self.env.uid)),
                *self._get_callback_domain(),
            ],
            self._tell_callback,
            _("No callback is due today."),
            order="call_due, id",
            action=PIPELINE,
        )

    @api.model
    def _get_executive_calls(self):
        return Block(
            "calls",
            _("Calls of today"),
            "fa-volume-control-phone",
            "mail.activity",
            self._find_tasks(
                ("activity_type_id.category", "=", "phonecall"), ("digiflow_order_id", "=", False)
            ),
            self._tell_task,
            _("No call is planned for today. Plan the next step of your opportunities."),
            order="date_deadline, id",
            action=TASKS,
        )

    @api.model
    def _get_executive_meetings(self):
        return Block(
            "meetings",
            _("Meetings of today"),
            "fa-calendar",
            "calendar.event",
            [
                *("|", ("user_id", "=", self.env.uid)),
                ("partner_ids", "in", self.env.user.partner_id.ids),
                ("digiflow_state", "!=", STATE_CANCELLED),
                *self._get_today_domain("start"),
            ],
            self._tell_meeting,
            _("No meeting today."),
            order="start, id",
            action=AGENDA,
        )

    @api.model
    def _get_executive_outcomes(self):
        begin = periods.starts_at(periods.today())
        return Block(
            "outcomes",
            _("Presentations without an outcome"),
            "fa-question-circle-o",
            "calendar.event",
            [
                ("user_id", "=", self.env.uid),
                ("digiflow_kind", "=", KIND_PRESENTATION),
                ("digiflow_state", "=", STATE_BOOKED),
                ("start", "<", begin),
            ],
            self._tell_outcome,
            _("You told how each presentation went. Well done."),
            order="start, id",
            action=AGENDA,
        )

    @api.model
    def _tell_outcome(self, event):
        return {
            "when": self._say_moment(event.start),
            "level": LATE,
            "sign": _("Tell how it went"),
        }

    @api.model
    def _get_executive_followups(self):
        return Block(
            "followups",
            _("Offers to follow"),
            "fa-file-text-o",
            "mail.activity",
            self._find_tasks(("digiflow_order_id", "!=", False)),
            self._tell_followup,
            _("No client has to be asked about an offer today."),
            order="date_deadline, id",
            action=TASKS,
        )

    @api.model
    def _tell_followup(self, activity):
        order = activity.digiflow_order_id
        return {**self._tell_task(activity), "model": order._name, "id": order.id}

    @api.model
    def _get_executive_surveys(self):
        return Block(
            "surveys",
            _("Surveys to answer"),
            "fa-list-alt",
            "crm.lead",
            [
                *self._get_open_leads("user_id"),
                *("|", ("requirement_id.state", "=", STATE_DRAFT)),
                *("&", ("requirement_id", "=", False)),
                ("stage_id.digiflow_step", "=", STEP_SURVEY),
            ],
            self._tell_survey,
            _("No requirements survey is open."),
            order="date_last_stage_update, id",
            action=PIPELINE,
        )

    @api.model
    def _tell_survey(self, lead):
        survey = lead.requirement_id
        if not survey:
            return {"detail": _("Not begun"), "when": self._say_moment(lead.date_last_stage_update)}
        return {
            "model": survey._name,
            "id": survey.id,
            "detail": _("Draft"),
            "when": self._say_moment(survey.create_date),
        }

    @api.model
    def _get_executive_replies(self):
        return Block(
            "replies",
            _("Clients' answers to take in"),
            "fa-reply",
            "digiflow.requirement.reply",
            [("lead_id.user_id", "=", self.env.uid), ("state", "=", STATE_WAITING)],
            self._tell_reply,
            _("No client's answer waits."),
            order="id",
        )

    @api.model
    def _tell_reply(self, reply):
        return {
            "name": reply.lead_id.name,
            "detail": reply.sender or "",
            "when": self._say_moment(reply.create_date),
        }

    @api.model
    def _get_executive_rotting(self):
        return Block(
            "rotting",
            _("Opportunities without movement"),
            "fa-hourglass-half",
            "crm.lead",
            [*self._get_open_leads("user_id"), ("digiflow_is_rotting", "=", True)],
            self._tell_rotting,
            _("All your opportunities are moving. Well done."),
            order="digiflow_moved_on, id",
            action="digiflow_crm.crm_lead_action_rotting",
        )

    @api.model
    def _tell_rotting(self, lead):
        days = lead.digiflow_days_still
        sign = _("1 day still") if days == 1 else _("%(days)s days still", days=days)
        return {"detail": lead.stage_id.name, "level": LATE, "sign": sign}

    @api.model
    def _get_executive_risks(self):
        return Block(
            "risks",
            _("My clients at risk"),
            "fa-heartbeat",
            "digiflow.client.risk",
            [("user_id", "=", self.env.uid), ("level", "in", (LEVEL_HIGH, LEVEL_MEDIUM))],
            self._tell_risk,
            _("None of your clients is at risk. Well done."),
            action="digiflow_crm.digiflow_client_risk_action",
        )

    @api.model
    def _tell_risk(self, risk):
        levels = dict(risk._fields["level"]._description_selection(self.env))
        return {
            "model": risk.partner_id._name,
            "id": risk.partner_id.id,
            "name": risk.partner_id.name,
            "detail": risk.reasons,
            "level": LATE if risk.level == LEVEL_HIGH else CALM,
            "sign": _("Risk: %(level)s", level=levels[risk.level]),
        }
