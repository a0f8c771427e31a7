"""What was lost in the made-up year, by reason, counted again one opportunity at a time."""

from datetime import timedelta

from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..indicators.made_up_year import YEAR, moment
from .sales_cases import CODES, FIRST, LAST, SECOND, SalesCase

LEADS = 40
LOST = ("lost",)


class TestLost(SalesCase):
    """Opportunities lost for a reason or for none, with an offer or not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        reasons = cls.env["crm.lost.reason"].create(
            [{"name": name} for name in ("Price", "Scope", "Nobody needs it any more")]
        )
        reasons[2].active = False
        cls.reasons = reasons
        for number in range(LEADS):
            cls.lose(
                cls.chance.choice([*reasons, *reasons[:1], None]),
                moment(FIRST + timedelta(days=number * 9), cls.chance.randrange(24)),
                offer=number % 3 == 0 and 100 * number,
                company=cls.abroad if number % 8 == 3 else cls.company,
            )
        won = cls.add_lead(moment(FIRST), won=moment(LAST))
        cls.stamp(won, lost_reason_id=reasons[0].id)

    @classmethod
    def lose(cls, reason, when, offer=False, company=None):
        """A lost opportunity, with the amount of its last offer."""
        lead = cls.add_lead(moment(FIRST), lost=when, proposal=moment(FIRST) if offer else None)
        cls.stamp(
            lead,
            lost_reason_id=reason.id if reason else None,
            proposal_amount=offer or 0,
            company_id=company.id if company else None,
        )
        return lead

    def recount(self, code):
        """``{key: (lost, with an offer, amount)}``, one at a time."""
        found = {}
        for lead in self.own("crm.lead").filtered("is_digiflow"):
            if self.within(lead.lost_date, code):
                offered = bool(lead.proposal_date)
                for key in (lead.lost_reason_id.id or 0, "total"):
                    lost = found.get(key, (0, 0, 0.0))
                    more = (1, offered, lead.proposal_amount)
                    found[key] = tuple(map(sum, zip(lost, more, strict=True)))
        return found

    def test_recount(self):
        for code in CODES:
            with self.subTest(code):
                found, expected = self.read_rows("lost", code), self.recount(code)
                self.assertEqual(
                    {
                        key: (row["counts"]["lost"], row["counts"]["offered"], row["amount"])
                        for key, row in found.items()
                    },
                    expected,
                )
                for row in found.values():
                    self.check_rate(row["share"], row["counts"]["lost"], expected["total"][0])

    def test_adds_up_to_the_indicator(self):
        for code in CODES:
            with self.subTest(code):
                counts = self.get_section("lost", code)["total"]["counts"]
                lost = self.get_measures(*self.span(code))["lost"]
                self.assertEqual(counts["lost"], lost.value)
                self.assertEqual(counts["offered"], lost.inputs["lost_offered"])
                rows = self.get_section("lost", code)["rows"]
                self.assertEqual(sum(row["counts"]["lost"] for row in rows), lost.value)

    def test_opens(self):
        for code in (f"{YEAR}-Q2", str(YEAR)):
            known = self.check_opens(code, LOST)
            self.assertEqual({part for *_row, part in known}, {"lost", "offered"})

    def test_days_of_lima(self):
        before = {code: self.recount(code)["total"][0] for code in CODES}
        self.lose(None, moment(LAST, 23, 59), company=None)
        self.lose(self.reasons[1], moment(SECOND, 0))
        for code, more in ((f"{YEAR}-Q1", 1), (f"{YEAR}-03", 1), (f"{YEAR}-Q2", 1)):
            total = self.get_section("lost", code)["total"]
            self.assertEqual(total["counts"]["lost"], before[code] + more, code)
        self.assertEqual(self.get_row("lost", 0)["name"], "No reason given")

    def test_archived_reason(self):
        """A reason that is not used any more is told of all the same."""
        row = self.get_row("lost", self.reasons[2].id, str(YEAR))
        self.assertEqual(row["name"], "Nobody needs it any more")
        self.assertTrue(self.find_records("lost", row["key"], "lost", str(YEAR)))

    def test_statements(self):
        few = self.count_queries("lost")
        self.assertLessEqual(few, 12)
        more = [{"name": f"Reason {number}"} for number in range(4)]
        for reason in self.reasons.create(more):
            self.lose(reason, moment(LAST))
        self.assertEqual(self.count_queries("lost"), few)

    def test_nothing_and_unknown_figures(self):
        data = self.get_section("lost", str(YEAR - 1))
        self.assertEqual((data["rows"], data["total"]), ([], False))
        self.assertIn("No opportunity was lost", data["empty"])
        for key, part in (("total", "won"), (-1, "lost"), ("price", "lost"), (0, "name")):
            with self.subTest(key=key, part=part), self.assertRaises(ProcessError):
                self.dashboard.open_records(str(YEAR), "lost", key, part)

    def test_drawing(self):
        drawing = self.dashboard.get_screen(str(YEAR))["charts"]["lost"]
        row = self.get_row("lost", self.reasons[0].id, str(YEAR))
        self.assertIn(f"Price: {row['counts']['lost']}", drawing)
