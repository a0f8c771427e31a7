from odoo import _, api, fields, models

from ...compat import check_access
from ...core import periods
from ...core import training_results as core
from ...core.external import without_none
from ...core.satisfaction import percentage
from ...exceptions import ProcessError
from .attempt_states import ATTEMPT_DONE, METHOD_SELECTION, TRAINING_ADMINS

ATTEMPT, ANSWER = "digiflow.training.attempt", "digiflow.training.attempt.question"
SCORE = "digiflow.training.attempt.score"
# Filters that are an id, and the model each is one of.
RECORD_FILTERS = {
    "program_id": "digiflow.training.program",
    "module_id": "digiflow.training.module",
    "session_id": "digiflow.training.session",
    "evaluation_id": "digiflow.training.evaluation",
    "user_id": "res.users",
}
DAY_FILTERS = ("date_from", "date_to")
# A column of the attempts for each table, in the order of the grouping sets; see _read_groups.
COLUMNS = {
    core.PERSON: "user_id",
    core.MODULE: "module_id",
    core.SESSION: "session_id",
    core.METHOD: "method",
}
SCOPE_ALL, SCOPE_OWN = "all", "own"


class DigiflowTrainingResults(models.AbstractModel):
    """What came out of training: worked out once, for the screen, the workbook and other programs.

    A result is an attempt that is done: what is open or was cancelled does not count. Every
    finished attempt counts, also the earlier ones of somebody who tried again.
    """

    _name = "digiflow.training.results"
    _description = "Results of training"

    @api.model
    def get_results(self, filters=None):
        """The results that the user may see, of the companies at work.

        Quality and managers see those of everybody, a trainer the people that he or she scored,
        and everybody their own. Rates are percentages, False without anything to divide by ("no
        data"). An answer counts for the module that its question is about.

        :param dict filters: any of ``program_id``, ``module_id``, ``session_id``,
            ``evaluation_id``, ``user_id``: ids; ``method``: ``written simulation case
            presentation``; ``date_from``, ``date_to``: ISO text of days in Lima, both included,
            on which attempts ended
        :return: dict that JSON and XML-RPC can hold:
            ``filters``: as they were taken, and ``filter_names``: in words; ``company``,
            ``reader``: names; ``scope``: ``all`` or ``own``; ``mark``, ``question_mark``: the
            company's, 0-100; ``trained``: ``{"trained", "staff", "rate"}`` of today's whole
            staff, whatever the filters, or False for who sees only own results;
            ``totals``: ``{"attempts", "people", "passed", "failed", "pass_rate", "average"
            (score, 0-100), "answers", "right", "wrong", "percent"}``;
            ``people``, ``modules``, ``sessions``, ``methods``: rows of ``{"key", "name"}`` and
            what totals have; ``questions``: ``[{"key", "name", "module", "answers", "right",
            "wrong", "percent"}]``, in the order of the tests; ``criteria``: ``[{"key", "name",
            "rubric", "scored", "average"}]``
        :raise AccessError: the user may not read attempts
        :raise ProcessError: a filter that does not exist, or a value that it cannot have
        """
        return without_none(self._get_results(filters))

    @api.model
    def _get_results(self, filters=None):
        """The same, with None where there is no data; see `get_results`."""
        check_access(self.env[ATTEMPT], "read")
        filters = self._clean_filters(filters)
        self.env.flush_all()
        attempts = self._read_attempts(filters)
        answers = self._read_answers(filters)
        totals = core.tally(attempts[core.ALL].get(True), answers[core.ALL].get(True))
        tables = {
            table: core.rows(attempts[table], answers[table], self._get_names(table, found))
            for table, found in self._get_keys(attempts, answers).items()
        }
        return {
            **self._prepare_head(filters),
            "totals": totals,
            "questions": self._read_questions(filters),
            "people": tables[core.PERSON],
            "modules": tables[core.MODULE],
            "sessions": tables[core.SESSION],
            "methods": tables[core.METHOD],
            "criteria": self._read_criteria(filters),
        }

    @api.model
    def _prepare_head(self, filters):
        """Whose results these are, of what, and what they are measured by."""
        # sudo: the marks are for everybody to know, a company's other settings are not.
        company = self.env.company.sudo()
        is_all = any(self.env.user.has_group(role) for role in TRAINING_ADMINS)
        return {
            "filters": filters,
            "filter_names": self._get_filter_names(filters),
            "company": ", ".join(self.env.companies.mapped("name")),
            "reader": self.env.user.name,
            "scope": SCOPE_ALL if is_all else SCOPE_OWN,
            "mark": company.digiflow_training_pass_mark,
            "question_mark": company.digiflow_training_question_mark,
            "trained": self._get_trained() if is_all else None,
        }

    @api.model
    def _get_trained(self):
        """How many of the staff of the companies at work are trained today."""
        today = periods.today()
        pairs = [company._get_staff_trained(today) for company in self.env.companies]
        trained, staff = (sum(numbers) for numbers in zip(*pairs))
        return {"trained": trained, "staff": staff, "rate": percentage(trained, staff)}

    @api.model
    def _clean_filters(self, filters):
        """Every filter with a value, False where there is none; refuse what no filter can be."""
        names = (*RECORD_FILTERS, "method", *DAY_FILTERS)
        filters = filters or {}
        clean = {name: filters.get(name) or False for name in names}
        try:
            for name in DAY_FILTERS:
                clean[name] = clean[name] and periods.parse_day(clean[name]).isoformat()
            for name in RECORD_FILTERS:
                clean[name] = clean[name] and int(clean[name])
        except (TypeError, ValueError) as error:
            raise ProcessError(
                _("%s is no day and no record to filter by. Choose again.", clean[name])
            ) from error
        if set(filters) - set(names) or clean["method"] not in (False, *dict(METHOD_SELECTION)):
            raise ProcessError(
                _("Results are not filtered by that. The filters are: %s.", ", ".join(names))
            )
        return clean

    @api.model
    def _get_filter_names(self, filters):
        """What was chosen, in words: names, the days apart."""
        names = []
        for name, model in RECORD_FILTERS.items():
            if filters[name]:
                record = self.env[model].search([("id", "=", filters[name])])
                names.append(record.display_name or "")
        if filters["method"]:
            names.append(self._get_names(core.METHOD, [filters["method"]])[filters["method"]])
        return [name for name in names if name]

    @api.model
    def _get_domain(self, filters, answers=False):
        """Which attempts count; of ``answers``, which answers, by the module of their question."""
        domain = [("state", "=", ATTEMPT_DONE), ("company_id", "in", self.env.companies.ids)]
        for name in ("session_id", "evaluation_id", "user_id", "method"):
            if filters[name]:
                domain.append((name, "=", filters[name]))
        for name, operator in zip(DAY_FILTERS, (">=", "<")):
            if filters[name]:
                day = periods.parse_day(filters[name])
                end = day + periods.ONE_DAY if operator == "<" else day
                domain.append(("done_on", operator, periods.starts_at(end)))
        domain = [*domain, *self._get_program_domain(filters["program_id"])]
        own = [("module_id", "=", filters["module_id"])] if filters["module_id"] else []
        return [*self._of_attempt(domain), *own] if answers else [*domain, *own]

    @api.model
    def _get_program_domain(self, program_id):
        """Attempts within a programme, or outside of any at one of its modules."""
        if not program_id:
            return []
        program = self.env["digiflow.training.program"].search([("id", "=", program_id)])
        modules = program.line_ids.module_id.ids
        outside = ["&", ("program_id", "=", False), ("module_id", "in", modules)]
        return ["|", ("program_id", "=", program_id), *outside]

    @api.model
    def _of_attempt(self, domain):
        """A domain of attempts as one of what belongs to them."""
        return [
            leaf if isinstance(leaf, str) else (f"attempt_id.{leaf[0]}", *leaf[1:])
            for leaf in domain
        ]

    @api.model
    def _get_keys(self, attempts, answers):
        """``{table: the keys of its rows}``: what has attempts, or answers of another's test."""
        return {table: {*attempts[table], *answers[table]} for table in core.TABLES}

    @api.model
    def _get_names(self, table, keys):
        """``{key: name}`` of the rows of a table; see `core.training_results`."""
        if table == core.METHOD:
            field = self.env[ATTEMPT]._fields["method"]
            return dict(field._description_selection(self.env))
        model = RECORD_FILTERS[COLUMNS[table]]
        # sudo: the names of what one has results in, also of what was archived or withdrawn.
        records = self.env[model].sudo().browse([key for key in keys if key])
        nothing = {
            core.PERSON: "",
            core.MODULE: _("Whole programme"),
            core.SESSION: _("Without a session"),
        }
        names = {record.id: self._get_record_name(record) for record in records}
        return {False: nothing[table], **names}

    @api.model
    def _get_record_name(self, record):
        """A record in a table: of a session, the day too."""
        if record._name != RECORD_FILTERS["session_id"] or not record.start:
            return record.display_name
        local = fields.Datetime.context_timestamp(
            record.with_context(tz=str(periods.LIMA)), record.start
        )
        return f"{record.name}, {local.strftime('%d/%m/%Y')}"
