"""What every indicator comes to: by a known answer, and by counting a made-up year again."""

from datetime import date, timedelta

from .made_up_year import YEAR, MadeUpYear, moment
from .year_of_chance import YearOfChance

Q1 = (date(YEAR, 1, 1), date(YEAR, 3, 31))
Q2 = (date(YEAR, 4, 1), date(YEAR, 6, 30))
LAST_DAY = date(YEAR, 3, 31)
# Of the quarter that `TestKnownAnswers` makes up; its comments say why.
ANSWERS = {
    "satisfaction": 75.0,
    "clients_total": 4,
    "clients_ose": 3,
    "clients_gre": 1,
    "clients_growth": 100 / 3,
    "clients_new": 2,
    "clients_lost": 1,
    "retention": 200 / 3,
    "effective_contact": 75.0,
    "list_progress": 500 / 6,
    "meetings_booked": 4,
    "meetings_held": 2,
    "no_show": 100 / 3,
    "proposals_sent": 2,
    "proposals_amount": 1500.0,
    "discount": 10.0,
    "won": 2,
    "lost": 2,
    "win_rate": 50.0,
    "win_rate_offered": 200 / 3,
    "conversion": 50.0,
    "conversion_cohort": 25.0,
    "cycle_average": 25.0,
    "cycle_median": 25.0,
    "sales_target": 50.0,
    "call_quality": 70.0,
    "training": 80.0,
}


class TestKnownAnswers(MadeUpYear):
    """A quarter small enough to be reckoned in one's head, with its last evening in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_leads()
        cls.make_clients()
        cls.make_people()

    @classmethod
    def make_leads(cls):
        # 20:00 of 31 March in Lima is 1 April in UTC.
        evening, after = moment(LAST_DAY, 20), moment(date(YEAR, 4, 1), 0, 1)
        start = moment(date(YEAR, 1, 10))
        # Called four in the quarter, one of them won in it; another was called the year before.
        first = cls.add_lead(start, moment(date(YEAR, 3, 11)), start, won=evening)
        old = moment(date(YEAR - 1, 12, 31), 23, 59)
        second = cls.add_lead(old, moment(date(YEAR, 3, 1)), start, won=evening, made=old)
        lost = cls.add_lead(start, proposal=start, lost=evening)
        refused = cls.add_lead(start, lost=start)
        cls.add_lead(evening)
        # What happens a minute into April is of the next quarter. Six prospects are in the lists by
        # the end of the quarter, and five of them were called.
        cls.add_lead(after, made=after, lost=after)
        cls.add_lead(made=evening)
        # Calls: three of four effective, one more too late.
        calls = [cls.add_call(first, evening, effective) for effective in (True, True, True, False)]
        cls.add_call(first, after, True)
        # Presentations: booked four; held two, one client away; the cancelled one counts as booked.
        cls.add_meeting(first, start, evening, "held")
        cls.add_meeting(second, start, start, "held")
        cls.add_meeting(lost, evening, evening, "no_show")
        cls.add_meeting(refused, evening, after, "cancelled")
        cls.add_meeting(refused, after, after, "no_show")
        # Proposals: the second round of the first opportunity counts, and half of 2 000 dollars.
        cls.add_offer(first, 900, sent=start)
        cls.add_offer(first, 500, sent=evening, sold=evening, listed=1000, discount=10)
        cls.add_offer(second, 2000, sent=start, rate=2)
        cls.add_offer(lost, 700, sent=after)
        for quarter in ("1", "2"):
            cls.env["digiflow.sales.target"].create(
                {
                    "year": str(YEAR),
                    "quarter": quarter,
                    "user_id": cls.users["executive"].id,
                    "amount": 1000,
                }
            )
        cls.calls = calls

    @classmethod
    def make_clients(cls):
        before = date(YEAR - 1, 5, 1)
        # Three at the start, one leaves on its 30 March; two come, one of them on the last day.
        cls.add_stay("Uno", before)
        cls.add_stay("Dos", before, service="gre")
        cls.add_stay("Tres", before, LAST_DAY - timedelta(days=1))
        cls.add_stay("Cuatro", LAST_DAY)
        cls.add_stay("Cinco", date(YEAR, 2, 1), LAST_DAY)
        # Gone and back within the quarter is no move; other services are not counted.
        cls.add_stay("Uno", before, service="pse")
        cls.add_stay("Seis", LAST_DAY + timedelta(days=1))

    @classmethod
    def make_people(cls):
        cls.add_campaign(1, 75, 100)
        for call, score in zip(cls.calls[:2], (60, 80), strict=True):
            cls.add_review(call, score)
        cls.add_review(cls.calls[2], 0, state="draft")
        cls.add_review(cls.calls[3], 0, origin="calibration")
        cls.add_attempt(moment(LAST_DAY, 23, 59), 4, 1)
        cls.add_attempt(moment(date(YEAR, 4, 1), 0), 0, 5)

    def test_every_indicator(self):
        measures = self.get_measures(*Q1)
        self.assertEqual({*ANSWERS, "staff_trained"}, {*measures})
        for code, answer in ANSWERS.items():
            with self.subTest(code):
                self.assertAlmostEqual(measures[code].value, answer)
        trained, staff = self.company._get_staff_trained(LAST_DAY)
        found = measures["staff_trained"]
        self.assertEqual((found.numerator, found.denominator), (trained, staff))

    def test_what_it_is_made_of(self):
        measures = self.get_measures(*Q1)
        parts = {
            "retention": (2, 3),
            "win_rate": (2, 4),
            "conversion": (2, 4),
            "conversion_cohort": (1, 4),
            "cycle_average": (50, 2),
            "discount": (100, 1000),
            "sales_target": (500, 1000),
            "call_quality": (140, 2),
        }
        for code, (numerator, denominator) in parts.items():
            with self.subTest(code):
                found = measures[code]
                self.assertAlmostEqual(found.numerator, numerator)
                self.assertAlmostEqual(found.denominator, denominator)
        self.assertEqual(measures["clients_total"].inputs, {"OSE": 3, "GRE": 1, "stays": 4})
        self.assertEqual(measures["cycle_median"].inputs, {"cycles": 2})

    def test_counted_again(self):
        again = self.recount(*Q1)
        self.assertEqual({*again}, {*ANSWERS})
        for code, answer in ANSWERS.items():
            with self.subTest(code):
                self.assertAlmostEqual(again[code], answer)

    def test_minute_into_april(self):
        """What the last evening of March must not have is in the next quarter."""
        measures = self.get_measures(*Q2)
        for code, value in {
            "effective_contact": 100.0,
            "no_show": 100.0,
            "meetings_held": 0,
            "meetings_booked": 1,
            "won": 0,
            "lost": 1,
            "proposals_amount": 700.0,
            "training": 0.0,
            "sales_target": 0.0,
        }.items():
            with self.subTest(code):
                self.assertEqual(measures[code].value, value)
        for code in ("cycle_average", "cycle_median", "discount", "call_quality", "satisfaction"):
            with self.subTest(code):
                self.assertIsNone(measures[code].value)

    def test_month_and_year(self):
        month = self.get_measures(date(YEAR, 3, 1), LAST_DAY)
        self.assertAlmostEqual(month["sales_target"].value, 150.0)
        self.assertIsNone(month["satisfaction"].value)
        year = self.get_measures(date(YEAR, 1, 1), date(YEAR, 12, 31))
        self.assertAlmostEqual(year["sales_target"].value, 25.0)
        self.assertEqual((year["satisfaction"].value, year["clients_total"].value), (75.0, 4))

    def test_queries_do_not_grow(self):
        """As many for a year of more records as for a quarter."""
        shown = self.catalogue.search([])
        self.get_measures(*Q1)
        counts = []
        for span in (Q1, (date(YEAR, 1, 1), date(YEAR, 12, 31))):
            before = self.env.cr.sql_log_count
            shown._reckon_all(self.company, *span)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), 25)
        self.assertEqual(*counts)


class TestMadeUpYear(YearOfChance):
    """A year of chance, counted again for each of its months, quarters and for the whole of it."""

    def test_counted_again(self):
        self.make_year()
        spans = self.get_spans()
        self.assertEqual(len(spans), 17)
        for span in spans:
            measures = self.get_measures(*span)
            for code, value in self.recount(*span).items():
                with self.subTest(code, first=str(span.first), last=str(span.last)):
                    if value is None:
                        self.assertIsNone(measures[code].value)
                    else:
                        self.assertAlmostEqual(measures[code].value, value, places=6)


class TestHistory(MadeUpYear):
    """The clients of DOMAIN's years, which were typed: nobody knows who came and who left."""

    def test_typed_years(self):
        counts = self.env["digiflow.client.count"]
        for year, numbers in {2021: (524, 180), 2022: (578, 159)}.items():
            for service, count in zip(("ose", "gre"), numbers, strict=True):
                place = {
                    "kind": "year",
                    "date": date(year, 12, 31),
                    "service_id": self.env.ref(f"digiflow_crm.service_{service}").id,
                }
                known = [(name, "=", value) for name, value in place.items()]
                if not counts.search(known):
                    counts.create({**place, "count": count})
        year = self.get_measures(date(2022, 1, 1), date(2022, 12, 31))
        self.assertEqual(year["clients_total"].value, 737)
        inputs = {"OSE": 578, "GRE": 159, "stays": 0, "typed": 2}
        self.assertEqual(year["clients_total"].inputs, inputs)
        self.assertEqual((year["clients_ose"].value, year["clients_gre"].value), (578, 159))
        self.assertAlmostEqual(year["clients_growth"].value, 100 * 33 / 704)
        for code in ("clients_new", "clients_lost", "retention"):
            self.assertIsNone(year[code].value)
        # A year's last day is the last of its quarter and of its month too.
        month = self.get_measures(date(2022, 12, 1), date(2022, 12, 31))
        self.assertEqual(month["clients_total"].value, 737)
