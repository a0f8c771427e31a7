"""The effect of a programme, counted again without the code that counts it."""

from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError

from odoo.addons.digiflow_crm.core import periods

from ..common import DigiflowCase

DAYS = 30
# The day on which both people passed the programme, and noon of it in UTC.
PASSED = periods.today() - timedelta(days=50)
NOON = datetime.combine(PASSED, datetime.min.time()) + timedelta(hours=17)


class TestEffect(DigiflowCase):
    """An executive and a telemarketer who passed the same day, and one who is too late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.effect = cls.env["digiflow.training.effect"].with_user(cls.users["quality"])
        cls.module = cls.env["digiflow.training.module"].create({"name": "Uno", "code": "T-1"})
        cls.program = cls.env["digiflow.training.program"].create(
            {"name": "Prueba", "line_ids": [(0, 0, {"module_id": cls.module.id})]}
        )
        cls.evaluation = cls.env["digiflow.training.evaluation"].create(
            {
                "name": "Caso",
                "module_id": cls.module.id,
                "method": "case",
                "rubric_id": cls.env["digiflow.training.rubric"].search([], limit=1).id,
            }
        )
        cls.executive, cls.caller = cls.users["executive"], cls.users["telemarketer"]
        cls.late = cls.make_user("executive", login="late")
        for user in (cls.executive, cls.caller):
            cls.attempt(user, NOON - timedelta(days=400), passed=False)
            cls.attempt(user, NOON)
            cls.attempt(user, NOON + timedelta(days=20))
        cls.attempt(cls.late, NOON + timedelta(days=40))

    @classmethod
    def attempt(cls, user, moment, passed=True, evaluation=None):
        """An attempt of a person that ended some time ago."""
        attempt = cls.env["digiflow.training.attempt"].create(
            {
                "evaluation_id": (evaluation or cls.evaluation).id,
                "evaluation_name": "Caso",
                "module_id": cls.module.id,
                "user_id": user.id,
                "company_id": cls.env.company.id,
                "method": "case",
                "pass_mark": 70,
                "started_on": moment,
            }
        )
        attempt._finish(80 if passed else 20)
        attempt._update({"done_on": moment})
        return attempt

    @classmethod
    def lead_of(cls, days, won=None, contact=0, **vals):
        """An opportunity first called so many days from the passing (negative: before).

        :param won: days from the passing on which it was won, or None
        :param contact: days from the first call to the first effective contact
        """
        lead = cls.make_lead(**vals)
        called = NOON + timedelta(days=days)
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE crm_lead SET contacted_date = %s, won_date = %s, effective_contact_date = %s"
            " WHERE id = %s",
            (
                called,
                None if won is None else NOON + timedelta(days=won),
                called + timedelta(days=contact),
                lead.id,
            ),
        )
        cls.env.invalidate_all()
        return lead

    def figure(self, key):
        figures = self.effect.get_effect(self.program.id, DAYS)["figures"]
        return next(figure for figure in figures if figure["key"] == key)

    def opened(self, key, side):
        """The records that open behind a figure, as the user finds them."""
        action = self.effect.open_cases(self.program.id, DAYS, key, side)
        model = self.effect.env[action["res_model"]].with_context(**action["context"])
        return model.search(action["domain"])

    def check_opened(self, key, expected):
        """What opens is what is counted: `expected` has the records of each side."""
        figure = self.figure(key)
        for side, records in expected.items():
            self.assertEqual(self.opened(key, side).ids, records.ids or [], (key, side))
            self.assertEqual(figure[side]["cases"], len(records), (key, side))

    def test_people(self):
        effect = self.effect.get_effect(self.program.id, DAYS)
        self.assertEqual(
            {row["id"]: date.fromisoformat(row["day"]) for row in effect["people"]},
            {self.executive.id: PASSED, self.caller.id: PASSED},
        )
        self.assertEqual([row["id"] for row in effect["waiting"]], [self.late.id])
        # sudo: the day is set up, nobody types it.
        self.executive.sudo().digiflow_joined_on = PASSED - timedelta(days=DAYS - 1)
        effect = self.effect.get_effect(self.program.id, DAYS)
        self.assertEqual([row["id"] for row in effect["joined"]], [self.executive.id])

    def test_conversion(self):
        nobody = {"user_id": self.late.id, "telemarketer_id": False, "presales_user_id": False}
        before = self.lead_of(-DAYS) | self.lead_of(-10, won=-2) | self.lead_of(-5, won=3)
        after = self.lead_of(1, won=20) | self.lead_of(DAYS, won=DAYS) | self.lead_of(2, won=40)
        self.lead_of(-DAYS - 1, won=-1)
        self.lead_of(0, won=0)
        self.lead_of(DAYS + 1)
        self.lead_of(5, **nobody)
        lost = self.lead_of(3)
        lost.action_archive()
        after |= lost
        figure = self.figure("conversion")
        self.assertEqual(figure["before"], {"cases": 3, "part": 1, "value": 100 / 3})
        self.assertEqual(figure["after"], {"cases": 4, "part": 2, "value": 50.0})
        self.assertAlmostEqual(figure["change"], 50 - 100 / 3)
        self.assertTrue(figure["few"])
        by_id = {"before": before.sorted("id"), "after": after.sorted("id")}
        for side, leads in by_id.items():
            self.assertEqual(self.opened("conversion", side).sorted("id").ids, leads.ids)

    def test_sales_cycle(self):
        for called, won in ((-60, -20), (-40, -10), (-90, -5), (-50, 10), (-10, 5)):
            self.lead_of(called, won=won)
        figure = self.figure("cycle")
        self.assertEqual((figure["before"]["cases"], figure["after"]["cases"]), (3, 2))
        self.assertAlmostEqual(figure["before"]["value"], (40 + 30 + 85) / 3, places=4)
        self.assertAlmostEqual(figure["before"]["median"], 40, places=4)
        self.assertAlmostEqual(figure["after"]["value"], (60 + 15) / 2, places=4)
        self.assertEqual(len(self.opened("cycle", "before")), 3)

    def test_retention(self):
        service = self.env["digiflow.service"].search([("counted", "=", True)], limit=1)
        reason = self.env["digiflow.service.end.reason"].search([], limit=1)
        first, last = (PASSED + timedelta(days=days) for days in (1, DAYS))
        spans = {
            "stays": (first, None),
            "leaves on the last day": (first, last),
            "leaves before": (first, last - timedelta(days=1)),
            "comes later": (first + timedelta(days=1), None),
        }
        clients = {}
        for name, (start, end) in spans.items():
            clients[name] = self.env["res.partner"].create(
                {"name": name, "user_id": self.executive.id, "is_company": True}
            )
            self.env["digiflow.client.service"].create(
                {
                    "partner_id": clients[name].id,
                    "service_id": service.id,
                    "date_start": start,
                    "date_end": end,
                    "end_reason_id": end and reason.id,
                }
            )
        figure = self.figure("retention")
        self.assertEqual(figure["before"]["cases"], 0)
        self.assertIs(figure["before"]["value"], False)
        self.assertEqual((figure["after"]["cases"], figure["after"]["part"]), (3, 2))
        self.assertEqual(
            self.opened("retention", "after"),
            self.effect.env["res.partner"]
            .browse([clients[name].id for name in clients if name != "comes later"])
            .sorted(),
        )

    def test_presentations(self):
        expected = {"before": self.env["digiflow.feedback"], "after": self.env["digiflow.feedback"]}
        for days, score in ((-3, "5"), (-4, "2"), (6, "4"), (7, None), (0, "5")):
            feedback = self.env["digiflow.feedback"].create(
                {
                    "lead_id": self.make_lead().id,
                    "date": NOON + timedelta(days=days),
                    "user_id": self.executive.id,
                    "score": score,
                }
            )
            if score and days:
                expected["before" if days < 0 else "after"] |= feedback
        self.check_opened("feedback", {side: one.sorted() for side, one in expected.items()})
        self.assertEqual(self.figure("feedback")["before"]["value"], 50.0)

    def test_enough_cases_are_not_called_few(self):
        for number in range(10):
            self.lead_of(-number - 1)
            self.lead_of(number + 1, won=20)
        figure = self.figure("conversion")
        self.assertFalse(figure["few"])
        self.assertEqual(figure["change"], 100.0)

    def test_a_test_of_the_whole_programme_decides(self):
        """Where there is one, its first pass is the day; the modules' own are not asked."""
        whole = self.evaluation.copy({"module_id": False, "program_id": self.program.id})
        self.assertFalse(self.effect.get_effect(self.program.id, DAYS)["people"])
        self.attempt(self.executive, NOON - timedelta(days=1), evaluation=whole)
        people = self.effect.get_effect(self.program.id, DAYS)["people"]
        self.assertEqual([row["day"] for row in people], [str(PASSED - timedelta(days=1))])

    def test_who_may_ask_and_for_what(self):
        for role in ("telemarketer", "executive", "presales", "implementation"):
            effect = self.effect.with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                effect.get_effect(self.program.id, DAYS)
            with self.subTest(role=role), self.assertRaises(AccessError):
                effect.open_cases(self.program.id, DAYS, "cycle", "after")
        for refused in ((self.program.id, 6), (self.program.id, 731), (0, DAYS)):
            with self.subTest(refused=refused), self.assertRaises(UserError):
                self.effect.get_effect(*refused)
        with self.assertRaises(UserError):
            self.effect.open_cases(self.program.id, DAYS, "everything", "after")
