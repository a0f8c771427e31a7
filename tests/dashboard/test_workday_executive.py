"""The day of a sales executive: sold and to sell, calls, meetings, offers, surveys, risks."""

from datetime import datetime, timedelta

from odoo.addons.digiflow_crm.compat import SERIES

from .role_days import NOW, TODAY, RoleDayCase, lima

CALL = "mail.mail_activity_data_call"
TO_DO = "mail.mail_activity_data_todo"
OFFER = "digiflow_crm.mail_activity_type_offer"
TOMORROW = TODAY + timedelta(days=1)


class TestExecutiveDay(RoleDayCase):
    """Opportunities of the executive beside those of another one."""

    role = "executive"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_lead(name="Propia", telemarketer_id=False)
        cls.foreign = cls.make_lead(name="Ajena", telemarketer_id=False, user_id=cls.other.id)

    def make_own(self, name="Propia", **columns):
        """An opportunity of the executive, with columns as the process would leave them."""
        lead = self.make_lead(name=name, telemarketer_id=False)
        return self.put(lead, **columns) if columns else lead

    def make_order(self, lead=None, user=None, **columns):
        """An offer, as far as `columns` say."""
        order = self.make_offer(lead or self.make_own())
        return self.put(order, user_id=(user or self.user).id, **columns)

    def make_task(self, kind, deadline, user=None, lead=None, order=None):
        """An activity that is planned for somebody."""
        return (lead or self.lead).activity_schedule(
            kind,
            date_deadline=deadline,
            summary="Preguntar",
            user_id=(user or self.user).id,
            digiflow_order_id=order and order.id,
        )

    def make_event(self, start, **vals):
        """A meeting of half an hour, of the executive unless said otherwise."""
        user = self.env["res.users"].browse(vals.get("user_id", self.user.id))
        values = {
            "name": "Reunión",
            "start": start,
            "stop": start + timedelta(minutes=30),
            "user_id": user.id,
            "partner_ids": [(6, 0, user.partner_id.ids)],
        }
        return self.env["calendar.event"].create({**values, **vals})

    def make_presentation(self, start, **vals):
        kind = {"digiflow_kind": "presentation", "digiflow_state": "booked"}
        return self.make_event(start, opportunity_id=self.lead.id, **{**kind, **vals})

    # -- goals
    def test_sold_in_the_quarter_of_lima(self):
        sold = {"state": "sale", "amount_untaxed": 1000, "currency_rate": 1}
        first = self.make_order(date_order=datetime(2026, 1, 1, 5), **sold)
        last = self.make_order(date_order=datetime(2026, 4, 1, 4, 59, 59), **sold)
        self.make_order(date_order=datetime(2026, 1, 1, 4, 59, 59), **sold)
        self.make_order(date_order=datetime(2026, 4, 1, 5), **sold)
        self.make_order(user=self.other, lead=self.foreign, date_order=NOW, **sold)
        waiting = self.make_order(date_order=NOW, state="sent")
        self.check_opened({"sold": first | last, "offers": waiting})
        figure = self.part("figures", "sold")
        self.assertEqual(figure["count"], 2)
        self.assertIn("2,000.00", figure["value"])
        self.assertIn("no target", figure["detail"])
        self.assertNotIn("verdict", figure)

    def test_the_target_at_an_even_pace(self):
        """82 of the 90 days are over when the day begins: 91.1 % of the target would be sold."""
        self.make_order(state="sale", date_order=NOW, amount_untaxed=923, currency_rate=1)
        targets = self.env["digiflow.sales.target"]
        place = {"year": "2026", "quarter": "1"}
        target = targets.create({**place, "user_id": self.user.id, "amount": 1000})
        targets.create({**place, "user_id": self.other.id, "amount": 5})
        for amount, verdict, words in (
            (1013, True, "In time: "),
            (1013.1, False, "Behind: "),
            (923, True, "Target reached"),
        ):
            target.amount = amount
            figure = self.part("figures", "sold")
            self.assertEqual(figure["verdict"], verdict)
            self.assertIn(words, figure["text"])
        target.amount = 1000
        self.assertIn("77.00", self.part("figures", "sold")["text"])
        self.assertIn("1,000.00", self.part("figures", "sold")["detail"])

    # -- pipeline
    def test_the_own_pipeline_by_stage(self):
        meeting = self.stages["meeting"].id
        self.put(self.lead, expected_revenue=100)
        one = self.make_own("Una", stage_id=meeting, expected_revenue=1000.5)
        two = self.make_own("Dos", stage_id=meeting, expected_revenue=2000)
        self.make_own("Ganada", stage_id=self.stages["pre_kickoff"].id, expected_revenue=5000)
        self.make_own("Perdida", active=False, expected_revenue=7000)
        self.check_opened({"pipeline": self.lead | one | two})
        self.assertIn("3,100.50", self.part("figures", "pipeline")["value"])
        rows = self.part("tables", "stages")["rows"]
        self.assertEqual([row["count"] for row in rows], [1, 0, 2, 0, 0])
        self.assertIn("3,000.50", rows[2]["cells"][2])
        self.assertEqual(self.opened("stages", meeting), one | two)

    # -- calls and meetings
    def test_callbacks_that_are_no_telemarketers(self):
        due = {"call_queue": "callback", "call_due": lima(24, 9)}
        own = self.make_own("Mía", **due)
        later = self.make_own("Más tarde", call_queue="callback", call_due=lima(24, 23, 59))
        self.make_own("Mañana", call_queue="callback", call_due=lima(25))
        self.make_own("Llamada", **due, telemarketer_id=self.users["telemarketer"].id)
        self.put(self.foreign, **due)
        self.check_opened({"callbacks": own | later})
        self.check_rows("callbacks", {own: ("late", "Call now"), later: ("today", "Today")})

    def test_calls_offers_and_other_tasks_stand_in_one_block_each(self):
        """Of today in Lima, where tomorrow of UTC has not begun."""
        order = self.make_order(self.lead)
        before = self.make_task(CALL, TODAY - timedelta(days=1))
        today = self.make_task(CALL, TODAY)
        follow = self.make_task(OFFER, TODAY, order=order)
        other = self.make_task(TO_DO, TODAY)
        for kind, about in ((CALL, None), (OFFER, order), (TO_DO, None)):
            self.make_task(kind, TOMORROW, order=about)
            self.make_task(kind, TODAY, user=self.other, lead=self.foreign)
        # Of an opportunity that was given to another since: 19.0 shows one's own all the same.
        left = self.make_task(CALL, TODAY, lead=self.foreign)
        calls = before | today | left if SERIES >= 19 else before | today
        self.check_opened({"calls": calls, "followups": follow, "activities": other})
        self.check_counts()
        rows = self.part("blocks", "calls")["rows"]
        self.assertEqual([row["sign"] for row in rows[:2]], ["Late", "Today"])
        self.assertEqual((rows[0]["model"], rows[0]["id"]), ("crm.lead", self.lead.id))
        row = self.part("blocks", "followups")["rows"][0]
        self.assertEqual((row["model"], row["id"]), ("sale.order", order.id))

    def test_meetings_of_today_in_lima(self):
        first, last = self.make_event(lima(24)), self.make_event(lima(24, 23, 45))
        guest = [(6, 0, self.user.partner_id.ids)]
        invited = self.make_event(lima(24, 11), user_id=self.other.id, partner_ids=guest)
        self.make_event(lima(23, 23, 45))
        self.make_event(lima(25))
        self.make_event(lima(24, 12), user_id=self.other.id)
        self.make_presentation(lima(24, 13), digiflow_state="cancelled")
        self.check_opened({"meetings": first | last | invited})
        whens = [row["when"] for row in self.part("blocks", "meetings")["rows"]]
        self.assertEqual(whens, ["00:00", "11:00", "23:45"])

    def test_presentations_whose_outcome_nobody_told(self):
        untold = self.make_presentation(lima(23, 23, 45))
        self.make_presentation(lima(24, 9))
        self.make_presentation(lima(20, 9), digiflow_state="held")
        self.make_presentation(lima(20, 10), user_id=self.other.id)
        self.make_event(lima(20, 11))
        self.check_opened({"outcomes": untold})
        self.check_rows("outcomes", {untold: ("late", "Tell how it went")})

    # -- surveys, what stands still, clients
    def test_surveys_to_answer_and_answers_to_take_in(self):
        draft, begun, validated = (self.make_own(name) for name in ("Uno", "Dos", "Tres"))
        survey = self.make_survey(draft)
        self.put(begun, stage_id=self.stages["survey"].id)
        self.validate_requirement(validated)
        self.put(validated, stage_id=self.stages["survey"].id)
        theirs = self.make_survey(self.foreign)
        replies = self.env["digiflow.requirement.reply"]
        reply = replies.create({"requirement_id": survey.id, "origin": "page"})
        replies.create({"requirement_id": theirs.id, "origin": "page"})
        self.check_opened({"surveys": draft | begun, "replies": reply})
        rows = {row["id"]: row for row in self.part("blocks", "surveys")["rows"]}
        self.assertEqual(rows[survey.id]["model"], "digiflow.requirement")
        self.assertEqual(rows[begun.id]["detail"], "Not begun")

    def test_what_stands_still(self):
        self.put(self.stages["telemarketing"], digiflow_rot_days=7)
        self.put(self.lead | self.foreign, digiflow_moved_on=lima(17, 23, 59))
        moving = self.make_own("Se mueve", digiflow_moved_on=lima(18))
        self.assertNotIn(moving, self.opened("rotting"))
        self.check_opened({"rotting": self.lead})
        self.check_rows("rotting", {self.lead: ("late", "7 days still")})

    def test_clients_at_risk(self):
        """A contract that ends soon and nobody who speaks with the client."""
        service = self.env.ref("digiflow_crm.service_ose")
        clients = [
            self.env["res.partner"].create({"name": name, "is_company": True, "user_id": user.id})
            for name, user in (("Mío", self.user), ("Suyo", self.other), ("Tranquilo", self.user))
        ]
        for client, end in zip(clients, (10, 10, 900), strict=True):
            self.env["digiflow.client.service"].create(
                {
                    "partner_id": client.id,
                    "service_id": service.id,
                    "date_start": TODAY - timedelta(days=400),
                    "contract_end": TODAY + timedelta(days=end),
                }
            )
        self.env.company.digiflow_risk_points_contract = 40
        self.assertEqual(self.opened("risks").partner_id, clients[0])
        row = self.part("blocks", "risks")["rows"][0]
        self.assertEqual((row["model"], row["id"]), ("res.partner", clients[0].id))
        self.assertIn("Contract ends on 03/04/2026", row["detail"])

    def test_a_role_that_reads_everything_widens_nothing(self):
        """An executive who is an analyst too has still only an own day as an executive."""
        groups = "digiflow_crm.group_executive,digiflow_crm.group_quality"
        both = self.make_user("both", login="both_days", groups=groups)
        self.make_full(1)
        self.make_order(state="sale", date_order=NOW, amount_untaxed=1000, currency_rate=1)
        keys = {key for _kind, key, _row in self.check_counts(both)}
        self.assertFalse(keys - {"training", "updates", "steps"})

    def test_the_number_of_queries_does_not_grow(self):
        self.check_queries(self.make_full, few=10, more=30)
        self.assertEqual(len(self.part("blocks", "rotting")["rows"]), 7)
        self.check_counts()

    def make_full(self, number):
        """One of most of what is counted in the day."""
        lead = self.make_own(f"Empresa {number}")
        self.make_survey(lead)
        order = self.make_order(lead, state="sent", date_order=NOW)
        self.make_task(CALL, TODAY, lead=lead)
        self.make_task(OFFER, TODAY, lead=lead, order=order)
        self.make_event(lima(24, 9))
        moved = {"digiflow_moved_on": lima(1), "expected_revenue": 100}
        self.put(lead, call_queue="callback", call_due=lima(24, 9), **moved)
