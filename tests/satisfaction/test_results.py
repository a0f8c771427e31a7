"""The results of a campaign: counted again by hand, by role, frozen, as PDF and as workbook."""

import io
import random
from datetime import timedelta

import openpyxl

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.core.satisfaction import quarter_of
from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..common import DigiflowHttpCase
from ..documents import DocumentMixin
from .results_cases import ResultsCase

REPORT = "digiflow_crm.report_digiflow_crm_satisfaction"
SIZES = ("small", "large", False)


class TestResults(DocumentMixin, ResultsCase):
    """A campaign with answers of every kind, of two executives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dice = random.Random(6)
        cls.reason = cls.env.ref("digiflow_crm.service_end_reason_price")
        cls.clients = [
            cls.make_client(
                f"Cliente {number:02}",
                services=dice.choice([cls.ose, cls.gre, cls.ose | cls.gre]),
                user_id=(cls.executive if number % 3 else cls.colleague).id,
                industry_id=dice.choice([*cls.industries.ids, False]),
                digiflow_size=dice.choice(SIZES),
                digiflow_district=dice.choice(["Ate", "Callao", False]),
            )
            for number in range(14)
        ]
        cls.campaign = cls.start()
        for number, client in enumerate(cls.clients[:11]):
            codes = client.digiflow_client_service_ids.service_id.mapped("code")
            scores = {code: dice.choice("1245") for code in codes} if number % 4 else {}
            comment = f"=Comentario {number}" if number % 2 else ""
            own = {"service_scores": scores}
            cls.answer(cls.campaign, client, dice.choice("12345"), comment, **own)
        cls.campaign.answer_ids[:2].with_user(cls.manager).action_mark_read()

    def results(self, user=None, campaign=None, **options):
        """The results as a user gets them."""
        return (campaign or self.campaign).with_user(user or self.manager).get_results(**options)

    def last_quarter(self):
        """A day of the quarter before this one."""
        return quarter_of(periods.today()).first - timedelta(days=1)

    def recount(self, answers, field):
        """What a table says, counted again: {name: (asked, answers, satisfied)}."""
        found = {}
        for answer in answers:
            value = answer[field]
            for name in value.mapped("name") or [False] if hasattr(value, "ids") else [value]:
                asked, given, satisfied = found.get(name, (0, 0, 0))
                asked += answer.state in ("sent", "answered", "expired")
                satisfied += answer.score in ("4", "5")
                found[name] = (asked, given + bool(answer.score), satisfied)
        return found

    def test_every_number_is_that_of_a_plain_recount(self):
        results, answers = self.results(), self.campaign.answer_ids
        given = [answer.score for answer in answers if answer.score]
        satisfied = sum(score > "3" for score in given)
        figure = results["figure"]
        self.assertEqual((figure["answers"], figure["satisfied"]), (11, satisfied))
        self.assertEqual(figure["clients"], 14)
        self.assertAlmostEqual(figure["rate"], 100 * satisfied / 11)
        self.assertAlmostEqual(figure["rate_all"], 100 * satisfied / 14)
        counts = {row["score"]: row["count"] for row in results["distribution"]}
        self.assertEqual(counts, {score: given.count(score) for score in "12345"})
        tables = {
            "services": "service_ids",
            "executives": "user_id",
            "industries": "industry_id",
            "sizes": "size",
            "districts": "district",
        }
        for table, field in tables.items():
            with self.subTest(table=table):
                own = self.recount(answers, field)
                self.assertEqual(len(results[table]), len(own))
                for row in results[table]:
                    name = {"Small": "small", "Large": "large"}.get(row["name"], row["name"])
                    numbers = (row["asked"], row["answers"], row["satisfied"])
                    self.assertEqual(numbers, own[row["key"] and name])
        scores = answers.service_score_ids
        for row in results["services"]:
            own = scores.filtered(lambda one, key=row["key"]: one.service_id.id == key)
            self.assertEqual(row["own"]["answers"], len(own))
        self.assertEqual(len(results["comments"]), 5)
        self.assertEqual(results["unread"], len(answers.filtered("comment")) - 1)

    def test_every_number_opens_as_many_answers(self):
        results = self.results()
        tables = {
            "service": "services",
            "executive": "executives",
            "industry": "industries",
            "size": "sizes",
            "district": "districts",
        }
        for table, name in tables.items():
            for row in results[name]:
                for part in ("asked", "answers", "satisfied"):
                    with self.subTest(table=table, row=row["name"], part=part):
                        self.assertEqual(self.count(table, row["key"], part), row[part])
        for row in results["services"]:
            self.assertEqual(self.count("service", row["key"], "own"), row["own"]["answers"])
        for row in results["distribution"]:
            self.assertEqual(self.count("score", row["score"], "answers"), row["count"])
        figure = results["figure"]
        for part, name in (("asked", "sent"), ("answers",) * 2, ("satisfied",) * 2):
            self.assertEqual(self.count("all", False, part), figure[name])
        self.assertEqual(self.count("unread", False, "answers"), results["unread"])
        for wrong in (("id", 1, "answers"), ("size", "small", "own"), ("all", False, "write_uid")):
            with self.subTest(wrong=wrong), self.assertRaises(ProcessError):
                self.campaign.open_answers(*wrong)

    def count(self, *number):
        """How many answers a number of the results opens."""
        action = self.campaign.open_answers(*number)
        return self.env[action["res_model"]].search_count(action["domain"])

    def test_each_role_gets_what_it_may_know(self):
        whole = self.results()
        self.assertEqual(self.results(self.users["quality"])["figure"], whole["figure"])
        own = self.results(self.executive)
        mine = self.campaign.answer_ids.filtered(lambda one: one.user_id == self.executive)
        self.assertEqual((own["scope"], whole["scope"]), ("own", "all"))
        self.assertEqual(own["figure"]["clients"], len(mine))
        self.assertEqual(own["figure"]["answers"], len(mine.filtered("score")))
        self.assertEqual([row["name"] for row in own["executives"]], [self.executive.name])
        self.assertEqual({row["id"] for row in own["comments"]}, set(mine.filtered("comment").ids))
        self.assertEqual(own["trend"][-1]["answers"], own["figure"]["answers"])
        for role in ("telemarketer", "presales", "implementation"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.results(self.users[role])

    def test_closed_results_stay_though_clients_change(self):
        self.campaign.action_close()
        before = self.results()
        self.company.write(
            {"digiflow_satisfaction_base": "clients", "digiflow_satisfaction_target": 1}
        )
        self.make_client("Recién llegado")
        for client in self.clients:
            client.write({"user_id": self.manager.id, "digiflow_size": "micro", "name": "Otro"})
        end = {"date_end": periods.today(), "end_reason_id": self.reason.id}
        self.clients[0].digiflow_client_service_ids.write(end)
        self.assertEqual(self.results(), before)

    def test_over_time_against_the_target(self):
        self.campaign.action_close()
        earlier = self.start(self.last_quarter())
        points = self.results()["trend"]
        self.assertEqual([point["id"] for point in points], [earlier.id, self.campaign.id])
        self.assertIs(points[0]["official"], False)
        self.assertEqual(points[1]["official"], self.results()["figure"]["official"])
        self.assertEqual(self.results(compare=False)["trend"], [])
        chart = self.campaign.get_screen()["chart"]
        self.assertIn("no data", chart)
        self.assertIn('role="img"', chart)

    def test_as_many_queries_for_many_answers_as_for_few(self):
        few = self.start(self.last_quarter(), industry_ids=[(6, 0, self.industries[:1].ids)])
        self.assertLess(len(few.answer_ids), len(self.campaign.answer_ids) / 2)
        counted = []
        for campaign in (self.campaign, few, self.campaign):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.results(campaign=campaign, compare=False)
            counted.append(self.cr.sql_log_count - before)
        # The first one also fills caches that last.
        self.assertLessEqual(counted[2], counted[1] + 3, counted)

    def test_the_document_says_what_the_results_say(self):
        text = self.read_html(REPORT, self.campaign, self.manager)
        figure = self.results()["figure"]
        self.assertIn(f"{figure['satisfied']} de 11 respuestas", text)
        self.assertIn("Comentarios", text)
        self.assertIn("=Comentario 1", text)
        pages = self.read_pages(self.make_pdf(REPORT, self.campaign, self.executive))
        whole = " ".join(pages)
        self.assertIn(f"Solo los clientes de {self.executive.name}", whole)
        self.assertNotIn("Cliente 03", whole)  # the colleague's, with a comment
        self.assertRegex(pages[0], rf"Página 1 de {len(pages)}")

    def test_a_campaign_without_answers_says_so(self):
        campaign = self.start(self.last_quarter())
        results = self.results(campaign=campaign)
        self.assertEqual((results["figure"]["rate"], results["figure"]["reached"]), (False, False))
        text = self.read_html(REPORT, campaign, self.manager)
        self.assertIn("Satisfechos, de quienes respondieron sin datos 0 de 0", text)
        self.assertIn("Satisfechos, de todos los clientes sin datos 0 de 14", text)
        self.assertIn("Sin datos: nadie ha respondido", text)


class TestWorkbook(ResultsCase, DigiflowHttpCase):
    """The workbook over HTTP: what the rights of the user show."""

    def test_the_workbook_has_what_its_reader_may_know(self):
        mine = self.make_client("Mina =Uno")
        other = self.make_client("Otra Dos", user_id=self.colleague.id)
        campaign = self.start()
        for client, score in ((mine, "5"), (other, "1")):
            self.answer(campaign, client, score, f"=Dice {client.name}")
        seen = {}
        for role in ("manager", "executive", "telemarketer"):
            user = self.users[role]
            user.password = user.login
            self.authenticate(user.login, user.login)
            seen[role] = self.url_open(f"/digiflow/satisfaction/{campaign.id}/workbook")
        self.assertIn(seen["telemarketer"].status_code, (403, 404))
        for role, clients in (("manager", {mine.name, other.name}), ("executive", {mine.name})):
            with self.subTest(role=role):
                book = openpyxl.load_workbook(io.BytesIO(seen[role].content), data_only=True)
                rows = list(book["Comments"].iter_rows(min_row=5, values_only=True))
                self.assertEqual({row[0] for row in rows}, clients)
                summary = dict(row[:2] for row in book["Summary"].iter_rows(values_only=True))
                self.assertEqual(summary["Answers"], len(clients))
        self.authenticate(self.manager.login, self.manager.login)
        self.assertEqual(self.url_open("/digiflow/satisfaction/0/workbook").status_code, 404)
