from odoo import _, api, models
from odoo.tools import format_amount

from ...compat import grouped_sums
from ...core import indicator_periods, periods
from ..proposal.offer_states import CONFIRMED_STATES, STATE_SENT
from .workday_parts import Button, Figure, Table

PIPELINE = "digiflow_crm.crm_lead_action"
AGENDA = "digiflow_crm.calendar_event_action_agenda"


class DigiflowWorkday(models.AbstractModel):
    """The sales executive's day: what was sold of what is to be sold, and the own pipeline."""

    _inherit = "digiflow.workday"

    @api.model
    def _get_executive_buttons(self):
        return [
            Button("pipeline", _("My opportunities"), "fa-handshake-o", PIPELINE, is_primary=True),
            Button("agenda", _("Agenda"), "fa-calendar", AGENDA),
            Button(
                "log",
                _("Log a call by number"),
                "fa-phone",
                "digiflow_crm.digiflow_call_number_action",
            ),
        ]

    # -- goals
    @api.model
    def _get_executive_figures(self):
        span = indicator_periods.period_of(periods.today(), indicator_periods.QUARTER)
        return [
            Figure(
                "sold",
                _("Sold this quarter"),
                lambda count: self._tell_sold(count, span),
                "sale.order",
                self._get_sold_domain(span),
            ),
            Figure(
                "pipeline",
                _("In my pipeline"),
                self._tell_pipeline,
                "crm.lead",
                self._get_open_leads("user_id"),
                PIPELINE,
            ),
            Figure(
                "offers",
                _("Offers without an answer"),
                lambda count: {"value": str(count), "detail": _("sent to the client")},
                "sale.order",
                [*self._get_own_offers(), ("state", "=", STATE_SENT)],
            ),
        ]

    @api.model
    def _get_own_offers(self):
        return [
            ("is_digiflow", "=", True),
            ("user_id", "=", self.env.uid),
            ("company_id", "=", self.env.company.id),
        ]

    @api.model
    def _get_sold_domain(self, span):
        """What the user sold in some days: as sold_sql counts it."""
        begin, end = periods.boundaries([span])
        days = [("date_order", ">=", begin), ("date_order", "<", end)]
        return [*self._get_own_offers(), ("state", "in", CONFIRMED_STATES), *days]

    @api.model
    def _tell_sold(self, count, span):
        """What was sold against the target of the quarter, and whether that is in time."""
        target = self._get_sales_target(span)
        told = {
            "value": self._say_amount(target.actual),
            "detail": _("%(count)s offers, no target set", count=count),
        }
        if not target.amount:
            return told
        told["detail"] = _(
            "%(count)s offers, target %(target)s",
            count=count,
            target=self._say_amount(target.amount),
        )
        return {**told, **self._judge_sold(target, span)}

    @api.model
    def _judge_sold(self, target, span):
        """Reached, in time or behind: what would be sold by today at an even pace decides."""
        missing = target.amount - target.actual
        if missing <= 0:
            return {"verdict": True, "text": _("Target reached")}
        days = (periods.today() - span.first).days
        expected = target.amount * days / ((span.last - span.first).days + 1)
        amount = self._say_amount(missing)
        if target.actual >= expected:
            return {"verdict": True, "text": _("In time: %(amount)s to go", amount=amount)}
        return {"verdict": False, "text": _("Behind: %(amount)s to go", amount=amount)}

    @api.model
    def _get_sales_target(self, span):
        """The user's target of a quarter; a new one of nothing when none is set."""
        place = {
            "user_id": self.env.uid,
            "company_id": self.env.company.id,
            "year": str(span.first.year),
            "quarter": str((span.first.month + 2) // 3),
        }
        targets = self.env["digiflow.sales.target"]
        found = targets.search([(name, "=", place[name]) for name in place])
        return found or targets.new({**place, "amount": 0})

    @api.model
    def _tell_pipeline(self, count):
        sums = self._get_pipeline_sums()
        return {
            "value": self._say_amount(sum(sums.values())),
            "detail": _("%(count)s open opportunities", count=count),
        }

    @api.model
    def _get_pipeline_sums(self):
        """What the user's open opportunities are worth, by the id of their stage."""
        return grouped_sums(
            self.env["crm.lead"], self._get_open_leads("user_id"), "stage_id", "expected_revenue"
        )

    @api.model
    def _say_amount(self, amount):
        return format_amount(self.env, amount, self.env.company.currency_id)

    # -- pipeline
    @api.model
    def _get_executive_tables(self):
        return [
            Table(
                "stages",
                _("My pipeline by stage"),
                [_("Stage"), _("Opportunities"), _("Amount")],
                "crm.lead",
                self._get_open_leads("user_id"),
                "stage_id",
                self._read_stages,
                _("You have no open opportunity."),
                PIPELINE,
            )
        ]

    @api.model
    def _read_stages(self, counts):
        """A row for each stage before the sale, also where nothing stands."""
        steps = [("digiflow_step", "!=", False), ("is_won", "=", False)]
        sums = self._get_pipeline_sums()
        return [
            {
                "key": stage.id,
                "cells": [
                    stage.name,
                    str(counts.get(stage.id, 0)),
                    self._say_amount(sums.get(stage.id) or 0),
                ],
            }
            for stage in self.env["crm.stage"].search(steps)
        ]
