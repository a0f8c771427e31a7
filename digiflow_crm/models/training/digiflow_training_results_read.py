from odoo import api, models

from ...compat import search_sql
from ...core import training_results as core
from .digiflow_training_results import ANSWER, ATTEMPT, COLUMNS, SCORE

# Of each table, the bits that `grouping` gives its rows: 1 for each column not grouped by.
BITS = {0b1111: core.ALL, 0b0111: core.PERSON, 0b1011: core.MODULE}
BITS.update({0b1101: core.SESSION, 0b1110: core.METHOD})
ATTEMPTS_SQL = """
    WITH found AS ({found})
    SELECT grouping(user_id, module_id, session_id, method),
        user_id, module_id, session_id, method,
        count(*), count(*) FILTER (WHERE passed), count(DISTINCT user_id), avg(score)
    FROM found
    GROUP BY GROUPING SETS ((), (user_id), (module_id), (session_id), (method))
"""
ANSWERS_SQL = """
    WITH answer AS ({found}), found AS (
        SELECT answer.module_id, answer.correct, attempt.user_id, attempt.session_id,
            attempt.method
        FROM answer JOIN digiflow_training_attempt attempt ON attempt.id = answer.attempt_id
    )
    SELECT grouping(user_id, module_id, session_id, method),
        user_id, module_id, session_id, method, count(*), count(*) FILTER (WHERE correct)
    FROM found
    GROUP BY GROUPING SETS ((), (user_id), (module_id), (session_id), (method))
"""
# A question is called as it was asked last; one that was deleted is known by its text.
QUESTIONS_SQL = """
    WITH answer AS ({found})
    SELECT answer.question_id, CASE WHEN answer.question_id IS NULL THEN answer.title END,
        count(*), count(*) FILTER (WHERE answer.correct), max(answer.id)
    FROM answer JOIN digiflow_training_attempt attempt ON attempt.id = answer.attempt_id
    GROUP BY 1, 2
    ORDER BY min(attempt.evaluation_id), min(answer.sequence), 5
"""
CRITERIA_SQL = """
    WITH score AS ({found})
    SELECT criterion_id, CASE WHEN criterion_id IS NULL THEN name END,
        count(*), avg(points), max(id)
    FROM score
    GROUP BY 1, 2
    ORDER BY min(sequence), 5
"""


class DigiflowTrainingResults(models.AbstractModel):
    """What the database counts for the results: one query a table, whatever there is to count.

    Each counts what a search of the user finds, so the rights are those of the user.
    """

    _inherit = "digiflow.training.results"

    @api.model
    def _read_attempts(self, filters):
        """``{table: {key: core.Attempts}}``; the one key of the totals is True."""
        columns = ["user_id", "module_id", "session_id", "method", "score", "passed"]
        groups = self._read_groups(
            ATTEMPTS_SQL, self.env[ATTEMPT], self._get_domain(filters), columns
        )
        return {
            table: {key: core.Attempts(*numbers) for key, numbers in rows.items() if numbers[0]}
            for table, rows in groups.items()
        }

    @api.model
    def _read_answers(self, filters):
        """``{table: {key: core.Answers}}``; the one key of the totals is True."""
        columns = ["attempt_id", "module_id", "correct"]
        domain = self._get_domain(filters, answers=True)
        groups = self._read_groups(ANSWERS_SQL, self.env[ANSWER], domain, columns)
        return {
            table: {key: core.Answers(*numbers) for key, numbers in rows.items() if numbers[0]}
            for table, rows in groups.items()
        }

    @api.model
    def _read_groups(self, sql, model, domain, columns):
        """``{table: {key: the numbers of its row}}``; False is the key of what has no value."""
        groups = {table: {} for table in (core.ALL, *core.TABLES)}
        places = dict(zip(COLUMNS, range(len(COLUMNS))))
        for bits, *rest in self._select(sql, model, domain, columns):
            keys, numbers = rest[: len(places)], rest[len(places) :]
            table = BITS[bits]
            key = True if table == core.ALL else keys[places[table]] or False
            groups[table][key] = self._prepare_numbers(numbers)
        return groups

    @api.model
    def _prepare_numbers(self, numbers):
        """Counts, passed, people, and in the order of core.Attempts an average as a float."""
        return [one if one is None or isinstance(one, int) else float(one) for one in numbers]

    @api.model
    def _read_questions(self, filters):
        """A row for each question: see `get_results`."""
        columns = ["id", "attempt_id", "question_id", "title", "sequence", "correct"]
        domain = self._get_domain(filters, answers=True)
        rows = self._select(QUESTIONS_SQL, self.env[ANSWER], domain, columns)
        last = self.env[ANSWER].browse([row[-1] for row in rows])
        # sudo: the names of modules, also of those that were withdrawn.
        modules = last.sudo().module_id
        names = {module.id: module.display_name for module in modules}
        return [
            {
                "key": question or title,
                "name": answer.title,
                "module": names.get(answer.module_id.id, ""),
                **core.tally_answers(core.Answers(count, right)),
            }
            for (question, title, count, right, _last), answer in zip(rows, last)
        ]

    @api.model
    def _read_criteria(self, filters):
        """A row for each criterion that a trainer scored: see `get_results`."""
        columns = ["id", "criterion_id", "name", "sequence", "points"]
        domain = self._of_attempt(self._get_domain(filters))
        rows = self._select(CRITERIA_SQL, self.env[SCORE], domain, columns)
        last = self.env[SCORE].browse([row[-1] for row in rows])
        found = [
            {
                "key": criterion or name,
                "name": line.name,
                "rubric": line.criterion_id.rubric_id.display_name or "",
                "scored": count,
                "average": float(average),
            }
            for (criterion, name, count, average, _last), line in zip(rows, last)
        ]
        return sorted(found, key=lambda row: row["rubric"])

    @api.model
    def _select(self, sql, model, domain, columns):
        """The rows of a query over what the user's search of a model finds."""
        found, params = search_sql(model, domain, columns)
        self.env.cr.execute(sql.format(found=found), params)
        return self.env.cr.fetchall()
