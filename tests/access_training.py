"""Who may do what with training: the table, and the records that it is tried on."""

from datetime import timedelta

from odoo import fields

from .access_records import FOREIGN, OTHER, OWN
from .common import ROLES

READS = ("", {OWN: "r"})
WRITES = ("c", {OWN: "rwd"})
WRITES_ALL = ("c", {OWN: "rwd", OTHER: "rwd"})
READS_ALL = ("", {OWN: "r", OTHER: "r"})


def _administered(others, owners):
    """The rights of Quality and the manager, and those of every other role."""
    return {**dict.fromkeys(ROLES, others), "quality": owners, "manager": owners}


# Own: what is published, of the executive, or taught by the presales engineer.
TRAINING_MATRIX = {
    "digiflow.training.program": _administered(READS, WRITES),
    "digiflow.training.program.line": _administered(READS, WRITES),
    "digiflow.training.module": _administered(READS, WRITES_ALL),
    "digiflow.training.module.version": _administered(READS, WRITES_ALL),
    "digiflow.training.session": {
        **_administered(READS_ALL, WRITES_ALL),
        "presales": ("", {OWN: "rw", OTHER: "r"}),
    },
    "digiflow.training.enrolment": {
        "executive": READS,
        "presales": ("", {OWN: "rw"}),
        "quality": WRITES_ALL,
        "manager": WRITES_ALL,
    },
    "digiflow.training.assignment": {
        "executive": READS,
        "quality": WRITES_ALL,
        "manager": WRITES_ALL,
    },
    "digiflow.training.update": _administered(READS, WRITES_ALL),
    "digiflow.training.update.reading": {
        "executive": READS,
        "quality": READS_ALL,
        "manager": READS_ALL,
    },
    "digiflow.training.plan": {
        "executive": READS,
        "quality": READS_ALL,
        "manager": READS_ALL,
    },
    "digiflow.training.gap": {"quality": READS_ALL, "manager": READS_ALL},
    "digiflow.training.evaluation": _administered(READS, WRITES),
    # Of the executive, scored by the presales engineer.
    "digiflow.training.attempt": {
        "executive": READS,
        "presales": ("", {OWN: "rw"}),
        "quality": ("", {OWN: "rw", OTHER: "rw"}),
        "manager": ("", {OWN: "rw", OTHER: "rw"}),
    },
    "digiflow.training.attempt.question": {
        "executive": READS,
        "quality": READS_ALL,
        "manager": READS_ALL,
    },
    "digiflow.training.rubric": _administered(READS, WRITES),
    "digiflow.training.rubric.criterion": _administered(READS, WRITES),
    # Of open attempts: the executive reads the points once they are given for good.
    "digiflow.training.attempt.score": {
        "presales": READS,
        "quality": READS_ALL,
        "manager": READS_ALL,
    },
}
TRAINING_HARMLESS = {
    "digiflow.training.program": {"name": "Otro"},
    "digiflow.training.program.line": {"due_days": 20},
    "digiflow.training.module": {"name": "Otro"},
    "digiflow.training.module.version": {"change_note": "Two more cases"},
    "digiflow.training.session": {"location": "Sala 9"},
    "digiflow.training.enrolment": {"note": "By phone"},
    "digiflow.training.assignment": {"reason": "Asked for"},
    "digiflow.training.update": {"read_by": "2099-12-31"},
    "digiflow.training.update.reading": {"read_on": "2026-01-01 00:00:00"},
    "digiflow.training.plan": {"status": "passed"},
    "digiflow.training.gap": {"mark": 1},
    "digiflow.training.evaluation": {"name": "Otra"},
    "digiflow.training.attempt": {"comment": "Well done"},
    "digiflow.training.attempt.question": {"correct": True},
    "digiflow.training.rubric": {"name": "Otra"},
    "digiflow.training.rubric.criterion": {"description": "Greets first"},
    "digiflow.training.attempt.score": {"points": 100},
}


class TrainingRecords:
    """Records of training for each of the owners; a part of AccessRecords."""

    @classmethod
    def make_training(cls):
        """model -> owner -> record."""
        modules = {owner: cls.make_module(owner) for owner in (OWN, OTHER, FOREIGN)}
        versions = {owner: module.version_ids for owner, module in modules.items()}
        for owner in (OWN, FOREIGN):
            versions[owner].action_publish()
        sessions = {owner: cls.make_session(owner, modules[OWN]) for owner in modules}
        updates = {owner: cls.make_update(owner) for owner in modules}
        attempts = cls.make_attempts(modules)
        return {
            **cls.make_programs(modules[OWN]),
            **attempts,
            **cls.make_rubrics(attempts["digiflow.training.attempt"]),
            "digiflow.training.module": modules,
            "digiflow.training.module.version": versions,
            "digiflow.training.session": sessions,
            "digiflow.training.enrolment": {
                owner: session.enrolment_ids for owner, session in sessions.items()
            },
            "digiflow.training.assignment": {
                owner: cls.env["digiflow.training.assignment"].create(
                    {**cls.assignment_values(modules[OWN]), **cls.whose(owner)}
                )
                for owner in modules
            },
            "digiflow.training.plan": cls.find_plans(modules[OWN]),
            "digiflow.training.gap": {
                owner: cls.make_gap(owner, session) for owner, session in sessions.items()
            },
            "digiflow.training.update": updates,
            "digiflow.training.update.reading": {
                owner: cls.env["digiflow.training.update.reading"].create(
                    {"update_id": update.id, "user_id": cls.whose(owner)["user_id"]}
                )
                for owner, update in updates.items()
            },
        }

    @classmethod
    def whose(cls, owner):
        """Values of who something is of, and of which company."""
        other = owner == OTHER
        return {
            "user_id": cls.other_people["user_id"] if other else cls.users["executive"].id,
            "company_id": (cls.abroad if owner == FOREIGN else cls.company).id,
        }

    @classmethod
    def find_plans(cls, module):
        """owner -> row of the training plan."""
        rows = cls.env["digiflow.training.plan"].search([("module_id", "=", module.id)])
        return {
            owner: rows.filtered_domain(
                [(name, "=", value) for name, value in cls.whose(owner).items()]
            )
            for owner in (OWN, OTHER, FOREIGN)
        }

    @classmethod
    def make_gap(cls, owner, session):
        """A gap that a session is to close, of the executive."""
        return cls.env["digiflow.training.gap"].create(
            {
                "kind": "module" if owner == OTHER else "people",
                "subject": f"Brecha {owner}",
                "module_id": session.module_id.id,
                "company_id": session.company_id.id,
                "session_id": session.id,
                "found_on": "2026-01-15",
            }
        )

    @classmethod
    def make_programs(cls, module):
        """model -> owner -> record: programmes and their lines."""
        programs = {
            owner: cls.env["digiflow.training.program"].create(
                {"name": f"Programa {owner}", "company_id": cls.whose(owner)["company_id"]}
            )
            for owner in (OWN, FOREIGN)
        }
        lines = {
            owner: cls.env["digiflow.training.program.line"].create(
                {"program_id": program.id, "module_id": module.id}
            )
            for owner, program in programs.items()
        }
        return {"digiflow.training.program": programs, "digiflow.training.program.line": lines}

    @classmethod
    def make_attempts(cls, modules):
        """model -> owner -> record: evaluations, open attempts of others', and their questions.

        Those that people tried are not those that are deleted: they stay on record.
        """
        evaluations, attempts, questions = {}, {}, {}
        for owner in modules:
            module = modules[FOREIGN if owner == FOREIGN else OWN]
            tried, evaluations[owner] = (
                cls.env["digiflow.training.evaluation"].create(cls.evaluation_values(module))
                for _copy in range(2)
            )
            whose = cls.whose(owner)
            attempts[owner] = tried._open_attempts(
                cls.env["res.users"].browse(whose["user_id"]),
                company_id=whose["company_id"],
                trainer_id=owner == OWN and cls.users["presales"].id,
            )
            questions[owner] = cls.env["digiflow.training.attempt.question"].create(
                {"attempt_id": attempts[owner].id, "title": "?"}
            )
        del evaluations[OTHER]
        return {
            "digiflow.training.evaluation": evaluations,
            "digiflow.training.attempt": attempts,
            "digiflow.training.attempt.question": questions,
        }

    @classmethod
    def make_rubrics(cls, attempts):
        """model -> owner -> record: rubrics, their criteria, and what a trainer gave so far."""
        rubrics = {
            owner: cls.env["digiflow.training.rubric"].create(
                {
                    "name": f"Rúbrica {owner}",
                    "company_id": owner == FOREIGN and cls.abroad.id,
                    "criterion_ids": [(0, 0, {"name": "Saludo"})],
                }
            )
            for owner in (OWN, FOREIGN)
        }
        return {
            "digiflow.training.rubric": rubrics,
            "digiflow.training.rubric.criterion": {
                owner: rubric.criterion_ids for owner, rubric in rubrics.items()
            },
            "digiflow.training.attempt.score": {
                owner: cls.env["digiflow.training.attempt.score"].create(
                    {"attempt_id": attempt.id, "name": "Saludo", "weight": 20, "points": 60}
                )
                for owner, attempt in attempts.items()
            },
        }

    @classmethod
    def evaluation_values(cls, module):
        """Values of an evaluation that a trainer scores."""
        rubric = cls.env.ref("digiflow_crm.training_rubric_simulation")
        return {
            "name": "Simulación",
            "module_id": module.id,
            "method": "simulation",
            "rubric_id": rubric.id,
        }

    @classmethod
    def make_module(cls, owner):
        """A module with a draft; the own one is of every company."""
        foreign = owner == FOREIGN
        return cls.env["digiflow.training.module"].create(
            {
                "code": f"ACCESO-{owner}",
                "name": f"Módulo {owner}",
                "company_id": cls.abroad.id if foreign else False,
                "version_ids": [(0, 0, {"objectives": "<p>Know</p>", "material": "<p>Read</p>"})],
            }
        )

    @classmethod
    def make_session(cls, owner, module):
        """A proposed session: the presales engineer teaches the own one."""
        whose = cls.whose(owner)
        trainer = cls.other_people["presales_user_id"] if owner == OTHER else None
        start = fields.Datetime.now() + timedelta(days=3)
        return cls.env["digiflow.training.session"].create(
            {
                "module_id": module.id,
                "company_id": whose["company_id"],
                "trainer_id": trainer or cls.users["presales"].id,
                "start": start,
                "stop": start + timedelta(hours=2),
                "enrolment_ids": [(0, 0, {"user_id": whose["user_id"]})],
            }
        )

    @classmethod
    def make_update(cls, owner):
        """An update that is published, but for the one of others, to roles that nobody has."""
        group = cls.env["res.groups"].create({"name": f"Nobody {owner}"})
        update = cls.env["digiflow.training.update"].create(
            {
                "name": f"Norma {owner}",
                "body": "<p>Since Monday</p>",
                "company_id": cls.whose(owner)["company_id"],
                "group_ids": [(6, 0, group.ids)],
            }
        )
        if owner != OTHER:
            update.action_publish()
        return update

    @classmethod
    def assignment_values(cls, module):
        """Values of an assignment, but for whose it is."""
        return {"module_id": module.id, "date_due": "2099-12-31"}

    def new_training_values(self):
        """model -> values of a new record."""
        module = self.records["digiflow.training.module"][OWN]
        user_id = self.users["implementation"].id
        session = self.records["digiflow.training.session"][OWN]
        program = self.records["digiflow.training.program"][OWN]
        update = self.records["digiflow.training.update"][OWN]
        return {
            "digiflow.training.program": {"name": "Nuevo"},
            "digiflow.training.program.line": {
                "program_id": program.id,
                "module_id": self.records["digiflow.training.module"][OTHER].id,
            },
            "digiflow.training.module": {"code": "NUEVO", "name": "Nuevo"},
            "digiflow.training.module.version": {"module_id": module.id},
            "digiflow.training.session": {"module_id": module.id},
            "digiflow.training.enrolment": {"session_id": session.id, "user_id": user_id},
            "digiflow.training.assignment": {**self.assignment_values(module), "user_id": user_id},
            "digiflow.training.update": {"name": "Nueva"},
            "digiflow.training.update.reading": {"update_id": update.id, "user_id": user_id},
            "digiflow.training.plan": {},
            "digiflow.training.gap": {},
            "digiflow.training.evaluation": self.evaluation_values(module),
            "digiflow.training.attempt": {},
            "digiflow.training.attempt.question": {},
            "digiflow.training.rubric": {"name": "Nueva"},
            "digiflow.training.rubric.criterion": {
                "rubric_id": self.records["digiflow.training.rubric"][OWN].id,
                "name": "Cierre",
            },
            "digiflow.training.attempt.score": {
                "attempt_id": self.records["digiflow.training.attempt"][OWN].id,
                "name": "Cierre",
                "weight": 20,
            },
        }
