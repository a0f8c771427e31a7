"""The training plan once more, in plain Python: no SQL, record by record."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.addons.digiflow_crm.core import periods


class Recount:
    """The plan once more, in plain Python, from the records that people see."""

    def __init__(self, env, company, today):
        self.env, self.company, self.today = env, company, today
        self.now = env.cr.now() if hasattr(env.cr, "now") else None

    def rows(self):
        """{(user, module): facts}."""
        staff = self.env["res.users"]._get_digiflow_staff(self.company)
        tasks = self.env["digiflow.training.assignment"].search([("done_on", "=", False)])
        found = {}
        for module in self.env["digiflow.training.module"].search([("version_id", "!=", False)]):
            if module.company_id and module.company_id != self.company:
                continue
            for user in staff:
                task = tasks.filtered(
                    lambda one, user=user, module=module: (
                        one.user_id == user and one.module_id == module
                    )
                )
                roles = module.group_ids
                meant = not roles or any(self.has(user, group) for group in roles)
                if meant or task:
                    found[user, module] = self.judge(user, module, task)
        return found

    @staticmethod
    def has(user, group):
        """Whether a user has a group, also where another one implies it."""
        return user.has_group(group.get_external_id()[group.id])

    def judge(self, user, module, task):
        """What is known of one person and one module."""
        facts = self.passes(user, module)
        booked, coming = self.sessions(user, module)
        valid = facts.pop("valid")
        until = facts["valid_until"]
        failed = facts.pop("failed")
        if valid and (not until or until > self.today + timedelta(days=30)):
            status = "passed"
        elif valid:
            status = "expiring"
        elif booked:
            status = "scheduled"
        elif failed:
            status = "failed"
        else:
            status = "expired" if facts["passed_on"] and facts.pop("once") else "missing"
        facts.pop("once", None)
        days = [task.date_due] if task else []
        days += [until] if status == "expiring" else []
        return {
            **facts,
            "status": status,
            "session_id": booked,
            "open_session_id": coming,
            "assignment_id": task.id,
            "deadline": min(days) if days else False,
            "to_do": status != "passed" or bool(task),
        }

    def evaluations(self, module):
        """What is to be passed of a module."""
        every = self.env["digiflow.training.evaluation"].search([("required", "=", True)])
        own = every.filtered(lambda one: one.module_id == module)
        lines = self.env["digiflow.training.program.line"].search([("module_id", "=", module.id)])
        return own or every.filtered(
            lambda one: not one.module_id and one.program_id in lines.program_id
        )

    def passes(self, user, module):
        """When each of its evaluations was passed, and what follows from it."""
        evaluations = self.evaluations(module)
        passes, failed, tried = [], False, []
        for evaluation in evaluations:
            attempts = evaluation.attempt_ids.filtered(
                lambda one: one.user_id == user and one.state == "done"
            ).sorted(lambda one: (one.done_on, one.id))
            tried += attempts[-1:]
            days = [self.day(one.done_on) for one in attempts if one.passed]
            passes.append(max(days, default=None))
            over = not days or not self.holds(module, max(days))
            failed |= bool(attempts) and not attempts[-1:].passed and over
        if not evaluations:
            passes = [self.attended(user, module)]
        last = max(tried, key=lambda one: (one.done_on, one.id), default=None)
        days = [day for day in passes if day]
        once = len(days) == len(passes)
        ends = [self.end(module, day) for day in days]
        return {
            "failed": failed,
            "once": once,
            "valid": once and all(self.holds(module, day) for day in days),
            "passed_on": max(days, default=False),
            "valid_until": min(ends) if once and module.validity_months else False,
            "last_score": last.score if last else 0.0,
        }

    def attended(self, user, module):
        """The last day of a session held of a module that a person was at."""
        seats = self.env["digiflow.training.enrolment"].search(
            [("user_id", "=", user.id), ("attendance", "=", "present")]
        )
        held = seats.session_id.filtered(
            lambda one: one.module_id == module and one.state == "held"
        )
        return max((self.day(one.stop) for one in held), default=None)

    def sessions(self, user, module):
        """The session in which the person has a seat, and the next one with room."""
        planned = self.env["digiflow.training.session"].search(
            [("module_id", "=", module.id), ("state", "=", "planned")]
        )
        planned = planned.sorted(lambda one: (one.start, one.id))
        coming = planned.filtered(lambda one: self.day(one.start) > self.today)
        mine = coming.filtered(
            lambda one: (
                user
                in one.enrolment_ids.filtered(lambda seat: seat.attendance == "pending").user_id
            )
        )
        free = coming.filtered(lambda one: not one.seats or one.seats > len(one.enrolment_ids))
        return mine[:1].id, free[:1].id

    def holds(self, module, day):
        """Whether a pass of that day still counts."""
        return not module.validity_months or self.end(module, day) >= self.today

    @staticmethod
    def end(module, day):
        """The last day on which a pass of a day counts."""
        return day + relativedelta(months=module.validity_months)

    @staticmethod
    def day(moment):
        """The day in Lima of a moment in UTC."""
        return periods.pytz.utc.localize(moment).astimezone(periods.LIMA).date()
