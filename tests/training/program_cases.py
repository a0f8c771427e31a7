"""What the tests of modules, sessions and updates start from."""

from datetime import timedelta

from odoo import fields

from ..common import DigiflowCase

# Once, so that a test that goes over a minute compares the same moments.
NOW = fields.Datetime.now().replace(second=0, microsecond=0)


def hours(number):
    """The moment that many hours from now, without seconds."""
    return NOW + timedelta(hours=number)


class TrainingCase(DigiflowCase):
    """A module of its own, for telemarketers and executives, and who administers training."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.quality = cls.users["manager"], cls.users["quality"]
        cls.telemarketer, cls.executive = cls.users["telemarketer"], cls.users["executive"]
        cls.trainer = cls.users["presales"]
        cls.company = cls.env.company
        roles = [cls.env.ref(f"digiflow_crm.group_{role}").id for role in ("telemarketer",)]
        cls.module = cls.env["digiflow.training.module"].create(
            {"code": "PRUEBA", "name": "Objeciones", "group_ids": [(6, 0, roles)]}
        )
        cls.version = cls.make_version()
        cls.version.action_publish()

    @classmethod
    def make_version(cls, **vals):
        """A draft of the module that says something."""
        return cls.env["digiflow.training.module.version"].create(
            {
                "module_id": cls.module.id,
                "objectives": "<p>Listen first</p>",
                "material": "<p>Four steps</p>",
                "exercise": "<p>Six cards</p>",
                **vals,
            }
        )

    @classmethod
    def make_session(cls, people=(), **vals):
        """A proposed session of tomorrow, as Quality makes it."""
        session = cls.env["digiflow.training.session"].with_user(cls.quality)
        return session.create(
            {
                "module_id": cls.module.id,
                "start": hours(24),
                "stop": hours(26),
                "trainer_id": cls.trainer.id,
                "location": "Sala 1",
                "enrolment_ids": [(0, 0, {"user_id": user.id}) for user in people],
                **vals,
            }
        )

    @classmethod
    def plan(cls, *people, **vals):
        """A planned session with these people."""
        session = cls.make_session(people, **vals)
        session.action_plan()
        return session

    @classmethod
    def begin(cls, session):
        """Let the time of a session have come."""
        session.write({"start": hours(-3), "stop": hours(-1)})
        return session
