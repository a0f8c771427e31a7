from odoo import _, api, models

from ..quality.digiflow_call_quality_screen import PARTS
from ..quality.review_states import CALIBRATION, DRAFT
from .workday_parts import Button, Figure, Table

QUEUE = "digiflow_crm.digiflow_call_sample_line_action_queue"
REVIEWS = "digiflow_crm.digiflow_call_review_action"
FIGURES = "digiflow_crm.digiflow_call_quality_action"


class DigiflowWorkday(models.AbstractModel):
    """The day of a quality analyst: its figures, those of the week that was drawn last.

    What waits for the analyst is in digiflow_workday_quality_calls and _quality_clients.
    """

    _inherit = "digiflow.workday"

    @api.model
    def _get_quality_buttons(self):
        return [
            Button("review", _("Calls to review"), "fa-headphones", QUEUE, True),
            Button("figures", _("Figures of call quality"), "fa-line-chart", FIGURES),
        ]

    @api.model
    def _get_quality_blocks(self):
        return [*self._get_quality_call_blocks(), *self._get_quality_client_blocks()]

    @api.model
    def _get_quality_figures(self):
        found = self._get_quality_week_figures()
        return [
            self._get_quality_reviewed(found),
            self._get_quality_average(found),
            self._get_quality_failed(found),
        ]

    @api.model
    def _get_quality_tables(self):
        return [
            Table(
                "people",
                _("Telemarketers in the week of %(day)s", day=self._say_day(self._get_drawn())),
                [_("Telemarketer"), _("Of the sample"), _("Reviews"), _("Average"), _("Failed")],
                "digiflow.call.review",
                self._get_quality_reviews(),
                "user_id",
                self._read_quality_people,
                _("Nobody called in that week, or its calls were not drawn."),
                REVIEWS,
            )
        ]

    # -- the week
    @api.model
    def _get_drawn(self):
        """The Monday of the week whose calls are reviewed now: the last one that is over."""
        return self.env["digiflow.call.sample"]._get_closed_week()

    @api.model
    def _get_quality_week_figures(self):
        """The figures of that week, as the screen of call quality has them."""
        week = self._get_drawn().isoformat()
        return self.env["digiflow.call.quality"].get_figures(
            {"week_from": week, "week_to": week, "weeks": 1}
        )

    @api.model
    def _get_quality_reviews(self):
        """Which reviews those figures count."""
        return [
            ("company_id", "=", self.env.company.id),
            ("week", "=", self._get_drawn()),
            ("state", "!=", DRAFT),
            ("origin", "!=", CALIBRATION),
        ]

    # -- figures
    @api.model
    def _get_quality_reviewed(self, found):
        quota = found["totals"]["quota"]

        def tell(count):
            day = self._say_day(self._get_drawn())
            told = {
                "value": f"{count} / {quota}",
                "detail": _("of the sample of the week of %(day)s", day=day),
            }
            if not quota:
                return {**told, "detail": _("no call was drawn for the week of %(day)s", day=day)}
            left = _("%(count)s left", count=max(quota - count, 0))
            done = count >= quota
            return {**told, "verdict": done, "text": _("Complete") if done else left}

        return Figure(
            "reviewed",
            _("Calls of the sample reviewed"),
            tell,
            "digiflow.call.review",
            [*self._get_quality_reviews(), *PARTS["reviewed"]],
            REVIEWS,
        )

    @api.model
    def _get_quality_average(self, found):
        average = found["totals"]["average"]
        mark = found["mark"]
        mark_text = f"{mark:g}"

        def tell(count):
            if not count:
                return {"value": "-", "detail": _("no review of that week yet")}
            reached = average >= mark
            return {
                "value": f"{average:.1f}",
                "detail": _("of %(count)s reviews", count=count),
                "verdict": reached,
                "text": _("Passing score: %(mark)s", mark=mark_text),
            }

        return Figure(
            "average",
            _("Average score"),
            tell,
            "digiflow.call.review",
            self._get_quality_reviews(),
            REVIEWS,
        )

    @api.model
    def _get_quality_failed(self, found):
        reviews = found["totals"]["reviews"]
        return Figure(
            "failed",
            _("Failed calls"),
            lambda count: {
                "value": str(count),
                "detail": _("of %(count)s reviews", count=reviews),
            },
            "digiflow.call.review",
            [*self._get_quality_reviews(), *PARTS["failed"]],
            REVIEWS,
        )

    @api.model
    def _read_quality_people(self, counts):
        return [
            {
                "key": one["id"],
                "cells": [
                    one["name"],
                    f"{one['reviewed']} / {one['quota']}",
                    str(counts.get(one["id"], 0)),
                    "-" if one["average"] is False else f"{one['average']:.1f}",
                    str(one["failed"]),
                ],
            }
            for one in self._get_quality_week_figures()["people"]
        ]
