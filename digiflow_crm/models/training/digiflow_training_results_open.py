import json
from urllib.parse import urlencode

from odoo import _, api, models

from ...core import training_results as core
from ...core.charts import bars
from ...core.training_workbook import WORDS, training_workbook
from ...exceptions import ProcessError
from .attempt_states import METHOD_SELECTION
from .digiflow_training_results import ANSWER, ATTEMPT, COLUMNS, RECORD_FILTERS, SCORE

QUESTION, CRITERION = "question", "criterion"
ATTEMPT_PARTS = {
    "attempts": [],
    "passed": [("passed", "=", True)],
    "failed": [("passed", "=", False)],
}
ANSWER_PARTS = {
    "answers": [],
    "right": [("correct", "=", True)],
    "wrong": [("correct", "=", False)],
}
SCORED = "scored"
# Sessions to choose from: the last ones.
SESSIONS_SHOWN = 100


class DigiflowTrainingResults(models.AbstractModel):
    """The ways to the results: screen, the records behind a number, workbook."""

    _inherit = "digiflow.training.results"

    @api.model
    def action_workbook(self, filters=None):
        """The action that hands out the results as a workbook.

        :param dict filters: as in `get_results`
        """
        query = {
            "filters": json.dumps({key: one for key, one in (filters or {}).items() if one}),
            "companies": ",".join(str(company) for company in self.env.companies.ids),
        }
        url = f"/digiflow/training/results/workbook?{urlencode(query)}"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    @api.model
    def get_screen(self, filters=None):
        """Everything that the screen of results shows.

        :param dict filters: as in `get_results`
        :return: ``{"results": as get_results, "choices": {filter: [{"id", "name"}]}, "charts":
            {"questions", "modules": pictures in SVG, or empty}}``
        """
        results = self.get_results(filters)
        return {
            "results": results,
            "choices": self._get_choices(),
            "charts": {
                "questions": self._draw_questions(results),
                "modules": self._draw_modules(results),
            },
        }

    @api.model
    def open_records(self, filters, table, key=False, part="attempts"):
        """The action that shows the records behind a number of the results: as many as it says.

        :param dict filters: as in `get_results`
        :param str table: ``all person module session method question criterion``
        :param key: which row of that table; False: who has no value there
        :param str part: ``attempts passed failed``, ``answers right wrong``, or ``scored``
        :return: a window action
        :raise ProcessError: there is no such number
        """
        known = (core.ALL, *core.TABLES, QUESTION, CRITERION)
        parts = (*ATTEMPT_PARTS, *ANSWER_PARTS, SCORED)
        of_answers = part in ANSWER_PARTS
        fits = (table == CRITERION) == (part == SCORED) and (table != QUESTION or of_answers)
        if table not in known or part not in parts or not fits:
            raise ProcessError(_("The results have no such number. Open the screen again."))
        filters = self._clean_filters(filters)
        if part == SCORED:
            domain = self._of_attempt(self._get_domain(filters))
            own = self._get_own_domain("criterion_id", "name", key)
            return self._prepare_action(SCORE, _("Scores"), [*domain, *own])
        if part in ANSWER_PARTS:
            domain = [*self._get_domain(filters, answers=True), *ANSWER_PARTS[part]]
            own = self._get_answer_domain(table, key)
            return self._prepare_action(ANSWER, _("Answers"), [*domain, *own])
        own = [] if table == core.ALL else [(COLUMNS[table], "=", key)]
        domain = [*self._get_domain(filters), *ATTEMPT_PARTS[part], *own]
        return self._prepare_action(ATTEMPT, _("Evaluations finished"), domain)

    @api.model
    def _get_answer_domain(self, table, key):
        """Which answers are in a row of a table."""
        if table == core.ALL:
            return []
        if table == QUESTION:
            return self._get_own_domain("question_id", "title", key)
        if table == core.MODULE:
            return [("module_id", "=", key)]
        return [(f"attempt_id.{COLUMNS[table]}", "=", key)]

    @api.model
    def _get_own_domain(self, field, text, key):
        """What is of a record, or of one that was deleted, which is known by its text."""
        if isinstance(key, str):
            return [(field, "=", False), (text, "=", key)]
        return [(field, "=", key)]

    @api.model
    def _prepare_action(self, model, name, domain):
        """A list of records that nobody adds to."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": domain,
            "context": {"create": False},
            "target": "current",
        }

    @api.model
    def _get_choices(self):
        """What can be filtered by: ``{filter: [{"id", "name"}]}``."""
        choices = {}
        for name in ("program_id", "module_id", "session_id"):
            limit = SESSIONS_SHOWN if name == "session_id" else None
            order = "start desc, id desc" if name == "session_id" else None
            domain = [("state", "!=", "proposed")] if name == "session_id" else []
            records = self.env[RECORD_FILTERS[name]].search(domain, limit=limit, order=order)
            choices[name] = [{"id": one.id, "name": self._get_record_name(one)} for one in records]
        names = self._get_names(core.METHOD, [])
        choices["method"] = [{"id": key, "name": names[key]} for key, _label in METHOD_SELECTION]
        return choices

    @api.model
    def _draw_questions(self, results):
        """Right answers of each question in percent, as SVG; empty without any."""
        rows = [
            (f"{number}. {row['name']}", row["percent"])
            for number, row in enumerate(results["questions"], 1)
        ]
        if not rows:
            return ""
        return bars(
            rows,
            title=_("Right answers by question"),
            desc=_("Of each question, the right answers in percent of those given."),
            unit="%",
            no_data=_("no data"),
            full=100,
        )

    @api.model
    def _draw_modules(self, results):
        """Average score of each module, as SVG; empty without any."""
        rows = [(row["name"], row["average"]) for row in results["modules"] if row["attempts"]]
        if not rows:
            return ""
        return bars(
            rows,
            title=_("Average score by module"),
            desc=_("Of each module, the average score of its evaluations, from 0 to 100."),
            no_data=_("no data"),
            full=100,
        )

    @api.model
    def _make_workbook(self, filters=None):
        """The results as a workbook in the reader's language.

        :return: (file name, bytes)
        """
        words = {}
        for key, text in WORDS.items():  # no comprehension: `_` reads the language off this frame
            words[key] = _(text)
        return f"{words['file']}.xlsx", training_workbook(self._get_results(filters), words)
