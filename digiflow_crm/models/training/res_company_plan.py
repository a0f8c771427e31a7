from odoo import fields, models

from ...core import periods
from . import plan_sql

RATE_SQL = """
    SELECT count(*) FILTER (WHERE answer.correct), count(*)
    FROM digiflow_training_attempt attempt
    JOIN digiflow_training_attempt_question answer ON answer.attempt_id = attempt.id
    WHERE attempt.state = 'done' AND attempt.company_id = %s
        AND attempt.done_on >= %s AND attempt.done_on < %s
"""


class ResCompany(models.Model):
    """How far the training of a company's staff is, and where it is to be repeated."""

    _inherit = "res.company"

    digiflow_training_question_mark = fields.Float(
        string="Mark of a question",
        default=90.0,
        help="Percent of right answers under which a question asks for reinforcement; 0: never.",
    )
    digiflow_training_module_mark = fields.Float(
        string="Mark of a module",
        default=80.0,
        help="Average score under which a module asks for reinforcement; 0: never.",
    )

    _sql_constraints = [
        (
            "training_gap_marks_range",
            "CHECK (digiflow_training_question_mark BETWEEN 0 AND 100 "
            "AND digiflow_training_module_mark BETWEEN 0 AND 100)",
            "The marks of questions and modules are from 0 to 100; 0 asks for no reinforcement.",
        ),
    ]

    def _get_staff_trained(self, day):
        """How many of the staff had every module they must have, on a day in Lima.

        Who is staff, and what they must have, is known as of now; whoever joined the team after
        that day is left out, and so is who must have no module at all.

        :param date day: what was passed by its end and had not expired on it counts
        :return: (people trained in everything, people)
        """
        staff = self._find_staff(day)
        return sum(staff.values()), len(staff)

    def _find_staff(self, day):
        """The staff of `_get_staff_trained`: ``{user id: whether trained in everything}``."""
        self.ensure_one()
        joined = plan_sql.JOINED_SQL.format(day=day.isoformat())
        plan = self.env["digiflow.training.plan"]
        rows = plan._run_sql(plan_sql.STAFF_SQL, day, assigned="", joined=joined, company=self.id)
        return dict(rows)

    def _get_training_rate(self, date_from, date_to):
        """The right answers to the written tests that ended in some days in Lima.

        :param date date_from: first day; `date_to` is the last one
        :return: (right answers, answers)
        """
        self.ensure_one()
        for name in ("digiflow.training.attempt", "digiflow.training.attempt.question"):
            self.env[name].flush_model()
        begin, end = periods.boundaries([periods.Period(date_from, date_to)])
        self.env.cr.execute(RATE_SQL, [self.id, begin, end])
        return self.env.cr.fetchone()
