"""The rankings of people in the made-up year, counted again one record at a time."""

from datetime import timedelta

from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..indicators.made_up_year import YEAR, moment
from .sales_cases import CODES, FIRST, LAST, SECOND, SalesCase

LEADS = 30
EXECUTIVES, TELEMARKETERS = ("executives",), ("telemarketers",)
TARGET = 9000.0


class RankingCase(SalesCase):
    """People who sell and call: one who works here, one who has left, and nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_user("executive", login="digiflow_second")
        cls.people = [cls.executive, cls.second, cls.left, cls.env["res.users"]]
        for quarter in "14":
            for user in cls.people[:2]:
                cls.env["digiflow.sales.target"].create(
                    {"year": str(YEAR), "quarter": quarter, "user_id": user.id, "amount": TARGET}
                )
        for number in range(LEADS):
            cls.make_business(number, cls.people[number % 4], cls.people[number % 3])

    @classmethod
    def make_business(cls, number, owner, seller):
        """An opportunity of somebody with all that may happen to it, its offers another's."""
        day = FIRST + timedelta(days=number * 12)
        at = moment(day, cls.chance.randrange(24))
        ends = [{"won": at}, {"lost": at, "proposal": at}, {"lost": at}][number % 3]
        lead = cls.add_lead(at, **ends)
        sold = at if number % 3 == 0 else None
        for amount, whose in ((1000 + number, owner), (500, seller)):
            offer = cls.add_offer(lead, amount, sent=at, sold=sold, rate=2)
            cls.stamp(offer, user_id=whose.id or None)
        booker = cls.people[(number + 1) % 4]
        meeting = cls.add_meeting(lead, at, at, "held" if number % 4 else "no_show")
        cls.stamp(meeting, user_id=owner.id or None, booked_by_id=booker.id or None)
        caller = cls.people[number % 3]
        for effective in (True, False):
            call = cls.stamp(cls.add_call(lead, at, effective), user_id=caller.id)
            state = "signed" if number % 5 else "draft"
            cls.add_review(call, 50 + number, state, "calibration" if number % 7 == 6 else "sample")
        own = cls.abroad if number % 6 == 5 else cls.company
        cls.stamp(lead, user_id=owner.id or None, company_id=own.id)
        for model, name in (("digiflow.call", "lead_id"), ("sale.order", "opportunity_id")):
            cls.stamp(cls.env[model].search([(name, "=", lead.id)]), company_id=own.id)
        reviews = cls.env["digiflow.call.review"].search([("call_id.lead_id", "=", lead.id)])
        cls.stamp(reviews, company_id=own.id)
        return lead

    def tally(self, records, name, code, when):
        """``{user id or 0: records}`` of those whose moment `when` is in a period, and all."""
        found = {"total": records.browse()}
        # sudo: the recount sees all, to tell what the figures leave out.
        for record in records.sudo():
            if self.within(record[when], code):
                for key in (record[name].id or 0, "total"):
                    found[key] = found.get(key, records.browse()) | record
        return found

    def check_counts(self, section, code, part, expected):
        """The numbers of a part are those of the records that were found by hand."""
        rows = self.read_rows(section, code)
        found = {key: row["counts"][part] for key, row in rows.items() if row["counts"][part]}
        self.assertEqual(found, {key: len(one) for key, one in expected.items() if one}, part)
        return rows

    def get_events(self):
        """The presentations of the company."""
        events = self.env["calendar.event"].with_context(active_test=False)
        found = events.search([("digiflow_kind", "=", "presentation")])
        return found.filtered(lambda one: one.opportunity_id.company_id != self.abroad)


class TestExecutives(RankingCase):
    """The ranking of executives."""

    def test_won_and_lost(self):
        leads = self.own("crm.lead").filtered("is_digiflow")
        for code in CODES:
            with self.subTest(code):
                won = self.tally(leads, "user_id", code, "won_date")
                lost = self.tally(leads, "user_id", code, "lost_date")
                self.check_counts("executives", code, "won", won)
                rows = self.check_counts("executives", code, "lost", lost)
                for key, row in rows.items():
                    mine, others = won.get(key, leads[:0]), lost.get(key, leads[:0])
                    self.check_rate(row["win_rate"], len(mine), len(mine | others))
                    offered = (mine | others).filtered("proposal_date")
                    self.check_rate(row["win_rate_offered"], len(mine & offered), len(offered))

    def test_sold_against_targets(self):
        orders = self.own("sale.order").filtered(lambda one: one.state == "sale")
        for code in CODES:
            with self.subTest(code):
                sold = self.tally(orders, "user_id", code, "date_order")
                for key, row in self.check_counts("executives", code, "sold", sold).items():
                    mine = sold.get(key, orders[:0])
                    amount = sum(one.amount_untaxed / one.currency_rate for one in mine)
                    self.assertAlmostEqual(row["amount"], amount)
                    self.check_rate(row["target"], amount, self.get_target(key, code))

    def get_target(self, key, code):
        """What somebody was to sell in a period: one quarter in two has targets."""
        quarters = {"-Q1": 1, "-Q4": 1, "-03": 1 / 3, "-12": 1 / 3, "": 2}
        people = 2 if key == "total" else key in (self.executive.id, self.second.id)
        return TARGET * people * quarters.get(code[4:], 0)

    def test_sent(self):
        """Of the rounds of an opportunity in a period the last one counts."""
        orders = self.own("sale.order").filtered("is_digiflow")
        for code in CODES:
            with self.subTest(code):
                sent = orders.filtered(lambda one, code=code: self.within(one.offer_sent_on, code))
                last = {one.opportunity_id: one for one in sent.sorted("id")}
                last = orders.browse(one.id for one in last.values())
                expected = self.tally(last, "user_id", code, "offer_sent_on")
                self.check_counts("executives", code, "sent", expected)

    def test_held(self):
        held = self.get_events().filtered(lambda one: one.digiflow_state == "held")
        for code in CODES:
            with self.subTest(code):
                expected = self.tally(held, "user_id", code, "start")
                self.check_counts("executives", code, "held", expected)

    def test_adds_up_to_the_indicators(self):
        for code in CODES:
            total = self.get_section("executives", code)["total"]
            measures = self.get_measures(*self.span(code))
            with self.subTest(code):
                for part, indicator in (
                    ("won", "won"),
                    ("lost", "lost"),
                    ("sent", "proposals_sent"),
                    ("held", "meetings_held"),
                ):
                    self.assertEqual(total["counts"][part], measures[indicator].value, part)
                self.assertAlmostEqual(total["amount"], measures["sales_target"].numerator)
                for name, indicator in (
                    ("target", "sales_target"),
                    ("win_rate", "win_rate"),
                    ("win_rate_offered", "win_rate_offered"),
                ):
                    value = measures[indicator].value
                    self.assertAlmostEqual(total[name] or 0, value or 0, msg=name)

    def test_order(self):
        """The best first; who left keeps a place, nobody has none."""
        rows = self.get_section("executives", str(YEAR))["rows"]
        self.assertEqual([row["rank"] for row in rows], [1, 2, 3, False])
        self.assertEqual({row["key"] for row in rows[:3]}, {one.id for one in self.people[:3]})
        self.assertEqual((rows[3]["key"], rows[3]["name"]), (0, "No executive"))
        amounts = [row["amount"] for row in rows[:3]]
        self.assertEqual(amounts, sorted(amounts, reverse=True))
        self.assertIn(self.left.name, [row["name"] for row in rows])
        judged = [row["is_under_target"] for row in rows if row["target"] is not False]
        self.assertEqual(judged, [True, True])

    def test_opens(self):
        for code in (f"{YEAR}-Q2", str(YEAR)):
            known = self.check_opens(code, EXECUTIVES)
            parts = {part for *_row, part in known}
            self.assertEqual(parts, {"won", "lost", "sold", "sent", "held"})
            self.assertIn(0, {key for _section, key, _part in known})

    def test_days_of_lima(self):
        quarters = (f"{YEAR}-Q1", f"{YEAR}-Q2")
        before = [self.get_row("executives", self.second.id, code) for code in quarters]
        for when in (moment(LAST, 23, 59), moment(SECOND, 0)):
            lead = self.add_lead(when, won=when)
            self.stamp(lead, user_id=self.second.id)
            offer = self.add_offer(lead, 100, sent=when, sold=when)
            self.stamp(offer, user_id=self.second.id)
            meeting = self.add_meeting(lead, when, when, "held")
            self.stamp(meeting, user_id=self.second.id)
        for code, was in zip(quarters, before, strict=True):
            row = self.get_row("executives", self.second.id, code)
            more = {part: count - was["counts"][part] for part, count in row["counts"].items()}
            self.assertEqual(more, {"won": 1, "lost": 0, "sold": 1, "sent": 1, "held": 1}, code)

    def test_statements(self):
        few = self.count_queries("executives")
        self.assertLessEqual(few, 14)
        self.make_business(0, self.users["presales"], self.users["presales"])
        self.make_business(3, self.users["manager"], self.users["manager"])
        self.assertEqual(self.count_queries("executives"), few)

    def test_nothing_and_unknown_figures(self):
        data = self.get_section("executives", str(YEAR - 1))
        self.assertEqual((data["rows"], data["total"]), ([], False))
        self.assertIn("Set the targets", data["empty"])
        for key, part in (("total", "calls"), (-1, "won"), ("nobody", "won"), (0, "amount")):
            with self.subTest(key=key, part=part), self.assertRaises(ProcessError):
                self.dashboard.open_records(str(YEAR), "executives", key, part)


class TestTelemarketers(RankingCase):
    """The ranking of those who call."""

    def test_calls(self):
        calls = self.own("digiflow.call")
        for code in CODES:
            with self.subTest(code):
                made = self.tally(calls, "user_id", code, "start")
                effective = self.tally(calls.filtered("is_effective"), "user_id", code, "start")
                self.check_counts("telemarketers", code, "calls", made)
                rows = self.check_counts("telemarketers", code, "effective", effective)
                for key, row in rows.items():
                    whole = made.get(key, ())
                    self.check_rate(row["effective_rate"], len(effective.get(key, ())), len(whole))

    def test_presentations(self):
        events = self.get_events()
        held = events.filtered(lambda one: one.digiflow_state == "held")
        for code in CODES:
            with self.subTest(code):
                booked = self.tally(events, "booked_by_id", code, "create_date")
                self.check_counts("telemarketers", code, "booked", booked)
                expected = self.tally(held, "booked_by_id", code, "start")
                self.check_counts("telemarketers", code, "held", expected)

    def test_quality(self):
        reviews = self.own("digiflow.call.review").filtered(
            lambda one: one.state != "draft" and one.origin != "calibration"
        )
        for code in CODES:
            with self.subTest(code):
                judged = self.tally(reviews, "user_id", code, "call_start")
                rows = self.check_counts("telemarketers", code, "reviews", judged)
                for key, row in rows.items():
                    scores = [one.score for one in judged.get(key, ())]
                    average = sum(scores) / len(scores) if scores else 0
                    self.assertAlmostEqual(row["quality"] or 0, average)
                    self.assertEqual(row["quality"] is False, not scores)

    def test_adds_up_to_the_indicators(self):
        for code in CODES:
            total = self.get_section("telemarketers", code)["total"]
            measures = self.get_measures(*self.span(code))
            with self.subTest(code):
                contact, quality = measures["effective_contact"], measures["call_quality"]
                counts = {
                    "calls": contact.denominator or 0,
                    "effective": contact.numerator or 0,
                    "booked": measures["meetings_booked"].value,
                    "held": measures["meetings_held"].value,
                    "reviews": quality.denominator or 0,
                }
                self.assertEqual(total["counts"], counts)
                self.assertAlmostEqual(total["effective_rate"] or 0, contact.value or 0)
                self.assertAlmostEqual(total["quality"] or 0, quality.value or 0)

    def test_order(self):
        rows = self.get_section("telemarketers", str(YEAR))["rows"]
        self.assertEqual([row["rank"] for row in rows], [1, 2, 3, False])
        self.assertEqual((rows[3]["key"], rows[3]["name"]), (0, "No telemarketer"))
        reached = [row["counts"]["effective"] for row in rows[:3]]
        self.assertEqual(reached, sorted(reached, reverse=True))

    def test_opens(self):
        for code in (f"{YEAR}-Q2", str(YEAR)):
            known = self.check_opens(code, TELEMARKETERS)
            parts = {part for *_row, part in known}
            self.assertEqual(parts, {"calls", "effective", "booked", "held", "reviews"})
            self.assertIn(0, {key for _section, key, _part in known})

    def test_days_of_lima(self):
        quarters = (f"{YEAR}-Q1", f"{YEAR}-Q2")
        before = [self.get_row("telemarketers", self.second.id, code) for code in quarters]
        lead = self.make_lead(company_id=self.company.id)
        for when in (moment(LAST, 23, 59), moment(SECOND, 0)):
            call = self.stamp(self.add_call(lead, when, True), user_id=self.second.id)
            self.add_review(call, 70)
            meeting = self.add_meeting(lead, when, when, "held")
            self.stamp(meeting, booked_by_id=self.second.id)
        for code, was in zip(quarters, before, strict=True):
            row = self.get_row("telemarketers", self.second.id, code)
            more = {part: count - was["counts"][part] for part, count in row["counts"].items()}
            self.assertEqual(set(more.values()), {1}, code)

    def test_statements(self):
        few = self.count_queries("telemarketers")
        self.assertLessEqual(few, 14)
        for number in range(5):
            self.make_business(number, self.executive, self.executive)
        self.assertEqual(self.count_queries("telemarketers"), few)

    def test_nothing_and_unknown_figures(self):
        data = self.get_section("telemarketers", str(YEAR - 1))
        self.assertEqual((data["rows"], data["total"]), ([], False))
        self.assertIn("Distribute a list", data["empty"])
        for key, part in (("total", "won"), (-1, "calls"), ("nobody", "calls"), (0, "scores")):
            with self.subTest(key=key, part=part), self.assertRaises(ProcessError):
                self.dashboard.open_records(str(YEAR), "telemarketers", key, part)
