from odoo import _, api, fields, models

from ...core import indicators, periods
from ..pipeline.steps import STEP_PRE_KICKOFF, STEPS
from .funnel_sql import ENDED_SQL, ENTERED_SQL, NOW_SQL, THEN_SQL

UNITS = {
    "conversion": indicators.PERCENT,
    "days_median": indicators.DAYS,
    "days_average": indicators.DAYS,
    "amount": indicators.AMOUNT,
}
COUNTED = ("entered", "went_on", "ended", "now")
NOTHING = {**dict.fromkeys(COUNTED, 0), "days_average": None, "days_median": None, "amount": None}


class DigiflowDashboard(models.AbstractModel):
    """The funnel: who entered each stage in a period, who went on, how long it took, who is there.

    An opportunity enters a stage the first time it comes there, and has gone on when it has been
    in a later stage since, to this day. Days are those of the stays that ended in the period,
    whichever way. In a period that is over, ``now`` are those who were there when it ended, as the
    stays say; what these might have brought nobody kept.
    """

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_funnel(self, company, kind, span):
        """``{"is_over": bool, "stages": {step: {"entered", "went_on", "ended", "now",
        "days_average", "days_median", "amount"}}}``, days None where no stay ended.
        """
        stages = self.env["crm.stage"]._get_digiflow_stages()
        found = {stage.id: dict(NOTHING) for stage in stages}
        is_over = span.last < periods.today()
        statements = (
            (ENTERED_SQL, ("entered", "went_on")),
            (ENDED_SQL, ("ended", "days_average", "days_median")),
            (THEN_SQL if is_over else NOW_SQL, ("now", "amount")),
        )
        for query, names in statements:
            for stage_id, *values in self._ask(query, company, span):
                found[stage_id].update(zip(names, values))
        steps = {stage.digiflow_step: found[stage.id] for stage in stages}
        if not is_over:
            for one in steps.values():
                one["amount"] = one["amount"] or 0.0
        return {"is_over": is_over, "stages": steps}

    @api.model
    def _present_funnel(self, company, kind, span, numbers):
        """A row for each stage in order, its key the step of the stage; ``conversion`` (percent,
        None of the last one), ``days_median``, ``days_average``, ``amount`` (of what is there now),
        each with its ``_text``. ``is_over``: whether ``now`` means the end of the period.
        """
        names = {
            stage.digiflow_step: stage.name
            for stage in self.env["crm.stage"]._get_digiflow_stages()
        }
        rows = [self._present_stage(step, names[step], numbers["stages"][step]) for step in STEPS]
        self._format_numbers(company, rows, UNITS)
        known = any(sum(row["counts"].values()) for row in rows)
        return {
            "rows": rows,
            "total": None,
            "empty": None if known else self._get_no_funnel(),
            "is_over": numbers["is_over"],
            "now_label": self._get_now_label(numbers["is_over"]),
        }

    @api.model
    def _find_funnel(self, company, kind, span, key, part):
        """Stays in a stage; who is there in a period that still runs: the opportunities."""
        stage = self.env["crm.stage"].search([("digiflow_step", "=", str(key))])
        if not stage or part not in self._get_funnel_parts(key):
            raise self._refuse_figure(key, part)
        is_over = span.last < periods.today()
        words = {
            "entered": _("entered"),
            "went_on": _("entered and went on"),
            "ended": _("stays that ended"),
            "now": self._get_now_label(is_over),
        }
        title = f"{stage.name}: {words[part]}"
        own = ["|", ("company_id", "=", False), ("company_id", "=", company.id)]
        own.append(("stage_id", "=", stage.id))
        if part == "now" and not is_over:
            return "crm.lead", [*own, ("is_digiflow", "=", True), ("active", "=", True)], title
        return "digiflow.stage.history", own + self._get_stage_stays_domain(span, part), title

    @api.model
    def _get_stage_stays_domain(self, span, part):
        """Which stays of a stage are behind a figure."""
        if part in ("entered", "went_on"):
            onward = [("went_on", "=", True)] if part == "went_on" else []
            return [("first_time", "=", True), *self._within("date_from", span), *onward]
        if part == "ended":
            return [("merged", "=", False), *self._within("date_to", span)]
        end = fields.Datetime.to_string(periods.boundaries([span])[-1])
        there = ["|", ("date_to", "=", False), ("date_to", ">=", end)]
        return [("merged", "=", False), ("date_from", "<", end), *there]

    @api.model
    def _present_stage(self, step, name, numbers):
        """The row of a stage."""
        row = {
            "key": step,
            "name": name,
            "conversion": None,
            **{name: numbers[name] for name in ("days_median", "days_average", "amount")},
            "counts": {part: numbers[part] for part in self._get_funnel_parts(step)},
        }
        if step != STEP_PRE_KICKOFF:
            row["conversion"] = self._percent(numbers["went_on"], numbers["entered"])
        return row

    @api.model
    def _get_funnel_parts(self, step):
        """What is counted of a stage: nobody goes on from the last one."""
        return [part for part in COUNTED if step != STEP_PRE_KICKOFF or part != "went_on"]

    @api.model
    def _get_now_label(self, is_over):
        """What `now` means."""
        return _("in the stage at the end") if is_over else _("now in the stage")

    @api.model
    def _get_no_funnel(self):
        """What to do while nothing entered any stage."""
        return _(
            "No opportunity entered a stage in this period. Import a list of prospects, or write "
            "down those who ask for an offer: every change of stage counts by itself."
        )
