"""Figures of call quality against a recount by hand, and the records behind each of them."""

from collections import defaultdict
from datetime import timedelta

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import ProcessError

from .sample_cases import SampleCase

WEEKS = 3
# Points of three criteria; the last one is critical, and 70 passes.
GIVEN = [
    (90, 80, 100),
    (40, 80, 90),
    (100, 100, 60),
    (75, None, 80),
    (60, 85, 70),
    (None, 95, 100),
    (30, 95, 99),
]


class FiguresCase(SampleCase):
    """Three weeks of calls of two people, drawn, and some of them reviewed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quality = cls.env["digiflow.call.quality"].with_user(cls.analyst)
        last = cls.week
        for number in range(WEEKS):
            cls.week = last - timedelta(weeks=WEEKS - 1 - number)
            cls.make_calls(5)
            cls.make_calls(2, cls.caller_2, "effective")
            cls.make_calls(2, cls.caller_2, "refused", recorded=False)
            cls.samples._draw_week(cls.company, cls.week)
        cls.first_week, cls.week = last - timedelta(weeks=WEEKS - 1), last
        cls.reviews = cls.review_most()
        cls.env.flush_all()
        cls.filters = {
            "week_from": cls.first_week.isoformat(),
            "week_to": cls.week.isoformat(),
        }

    @classmethod
    def review_most(cls):
        """Reviews of every second drawn call, of a pick, a draft and a calibration."""
        reviews = cls.env["digiflow.call.review"]
        lines = cls.lines.search([], order="week, user_id, number")
        for number, line in enumerate(lines[::2]):
            reviews |= cls.review(line, GIVEN[number % len(GIVEN)])
        spare = cls.env["digiflow.call"].search([("user_id", "=", cls.caller.id)])
        spare = (spare - lines.call_id)[:3]
        own = reviews.with_user(cls.analyst)
        reviews |= cls.score(own._begin(spare[0]), (10, 90, 80))
        cls.score(own._begin(spare[1]), (1, 1, 1), sign=False)
        calibration = own._begin(spare[2], origin="calibration")
        calibration._update({"state": "signed"})
        return reviews

    def figures(self, user=None, **filters):
        """The figures, as a user gets them."""
        quality = self.quality.with_user(user or self.analyst)
        return quality.get_figures({**self.filters, **filters})

    def open(self, part, user=None, filters=None, **kind):
        """The records that a figure opens."""
        quality = self.quality.with_user(user or self.analyst)
        action = quality.open_records(part, {**self.filters, **(filters or {})}, **kind)
        model = self.env[action["res_model"]].with_user(user or self.analyst)
        return model.search(action["domain"])


class TestRecount(FiguresCase):
    """Added up once more, review by review."""

    def count_by_hand(self, reviews, users, weeks):
        """A figure from the records alone: reviews one by one, calls one by one."""
        scores = [review.score for review in reviews]
        failed = sum(review.failed for review in reviews)
        quota = done = 0
        for user in users:
            for week in weeks:
                quota += self.company.digiflow_quality_sample_size
                done += sum(
                    review.user_id == user and review.week == week and review.origin == "sample"
                    for review in reviews
                )
        return {
            "reviews": len(scores),
            "average": sum(scores) / len(scores) if scores else False,
            "failed": failed,
            "failed_rate": 100 * failed / len(scores) if scores else False,
            "quota": quota,
            "reviewed": done,
            "coverage": 100 * done / quota,
        }

    def check(self, found, expected):
        for name, value in expected.items():
            if isinstance(value, float):
                places = 2 if name == "average" else 1
                self.assertAlmostEqual(found[name], value, delta=0.5001 * 10**-places, msg=name)
            else:
                self.assertEqual(found[name], value, name)

    def test_people_weeks_and_totals(self):
        figures = self.figures()
        weeks = [self.first_week + timedelta(weeks=number) for number in range(WEEKS)]
        users = [self.caller, self.caller_2]
        self.assertEqual([one["week"] for one in figures["weeks"]], [str(day) for day in weeks])
        self.assertEqual({one["id"] for one in figures["people"]}, {user.id for user in users})
        self.assertEqual(len(self.reviews), 9)
        self.check(figures["totals"], self.count_by_hand(self.reviews, users, weeks))
        for week, found in zip(weeks, figures["weeks"], strict=True):
            mine = self.reviews.filtered(lambda one, week=week: one.week == week)
            self.check(found, self.count_by_hand(mine, users, [week]))
        for user in users:
            found = next(one for one in figures["people"] if one["id"] == user.id)
            mine = self.reviews.filtered(lambda one, user=user: one.user_id == user)
            self.check(found, self.count_by_hand(mine, [user], weeks))
            for week, average in zip(weeks, found["trend"], strict=True):
                scores = [one.score for one in mine if one.week == week]
                expected = round(sum(scores) / len(scores), 2) if scores else False
                self.assertAlmostEqual(average, expected, delta=0.0051)

    def test_criteria(self):
        points = defaultdict(list)
        for review in self.reviews:
            for line in review.line_ids.filtered(lambda line: not line.not_applicable):
                for key in (False, ("people", review.user_id.id), ("weeks", str(review.week))):
                    points[line.criterion_id.id, key].append(line.points)
        figures = self.figures()
        self.assertEqual(
            [one["name"] for one in figures["criteria"]], ["Guion", "Objeciones", "Etica"]
        )
        for one in figures["criteria"]:
            self.check_points(one, points[one["id"], False])
            for name, keys in (
                ("people", [person["id"] for person in figures["people"]]),
                ("weeks", [week["week"] for week in figures["weeks"]]),
            ):
                for key, found in zip(keys, one[name], strict=True):
                    self.check_points(found, points[one["id"], (name, key)])

    def check_points(self, found, points):
        self.assertEqual(found["rated"], len(points))
        expected = sum(points) / len(points) if points else 0
        self.assertAlmostEqual(found["average"] or 0, expected, delta=0.0051)
        self.assertEqual(found["average"] is False, not points)

    def test_every_figure_opens_as_many_records(self):
        figures = self.figures()
        places = [({}, {}, figures["totals"])]
        places += [({"user_id": one["id"]}, {}, one) for one in figures["people"]]
        places += [({}, {"week": one["week"]}, one) for one in figures["weeks"]]
        for filters, kind, figure in places:
            for part in ("reviews", "failed", "reviewed"):
                found = self.open(part, filters=filters, **kind)
                self.assertEqual(len(found), figure[part], (filters, kind, part))
        for one in figures["criteria"]:
            rows = self.open("rated", criterion_id=one["id"])
            self.assertEqual(len(rows), one["rated"])
            self.assertAlmostEqual(
                sum(rows.mapped("points")) / len(rows), one["average"], delta=0.0051
            )
            for week, found in zip(figures["weeks"], one["weeks"], strict=True):
                rows = self.open("rated", criterion_id=one["id"], week=week["week"])
                self.assertEqual(len(rows), found["rated"])

    def test_coverage_rows_open_what_they_count(self):
        rows = self.env["digiflow.call.coverage"].with_user(self.analyst).search([])
        self.assertEqual(len(rows), 2 * WEEKS)
        for row in rows:
            mine = row.user_id == self.caller
            self.assertEqual((row.calls, row.recorded), (5, 5) if mine else (4, 2))
            self.assertEqual((row.quota, row.drawn), (3, 3 if mine else 2))
            for method, name in (
                ("action_view_calls", "calls"),
                ("action_view_recorded", "recorded"),
            ):
                action = getattr(row, method)()
                found = (
                    self.env[action["res_model"]].with_user(self.analyst).search(action["domain"])
                )
                self.assertEqual(len(found), row[name])
            lines = self.lines.search(row.action_view_lines()["domain"])
            self.assertEqual(
                len(lines),
                row.drawn + row.skipped + len(lines.filtered(lambda x: x.origin == "picked")),
            )

    def test_company_figure_is_by_the_day_of_the_call(self):
        first, last = self.week, self.week + timedelta(days=2)
        begin, end = periods.boundaries([periods.Period(first, last)])
        mine = self.reviews.filtered(lambda one: begin <= one.call_start < end)
        self.assertTrue(0 < len(mine) < len(self.reviews))
        total, count, failed = self.company._get_call_quality(first, last)
        self.assertAlmostEqual(total, sum(mine.mapped("score")), 2)
        self.assertEqual((count, failed), (len(mine), sum(mine.mapped("failed"))))
        nothing = self.company._get_call_quality(periods.today(), periods.today())
        self.assertEqual(nothing, (0.0, 0, 0))

    def test_report_has_the_review_s_own_figures_once(self):
        rows = self.env["digiflow.call.quality.report"].with_user(self.analyst).search([])
        self.assertEqual(rows.review_id, self.reviews)
        self.assertEqual(len(rows), 3 * len(self.reviews))
        self.assertAlmostEqual(sum(rows.mapped("score")), sum(self.reviews.mapped("score")), 2)
        self.assertEqual(sum(rows.mapped("failed")), sum(self.reviews.mapped("failed")))

    def test_same_number_of_queries_however_many_reviews(self):
        self.figures()
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            self.figures()


class TestReach(FiguresCase):
    """Whose figures somebody gets."""

    def test_telemarketers_get_their_own(self):
        everybody = self.figures()
        figures = self.figures(self.caller)
        self.assertEqual(figures["scope"], "own")
        own = next(one for one in everybody["people"] if one["id"] == self.caller.id)
        self.assertEqual(figures["people"], [own])
        self.assertEqual(figures["totals"]["reviews"], own["reviews"])
        # Asked for a colleague's they get their own all the same.
        self.assertEqual(self.figures(self.caller, user_id=self.caller_2.id), figures)
        for part in ("reviews", "failed", "reviewed"):
            found = self.open(part, self.caller)
            self.assertEqual(len(found), own[part], part)
        rows = self.open("rated", self.caller, criterion_id=figures["criteria"][0]["id"])
        self.assertEqual(len(rows), figures["criteria"][0]["rated"])
        for name in ("digiflow.call.quality.report", "digiflow.call.coverage"):
            views = self.env[name].with_user(self.caller)
            self.assertEqual(views.search([]).user_id, self.caller)
            with self.assertRaises(AccessError):
                views.search([]).sudo(False).with_user(self.caller_2).read(["week"])
        screen = self.quality.with_user(self.caller).get_screen(self.filters)
        self.assertEqual(screen["choices"], [])
        self.assertNotIn(self.caller_2.name, str(screen))

    def test_manager_gets_all_and_others_nothing(self):
        self.assertEqual(self.figures(self.users["manager"]), self.figures())
        for role in ("executive", "presales", "implementation"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.figures(self.users[role])

    def test_one_person_chosen(self):
        figures = self.figures(user_id=self.caller_2.id)
        self.assertEqual([one["id"] for one in figures["people"]], [self.caller_2.id])
        self.assertEqual(figures["totals"]["quota"], 3 * WEEKS)

    def test_another_company_has_its_own(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.analyst.write({"company_ids": [(4, abroad.id)]})
        there = self.quality.with_company(abroad)
        figures = there.get_figures(self.filters)
        self.assertEqual(figures["totals"]["reviews"], 0)
        self.assertEqual(abroad._get_call_quality(self.first_week, self.week), (0.0, 0, 0))

    def test_nothing_is_no_data_and_no_zero(self):
        old = (self.first_week - timedelta(weeks=9)).isoformat()
        figures = self.figures(week_from=old, week_to=old)
        self.assertEqual(figures["people"], [])
        totals = figures["totals"]
        self.assertEqual(
            [totals[name] for name in ("average", "failed_rate", "coverage")], [False] * 3
        )

    def test_screen_draws_everybody_and_each(self):
        screen = self.quality.get_screen(self.filters)
        self.assertEqual(
            [one["id"] for one in screen["charts"]],
            [one["id"] for one in screen["figures"]["people"]],
        )
        for drawing in (screen["chart"], *(one["chart"] for one in screen["charts"])):
            self.assertIn("<svg", drawing)
            self.assertIn("70", drawing)
        alone = self.quality.get_screen({**self.filters, "user_id": self.caller.id})
        self.assertEqual(alone["charts"], [])
        self.assertIn(self.caller.name, alone["chart"])
        self.assertIn(self.caller_2.id, [one["id"] for one in screen["choices"]])

    def test_weeks_that_cannot_be_are_refused(self):
        cases = [
            ({"week_from": "mañana"}, "is no date"),
            ({"week_from": 5}, "is no date"),
            ({"week_from": self.week.isoformat(), "week_to": "2020-01-01"}, "53 weeks"),
            ({"week_from": "2001-01-01"}, "53 weeks"),
            ({"week_from": "0001-01-01", "week_to": "9999-12-31"}, "date|weeks"),
        ]
        for filters, words in cases:
            with self.subTest(filters=filters), self.assertRaisesRegex(ProcessError, words):
                self.quality.get_figures(filters)
        with self.assertRaisesRegex(ProcessError, "no figure"):
            self.quality.open_records("nonsense")
        for weeks in ("4", 54, -1, 2.5):
            with self.subTest(weeks=weeks), self.assertRaisesRegex(ProcessError, "53 weeks"):
                self.quality.get_figures({"weeks": weeks})
        self.assertEqual(len(self.quality.get_figures()["weeks"]), 12)
        shown = self.quality.get_figures({"weeks": 2, "week_to": self.week.isoformat()})
        self.assertEqual(shown["date_from"], str(self.week - timedelta(weeks=1)))
        self.assertEqual(shown["date_to"], str(self.week + timedelta(days=6)))
