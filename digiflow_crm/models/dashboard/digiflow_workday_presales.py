from odoo import _, api, models

from ...compat import grouped_counts
from ...core import spanish
from ...core.estimation import KINDS_TO_CONFIRM
from ..kickoff.states import OPEN_STATES, STATE_RETURNED
from ..meeting.states import KIND_PRESENTATION, STATE_BOOKED, STATE_CANCELLED, STATE_HELD
from ..proposal.review_states import (
    DECISION_APPROVED,
    DECISION_REJECTED,
    DECISION_SENT_BACK,
    REVIEW_PRESALES,
)
from ..requirements.digiflow_requirement import STATE_DRAFT, STATE_SUBMITTED, STATE_VALIDATED
from .workday_parts import CALM, LATE, TODAY, Block, Button, Figure, Table

SURVEYS = "digiflow_crm.digiflow_requirement_action"
LEADS = "digiflow_crm.crm_lead_action"
AGENDA = "digiflow_crm.calendar_event_action_agenda"
OFFERS = "digiflow_crm.sale_order_action_review"
HANDOVERS = "digiflow_crm.digiflow_handover_action"
# The word of a reviewer.
DECIDED = (DECISION_APPROVED, DECISION_REJECTED, DECISION_SENT_BACK)


class DigiflowWorkday(models.AbstractModel):
    """The day of a presales engineer: of the opportunities and presentations that are theirs."""

    _inherit = "digiflow.workday"

    @api.model
    def _get_presales_buttons(self):
        return [
            Button("surveys", _("Surveys"), "fa-list-alt", SURVEYS, True),
            Button("agenda", _("Agenda"), "fa-calendar", AGENDA),
            Button("opportunities", _("Opportunities"), "fa-filter", LEADS),
        ]

    @api.model
    def _get_presales_figures(self):
        return [
            self._get_presales_opportunities(),
            self._get_presales_validated(),
            self._get_presales_decided(),
            self._get_presales_presented(),
        ]

    @api.model
    def _get_presales_blocks(self):
        return [
            self._get_presales_to_validate(),
            self._get_presales_to_review(),
            self._get_presales_presentations_today(),
            self._get_presales_presentations_week(),
            self._get_presales_preparing(),
            self._get_presales_estimates(),
            self._get_presales_rotting(),
        ]

    @api.model
    def _get_presales_tables(self):
        return [
            Table(
                "stages",
                _("My opportunities by stage"),
                [_("Stage"), _("Opportunities"), _("Without movement")],
                "crm.lead",
                self._get_presales_leads(),
                "stage_id",
                self._read_presales_stages,
                _("No opportunity has you as its presales engineer yet."),
                LEADS,
            )
        ]

    @api.model
    def _get_presales_other_tasks(self):
        """What waits to be validated or reviewed has a block of its own."""
        return self._leave_out_tasks(
            self._get_presales_to_validate(), self._get_presales_to_review()
        )

    # -- whose
    @api.model
    def _get_presales_leads(self):
        """Which open opportunities are the user's as presales engineer."""
        return [
            ("is_digiflow", "=", True),
            ("type", "=", "opportunity"),
            ("presales_user_id", "=", self.env.uid),
            ("stage_id.is_won", "=", False),
        ]

    @api.model
    def _get_presales_terms(self, lead):
        """What a record says of its open opportunity when it is the user's.

        :param str lead: the record's field of the opportunity
        """
        return [(f"{lead}.presales_user_id", "=", self.env.uid), (f"{lead}.active", "=", True)]

    @api.model
    def _get_presales_presentations(self, begin, end):
        """The presentations of the user, as engineer, that begin in a time; naive UTC."""
        return [
            ("digiflow_kind", "=", KIND_PRESENTATION),
            ("presales_id", "=", self.env.uid),
            ("start", ">=", begin),
            ("start", "<", end),
        ]

    # -- figures
    @api.model
    def _get_presales_opportunities(self):
        return Figure(
            "opportunities",
            _("My open opportunities"),
            lambda count: {"value": str(count), "detail": _("before they are won or lost")},
            "crm.lead",
            self._get_presales_leads(),
            LEADS,
        )

    @api.model
    def _get_presales_validated(self):
        _week, begin, _today, _tomorrow, end = self._get_week_moments()
        return Figure(
            "validated",
            _("Surveys validated"),
            lambda count: {"value": str(count), "detail": _("by you this week")},
            "digiflow.requirement",
            [
                ("state", "=", STATE_VALIDATED),
                ("validated_by_id", "=", self.env.uid),
                ("validated_on", ">=", begin),
                ("validated_on", "<", end),
            ],
            SURVEYS,
        )

    @api.model
    def _get_presales_decided(self):
        _week, begin, _today, _tomorrow, end = self._get_week_moments()
        return Figure(
            "decided",
            _("Offers decided"),
            lambda count: {"value": str(count), "detail": _("by you this week")},
            "digiflow.offer.review",
            [
                ("user_id", "=", self.env.uid),
                ("decision", "in", DECIDED),
                ("date", ">=", begin),
                ("date", "<", end),
            ],
        )

    @api.model
    def _get_presales_presented(self):
        _week, begin, _today, _tomorrow, end = self._get_week_moments()
        terms = self._get_presales_presentations(begin, end)

        def tell(count):
            held = self.env["calendar.event"].search_count(
                [*terms, ("digiflow_state", "=", STATE_HELD)]
            )
            return {"value": str(count), "detail": _("%(count)s held so far", count=held)}

        return Figure(
            "presented",
            _("Presentations this week"),
            tell,
            "calendar.event",
            [*terms, ("digiflow_state", "!=", STATE_CANCELLED)],
            AGENDA,
        )

    # -- surveys
    @api.model
    def _get_presales_to_validate(self):
        return Block(
            "to_validate",
            _("Surveys to validate"),
            "fa-check-square-o",
            "digiflow.requirement",
            [("state", "=", STATE_SUBMITTED), *self._get_presales_terms("lead_id")],
            self._tell_presales_survey,
            _("No survey waits for you. They come here when an executive submits one."),
            order="id",
            action=SURVEYS,
        )

    @api.model
    def _get_presales_estimates(self):
        unsaid = [("project_kind", "in", KINDS_TO_CONFIRM), ("hours_confirmed_by_id", "=", False)]
        return Block(
            "estimates",
            _("Estimates without hours"),
            "fa-hourglass-half",
            "digiflow.requirement",
            [
                *(("state", "=", STATE_DRAFT), *self._get_presales_terms("lead_id")),
                *("|", ("hours_total", "=", 0), "&", *unsaid),
            ],
            self._tell_presales_survey,
            _("Every survey in preparation has its hours."),
            order="id",
            action=SURVEYS,
        )

    @api.model
    def _tell_presales_survey(self, survey):
        kind = survey._get_kind_label(survey.project_kind)
        hours = _("%(hours)s hours", hours=spanish.quantity(survey.hours_total))
        parts = [survey.executive_id.name, kind, hours]
        return {
            "detail": " · ".join(part for part in parts if part),
            "when": self._say_day(survey.wanted_start),
            **self._judge_presales_survey(survey),
        }

    @api.model
    def _judge_presales_survey(self, survey):
        """What is missing of the hours of a survey."""
        if not survey.hours_total:
            return {"level": TODAY, "sign": _("Without hours")}
        if survey.needs_hours_word:
            return {"level": TODAY, "sign": _("Confirm its hours")}
        return {}

    # -- offers
    @api.model
    def _get_presales_to_review(self):
        return Block(
            "to_review",
            _("Offers to review"),
            "fa-balance-scale",
            "sale.order",
            [
                ("digiflow_review", "=", REVIEW_PRESALES),
                ("opportunity_id.presales_user_id", "=", self.env.uid),
            ],
            self._tell_presales_offer,
            _("No offer waits for your review."),
            order="digiflow_asked_on, id",
            action=OFFERS,
        )

    @api.model
    def _tell_presales_offer(self, order):
        needs = (order.digiflow_review_needs or "").splitlines()
        amount = spanish.money(order.amount_untaxed, order.currency_id.name)
        return {
            "detail": " · ".join([order.partner_id.name or "", amount, *needs[:1]]),
            "when": self._say_moment(order.digiflow_asked_on),
            **self._judge_waiting(order.digiflow_asked_on),
        }

    # -- presentations
    @api.model
    def _get_presales_presentations_today(self):
        _week, _begin, today, tomorrow, _end = self._get_week_moments()
        return Block(
            "presentations_today",
            _("Technical presentations today"),
            "fa-television",
            "calendar.event",
            [
                *self._get_presales_presentations(today, tomorrow),
                ("digiflow_state", "!=", STATE_CANCELLED),
            ],
            self._tell_presales_presentation,
            _("You have no technical presentation today."),
            order="start, id",
            action=AGENDA,
        )

    @api.model
    def _get_presales_presentations_week(self):
        _week, _begin, _today, tomorrow, end = self._get_week_moments()
        return Block(
            "presentations_week",
            _("Technical presentations later this week"),
            "fa-calendar",
            "calendar.event",
            [
                *self._get_presales_presentations(tomorrow, end),
                ("digiflow_state", "=", STATE_BOOKED),
            ],
            self._tell_presales_presentation,
            _("None is booked until Sunday."),
            order="start, id",
            action=AGENDA,
        )

    @api.model
    def _tell_presales_presentation(self, event):
        states = dict(event._fields["digiflow_state"]._description_selection(self.env))
        booked = event.digiflow_state == STATE_BOOKED
        judged = {"level": CALM, "sign": states[event.digiflow_state]}
        if booked and event.can_hold:
            judged = {"level": LATE, "sign": _("Say how it went")}
        return {
            "detail": " · ".join(
                part for part in (event.opportunity_id.name, event.user_id.name) if part
            ),
            "when": self._say_moment(event.start),
            **judged,
        }

    # -- handovers
    @api.model
    def _get_presales_preparing(self):
        return Block(
            "preparing",
            _("Handovers returned or to submit"),
            "fa-handshake-o",
            "digiflow.handover",
            [("state", "in", OPEN_STATES), *self._get_presales_terms("lead_id")],
            self._tell_presales_preparing,
            _("Every handover of your opportunities is submitted."),
            # Those that were returned first.
            order="state desc, id",
            action=HANDOVERS,
        )

    @api.model
    def _tell_presales_preparing(self, handover):
        checklist = _("checklist %(progress)s", progress=handover.progress_text)
        parts = (handover.executive_id.name, checklist, (handover.return_reason or "").strip())
        return {
            "detail": " · ".join(part for part in parts if part),
            "when": self._say_day(handover.next_due),
            **self._judge_presales_preparing(handover),
        }

    @api.model
    def _judge_presales_preparing(self, handover):
        """What keeps a handover from being submitted, the most pressing first."""
        if handover.state == STATE_RETURNED:
            return {"level": LATE, "sign": _("Returned")}
        if handover.overdue_count:
            late = _("%(count)s items overdue", count=handover.overdue_count)
            return {"level": LATE, "sign": late}
        if not handover.technical_on:
            return {"level": TODAY, "sign": _("Confirm the technical part")}
        return {}

    # -- opportunities
    @api.model
    def _get_presales_rotting(self):
        return Block(
            "rotting",
            _("My opportunities without movement"),
            "fa-hourglass-end",
            "crm.lead",
            [*self._get_presales_leads(), ("digiflow_is_rotting", "=", True)],
            self._tell_presales_lead,
            _("All your opportunities move."),
            order="digiflow_moved_on, id",
            action=LEADS,
        )

    @api.model
    def _tell_presales_lead(self, lead):
        parts = (lead.stage_id.name, lead.user_id.name)
        return {
            "detail": " · ".join(part for part in parts if part),
            "when": self._say_moment(lead.digiflow_moved_on),
            "level": LATE,
            "sign": _("%(days)s days without movement", days=lead.digiflow_days_still),
        }

    @api.model
    def _read_presales_stages(self, counts):
        leads = self.env["crm.lead"]
        still = [*self._get_presales_leads(), ("digiflow_is_rotting", "=", True)]
        rotting = grouped_counts(leads, still, "stage_id")
        # Odoo counts the stages that its kanban shows without any as well.
        stages = self.env["crm.stage"].browse(filter(counts.get, counts)).sorted("sequence")
        return [
            {
                "key": stage.id,
                "cells": [stage.name, str(counts[stage.id]), str(rotting.get(stage.id, 0))],
            }
            for stage in stages
        ]
