"""What the tests of distributions share: a list with people and companies, and a manager."""

from datetime import timedelta

from ..common import DigiflowCase
from ..core.samples import ruc_of

ROLES = {"telemarketer": "telemarketer_id", "executive": "user_id"}


class DistributionCase(DigiflowCase):
    """Two telemarketers and two executives of a list, Ana and Beto, Carla and Dino."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ana = cls.make_user("telemarketer", login="ana", name="Ana")
        cls.beto = cls.make_user("telemarketer", login="beto", name="Beto")
        cls.carla = cls.make_user("executive", login="carla", name="Carla")
        cls.dino = cls.make_user("executive", login="dino", name="Dino")
        cls.manager = cls.users["manager"]
        cls.prospects = cls.env["digiflow.prospect.list"].create(
            {
                "name": "Cámara",
                "telemarketer_ids": [(6, 0, (cls.ana | cls.beto).ids)],
                "executive_ids": [(6, 0, (cls.carla | cls.dino).ids)],
            }
        )
        cls.numbers = iter(range(1, 10_000))

    @classmethod
    def make_leads(cls, count, prospects=None, **vals):
        """Companies of the list, with nobody yet, a day old."""
        base = {
            "type": "opportunity",
            "team_id": cls.team.id,
            "prospect_list_id": (prospects or cls.prospects).id,
            "telemarketer_id": False,
            "user_id": False,
            **vals,
        }
        numbers = [next(cls.numbers) for _turn in range(count)]
        leads = cls.env["crm.lead"].create(
            [{"name": f"Empresa {n}", "ruc": ruc_of(n), **base, **vals} for n in numbers]
        )
        cls.age(leads)
        return leads

    @classmethod
    def age(cls, leads, **shift):
        """Bring all that is known of the leads back by a day, as a later transaction finds it."""
        cls.env.flush_all()
        past = timedelta(**(shift or {"days": 1}))
        cls.env.cr.execute(
            "UPDATE crm_lead SET create_date = create_date - %(past)s, "
            "write_date = write_date - %(past)s, distributed_on = distributed_on - %(past)s, "
            "date_open = date_open - %(past)s "
            "WHERE id = ANY(%(ids)s)",
            {"past": past, "ids": leads.ids},
        )
        cls.env.cr.execute(
            "UPDATE digiflow_prospect_distribution_move SET written_on = written_on - %(past)s, "
            "previous_written_on = previous_written_on - %(past)s, "
            "date_open = date_open - %(past)s WHERE lead_id = ANY(%(ids)s)",
            {"past": past, "ids": leads.ids},
        )
        cls.env.invalidate_all()

    def make(self, prospects=None, user=None, **vals):
        """A distribution as a manager makes it."""
        model = self.env["digiflow.prospect.distribution"].with_user(user or self.manager)
        return model.with_context(lang="en_US").create(
            {"list_id": (prospects or self.prospects).id, **vals}
        )

    def distribute(self, **vals):
        """Preview and distribute; the distribution."""
        distribution = self.make(**vals)
        distribution.action_preview()
        distribution.action_distribute()
        return distribution

    def line_of(self, distribution, user, role=None):
        """The line of somebody."""
        lines = distribution.line_ids.filtered(lambda line: line.user_id == user)
        return lines.filtered(lambda line: line.role == role) if role else lines

    def owners(self, leads, role="telemarketer"):
        """How many of the leads each person has: ``{name: count}``; "" is nobody."""
        counts = {}
        for lead in leads:
            name = lead[ROLES[role]].name or ""
            counts[name] = counts.get(name, 0) + 1
        return counts

    def shares(self, distribution, role="telemarketer"):
        """(has, gets, loses, will have) of each person, by name."""
        return {
            line.user_id.name: (line.load, line.share, line.taken, line.total_after)
            for line in distribution.line_ids.filtered(lambda line: line.role == role)
        }
