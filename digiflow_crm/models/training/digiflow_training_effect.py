from datetime import timedelta

import pytz

from odoo import _, api, models
from odoo.exceptions import AccessError

from ...core import periods
from ...core import training_effect as effect
from ...core.external import without_none
from ...exceptions import ProcessError
from . import effect_sql
from .attempt_states import ATTEMPT_DONE
from .training_states import HELD, PRESENT

DEFAULT_DAYS = 90
SHARE, DAYS = "share", "days"
# Key -> (its cases, how they are compared, whose records they are).
FIGURES = {
    "conversion": (effect_sql.CONVERSION_SQL, SHARE, "crm.lead"),
    "cycle": (effect_sql.CYCLE_SQL, DAYS, "crm.lead"),
    "retention": (effect_sql.RETENTION_SQL, SHARE, "res.partner"),
    "satisfaction": (effect_sql.SATISFACTION_SQL, SHARE, "digiflow.satisfaction.answer"),
    "feedback": (effect_sql.FEEDBACK_SQL, SHARE, "digiflow.feedback"),
}


class DigiflowTrainingEffect(models.AbstractModel):
    """What changed for the people who passed a programme: the same days before and after it.

    Only people whose days after are over, and who were in the team in the days before, are
    compared. What is behind a figure, and the screen, are in digiflow_training_effect_screen.
    """

    _name = "digiflow.training.effect"
    _description = "Effect of a training programme"

    @api.model
    def get_effect(self, program, days=DEFAULT_DAYS):
        """Compare the people who passed a programme before and after the day of each of them.

        :param program: id of a digiflow.training.program
        :param int days: length of each side, 7 to 730
        :return: dict that JSON and XML-RPC can hold:
            ``program``: ``{"id", "name"}``; ``days``; ``people``: who is compared, ``waiting``:
            whose days after are not over, ``joined``: who came too late to have days before, each
            ``[{"id", "name", "day": ISO text}]``;
            ``figures``: ``[{"key", "kind": "share" or "days", "before": {"cases", "value"...},
            "after", "change", "few"}]``, see `core.training_effect`: shares in percent, False
            where there is nothing to divide by; ``few`` says that there are too few cases
        :raise AccessError: the user is neither the manager nor of Quality
        :raise ProcessError: there is no such programme, or the days are out of range
        """
        return without_none(self._get_effect(program, days))

    @api.model
    def _get_effect(self, program, days):
        """The same, with None where there is no data; see `get_effect`."""
        program = self._check_asked(program, days)
        people, waiting, joined = self._get_people(program, days)
        figures = [
            {"key": key, "kind": kind, **self._compare(kind, self._get_cases(key, people, days))}
            for key, (_sql, kind, _model) in FIGURES.items()
        ]
        return {
            "program": {"id": program.id, "name": program.name},
            "days": days,
            "people": self._prepare_people(people),
            "waiting": self._prepare_people(waiting),
            "joined": self._prepare_people(joined),
            "figures": figures,
        }

    @api.model
    def _check_asked(self, program, days):
        """The programme asked for; refuses who may not ask, and what cannot be reckoned."""
        if not self.env.su and not self.env.user._administers_training():
            raise AccessError(
                _("The effect of training is for Quality and the commercial manager to see.")
            )
        shortest, longest = effect.DAYS_RANGE
        if not isinstance(days, int) or not shortest <= days <= longest:
            raise ProcessError(
                _("Compare from %(from)d to %(to)d days.", **{"from": shortest, "to": longest})
            )
        programs = self.env["digiflow.training.program"]
        program = programs.search([("id", "=", getattr(program, "id", program))])
        if not program:
            raise ProcessError(_("There is no such programme. Choose another one."))
        return program

    @api.model
    def _get_people(self, program, days):
        """Who passed a programme: (compared, not yet, came too late), each ``{user: date}``."""
        ready, waiting = effect.split_people(self._get_trained(program), days, periods.today())
        length = timedelta(days=days)
        late = {
            user: day
            for user, day in ready.items()
            if user.digiflow_joined_on and user.digiflow_joined_on > day - length
        }
        return {user: day for user, day in ready.items() if user not in late}, waiting, late

    @api.model
    def _get_trained(self, program):
        """When each person first passed a programme.

        :return: ``{res.users: date in Lima}``
        """
        needed = self._get_needed(program)
        passed = self._get_passed(needed)
        first = {user: effect.first_passed(needed, days) for user, days in passed.items()}
        return {user: day for user, day in first.items() if day}

    @api.model
    def _get_needed(self, program):
        """What a programme is passed by: the evaluations of the whole, else those of its modules.

        A module without evaluations is passed by attending a session of it.

        :return: list of (model name, id)
        """
        evaluations = self.env["digiflow.training.evaluation"].search([("required", "=", True)])
        whole = evaluations.filtered(lambda one: one.program_id == program and not one.module_id)
        needed = [(one._name, one.id) for one in whole]
        for module in program.line_ids.module_id if not whole else []:
            own = evaluations.filtered(lambda one, m=module: one.module_id == m)
            needed += [(one._name, one.id) for one in own or module]
        return needed

    @api.model
    def _get_passed(self, needed):
        """When each person first passed each of these.

        :param needed: list of (model name, id)
        :return: ``{res.users: {(model name, id): date in Lima}}``
        """
        ids = {}
        for model, record_id in needed:
            ids.setdefault(model, []).append(record_id)
        domain = [
            ("evaluation_id", "in", ids.get("digiflow.training.evaluation", [])),
            ("state", "=", ATTEMPT_DONE),
            ("passed", "=", True),
            ("company_id", "in", self.env.companies.ids),
        ]
        attempts = self.env["digiflow.training.attempt"].search(domain)
        seats = self.env["digiflow.training.enrolment"].search(
            [
                ("session_id.module_id", "in", ids.get("digiflow.training.module", [])),
                ("session_id.state", "=", HELD),
                ("session_id.company_id", "in", self.env.companies.ids),
                ("attendance", "=", PRESENT),
            ]
        )
        moments = [(one.user_id, one.evaluation_id, one.done_on) for one in attempts]
        moments += [(one.user_id, one.session_id.module_id, one.session_id.stop) for one in seats]
        return _first_days(moments)

    @api.model
    def _get_cases(self, key, people, days):
        """The cases of one figure, each record once on a side.

        :param str key: of FIGURES
        :param dict people: ``{res.users: date}``
        :return: list of `core.training_effect.Case`
        """
        for model, names in effect_sql.FACTS.items():
            self.env[model].flush_model(names)
        self.env.cr.execute(FIGURES[key][0], self._prepare_sides(people, days))
        found = [effect.Case(side, record, value) for side, record, value in self.env.cr.fetchall()]
        return effect.merged(found)

    @api.model
    def _prepare_sides(self, people, days):
        """What `effect_sql.SIDE_SQL` makes its rows of."""
        rows = [
            (user.id, side, period)
            for user, day in people.items()
            for side, period in effect.windows(day, days).items()
        ]
        return {
            "users": [user for user, _side, _period in rows],
            "sides": [side for _user, side, _period in rows],
            "starts": [periods.starts_at(period.first) for _user, _side, period in rows],
            "stops": [
                periods.starts_at(period.last + periods.ONE_DAY) for _user, _side, period in rows
            ],
            "firsts": [period.first for _user, _side, period in rows],
            "lasts": [period.last for _user, _side, period in rows],
            "companies": self.env.companies.ids,
        }

    @api.model
    def _compare(self, kind, cases):
        """Both sides of a figure."""
        if kind == SHARE:
            return effect.compare_shares(cases)
        return effect.compare_numbers([case._replace(value=float(case.value)) for case in cases])

    @api.model
    def _prepare_people(self, people):
        """People with the day on which they passed, for the screen."""
        rows = [
            {"id": user.id, "name": user.name, "day": day.isoformat()}
            for user, day in people.items()
        ]
        return sorted(rows, key=lambda row: (row["day"], row["name"]))


def _first_days(moments):
    """When each person first had each thing.

    :param moments: (res.users, record, naive UTC datetime)
    :return: ``{res.users: {(model name, id): date in Lima}}``
    """
    first = {}
    for user, record, moment in moments:
        day = periods.today(pytz.utc.localize(moment))
        own = first.setdefault(user, {})
        key = (record._name, record.id)
        own[key] = min(own.get(key, day), day)
    return first
