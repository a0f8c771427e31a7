"""A signed review is changed by no way, whoever tries."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .review_cases import ReviewCase

MODELS = ("digiflow.call.review", "digiflow.call.review.line")


class TestReviewSigned(ReviewCase):
    """Each way is tried by the analyst, the manager, the telemarketer and the superuser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # It fails: so there is a coaching that refers to it, too.
        # sudo: the superuser is refused as well.
        cls.review = cls.sign(Etica=10).sudo()
        cls.other = cls.begin(cls.make_call(start="2026-03-03 15:00:00")).sudo()

    def assert_kept(self, ways):
        """Try each way as each user, and look at what is in the database."""
        before = self.content(self.review)
        people = (self.analyst, self.manager, self.caller, self.env.ref("base.user_root"))
        for user in people:
            for name, way in ways.items():
                with self.subTest(way=name, user=user.login):
                    # What a way did is undone, so that the next one is tried on the same record.
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        way(self.env(user=user.id))
                    self.assertEqual(self.content(self.review), before)

    def test_written(self):
        def write(**vals):
            return lambda env: self.review.with_env(env).write(vals)

        values = {
            "comment": "Otro",
            "score": 100,
            "failed": False,
            "critical_failed": False,
            "state": "draft",
            "mark": 1,
            "answer": "Yo no fui",
            "signed_on": False,
            "origin": "calibration",
            "user_id": self.caller_2.id,
            "analyst_id": self.manager.id,
            "scorecard_id": self.env.ref("digiflow_crm.scorecard_telemarketing").id,
            "week": "2020-01-06",
        }
        self.assert_kept({name: write(**{name: value}) for name, value in values.items()})

    def test_by_commands(self):
        line, new = self.review.line_ids[0], self.other.line_ids[0]
        commands = {
            "create": (0, 0, {"name": "Nuevo", "points": 100}),
            "update": (1, line.id, {"points": 100}),
            "delete": (2, line.id, 0),
            "unlink": (3, line.id, 0),
            "link": (4, new.id, 0),
            "clear": (5, 0, 0),
            "set": (6, 0, new.ids),
        }
        self.assert_kept(
            {
                name: lambda env, command=command: self.review.with_env(env).write(
                    {"line_ids": [command]}
                )
                for name, command in commands.items()
            }
        )

    def test_by_its_criteria(self):
        line = self.review.line_ids[0]
        new = {"review_id": self.review.id, "name": "Nuevo", "points": 100, "weight": 1000}
        values = {"points": 100, "weight": 0, "not_applicable": True, "comment": "Otro"}
        values.update(name="Otro", criterion_id=False, review_id=self.other.id)
        ways = {
            name: lambda env, vals={name: value}: line.with_env(env).write(vals)
            for name, value in values.items()
        }
        self.assert_kept(
            {
                **ways,
                "create": lambda env: line.with_env(env).create(new),
                "unlink": lambda env: line.with_env(env).unlink(),
                "copy": lambda env: line.with_env(env).copy(),
                "moved": lambda env: (
                    self.other.line_ids[0].with_env(env).write({"review_id": self.review.id})
                ),
            }
        )

    def test_deleted_copied_imported(self):
        review, line = self.review, self.review.line_ids[0]

        def load(env, record, names, row):
            result = record.with_env(env).load(names, [row])
            raise UserError(result["messages"][0]["message"])

        self.assert_kept(
            {
                "unlink": lambda env: review.with_env(env).unlink(),
                "copy": lambda env: review.with_env(env).copy(),
                "sign again": lambda env: review.with_env(env).action_sign(),
                "import": lambda env: load(
                    env, review, [".id", "comment"], [str(review.id), "Otro"]
                ),
                "import of a criterion": lambda env: load(
                    env, line, [".id", "points"], [str(line.id), "100"]
                ),
                "import below it": lambda env: load(
                    env,
                    review,
                    [".id", "line_ids/.id", "line_ids/points"],
                    [str(review.id), str(line.id), "100"],
                ),
                "mail": lambda env: review.with_env(env).message_update({}, {"comment": "Otro"}),
            }
        )

    def test_from_what_refers_to_it(self):
        """Any record that has it in a list, and writes through that list."""
        ways = {}
        for model in self.env:
            for name, field in self.env[model]._fields.items():
                if field.type in ("one2many", "many2many") and field.comodel_name in MODELS:
                    ways.update(self.commands_through(model, name, field.comodel_name))
        self.assertIn("digiflow.coaching.review_ids update", ways)
        self.assert_kept(ways)

    def commands_through(self, model, name, comodel):
        """Writes to what one finds on a record's list."""
        target = self.review if comodel == MODELS[0] else self.review.line_ids[0]
        owner = self.env[model].search([(name, "in", target.ids)], limit=1)
        if not owner:
            return {}
        vals = {"comment": "Otro"}
        commands = {"update": (1, target.id, vals), "delete": (2, target.id, 0)}
        return {
            f"{model}.{name} {kind}": lambda env, command=command: owner.with_env(env).write(
                {name: [command]}
            )
            for kind, command in commands.items()
        }

    def test_by_its_template(self):
        """Neither what is edited in it nor its end reaches a signed review."""
        before = self.content(self.review)
        criteria = self.card.criterion_ids
        for record in (criteria[0], criteria, self.card):
            with self.assertRaises(UserError):
                record.with_user(self.manager).unlink()
        self.card.with_user(self.manager).write(
            {
                "name": "Otra",
                "mark": 1,
                "criterion_ids": [
                    (1, criteria[0].id, {"name": "Otro", "weight": 1, "critical": True}),
                    (1, criteria[1].id, {"active": False, "module_id": self.module.id}),
                    (0, 0, {"name": "Nuevo", "weight": 1000}),
                ],
            }
        )
        self.card.active = False
        self.env.company.digiflow_quality_mark = 1
        self.assertEqual(self.content(self.review), before)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.module.unlink()
        self.assertEqual(self.content(self.review), before)

    def test_begun_signed(self):
        """What follows from the call is not for typing in, nor for a context's defaults."""
        call = self.make_call(start="2026-03-04 15:00:00")
        vals = {"call_id": call.id, "scorecard_id": self.card.id}
        reviews = self.reviews.with_user(self.analyst)
        for name, value in (
            ("state", "signed"),
            ("analyst_id", self.analyst_2.id),
            ("origin", "calibration"),
            ("line_ids", [(0, 0, {"points": 100})]),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                reviews.create({**vals, name: value})
        defaults = {"state": "signed", "mark": 1, "answer": "Yo", "is_scored": True, "points": 99}
        context = {f"default_{name}": value for name, value in defaults.items()}
        review = reviews.with_context(**context).create(vals)
        self.assertEqual((review.state, review.mark, review.answer), ("draft", 70, False))
        self.assertFalse(any(review.line_ids.mapped("is_scored")))
        self.assertFalse(any(review.line_ids.mapped("points")))
