"""The day of a quality analyst: figures of the week that was drawn, calls, clients, training."""

from datetime import date, datetime, timedelta

from odoo.addons.digiflow_crm.models.quality.review_states import DRAFT

from .role_days import NOW, SUNDAY, TODAY, RoleDayCase, lima

# The week that is over, of which the calls were drawn, and the one before it.
DRAWN, EARLIER = date(2026, 3, 16), date(2026, 3, 9)


class QualityDayCase(RoleDayCase):
    """Recorded calls of two telemarketers, in the samples of two weeks."""

    role = "quality"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.caller = cls.users["telemarketer"]
        cls.caller_2 = cls.make_user("telemarketer", login="caller_2", name="Zoe")
        cls.card = cls.env["digiflow.call.scorecard"].create(
            {"name": "Prueba", "mark": 70, "criterion_ids": [(0, 0, {"name": "Saludo"})]}
        )
        samples = cls.env["digiflow.call.sample"]
        weeks = {"drawn": DRAWN, "earlier": EARLIER}
        cls.samples = {
            name: samples._get_or_make(cls.env.company, week) for name, week in weeks.items()
        }

    def make_call(self, caller=None, week=DRAWN):
        """A recorded call of a week, at noon of its Monday in Lima."""
        start = datetime.combine(week, datetime.min.time()) + timedelta(hours=17)
        call = self.env["digiflow.call"].create(
            {"user_id": (caller or self.caller).id, "outcome": "refused", "start": start}
        )
        link = f"https://pbx.example.com/{call.id}.mp3"
        self.env["digiflow.call.recording"].create({"call_id": call.id, "url": link})
        return call

    def draw(self, caller=None, sample="drawn", origin="random"):
        """A call of a sample."""
        sample = self.samples[sample]
        call = self.make_call(caller, sample.week)
        values = {"sample_id": sample.id, "call_id": call.id, "origin": origin}
        return self.env["digiflow.call.sample.line"].create(values)

    def set_quota(self, quota, caller=None):
        """How many calls of a telemarketer were to be drawn in the week."""
        person = {"sample_id": self.samples["drawn"].id, "user_id": (caller or self.caller).id}
        self.env["digiflow.call.sample.person"].create({**person, "quota": quota})

    def review(self, line, points=80, analyst=None, sign=True):
        """The review of a call of a sample, by the user unless another analyst is said."""
        analyst = analyst or self.user
        action = line.with_user(analyst).action_review()
        review = self.env["digiflow.call.review"].with_user(analyst).browse(action["res_id"])
        review.write({"scorecard_id": self.card.id})
        review.line_ids.write({"points": points})
        if sign:
            review.action_sign()
        return review.with_env(self.env)


class TestQualityCalls(QualityDayCase):
    """Figures, and what waits about calls."""

    def test_figures_of_the_week(self):
        self.set_quota(3)
        self.set_quota(2, self.caller_2)
        good, bad = self.review(self.draw(), 90), self.review(self.draw(self.caller_2), 40)
        picked = self.review(self.draw(origin="picked"), 80, analyst=self.other)
        self.review(self.draw(), sign=False)
        self.review(self.draw(sample="earlier"), 10)
        self.check_opened({"reviewed": good | bad, "average": good | bad | picked, "failed": bad})
        figures = {one["key"]: one for one in self.day()["figures"]}
        self.assertEqual(figures["reviewed"]["value"], "2 / 5")
        self.assertEqual(figures["reviewed"]["text"], "3 left")
        self.assertFalse(figures["reviewed"]["verdict"])
        self.assertIn("16/03/2026", figures["reviewed"]["detail"])
        self.assertEqual(figures["average"]["value"], "70.0")
        self.assertTrue(figures["average"]["verdict"])
        rows = self.part("tables", "people")["rows"]
        cells = {row["key"]: row["cells"][1:] for row in rows}
        wanted = {
            self.caller.id: ["1 / 3", "2", "85.0", "0"],
            self.caller_2.id: ["1 / 2", "1", "40.0", "1"],
        }
        self.assertEqual(cells, wanted)
        self.assertEqual(self.opened("people", self.caller.id), good | picked)

    def test_without_a_sample_it_says_so(self):
        figures = {one["key"]: one for one in self.day()["figures"]}
        self.assertEqual(figures["reviewed"]["value"], "0 / 0")
        self.assertIn("no call was drawn", figures["reviewed"]["detail"])
        self.assertEqual(figures["average"]["value"], "-")
        self.assertNotIn("verdict", figures["average"])

    def test_calls_to_review(self):
        """Free ones and those that the user took; of an earlier week they are late."""
        free, earlier, begun, taken, skipped = (self.draw() for _number in range(5))
        earlier = self.draw(sample="earlier")
        skipped.with_user(self.user).skip("No se oye")
        self.review(begun, sign=False)
        self.review(taken, sign=False, analyst=self.other)
        self.review(self.draw())
        found = self.opened("to_review")
        self.assertLessEqual(free | earlier | begun, found)
        self.assertFalse(found & (taken | skipped))
        rows = {row["id"]: row["sign"] for row in self.part("blocks", "to_review")["rows"]}
        signs = {free.id: "", earlier.id: "Of an earlier week", begun.id: "Begun by you"}
        self.assertEqual({key: rows[key] for key in signs}, signs)
        self.assertEqual(next(iter(rows)), earlier.id)

    def test_reviews_to_close(self):
        """Answered ones, and those whose days to answer are over in Lima."""
        answered, over, open_one = (self.review(self.draw()) for _number in range(3))
        foreign = self.review(self.draw(), analyst=self.other)
        for review in (answered, foreign):
            review.with_user(self.caller).answer_review("El cliente colgó")
        self.put(over, answer_until=TODAY - timedelta(days=1))
        self.put(open_one, answer_until=TODAY)
        self.check_opened({"to_close": answered | over})
        self.assertEqual(answered.activity_ids.user_id, self.user)
        answered.activity_ids.date_deadline = TODAY
        self.assertFalse(self.opened("activities") & answered.activity_ids)
        signs = {answered: ("late", "Answered")}
        self.check_rows("to_close", {**signs, over: ("today", "The days to answer are over")})
        answered.with_user(self.user).close_review("De acuerdo")
        self.check_opened({"to_close": over})

    def test_calibrations_to_sign(self):
        calibration = self.env["digiflow.call.calibration"].create(
            {
                "call_id": self.make_call().id,
                "scorecard_id": self.card.id,
                "first_id": self.user.id,
                "second_id": self.other.id,
            }
        )
        own = self.env["digiflow.call.review"].search(
            [("calibration_id", "=", calibration.id), ("analyst_id", "=", self.user.id)]
        )
        self.assertEqual(own.state, DRAFT)
        self.check_opened({"calibrations": own, "to_close": own.browse()})
        half = own.with_user(self.user)
        half.line_ids.write({"points": 50})
        half.action_sign()
        self.check_opened({"calibrations": own.browse()})
        self.assertEqual(len(self.opened("calibrations", user=self.other)), 1)

    def make_coaching(self, start=False, coach=None, **vals):
        return self.env["digiflow.coaching"].create(
            {
                "user_id": self.caller.id,
                "coach_id": (coach or self.user).id,
                "start": start,
                **vals,
            }
        )

    def test_coaching_to_hold_or_to_close(self):
        """Until the end of the day in Lima; what comes later waits until it is its day."""
        undated, past = self.make_coaching(), self.make_coaching(lima(23, 23))
        today, held = self.make_coaching(lima(24, 23, 59)), self.make_coaching(lima(20))
        held.action_hold()
        self.make_coaching(lima(25))
        self.make_coaching(lima(24, 9), self.other)
        closed = self.make_coaching(lima(19))
        closed.write({"closing_note": "Mejoró"})
        closed.action_close()
        self.check_opened({"coaching": undated | past | today | held})
        signs = {undated: ("late", "Find a time"), past: ("late", "Say whether it was held")}
        signs.update({today: ("today", "Today"), held: ("today", "Close it")})
        self.check_rows("coaching", signs)

    def commit(self, day, coaching=None, **vals):
        """What somebody committed to in a coaching."""
        coaching = coaching or self.make_coaching()
        values = {"coaching_id": coaching.id, "name": "Saludar", "date_due": day, **vals}
        return self.env["digiflow.coaching.commitment"].create(values)

    def test_commitments_due(self):
        late, sunday = self.commit(TODAY - timedelta(days=1)), self.commit(SUNDAY)
        self.commit(SUNDAY + timedelta(days=1))
        self.commit(TODAY).action_tick()
        self.commit(TODAY, self.make_coaching(coach=self.other))
        closed = self.commit(TODAY).coaching_id
        closed.write({"closing_note": "Mejoró"})
        closed.action_close()
        self.check_opened({"commitments": late | sunday})
        row = self.part("blocks", "commitments")["rows"][0]
        place = (row["model"], row["id"], row["sign"])
        self.assertEqual(place, ("digiflow.coaching", late.coaching_id.id, "Late"))
        action = late.with_user(self.user).action_view_coaching()
        self.assertEqual(action["res_id"], late.coaching_id.id)

    def test_every_number_opens_as_many_and_in_as_many_queries(self):
        def fill(count):
            for _number in range(count):
                self.draw()
                answered = self.review(self.draw())
                answered.with_user(self.caller).answer_review("El cliente colgó")
                self.commit(TODAY, self.make_coaching(lima(24)))

        self.set_quota(20)
        fill(8)
        counted = self.check_counts()
        for key in ("to_review", "to_close", "coaching", "commitments"):
            self.assertGreaterEqual(counted["blocks", key, False], 8, key)
        few = self.count_queries()
        fill(3)
        self.assertLessEqual(self.count_queries(), few)


class TestQualityClients(QualityDayCase):
    """What waits about clients, training and improvement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.env["res.partner"].create({"name": "Cliente", "is_company": True})

    def make_case(self, deadline, state="open"):
        """A client's case that the executive solves."""
        case = self.env["digiflow.case"].create(
            {
                "partner_id": self.client.id,
                "summary": "No emite",
                "user_id": self.users["executive"].id,
                "date_deadline": deadline,
            }
        )
        return self.put(case, state=state)

    def test_cases_at_risk(self):
        """Whoever solves them: late, due today or tomorrow."""
        late = self.make_case(TODAY - timedelta(days=1), "in_progress")
        tomorrow = self.make_case(TODAY + timedelta(days=1))
        self.make_case(TODAY + timedelta(days=2))
        self.make_case(TODAY, "solved")
        self.check_opened({"cases": late | tomorrow})
        self.check_rows("cases", {late: ("late", "Late"), tomorrow: ("", "")})
        self.assertIn("executive", self.part("blocks", "cases")["rows"][0]["detail"])

    def make_answer(self, comment, when=NOW):
        """What a client answered in a campaign of its own."""
        client = self.client.copy({"name": f"Cliente {comment}"})
        answer = self.env["digiflow.satisfaction.answer"].create(
            {
                "campaign_id": self.campaign.id,
                "partner_id": client.id,
                "client_name": client.name,
                "client_key": client.id,
            }
        )
        told = {"state": "answered", "score": "2", "comment": comment, "answered_date": when}
        return self.put(answer, **told)

    def test_unread_comments(self):
        campaigns = self.env["digiflow.satisfaction.campaign"]
        vals = {"year": "2001", "quarter": "1", "deadline": "2001-04-30"}
        self.campaign = self.put(campaigns.create(vals), state="open")
        today = self.make_answer("Lento", lima(24))
        before = self.make_answer("Caro", lima(23, 23, 59))
        self.make_answer("")
        self.make_answer("Bien").with_user(self.user).action_mark_read()
        self.check_opened({"comments": before | today})
        waits = {before: ("late", "Waiting since yesterday"), today: ("", "")}
        self.check_rows("comments", waits)
        values = {"lead_id": self.make_lead().id, "date": NOW, "answered_date": NOW}
        feedbacks = self.env["digiflow.feedback"]
        said = feedbacks.create({**values, "state": "answered", "comment": "Breve"})
        feedbacks.create({**values, "state": "answered", "score": "5"})
        self.check_opened({"feedback": said})

    def make_session(self, state, **vals):
        """A training session."""
        module = self.env["digiflow.training.module"].create(
            {"name": "Objeciones", "code": f"T-{vals.get('name')}"}
        )
        session = self.env["digiflow.training.session"].create({"module_id": module.id, **vals})
        session._update({"state": state})
        return session

    def test_sessions_to_plan_or_to_record(self):
        ended = {"start": NOW - timedelta(hours=2), "stop": NOW - timedelta(minutes=1)}
        going = {"start": NOW - timedelta(hours=1), "stop": NOW + timedelta(hours=1)}
        others = self.opened("sessions")
        proposed = self.make_session("proposed", name="A", reason="Pregunta 4: 60 %\nOtra")
        trainer = {"trainer_id": self.user.id}
        over = self.make_session("planned", name="B", **ended, **trainer)
        self.make_session("planned", name="C", **going, **trainer)
        self.make_session("cancelled", name="D", **ended)
        self.assertEqual(self.opened("sessions") - others, proposed | over)
        rows = {row["id"]: row for row in self.part("blocks", "sessions")["rows"]}
        self.assertEqual(rows[proposed.id]["sign"], "To be planned")
        self.assertEqual(rows[proposed.id]["detail"], "Pregunta 4: 60 %")
        self.assertEqual(rows[over.id]["sign"], "Record who was there")

    def test_own_improvement_actions(self):
        indicator = self.env["digiflow.indicator"].search([], limit=1)

        def make(name, user, day):
            return self.env["digiflow.improvement"].create(
                {
                    "name": name,
                    "indicator_id": indicator.id,
                    "user_id": user.id,
                    "date_deadline": day,
                }
            )

        late, undated = make("A", self.user, TODAY - timedelta(days=1)), make("B", self.user, False)
        make("C", self.other, TODAY)
        self.put(make("D", self.user, TODAY), phase="closed")
        self.check_opened({"improvements": late | undated})
        self.check_rows("improvements", {late: ("late", "Late"), undated: ("", "")})

    def test_every_number_opens_as_many(self):
        self.make_case(TODAY)
        self.make_session("proposed", name="A")
        counted = self.check_counts()
        self.assertEqual(counted["blocks", "cases", False], 1)
        self.assertGreaterEqual(counted["blocks", "sessions", False], 1)
