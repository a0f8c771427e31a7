"""What tests of the training plan start from: modules, evaluations, and what became of people."""

from datetime import datetime, time, timedelta

from odoo.addons.digiflow_crm.core import periods

from ..common import DigiflowCase


class PlanCase(DigiflowCase):
    """Modules of its own, alone in the database, and histories of any day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.digiflow_training_notice_days = 30
        cls.today = periods.today()
        cls.env["digiflow.training.evaluation"].search([]).write({"active": False})
        cls.env["digiflow.training.module"].search([]).write({"active": False})
        cls.env["digiflow.training.program.line"].search([]).unlink()
        cls.env["digiflow.training.assignment"].search([("done_on", "=", False)]).unlink()
        cls.staff = cls.env["res.users"]._get_digiflow_staff(cls.company)

    @classmethod
    def make_module(cls, code, **vals):
        """A published module."""
        module = cls.env["digiflow.training.module"].create(
            {"name": f"Módulo {code}", "code": code, "validity_months": 12, **vals}
        )
        content = {"objectives": "<p>Saber</p>", "material": "<p>Leer</p>"}
        version = cls.env["digiflow.training.module.version"].create(
            {"module_id": module.id, **content}
        )
        version.action_publish()
        return module

    @classmethod
    def make_evaluation(cls, module=None, program=None, **vals):
        """A simulation of a module, or of a whole programme."""
        rubric = cls.env["digiflow.training.rubric"].search([], limit=1)
        return cls.env["digiflow.training.evaluation"].create(
            {
                "name": f"Simulación de {(module or program).name}",
                "module_id": module and module.id,
                "program_id": program and program.id,
                "method": "simulation",
                "rubric_id": rubric.id,
                **vals,
            }
        )

    @classmethod
    def make_attempt(cls, evaluation, user, days_ago=0, score=90, hour=12, **vals):
        """What somebody reached, so many days ago in Lima at an hour there."""
        moment = cls.moment(-days_ago, hour)
        return cls.env["digiflow.training.attempt"].create(
            {
                "evaluation_id": evaluation.id,
                "evaluation_name": evaluation.name,
                "module_id": evaluation.module_id.id,
                "program_id": evaluation.program_id.id,
                "user_id": user.id,
                "company_id": cls.company.id,
                "method": evaluation.method,
                "state": "done",
                "started_on": moment,
                "done_on": moment,
                "pass_mark": 70,
                "score": score,
                "passed": score >= 70,
                **vals,
            }
        )

    @classmethod
    def make_session(cls, module, days=3, state="planned", users=(), **vals):
        """A session so many days from now; people are enrolled while it is a proposal."""
        start = cls.moment(days, 10)
        session = cls.env["digiflow.training.session"].create(
            {"module_id": module.id, "company_id": cls.company.id, **vals}
        )
        if users:
            session._enrol_in(cls.env["res.users"].union(*users), "manual")
        if state != "proposed":
            trainer = vals.get("trainer_id") or cls.users["manager"].id
            times = {"start": start, "stop": start + timedelta(hours=2), "trainer_id": trainer}
            session._update({**times, "state": state})
        return session

    @classmethod
    def moment(cls, days, hour):
        """A moment in UTC, so many days from today in Lima, at an hour there."""
        local = datetime.combine(cls.today + timedelta(days=days), time(hour))
        return periods.LIMA.localize(local).astimezone(periods.pytz.utc).replace(tzinfo=None)

    def find(self, user, module):
        """The row of the plan of a person and a module."""
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("user_id", "=", user.id), ("module_id", "=", module.id)]
        return self.env["digiflow.training.plan"].search(domain)
