from odoo import _, api, models
from odoo.tools import formatLang

from ...core import periods
from ..meeting.states import KIND_PRESENTATION
from ..prospecting.digiflow_prospect_list import STATE_DISTRIBUTED
from ..quality.review_states import CALIBRATION, SIGNED
from .workday_parts import Block, Button, Figure, Table

MY_DAYS = "digiflow_crm.digiflow_call_day_action_mine"


class DigiflowWorkday(models.AbstractModel):
    """The telemarketer's day: how far it has come, and whom to call first."""

    _inherit = "digiflow.workday"

    @api.model
    def _get_telemarketer_buttons(self):
        return [
            Button(
                "call",
                _("Start calling"),
                "fa-phone",
                "digiflow_crm.digiflow_call_desk_action",
                is_primary=True,
            ),
            Button(
                "log",
                _("Log a call by number"),
                "fa-pencil",
                "digiflow_crm.digiflow_call_number_action",
            ),
            Button(
                "agenda",
                _("Agenda"),
                "fa-calendar",
                "digiflow_crm.calendar_event_action_agenda",
            ),
        ]

    # -- against the goals
    @api.model
    def _get_telemarketer_figures(self):
        user, today = self.env.user, periods.today()
        goals = self.env["digiflow.call.goal"]._get_goals(user, today)[user.id]
        return [
            self._get_telemarketer_figure(name, label, goals[f"goal_{name}"])
            for name, label in (
                ("calls", self._get_call_label("calls")),
                ("effective", self._get_call_label("effective")),
                ("meetings", self._get_call_label("meetings")),
            )
        ]

    @api.model
    def _get_call_label(self, name):
        return {
            "calls": _("Calls today"),
            "effective": _("Effective contacts today"),
            "meetings": _("Presentations booked today"),
        }[name]

    @api.model
    def _get_telemarketer_figure(self, name, label, goal):
        """A number of the day so far beside its goal."""
        return Figure(
            name,
            label,
            lambda count: self._tell_goal(count, goal),
            "digiflow.call.day",
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "in", self.env.companies.ids),
                *self._get_today_domain("date"),
                (name, "=", 1),
            ],
            MY_DAYS,
        )

    @api.model
    def _tell_goal(self, count, goal):
        """A count beside what is to be reached in the day; a day that runs has failed nothing."""
        told = {"value": formatLang(self.env, count, digits=0)}
        if not goal:
            return {**told, "detail": _("without a goal")}
        told["detail"] = _("of a goal of %(goal)s", goal=goal)
        if count >= goal:
            return {**told, "verdict": True, "text": _("Goal reached")}
        return {**told, "text": _("%(count)s to go", count=goal - count)}

    # -- what waits
    @api.model
    def _get_telemarketer_blocks(self):
        return [
            self._get_telemarketer_callbacks(),
            self._get_telemarketer_packs(),
            self._get_telemarketer_bookings(),
            self._get_telemarketer_reviews(),
        ]

    @api.model
    def _get_telemarketer_callbacks(self):
        return Block(
            "callbacks",
            _("Callbacks of today"),
            "fa-phone",
            "crm.lead",
            [("telemarketer_id", "=", self.env.uid), *self._get_callback_domain()],
            self._tell_callback,
            _("No callback is due today. Start calling: the desk gives you new companies."),
            order="call_due, id",
            action="digiflow_crm.crm_lead_action",
        )

    @api.model
    def _get_telemarketer_packs(self):
        return Block(
            "packs",
            _("Information packs to send"),
            "fa-envelope-o",
            "crm.lead",
            [
                *self._get_open_leads("telemarketer_id"),
                ("effective_contact_date", "!=", False),
                ("info_sent_date", "=", False),
            ],
            self._tell_pack,
            _("Every company that you spoke with has the information. Well done."),
            order="effective_contact_date, id",
            action="digiflow_crm.crm_lead_action",
        )

    @api.model
    def _tell_pack(self, lead):
        told = {
            "detail": ", ".join(filter(None, [lead.contact_name, lead.email_from])),
            "when": self._say_moment(lead.effective_contact_date),
        }
        if not lead.email_from:
            return {**told, "sign": _("Without an e-mail address")}
        return {**told, **self._judge_waiting(lead.effective_contact_date)}

    @api.model
    def _get_telemarketer_bookings(self):
        return Block(
            "bookings",
            _("Presentations that I booked today"),
            "fa-calendar-check-o",
            "calendar.event",
            [
                ("booked_by_id", "=", self.env.uid),
                ("digiflow_kind", "=", KIND_PRESENTATION),
                *self._get_today_domain("create_date"),
            ],
            self._tell_meeting,
            _("None yet. Book one from the call desk as soon as a company is interested."),
            order="start, id",
            action="digiflow_crm.calendar_event_action_agenda",
        )

    @api.model
    def _get_telemarketer_reviews(self):
        return Block(
            "reviews",
            _("Reviews of my calls to answer"),
            "fa-headphones",
            "digiflow.call.review",
            [
                ("user_id", "=", self.env.uid),
                ("state", "=", SIGNED),
                ("origin", "!=", CALIBRATION),
            ],
            self._tell_review,
            _("No review waits for your answer."),
            order="answer_until, id",
            action="digiflow_crm.digiflow_call_review_action_mine",
        )

    @api.model
    def _tell_review(self, review):
        return {
            "detail": _("Score: %(score)s", score=formatLang(self.env, review.score, digits=1)),
            "when": self._say_day(review.answer_until),
            **self._judge(review.answer_until),
        }

    # -- lists
    @api.model
    def _get_telemarketer_tables(self):
        mine = [("telemarketer_ids", "in", [self.env.uid]), ("state", "=", STATE_DISTRIBUTED)]
        lists = self.env["digiflow.prospect.list"].search(mine)
        return [
            Table(
                "lists",
                _("My lists"),
                [
                    *(_("Prospect list"), _("Companies"), _("Contacted")),
                    *(_("Effective contacts"), _("Meetings booked"), _("Meetings held")),
                ],
                "crm.lead",
                # Lost ones are part of a list's progress, archived as they are.
                [("prospect_list_id", "in", lists.ids), ("active", "in", (True, False))],
                "prospect_list_id",
                lambda counts: [self._tell_list(one, counts) for one in lists],
                _("No list is given to you yet. Ask the commercial manager for one."),
                "digiflow_crm.crm_lead_action",
            )
        ]

    @api.model
    def _tell_list(self, prospects, counts):
        """The progress of a list, each milestone with its share of the companies."""
        total = counts.get(prospects.id, 0)
        reached = [
            *(prospects.contacted, prospects.effective),
            *(prospects.meetings_booked, prospects.meetings),
        ]
        shares = [self._say_share(count, total) for count in reached]
        total_text = formatLang(self.env, total, digits=0)
        return {"key": prospects.id, "cells": [prospects.name, total_text, *shares]}

    @api.model
    def _say_share(self, count, total):
        """A count and how much of the total it is: ``12 (30 %)``."""
        text = formatLang(self.env, count, digits=0)
        return f"{text} ({100 * count / total:.0f} %)" if total else text
