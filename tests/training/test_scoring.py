"""A trainer scores people by a rubric: by whom, how, and that it stays."""

from odoo.exceptions import AccessError, UserError

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from ..common import ROLES
from .scoring_cases import ScoringCase


class TestScoring(ScoringCase):
    """From the first points to what is on record."""

    def test_a_score_follows_from_the_weights_and_never_changes_again(self):
        line = self.save(self.telemarketer, 80, 60)
        self.assertEqual((line["state"], len(line["marks"])), ("open", 2))
        with self.assertRaisesRegex(WorkflowError, "Cierre"):
            self.finish(self.telemarketer)
        self.save(self.telemarketer, 80, 60, 90, comment="Escucha bien")
        self.finish(self.telemarketer)
        attempt = self.attempt(self.telemarketer)
        # 50 % of 80, 30 % of 60, 20 % of 90
        self.assertEqual((attempt.score, attempt.passed, attempt.pass_mark), (76.0, True, 70.0))
        self.assertEqual(attempt.trainer_id, self.trainer)
        self.assertEqual(attempt.comment, "Escucha bien")
        self.assertEqual(attempt.version_id, self.version)
        for user in (self.trainer, self.quality, self.manager):
            mine, line = attempt.with_user(user), attempt.score_ids[:1].with_user(user)
            lines = {"score_ids": [(1, line.id, {"points": 100})]}
            ways = {
                "save": lambda user=user: self.save(self.telemarketer, 100, user=user),
                "finish": lambda user=user: self.finish(self.telemarketer, user=user),
                "write": lambda mine=mine: mine.write({"score": 100}),
                "comment": lambda mine=mine: mine.write({"comment": "Otro"}),
                "lines": lambda mine=mine, lines=lines: mine.write(lines),
                "line": lambda line=line: line.write({"points": 100}),
                # sudo: the superuser is refused as well.
                "line as superuser": lambda line=line: line.sudo().write({"points": 100}),
                "delete a line": lambda line=line: line.sudo().unlink(),
                "delete": lambda mine=mine: mine.unlink(),
            }
            for name, way in ways.items():
                with self.subTest(name, user=user.login):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        way()
                    self.env.invalidate_all()
        self.assertEqual((attempt.score, attempt.score_ids.mapped("points")), (76.0, [80, 60, 90]))

    def test_whoever_scores(self):
        may = {"presales", "quality", "manager"}
        for role in ROLES:
            with self.subTest(role):
                user = self.users[role]
                person = self.executive if role != "executive" else self.telemarketer
                if role in may:
                    self.save(person, 70, user=user)
                    continue
                for way in (self.save, self.finish):
                    with self.assertRaises(AccessError):
                        way(person, user=user)
                with self.assertRaises(AccessError):
                    self.scoring(user).get_sheet(*self.key())
        other = self.begin(self.plan(self.telemarketer, trainer_id=self.executive.id))
        with self.assertRaises(AccessError):
            self.scoring().get_sheet(other.id, self.evaluation.id)

    def test_nobody_scores_oneself(self):
        with self.assertRaisesRegex(AccessError, "oneself"):
            self.save(self.quality, 100, user=self.quality)
        self.save(self.quality, 70, 70, 70, group="A")
        with self.assertRaisesRegex(AccessError, "oneself"):
            self.finish(self.quality, user=self.quality)
        self.save(self.executive, 50, group="A")
        # quality scores the group, and no own points by it
        self.scoring(self.quality).save_group(*self.key(), "A", self.marks(100))
        mine, others = self.attempt(self.quality, "open"), self.attempt(self.executive, "open")
        self.assertEqual(mine.score_ids.mapped("points"), [70, 70, 70])
        self.assertEqual(others.score_ids.mapped("points"), [100])
        self.finish(self.quality)
        with self.assertRaises(AccessError):
            self.attempt(self.quality).with_user(self.quality)._cancel_score("Me conviene")
        people = self.scoring(self.quality).get_sheet(*self.key())["people"]
        self.assertEqual([one["name"] for one in people if one["is_self"]], [self.quality.name])

    def test_a_group_has_one_score_and_each_member_may_differ_with_a_reason(self):
        members = (self.telemarketer, self.executive)
        for person in members:
            self.scoring().save(*self.key(), person.id, {"group": "Grupo 1"})
        self.scoring().save_group(*self.key(), "Grupo 1", self.marks(80, 80, 80))
        self.save(self.telemarketer, 100)
        # the group's points change: who was adjusted keeps the own ones
        lines = self.scoring().save_group(*self.key(), "Grupo 1", self.marks(60))
        first = str(self.criteria["Apertura"].id)
        points = {line["user_id"]: line["marks"].get(first) for line in lines}
        self.assertEqual(points[self.telemarketer.id]["points"], 100)
        self.assertEqual(points[self.telemarketer.id]["group_points"], 60)
        self.assertEqual(points[self.executive.id]["points"], 60)
        with self.assertRaisesRegex(WorkflowError, "other points than the group"):
            self.finish(*members)
        self.assertFalse(self.attempt(self.executive), "all of them, or nobody")
        self.save(self.telemarketer, reason="Condujo la presentación")
        self.finish(*members)
        scores = [self.attempt(person).score for person in members]
        self.assertEqual(scores, [90.0, 70.0])
        self.assertEqual(self.attempt(self.telemarketer).adjust_reason, "Condujo la presentación")
        self.assertEqual(self.attempt(self.executive).group_name, "Grupo 1")
        # who joins later gets the points of the group; who leaves keeps own ones
        late = self.scoring().save(*self.key(), self.implementation.id, {"group": "Grupo 1"})
        self.assertEqual([one["points"] for one in late["marks"].values()], [60, 80, 80])
        left = self.scoring().save(*self.key(), self.implementation.id, {"group": ""})
        self.assertEqual({one["group_points"] for one in left["marks"].values()}, {False})

    def test_a_wrong_score_is_cancelled_with_a_reason_and_given_again(self):
        attempt = self.score(self.telemarketer, 10, 10, 10)
        for role in ("presales", "telemarketer", "executive", "implementation"):
            with self.subTest(role), self.assertRaises(AccessError):
                attempt.with_user(self.users[role])._cancel_score("Me equivoqué")
        action = attempt.with_user(self.manager).action_cancel_score()
        wizard = self.env[action["res_model"]].with_user(self.manager)
        wizard = wizard.with_context(**action["context"])
        with self.assertRaisesRegex(WorkflowError, "why"):
            wizard.create({"reason": "  "}).action_cancel_score()
        wizard.create({"reason": "Puntos cambiados"}).action_cancel_score()
        self.assertEqual((attempt.state, attempt.cancel_reason), ("cancelled", "Puntos cambiados"))
        self.assertEqual((attempt.cancelled_by_id, attempt.score), (self.manager, 10.0))
        self.assertTrue(attempt.done_on and attempt.cancelled_on)
        with self.assertRaises(WorkflowError):
            attempt.with_user(self.manager)._cancel_score("Otra vez")
        again = self.score(self.telemarketer, 90, 90, 90)
        self.assertNotEqual(again, attempt)
        self.assertEqual(again.score, 90.0)
        self.assertEqual(attempt.score_ids.mapped("points"), [10, 10, 10])

    def test_a_change_of_the_rubric_counts_for_what_is_scored_afterwards(self):
        done = self.score(self.telemarketer, 100, 0, 0)
        self.save(self.executive, 100, 0, 0)
        self.criteria["Apertura"].write({"weight": 10, "name": "Saludo"})
        gone = self.criteria["Cierre"].id
        self.criteria["Cierre"].unlink()
        self.assertEqual(done.score, 50.0)
        kept = [(line.name, line.weight) for line in done.score_ids]
        self.assertEqual(kept, [("Apertura", 50), ("Objeciones", 30), ("Cierre", 20)])
        with self.assertRaisesRegex(WorkflowError, "changed meanwhile"):
            values = {"marks": {str(gone): {"points": 5}}}
            self.scoring().save(*self.key(), self.executive.id, values)
        self.finish(self.executive)
        attempt = self.attempt(self.executive)
        # 10 of 40
        self.assertEqual(attempt.score, 25.0)
        self.assertEqual(attempt.score_ids.mapped("name"), ["Saludo", "Objeciones"])

    def test_what_cannot_be_given(self):
        values = {
            "over": {"marks": self.marks(100.5)},
            "under": {"marks": self.marks(-1)},
            "text": {"marks": self.marks("80")},
            "yes": {"marks": self.marks(True)},
            "nothing": {"marks": self.marks(None)},
            "long": {"comment": "x" * 2001},
            "no text": {"reason": ["x"]},
        }
        for name, given in values.items():
            with self.subTest(name), self.assertRaises(WorkflowError):
                self.scoring().save(*self.key(), self.telemarketer.id, given)
        with self.assertRaisesRegex(WorkflowError, "was in"):
            self.save(self.manager, 80, user=self.quality)
        enrolment = self.lesson.enrolment_ids.filtered(lambda one: one.user_id == self.executive)
        enrolment._update({"attendance": "absent"})
        with self.assertRaisesRegex(WorkflowError, "was in"):
            self.save(self.executive, 80)
        later = self.plan(self.telemarketer)
        with self.assertRaisesRegex(WorkflowError, "not begun"):
            self.scoring().get_sheet(later.id, self.evaluation.id)
        other = self.env.ref("digiflow_crm.training_evaluation_6_simulation")
        with self.assertRaisesRegex(WorkflowError, "no such evaluation"):
            self.scoring().get_sheet(self.lesson.id, other.id)
        # points that were given are taken back
        self.save(self.telemarketer, 80)
        self.assertFalse(self.save(self.telemarketer, False)["marks"])

    def test_an_evaluation_that_a_trainer_scores_has_a_rubric_with_criteria(self):
        with self.assertRaises(WorkflowError):
            self.make_evaluation(rubric_id=False)
        other = self.env["res.company"].create({"name": "Otra"})
        foreign = self.rubric.copy({"company_id": other.id})
        self.assertEqual(len(foreign.criterion_ids), 3)
        with self.assertRaises(WorkflowError):
            self.evaluation.rubric_id = foreign
        self.rubric.criterion_ids.unlink()
        with self.assertRaisesRegex(WorkflowError, "no criteria"):
            self.scoring().get_sheet(*self.key())

    def test_the_queue_says_what_is_left_to_whom(self):
        self.plan(self.telemarketer)  # of tomorrow
        self.score(self.telemarketer, 80, 80, 80)
        found = {}
        for role in ROLES:
            queue = self.scoring(self.users[role]).get_queue()
            rows = [row for row in queue["to_score"] if row["session_id"] == self.lesson.id]
            found[role] = [(row["people"], row["scored"], row["left"]) for row in rows]
        self.assertEqual(
            found,
            {
                **{role: [] for role in ROLES},
                "presales": [(4, 1, 3)],
                "manager": [(4, 1, 3)],
                # quality is one of the people
                "quality": [(4, 1, 2)],
            },
        )
        for person in self.people[1:]:
            self.score(person, 80, 80, 80)
        queue = self.scoring().get_queue()
        self.assertFalse(queue["to_score"])
        self.assertEqual([row["session_id"] for row in queue["scored"]], [self.lesson.id])

    def test_the_programmes_modules_have_their_exercise(self):
        methods = {
            1: {"presentation"},
            2: {"case"},
            3: {"simulation"},
            4: {"simulation"},
            5: {"simulation", "case"},
            6: {"simulation"},
        }
        found = {}
        for number in methods:
            module = self.env.ref(f"digiflow_crm.training_module_{number}")
            domain = [("module_id", "=", module.id), ("rubric_id", "!=", False)]
            evaluations = self.env["digiflow.training.evaluation"].search(domain)
            found[number] = set(evaluations.mapped("method"))
            for rubric in evaluations.rubric_id:
                self.assertEqual(sum(rubric.criterion_ids.mapped("weight")), 100, rubric.name)
        self.assertEqual(found, methods)


class TestScoringRights(ScoringCase):
    """Who reads and writes rubrics and points, by doing it."""

    def may(self, action):
        """Whether rights let it happen; nothing of it stays."""
        try:
            with self.env.cr.savepoint():
                action()
                self.env.flush_all()
                raise InterruptedError
        except AccessError:
            return False
        except (InterruptedError, UserError):
            return True
        finally:
            self.env.invalidate_all()

    def what_may(self, record, role, values):
        """Letters of what a role may do with a record: create, read, write, delete."""
        own = record.with_user(self.users[role])
        ways = {
            "c": lambda: own.create(values),
            "r": lambda: own.read(["display_name"]),
            "w": lambda: own.write(values),
            "d": own.unlink,
        }
        return "".join(letter for letter, way in ways.items() if self.may(way))

    def test_rubrics(self):
        criterion, unused = self.criteria["Cierre"], self.rubric.copy()
        for role in ROLES:
            expected = "crwd" if role in ("quality", "manager") else "r"
            with self.subTest(role):
                self.assertEqual(self.what_may(unused, role, {"name": "Otra"}), expected)
                values = {"name": "Otro", "rubric_id": self.rubric.id, "weight": 5}
                self.assertEqual(self.what_may(criterion, role, values), expected)

    def test_points_are_read_by_the_person_and_who_scores_and_written_by_nobody(self):
        self.save(self.telemarketer, 80, 80, 80)
        line = self.attempt(self.telemarketer, "open").score_ids[:1]
        values = {"attempt_id": line.attempt_id.id, "name": "Otro", "weight": 1, "points": 100}
        readers = {"presales", "quality", "manager"}
        for state, roles in (("open", readers), ("done", readers | {"telemarketer"})):
            for role in ROLES:
                with self.subTest(role, state=state):
                    expected = "r" if role in roles else ""
                    self.assertEqual(self.what_may(line, role, values), expected)
            if state == "open":
                self.finish(self.telemarketer)

    def test_another_company_sees_nothing_of_it(self):
        attempt = self.score(self.telemarketer, 80, 80, 80)
        other = self.env["res.company"].create({"name": "Otra"})
        foreigner = self.make_user(
            "manager", login="otra_gerente", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        self.rubric.company_id = self.company
        for records in (attempt.score_ids, self.rubric, self.rubric.criterion_ids):
            with self.subTest(records._name):
                self.assertFalse(records.with_user(foreigner).search([("id", "in", records.ids)]))
        with self.assertRaises(AccessError):
            self.scoring(foreigner).get_sheet(*self.key())
