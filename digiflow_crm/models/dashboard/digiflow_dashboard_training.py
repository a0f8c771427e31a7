from odoo import _, api, models

from ...core import training_results as core
from ..training.digiflow_training_results_open import ANSWER_PARTS, QUESTION

TOTAL = "total"


class DigiflowDashboard(models.AbstractModel):
    """Right and wrong answers to each question of the written tests that ended in a period.

    They are those of the screen «Results of training» with the days of the period.
    """

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_training(self, company, kind, span):
        """The answers of each question, in the order of the tests.

        :return: ``{"mark": percent under which a question asks for reinforcement, "rows": [{"key",
            "name", "module", "answers", "right", "wrong", "percent"}]}``
        """
        results, filters = self._get_training_results(company, span)
        return {
            "mark": company.digiflow_training_question_mark,
            "rows": results._read_questions(results._clean_filters(filters)),
        }

    @api.model
    def _present_training(self, company, kind, span, numbers):
        """A row for each question, and the total; ``mark`` as `_reckon_training` has it.

        Beside its counts a row has ``percent``, ``percent_text``, ``module``, ``is_under`` (whether
        the question asks for reinforcement) and ``sign`` (the same in words).
        """
        mark = numbers["mark"]
        rows = [self._present_question(row, mark) for row in numbers["rows"]]
        sums = [sum(row[name] for row in numbers["rows"]) for name in ("answers", "right")]
        whole = {"key": TOTAL, "name": _("All questions"), "module": ""}
        whole.update(core.tally_answers(core.Answers(*sums)))
        return {
            "rows": rows,
            "total": self._present_question(whole, 0) if rows else None,
            "mark": mark,
            "mark_text": self._format_rate(mark),
            "empty": None
            if rows
            else _("No written test ended in this period. Enrol people in the modules they need."),
        }

    @api.model
    def _find_training(self, company, kind, span, key, part):
        """The answers to a question, or to all of them: what the screen of results opens."""
        if part not in ANSWER_PARTS:
            raise self._refuse_figure(key, part)
        results, filters = self._get_training_results(company, span)
        whose = (core.ALL, False) if key == TOTAL else (QUESTION, key)
        action = results.open_records(filters, *whose, part)
        return action["res_model"], action["domain"], action["name"]

    @api.model
    def _get_training_results(self, company, span):
        """(digiflow.training.results of one company, the filters of the period)."""
        results = self.env["digiflow.training.results"]
        first, last = (day.isoformat() for day in span)
        own = results.with_context(allowed_company_ids=company.ids)
        return own, {"date_from": first, "date_to": last}

    @api.model
    def _present_question(self, row, mark):
        """What is told of a question, or of all of them.

        :param mark: percent; a question under it asks for reinforcement
        """
        is_under = core.is_under(row["percent"], mark)
        mark_text = self._format_rate(mark)
        return {
            **{name: row[name] for name in ("key", "name", "module", "percent")},
            "counts": {part: row[part] for part in ANSWER_PARTS},
            "percent_text": self._format_rate(row["percent"]),
            "is_under": is_under,
            "sign": _("▼ under the mark of %(mark)s", mark=mark_text) if is_under else None,
        }
