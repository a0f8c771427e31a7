"""Clients at risk: each reason on its boundary day, all of them recounted, and their activities."""

import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import ProcessError

from .cases import ClientCase

POINTS = {"volume": 25, "satisfaction": 30, "claims": 20, "contract": 15, "contact": 10}
# Volumes of the last whole month, the one before it, and so on; None: not given -> points or not.
VOLUMES = (
    ((70, 100, 100, 100), True),
    ((71, 100, 100, 100), False),
    ((70, 100, None, None), True),
    ((70, None, None, None), False),
    ((None, 70, 100, 100, 100), True),
    ((None, None, 10, 100, 100), False),
    ((0, 0, 0, 0), False),
    ((0, 1, None, None), True),
    ((300, 100, 100, 100), False),
)


class RiskCase(ClientCase):
    """Clients of the executive with a service that began today: no reason yet."""

    def setUp(self):
        super().setUp()
        self.risks = self.env["digiflow.client.risk"]
        self.executive = self.users["executive"]
        self.stay = self.begin(self.own, days=0, monthly_amount=500)

    def find(self, client=None):
        """The row of a client."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.risks.search([("partner_id", "=", (client or self.own).id)])

    def points(self, client=None):
        """{reason: points} of a client, without those that are none."""
        row = self.find(client)
        return {name: row[f"points_{name}"] for name in POINTS if row[f"points_{name}"]}

    def give_volumes(self, client, volumes, service=None):
        """Documents of the last whole month, the one before it, and so on."""
        month = self.today.replace(day=1)
        for back, documents in enumerate(volumes, 1):
            if documents is not None:
                self.env["digiflow.client.volume"].create(
                    {
                        "partner_id": client.id,
                        "service_id": (service or self.ose).id,
                        "month": month - relativedelta(months=back),
                        "documents": documents,
                    }
                )

    def talk(self, client, days):
        """An activity on the client that was done `days` ago in Lima."""
        client.activity_schedule("mail.mail_activity_data_call").action_feedback(feedback="Hola")
        moment = periods.starts_at(self.today - timedelta(days)) + timedelta(hours=23, minutes=59)
        done = [("model", "=", "res.partner"), ("res_id", "=", client.id)]
        message = self.env["mail.message"].search(
            [*done, ("mail_activity_type_id", "!=", False)], limit=1
        )
        message.date = moment


class TestRisk(RiskCase):
    """One reason at a time."""

    def test_client_without_a_reason(self):
        row = self.find()
        self.assertEqual((row.score, row.level, row.main_reason), (0, "3_low", False))
        self.assertEqual((row.reasons, row.monthly_amount, row.service_count), ("", 500, 1))

    def test_fall_of_volume_from_its_limit_on(self):
        for number, (volumes, falls) in enumerate(VOLUMES):
            client = self.make_client(f"Volumen {number}")
            self.begin(client, days=0)
            self.give_volumes(client, volumes)
            expected = {"volume": 25} if falls else {}
            self.assertEqual(self.points(client), expected, volumes)
        self.give_volumes(self.own, (70, 100, 100, 100))
        row = self.find()
        self.assertEqual((row.fall, row.reasons), (30.0, "Volume fell 30 %"))
        # A service that is new, or was not given, says nothing of a fall.
        self.give_volumes(self.own, (500,), self.gre)
        self.assertEqual(self.find().fall, 30.0)

    def test_unsatisfied_clients(self):
        for score in "12345":
            self.own.digiflow_satisfaction = score
            expected = {"satisfaction": 30} if score < "3" else {}
            self.assertEqual(self.points(), expected, score)

    def test_claims_that_are_open(self):
        cases = self.env["digiflow.case"]
        cases._open_for(self.own, "other", "Consulta")
        cases._open_for(self.own, "dissatisfaction", "Descontento")
        self.assertEqual(self.points(), {})
        claims = [cases._open_for(self.own, "claim", f"Reclamo {one}") for one in (1, 2)]
        self.assertEqual(self.points(), {"claims": 20})
        self.assertEqual(self.find().reasons, "2 open claims")
        for claim in claims:
            claim.write({"state": "solved", "solution": "Resuelto"})
        self.assertEqual(self.points(), {})

    def test_end_of_a_contract_from_its_limit_on(self):
        self.stay.date_start = self.today - timedelta(10)
        for days, near in ((61, False), (60, True), (0, True), (-5, True)):
            self.stay.contract_end = self.today + timedelta(days)
            self.assertEqual(self.points(), {"contract": 15} if near else {}, days)
        self.assertIn("Contract ended on", self.find().reasons)
        # A last day that is known already ends it too.
        self.stay.contract_end = False
        last = {"date_end": self.today + timedelta(10), "end_reason_id": self.reason.id}
        self.stay.write(last)
        self.assertEqual(self.points(), {"contract": 15})

    def test_no_contact_from_its_limit_on(self):
        for days, late in ((59, False), (60, True)):
            client = self.make_client(f"Antiguo {days}")
            self.begin(client, days=days)
            self.assertEqual(self.points(client), {"contact": 10} if late else {}, days)
            self.assertFalse(self.find(client).last_contact)
        self.stay.date_start = self.today - timedelta(400)
        self.assertEqual(self.find().reasons, "No contact on record")
        for days, late in ((61, True), (60, True), (59, False)):
            self.talk(self.own, days)
            row = self.find()
            self.assertEqual(row.last_contact, self.today - timedelta(days))
            self.assertEqual(bool(row.points_contact), late, days)

    def test_what_counts_as_contact(self):
        self.stay.date_start = self.today - timedelta(400)
        lead = self.make_lead(partner_id=self.own.id, **self.contact_vals())
        call = {"lead_id": lead.id, "user_id": self.env.uid}
        self.env["digiflow.call"].create({**call, "outcome": "no_answer"})
        self.own.message_post(body="Nota interna", message_type="comment")
        self.assertEqual(self.points(), {"contact": 10})
        ways = (
            lambda: self.env["digiflow.call"].create({**call, "outcome": "effective"}),
            lambda: self.own.message_post(
                body="Estimado", message_type="comment", subtype_xmlid="mail.mt_comment"
            ),
            lambda: lead.message_post(
                body="Estimado", message_type="comment", subtype_xmlid="mail.mt_comment"
            ),
            lambda: self.env["calendar.event"].create(
                {
                    "name": "Visita",
                    "start": "2026-01-02 15:00:00",
                    "stop": "2026-01-02 16:00:00",
                    "partner_ids": [(4, self.own.id)],
                }
            ),
            lambda: (
                self.env["digiflow.case"]
                ._open_for(self.own, "other", "Consulta")
                .write({"state": "solved", "solution": "Ok"})
            ),
        )
        for number, way in enumerate(ways):
            with self.env.cr.savepoint() as savepoint:
                way()
                self.assertTrue(self.find().last_contact, number)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_settings_decide_points_and_levels(self):
        self.own.digiflow_satisfaction = "1"
        for medium, high, level in ((25, 50, "2_medium"), (10, 30, "1_high"), (31, 60, "3_low")):
            self.env.company.write({"digiflow_risk_medium": medium, "digiflow_risk_high": high})
            self.assertEqual(self.find().level, level)
        self.env.company.digiflow_risk_points_satisfaction = 0
        row = self.find()
        self.assertEqual((row.score, row.reasons, row.main_reason), (0, "", False))

    def test_score_ends_at_a_hundred(self):
        for name in POINTS:
            self.env.company[f"digiflow_risk_points_{name}"] = 90
        self.own.digiflow_satisfaction = "1"
        self.env["digiflow.case"]._open_for(self.own, "claim", "Reclamo")
        self.assertEqual(self.find().score, 100)

    def test_only_clients_with_a_service_that_runs_once_each(self):
        self.begin(self.own, self.gre, days=0)
        self.assertEqual(self.find().mapped("service_count"), [2])
        planned = self.make_client("Por empezar")
        self.begin(planned, days=-1)
        gone = self.make_client("Se fue")
        self.begin(gone, days=90, ended=1)
        last_day = self.make_client("Su último día")
        self.begin(last_day, days=90, ended=0)
        rows = self.risks.search([("partner_id", "in", (planned | gone | last_day).ids)])
        self.assertEqual(rows.partner_id, last_day)

    def test_who_sees_which_clients(self):
        self.begin(self.other)
        both = [("partner_id", "in", (self.own | self.other).ids)]
        for role, clients in (
            ("executive", self.own),
            ("quality", self.own | self.other),
            ("manager", self.own | self.other),
        ):
            rows = self.risks.with_user(self.users[role]).search(both)
            self.assertEqual(rows.partner_id, clients, role)
        for role in ("telemarketer", "presales", "implementation"):
            with self.assertRaises(AccessError, msg=role):
                self.risks.with_user(self.users[role]).search(both)


class TestRecount(RiskCase):
    """The view against plain Python, over made-up clients."""

    def test_recount(self):
        dice = random.Random(6)  # made-up data, no secrets
        expected = {}
        for number in range(25):
            client = self.make_client(f"Al azar {number}")
            expected[client.id] = self.make_up(client, dice)
        self.env.flush_all()
        rows = self.risks.search([("partner_id", "in", list(expected))])
        self.assertEqual(
            {row.partner_id.id: {name: row[f"points_{name}"] for name in POINTS} for row in rows},
            expected,
        )
        for row in rows:
            points = expected[row.partner_id.id]
            self.assertEqual(row.score, min(100, sum(points.values())))
            self.assertEqual(len(row._get_reasons()), sum(map(bool, points.values())))
            main = row.main_reason
            self.assertEqual(points.get(main, 0), max(points.values()))
        order = self.risks.search([("partner_id", "in", list(expected))]).mapped("score")
        self.assertEqual(order, sorted(order, reverse=True))

    def make_up(self, client, dice):
        """Facts of a client by `dice`, and the points that they give."""
        days, ends = dice.choice((10, 59, 60, 500)), dice.choice((None, 59, 60, 61, 900))
        contract = ends is not None and self.today + timedelta(ends)
        self.begin(client, days=days, contract_end=contract)
        volumes = [dice.choice((None, 0, 50, 70, 100, 140)) for _month in range(4)]
        self.give_volumes(client, volumes)
        score, claims = dice.choice((False, *"12345")), dice.choice((0, 0, 1, 2))
        client.digiflow_satisfaction = score
        for _claim in range(claims):
            self.env["digiflow.case"]._open_for(client, "claim", "Reclamo")
        reasons = {
            "volume": self.falls(volumes),
            "satisfaction": score in ("1", "2"),
            "claims": claims > 0,
            "contract": ends is not None and ends <= 60,
            "contact": days >= 60,
        }
        return {name: POINTS[name] if there else 0 for name, there in reasons.items()}

    def falls(self, volumes):
        """Whether these documents, the last whole month first, fell by 30 % or more."""
        newest = next((place for place in (0, 1) if volumes[place] is not None), None)
        if newest is None:
            return False
        before = [one for one in volumes[newest + 1 : newest + 4] if one is not None]
        average = sum(before) / len(before) if before else 0
        return average > 0 and volumes[newest] <= average * 0.7 + 1e-9


class TestRetention(RiskCase):
    """The activity that keeps a client."""

    def setUp(self):
        super().setUp()
        self.own.digiflow_satisfaction = "1"
        self.begin(self.other)

    def plan(self, rows, user=None, **vals):
        """Plan an activity for the clients of `rows`; the message that comes back."""
        action = rows.with_user(user or self.users["manager"]).action_plan_retention()
        plans = self.env["digiflow.retention.plan"].with_user(user or self.users["manager"])
        plan = plans.with_context(**action["context"]).create(vals)
        self.assertEqual(plan.client_count, len(rows))
        return plan.action_plan()["params"]["message"]

    def test_each_client_gets_one_with_its_reasons(self):
        rows = self.find() | self.find(self.other)
        self.assertIn("planned: 2", self.plan(rows, note="Ofrecer renovación"))
        task, other = self.own.activity_ids, self.other.activity_ids
        self.assertEqual((task.user_id, other.user_id), (self.executive, self.users["manager"]))
        self.assertIn("Satisfaction 1", task.note)
        self.assertIn("Ofrecer renovación", task.note)
        self.assertNotIn("Satisfaction", other.note)
        again = self.plan(self.find() | self.find(self.other))
        self.assertIn("planned: 0", again)
        self.assertIn("already: 2", again)
        self.assertEqual(len(self.own.activity_ids), 1)

    def test_planned_ones_are_found_until_they_are_done(self):
        self.plan(self.find(), self.executive, date_deadline=self.today)
        self.assertEqual(self.find().retention_date, self.today)
        both = [("partner_id", "in", (self.own | self.other).ids)]
        for wanted, client in ((True, self.own), (False, self.other)):
            rows = self.risks.search([*both, ("has_retention", "=", wanted)])
            self.assertEqual(rows.partner_id, client)
        self.own.activity_ids.action_feedback(feedback="Se queda")
        row = self.find()
        self.assertEqual((row.has_retention, row.last_contact), (False, self.today))

    def test_not_in_the_past_and_not_for_others_clients(self):
        with self.assertRaises(ProcessError):
            self.plan(self.find(), date_deadline=self.today - timedelta(1))
        rows = self.find(self.other)
        plans = self.env["digiflow.retention.plan"].with_user(self.executive)
        plan = plans.create({"partner_ids": [(6, 0, rows.partner_id.ids)]})
        self.assertIn("planned: 0", plan.action_plan()["params"]["message"])
        self.assertFalse(self.other.activity_ids)
