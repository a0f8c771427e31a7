from odoo import _, api, models
from odoo.tools import format_date

from ...core import periods
from ..indicators.indicator_states import PHASE_CLOSED, PHASES
from .improvements_sql import PHASES_SQL

IMPROVEMENT = "digiflow.improvement"
TOTAL, ACTION = "total", "action"
# Actions that are told one by one.
ACTIONS_SHOWN = 10


class DigiflowDashboard(models.AbstractModel):
    """The improvement actions that were open at the end of a period, or are now while it runs."""

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_improvements(self, company, kind, span):
        """How many actions are in which phase, and the first ones by deadline: overdue ones lead.

        :return: ``{"day": ISO text: what is overdue has a deadline before it, "phases": {phase:
            [open, overdue]}, "actions": [{"id", "name", "phase", "responsible", "deadline" (ISO
            text or None), "indicator_id"}]}``; the phase is today's
        """
        day = self._get_improvement_day(span)
        rows = self._ask(PHASES_SQL, company, span, last=span.last, late=day)
        domain = self._get_improvement_domain(company, span)
        actions = self.env[IMPROVEMENT].search(
            domain, order="date_deadline, id", limit=ACTIONS_SHOWN
        )
        return {
            "day": day.isoformat(),
            "phases": {phase: [count, overdue] for phase, count, overdue in rows},
            "actions": [
                {
                    "id": action.id,
                    "name": action.name,
                    "phase": action.phase,
                    "responsible": action.user_id.name or None,
                    "deadline": action.date_deadline and action.date_deadline.isoformat(),
                    "indicator_id": action.indicator_id.id,
                }
                for action in actions
            ],
        }

    @api.model
    def _present_improvements(self, company, kind, span, numbers):
        """A row for each phase with its ``open`` and ``overdue`` actions.

        ``actions`` tells the first of them, overdue ones first: ``[{"key", "id", "name", "phase",
        "phase_name", "responsible", "indicator", "deadline" (ISO text), "deadline_text",
        "is_overdue", "days_late", "sign" (in words), "counts"}]``.
        """
        words = self._get_phase_words()
        shown = [one for one in PHASES if one != PHASE_CLOSED or one in numbers["phases"]]
        rows = []
        for phase in shown:
            count, overdue = numbers["phases"].get(phase, (0, 0))
            counts = {"open": count, "overdue": overdue}
            rows.append({"key": phase, "name": words[phase], "counts": counts})
        whole = {part: sum(row["counts"][part] for row in rows) for part in ("open", "overdue")}
        found = {one["indicator_id"] for one in numbers["actions"]}
        indicators = self.env["digiflow.indicator"].browse(found).exists()
        names = {one.id: one.name for one in indicators}
        total = {"key": TOTAL, "name": _("All phases"), "counts": whole}
        return {
            "rows": rows if whole["open"] else [],
            "total": total if whole["open"] else None,
            "actions": [
                self._present_improvement(one, words, names, numbers["day"])
                for one in numbers["actions"]
            ],
            "empty": None
            if whole["open"]
            else _("No improvement action is open. Open one from a figure under its target."),
        }

    @api.model
    def _find_improvements(self, company, kind, span, key, part):
        """The actions of a phase, of all phases, or one of those that are told one by one."""
        words = {**self._get_phase_words(), TOTAL: _("Improvement actions")}
        domain = self._get_improvement_domain(company, span)
        if part == ACTION and str(key).isdecimal():
            action = self.env[IMPROVEMENT].search([*domain, ("id", "=", int(key))])
            if action:
                return IMPROVEMENT, [("id", "=", action.id)], action.name
        if key not in words or part not in ("open", "overdue"):
            raise self._refuse_figure(key, part)
        if key != TOTAL:
            domain.append(("phase", "=", key))
        if part == "overdue":
            late = self._get_improvement_day(span).isoformat()
            domain.append(("date_deadline", "<", late))
        return IMPROVEMENT, domain, words[key]

    @api.model
    def _get_improvement_day(self, span):
        """The day in Lima on which a deadline before it is overdue."""
        return min(span.last, periods.today())

    @api.model
    def _get_improvement_domain(self, company, span):
        """The actions that were open at the end of a period."""
        end = periods.boundaries([span])[1].isoformat(" ")
        return [
            *(("company_id", "=", company.id), ("create_date", "<", end)),
            *("|", ("closed_on", "=", False), ("closed_on", ">", span.last.isoformat())),
        ]

    @api.model
    def _get_phase_words(self):
        """``{phase: its name}``; what is closed now was open then."""
        words = dict(self.env[IMPROVEMENT]._fields["phase"]._description_selection(self.env))
        return {**words, PHASE_CLOSED: _("Closed since then")}

    @api.model
    def _present_improvement(self, one, words, names, day):
        """What is told of one action.

        :param dict words: of the phases
        :param dict names: of the indicators, by their ids
        :param str day: ISO text; a deadline before it is overdue
        """
        deadline = one["deadline"] and periods.parse_day(one["deadline"])
        late = max((periods.parse_day(day) - deadline).days, 0) if deadline else 0
        return {
            **one,
            "key": one["id"],
            "phase_name": words[one["phase"]],
            "indicator": names.get(one["indicator_id"]),
            "deadline_text": deadline and format_date(self.env, deadline),
            "is_overdue": late > 0,
            "days_late": late,
            "sign": _("▼ %(days)s days late", days=late) if late else None,
            "counts": {ACTION: 1},
        }
