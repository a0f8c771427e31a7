"""Clients on the dashboard: counted again in plain Python, and as their own screen says."""

from datetime import date, timedelta

from odoo.addons.digiflow_crm.core.client_counts import growth
from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..indicators.made_up_year import SERVICES, YEAR
from .cases import DashboardCase

# The clients by service that the area knew of: year, OSE, GRE, total.
HISTORY = [
    ("2018", 349, 198, 547),
    ("2019", 533, 185, 718),
    ("2020", 542, 153, 695),
    ("2021", 524, 180, 704),
    ("2022", 578, 159, 737),
]
GROWTH = [False, 31.3, -3.2, 1.3, 4.7]
ENDS = {str(YEAR): date(YEAR, 12, 31), f"{YEAR}-Q2": date(YEAR, 6, 30), f"{YEAR}-02": None}
ENDS[f"{YEAR}-02"] = date(YEAR, 2, 28)


class TestClients(DashboardCase):
    """Years that were typed, years that are counted, and the period itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counts = cls.env["digiflow.client.count"]
        cls.services = cls.env["digiflow.service"].search([("counted", "=", True)])

    def draw_stays(self):
        """Clients who come and go in three years, some of them twice."""
        for number in range(24):
            first = date(YEAR - 2, 1, 1) + timedelta(days=self.chance.randrange(1000))
            service = self.chance.choice(SERVICES)
            last = self.chance.choice([None, first + timedelta(days=self.chance.randrange(400))])
            self.add_stay(f"Cliente {number}", first, last, service)
            if last and number % 3 == 0:
                self.add_stay(f"Cliente {number}", last + timedelta(days=5), service=service)
        # Both ends of a stay are days with the service.
        self.add_stay("Hasta el último día", date(YEAR - 1, 7, 1), date(YEAR, 6, 30))
        self.add_stay("Desde el último día", date(YEAR, 6, 30), service="gre")
        self.add_stay("Hasta la víspera", date(YEAR - 1, 7, 1), date(YEAR, 6, 29))
        self.counts._recount(self.company)

    def recount_on(self, day):
        """``{service id: clients}`` on a day, one stay at a time."""
        there = {service.id: set() for service in self.services}
        for stay in self.env["digiflow.client.service"].search([]):
            known = stay.company_id == self.company and stay.service_id.counted
            if known and stay.date_start <= day and (not stay.date_end or stay.date_end >= day):
                there[stay.service_id.id].add(stay.partner_id.commercial_partner_id)
        return {service_id: len(clients) for service_id, clients in there.items()}

    def told(self, row, section):
        """``{service id: number}`` of a row."""
        return {
            service["id"]: cell["number"] or 0
            for service, cell in zip(section["services"], row["cells"], strict=True)
        }

    def test_the_past_years_to_the_unit(self):
        section = self.get_section("clients", "2022")
        self.assertEqual([one["code"] for one in section["services"]][:2], ["OSE", "GRE"])
        rows = section["rows"][-5:]
        found = [(one["name"], *(c["number"] for c in one["cells"][:2])) for one in rows]
        self.assertEqual(found, [row[:3] for row in HISTORY])
        self.assertEqual([row["number"] for row in rows], [row[3] for row in HISTORY])
        self.assertEqual([row["growth"] for row in rows], GROWTH)
        self.assertEqual(
            [row["growth_text"] for row in rows], [False, "+31.3 %", "-3.2 %", "+1.3 %", "+4.7 %"]
        )
        self.assertEqual(([row["is_period"] for row in rows]), [False] * 4 + [True])
        # Behind a typed number is the one row that says it.
        opened = self.find_records("clients", "2019-12-31", rows[1]["cells"][0]["part"], "2022")
        self.assertEqual(opened.mapped("count"), [533])
        whole = self.find_records("clients", "2019-12-31", rows[1]["part"], "2022")
        self.assertEqual(sum(whole.mapped("count")), 718)
        self.check_opens("2022", ["clients"])

    def test_each_number_is_that_of_a_recount_and_opens_its_clients(self):
        self.draw_stays()
        for period, end in ENDS.items():
            with self.subTest(period):
                section = self.get_section("clients", period)
                rows = section["rows"]
                days = [date(YEAR - 2, 12, 31), date(YEAR - 1, 12, 31), end]
                self.assertEqual([row["date"] for row in rows], [str(day) for day in days])
                expected = [self.recount_on(day) for day in days]
                self.assertEqual([self.told(row, section) for row in rows], expected)
                totals = [sum(one.values()) for one in expected]
                self.assertEqual([row["number"] for row in rows], totals)
                self.assertEqual(rows[2]["growth"], growth(totals[2], totals[1]) or False)
                shown = self.check_opens(period, ["clients"])
                self.assertEqual(shown["clients", str(end), "total"], totals[2])
                values = self.get_section("indicators", period)["rows"]
                indicator = next(one for one in values if one["code"] == "clients_total")
                self.assertEqual(indicator["value"], totals[2])

    def test_the_years_are_those_of_the_screen_of_clients(self):
        self.draw_stays()
        # Ten years are shown, the first one compared with the one before it.
        for first, last in ((YEAR - 2, YEAR), (2013, 2022)):
            table = self.counts.get_table("year", f"{first}-01-01", f"{last}-12-31")
            section = self.get_section("clients", str(last))
            own = {row["date"]: row for row in section["rows"]}
            self.assertEqual(section["rows"][0]["date"], f"{first}-12-31")
            self.assertEqual(
                [one["code"] for one in section["services"]],
                [one["code"] for one in table["services"]],
            )
            for row in table["rows"]:
                with self.subTest(row["label"]):
                    shown = own[row["date"]]
                    self.assertEqual(
                        [cell["number"] for cell in shown["cells"]],
                        [cell["count"] for cell in row["cells"]],
                    )
                    total = row["total"]
                    self.assertEqual(
                        (shown["number"], shown["growth"]), (total["count"], total["growth"])
                    )

    def test_what_was_typed_comes_first_and_by_its_kind(self):
        self.add_stay("Uno", date(YEAR, 1, 5))
        typed = self.counts.create(
            [
                {"kind": kind, "date": f"{YEAR}-12-31", "service_id": service.id, "count": count}
                for kind, service, count in (
                    ("year", self.services[0], 40),
                    ("quarter", self.services[0], 41),
                )
            ]
        )
        for period, row in ((str(YEAR), typed[0]), (f"{YEAR}-Q4", typed[1])):
            cell = self.get_row("clients", f"{YEAR}-12-31", period)["cells"][0]
            self.assertEqual((cell["number"], cell["is_typed"]), (row.count, True))
            opened = self.find_records("clients", f"{YEAR}-12-31", cell["part"], period)
            self.assertEqual(opened, row)

    def test_a_branch_that_became_a_clients_own_is_shown_once(self):
        head, branch = (self.add_stay(name, date(YEAR, 1, 5)) for name in ("Matriz", "Sucursal"))
        branch.partner_id.write({"is_company": False, "parent_id": head.partner_id.id})
        found = self.check_opens(str(YEAR), ["clients"])
        self.assertEqual(found["clients", f"{YEAR}-12-31", "total"], 1)

    def test_another_companys_clients_are_its_own(self):
        company = self.env["res.company"].create({"name": "Otra"})
        self.manager.company_ids |= company
        self.add_stay("Ajeno", date(YEAR, 1, 5)).company_id = company
        self.assertEqual(self.get_section("clients", str(YEAR))["rows"], [])
        self.assertIn("No client is counted yet", self.get_section("clients", str(YEAR))["empty"])
        self.add_stay("Propio", date(YEAR, 1, 5))
        found = self.check_opens(str(YEAR), ["clients"])
        self.assertEqual(found["clients", f"{YEAR}-12-31", "total"], 1)

    def test_closing_a_period_counts_the_years_again(self):
        """What the job has not seen yet is frozen all the same."""
        self.add_stay("Uno", date(YEAR - 2, 1, 5))
        self.add_stay("Dos", date(YEAR, 1, 5))
        self.assertEqual([row["number"] for row in self.get_section("clients")["rows"]], [2])
        own = self.env["digiflow.indicator.period"].with_user(self.manager)
        own.create({"kind": "quarter", "date_from": date(YEAR, 1, 1)}).action_close()
        self.add_stay("Tres", date(YEAR - 1, 1, 5))
        numbers = [row["number"] for row in self.get_section("clients")["rows"]]
        self.assertEqual(numbers, [1, 1, 2])

    def test_there_is_nothing_behind_what_there_is_not(self):
        self.add_stay("Uno", date(YEAR, 1, 5))
        for key, part in ((f"{YEAR}-12-31", "pse"), ("2010-12-31", "total"), (False, "total")):
            with self.subTest(key, part=part), self.assertRaises(ProcessError):
                self.dashboard.open_records(str(YEAR), "clients", key, part)
