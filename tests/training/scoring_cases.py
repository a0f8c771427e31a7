"""What the tests of scoring start from: a simulation in a session that has begun."""

from .program_cases import TrainingCase

WEIGHTS = {"Apertura": 50, "Objeciones": 30, "Cierre": 20}


class ScoringCase(TrainingCase):
    """A rubric of three criteria, and a session with four people, one of them of quality."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.implementation = cls.users["implementation"]
        cls.rubric = cls.env["digiflow.training.rubric"].create(
            {
                "name": "Prueba",
                "criterion_ids": [
                    (0, 0, {"name": name, "weight": weight, "sequence": 100 - weight})
                    for name, weight in WEIGHTS.items()
                ],
            }
        )
        cls.criteria = {one.name: one for one in cls.rubric.criterion_ids}
        cls.evaluation = cls.make_evaluation()
        cls.people = (cls.telemarketer, cls.executive, cls.implementation, cls.quality)
        cls.lesson = cls.begin(cls.plan(*cls.people))
        cls.attempts = cls.env["digiflow.training.attempt"]

    @classmethod
    def make_evaluation(cls, **vals):
        """An evaluation of the module that a trainer scores."""
        return cls.env["digiflow.training.evaluation"].create(
            {
                "name": "Escenarios",
                "module_id": cls.module.id,
                "method": "simulation",
                "rubric_id": cls.rubric.id,
                "pass_mark": 70,
                **vals,
            }
        )

    def scoring(self, user=None):
        """The scoring in the hands of a user, of the trainer without one."""
        return self.env["digiflow.training.scoring"].with_user(user or self.trainer)

    def key(self):
        """The session and the evaluation that the methods of scoring ask for."""
        return (self.lesson.id, self.evaluation.id)

    def marks(self, *points):
        """Points of the first criteria; False takes them back."""
        given = zip(WEIGHTS, points, strict=False)
        return {str(self.criteria[name].id): {"points": one} for name, one in given}

    def save(self, person, *points, user=None, **values):
        """Give points to a person; what the sheet shows then."""
        values = {"marks": self.marks(*points), **values}
        return self.scoring(user).save(*self.key(), person.id, values)

    def finish(self, *people, user=None):
        """End the scoring of some people."""
        return self.scoring(user).finish(*self.key(), [person.id for person in people])

    def score(self, person, *points, user=None):
        """Score a person from the beginning to the end; the attempt."""
        self.save(person, *points, user=user)
        self.finish(person, user=user)
        return self.attempt(person)

    def attempt(self, person, state="done"):
        """The person's attempt."""
        domain = [("user_id", "=", person.id), ("state", "=", state)]
        return self.attempts.search([("evaluation_id", "=", self.evaluation.id), *domain])
