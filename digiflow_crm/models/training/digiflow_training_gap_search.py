from dateutil.relativedelta import relativedelta

from odoo import api, models

from ...core import periods, training_gaps
from . import gap_sql
from .plan_states import FAILED, GAP_MODULE, GAP_PEOPLE, GAP_QUESTION
from .training_states import PLANNED

# What is older than this is no reason any more.
MONTHS_BACK = 12
# Stands among the batches of a gap that is open.
OPEN = "open"
# kind -> (what came of each batch, who needs it, the company's mark)
SEARCHES = {
    GAP_QUESTION: (gap_sql.QUESTIONS_SQL, gap_sql.WRONG_SQL, "digiflow_training_question_mark"),
    GAP_MODULE: (gap_sql.MODULES_SQL, gap_sql.LOW_SQL, "digiflow_training_module_mark"),
}


class DigiflowTrainingGap(models.Model):
    """Finding gaps: what is under its mark, and who needs to learn it again.

    What is proposed then is in digiflow_training_gap_proposal.
    """

    _inherit = "digiflow.training.gap"

    @api.model
    def _search_gaps(self, companies):
        """Propose reinforcement where training is under its mark, once for each gap.

        A question or module that is under its mark in its last closed batch, and attempts that
        were not passed, make a gap each, unless the same one is open, or was found of the same
        batch (or attempts) before: what was discarded does not come back.

        :param companies: res.company to look at
        :return: the new digiflow.training.gap
        """
        self._lock_search(companies)
        found = self.browse()
        for kind in (GAP_QUESTION, GAP_MODULE):
            found |= self._propose(self._find_batches(kind, companies))
        return found | self._propose(self._find_people(companies))

    @api.model
    def _lock_search(self, companies):
        """Let two searches at once come one after the other: who waits begins anew and sees what
        the other one found.
        """
        self.env.cr.execute(
            "UPDATE res_company SET write_date = write_date WHERE id = ANY(%s)", [companies.ids]
        )

    @api.model
    def _find_batches(self, kind, companies):
        """Values of the gaps of questions, or of modules, that are not known yet.

        :return: list of values, without their session
        """
        batches_sql, people_sql, mark = SEARCHES[kind]
        marks = {company.id: company[mark] for company in companies}
        rows = [row for row in self._run_sql(batches_sql) if row[0] in marks]
        batches = [training_gaps.Batch(tuple(row[:3]), *row[3:]) for row in rows]
        low = training_gaps.under_mark(batches, periods.today(), lambda one: marks[one[0]])
        known = self._get_known(kind)
        new = [batch for batch in low if not known.get(batch.subject, set()) & {OPEN, batch.key}]
        people = self._find_wrong(people_sql, new, companies)
        return [
            self._prepare_batch_vals(kind, batch, marks[batch.subject[0]], people[batch.subject])
            for batch in new
            if batch.subject in people
        ]

    @api.model
    def _run_sql(self, query, *params):
        """Rows of a query of gap_sql."""
        self.env["digiflow.training.plan"]._flush_facts()
        for name in ("digiflow.training.attempt.question", "survey.question", "res.company"):
            self.env[name].flush_model()
        since = periods.starts_at(periods.today() - relativedelta(months=MONTHS_BACK))
        self.env.cr.execute(query.format(since=since.isoformat(" ")), params)
        return self.env.cr.fetchall()

    @api.model
    def _get_known(self, kind):
        """The gaps of a kind on record: {subject: set of their batches, and OPEN if one is}."""
        known = {}
        # sudo: what is known is known, whoever searches.
        for gap in self.sudo().search([("kind", "=", kind)]):
            subject = (gap.company_id.id, gap.module_id.id, gap.question_id.id or 0)
            known.setdefault(subject, set()).update({gap.batch, OPEN if gap.is_open else gap.batch})
        return known

    @api.model
    def _find_wrong(self, query, batches, companies):
        """Who is to learn it again: {subject: [(user id, attempt id)]}, of people who are staff."""
        if not batches:
            return {}
        users = self.env["res.users"]
        staff = {company.id: set(users._get_digiflow_staff(company).ids) for company in companies}
        keys = tuple((*batch.subject, batch.key) for batch in batches)
        people = {}
        for *subject, user_id, attempt_id in self._run_sql(query, keys):
            if user_id in staff[subject[0]]:
                people.setdefault(tuple(subject), []).append((user_id, attempt_id))
        return people

    @api.model
    def _find_people(self, companies):
        """Values of the gaps of people who did not pass, whose attempts are in no gap yet.

        :return: list of values, without their session
        """
        # sudo: the search looks at everybody, whoever asked for it.
        rows = (
            self.env["digiflow.training.plan"]
            .sudo()
            .search([("status", "=", FAILED), ("company_id", "in", companies.ids)])
        )
        # sudo: see above.
        gaps = self.sudo().search([("kind", "=", GAP_PEOPLE)])
        seen, people = set(gaps.attempt_ids.ids), {}
        for row in rows.filtered(lambda row: row.attempt_id.id not in seen):
            subject = (row.company_id.id, row.module_id.id, 0)
            people.setdefault(subject, []).append((row.user_id.id, row.attempt_id.id))
        busy = {(gap.company_id.id, gap.module_id.id, 0) for gap in gaps if gap.state == PLANNED}
        return [
            self._prepare_vals(GAP_PEOPLE, subject, who)
            for subject, who in people.items()
            if subject not in busy
        ]

    @api.model
    def _prepare_batch_vals(self, kind, batch, mark, people):
        """Values of the gap that a batch under its mark is."""
        return {
            **self._prepare_vals(kind, batch.subject, people),
            "batch": batch.key,
            "right": batch.right,
            "total": batch.total,
            "rate": batch.rate,
            "mark": mark,
        }

    @api.model
    def _prepare_vals(self, kind, subject, people):
        """Values of any gap.

        :param people: list of (user id, attempt id)
        """
        company_id, module_id, question_id = subject
        question = self.env["survey.question"].browse(question_id or [])
        module = self.env["digiflow.training.module"].browse(module_id)
        return {
            "kind": kind,
            "company_id": company_id,
            "module_id": module_id,
            "question_id": question.id,
            # sudo: a question's title is no secret; its right answers are not read.
            "subject": question.sudo().title or module.sudo().name,
            "found_on": periods.today(),
            "user_ids": [(6, 0, sorted({user_id for user_id, _attempt in people}))],
            "attempt_ids": [(6, 0, sorted({attempt_id for _user, attempt_id in people}))],
        }
