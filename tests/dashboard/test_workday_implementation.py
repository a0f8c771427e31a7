"""The day of Implementation: what is handed over, and one's own projects until they run."""

from datetime import date, timedelta

from odoo.exceptions import AccessError

from .role_days import MONDAY, NOW, SUNDAY, TODAY, RoleDayCase, lima


class TestImplementationDay(RoleDayCase):
    """Handovers of won opportunities, whose projects are the user's or another one's."""

    role = "implementation"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.env["res.partner"].create({"name": "Cliente", "is_company": True})

    def hand_over(self, state="accepted", manager=None, start=None, **columns):
        """A handover of a won opportunity; of the user's project unless `manager` is another."""
        lead = self.make_lead(name="Ganada")
        survey = self.make_survey(lead, wanted_start=start)
        lead = self.put(lead, stage_id=self.stages["pre_kickoff"].id)
        handover = self.make_handover(lead)
        handover.write({"partner_id": self.client.id, "requirement_id": survey.id})
        chosen = {"project_manager_id": (manager or self.user).id}
        accepted = {**chosen, "accepted_on": NOW} if state == "accepted" else {}
        told = {"submitted_on": NOW, **accepted, **columns}
        return self.put(handover, state=state, **told)

    def begin(self, handover, start):
        """A service that began with a handover, of a client of its own."""
        client = self.client.copy({"name": f"Cliente {handover.id}"})
        return self.env["digiflow.client.service"].create(
            {
                "partner_id": client.id,
                "service_id": self.env.ref("digiflow_crm.service_ose").id,
                "date_start": start,
                "handover_id": handover.id,
            }
        )

    def test_handovers_to_accept(self):
        """Everybody's until somebody accepts them, the longest waiting first."""
        today = self.hand_over("submitted", submitted_on=lima(24))
        before = self.hand_over("submitted", submitted_on=lima(22, 23, 59))
        returned = self.hand_over("returned")
        self.hand_over("draft")
        self.hand_over()
        self.check_opened(
            {"to_accept": today | before, "waiting": today | before, "returned": returned}
        )
        waits = {before: ("late", "Waiting for 2 days"), today: ("", "")}
        self.check_rows("to_accept", waits)
        self.assertIn("22/03/2026 23:59", self.part("figures", "waiting")["detail"])
        self.assertEqual(self.opened("to_accept", user=self.other), today | before)

    def test_accepted_this_month(self):
        """The month of Lima, of one's own projects."""
        first = self.hand_over(accepted_on=lima(1))
        last = self.hand_over(accepted_on=lima(31, 23, 59))
        self.hand_over(accepted_on=lima(0, 23, 59))
        self.hand_over(accepted_on=lima(32))
        self.hand_over(manager=self.other)
        self.check_opened({"accepted": first | last})

    def test_services_begun_this_month(self):
        own, foreign = self.hand_over(), self.hand_over(manager=self.other)
        begun = self.begin(own, "2026-03-01")
        self.begin(foreign, "2026-03-02")
        self.check_opened({"services": begun})
        for day, found in (("2026-02-28", 0), ("2026-03-31", 1), ("2026-04-01", 0)):
            self.put(begun, date_start=day)
            self.check_opened({"services": begun[:found]})

    def test_accepted_and_not_started(self):
        tomorrow = TODAY + timedelta(days=1)
        today, ahead = self.hand_over(start=TODAY), self.hand_over(start=tomorrow)
        self.hand_over(start=TODAY - timedelta(days=1))
        self.hand_over(start=tomorrow, manager=self.other)
        self.hand_over("submitted", start=tomorrow)
        undated = self.hand_over()
        self.begin(self.hand_over(), TODAY)
        self.hand_over(accepted_on=lima(24) - timedelta(days=30, minutes=1))
        self.check_opened({"not_started": today | ahead | undated})
        signs = {today: ("today", "Today"), ahead: ("", "")}
        self.check_rows("not_started", {**signs, undated: ("today", "Agree on the start")})

    def test_starts_of_the_week(self):
        monday, sunday = self.hand_over(start=MONDAY), self.hand_over(start=SUNDAY)
        free = self.hand_over("submitted", start=SUNDAY)
        self.hand_over(start=MONDAY - timedelta(days=1))
        self.hand_over(start=SUNDAY + timedelta(days=1))
        self.hand_over(start=TODAY, manager=self.other)
        self.hand_over("draft", start=TODAY)
        self.check_opened({"starts": monday | sunday | free})
        rows = {row["id"]: row for row in self.part("blocks", "starts")["rows"]}
        self.assertEqual(rows[free.id]["sign"], "Not accepted yet")
        self.assertEqual(rows[monday.id]["when"], "23/03/2026")

    def make_feedback(self, handover, **vals):
        """What the client of a handover was asked of the start."""
        return self.env["digiflow.feedback"].create(
            {"kind": "go_live", "handover_id": handover.id, "date": NOW, **vals}
        )

    def test_what_clients_say_of_the_start(self):
        own = [self.hand_over() for _number in range(4)]
        answered = {"state": "answered", "score": "2", "answered_date": NOW}
        asked = self.make_feedback(own[0], state="sent", sent_date=NOW)
        said = self.make_feedback(own[1], comment="Faltó un manual", **answered)
        self.make_feedback(own[2], **answered)
        self.make_feedback(own[3], state="to_send")
        self.make_feedback(self.hand_over(manager=self.other), state="sent")
        self.check_opened({"feedback": asked | said})
        signs = {asked: ("", "Waits for the answer"), said: ("today", "Read the comment")}
        self.check_rows("feedback", signs)
        said.with_user(self.user).action_mark_read()
        self.check_opened({"feedback": asked})

    def test_no_feedback_of_what_is_not_won(self):
        """Implementation reads what clients say of won opportunities, and writes none of it."""
        feedback = self.make_feedback(self.hand_over(), state="sent")
        known = feedback.with_user(self.user)
        self.assertEqual(known.read(["state"])[0]["state"], "sent")
        with self.assertRaises(AccessError):
            known.write({"state": "answered"})
        open_lead = self.make_lead()
        early = self.env["digiflow.feedback"].create({"lead_id": open_lead.id, "date": NOW})
        with self.assertRaises(AccessError):
            early.with_user(self.user).read(["state"])

    def make_case(self, deadline, user=None, **vals):
        return self.env["digiflow.case"].create(
            {
                "partner_id": self.client.id,
                "summary": "No emite",
                "user_id": (user or self.user).id,
                "date_deadline": deadline,
                **vals,
            }
        )

    def test_own_cases(self):
        late = self.make_case(TODAY - timedelta(days=1))
        today, ahead = self.make_case(TODAY), self.make_case(date(2026, 4, 30))
        # Whoever opened a case reads it, and does not solve it for that.
        self.put(self.make_case(TODAY, self.other), create_uid=self.user.id)
        self.put(self.make_case(TODAY), state="solved")
        self.check_opened({"cases": late | today | ahead})
        levels = {late: ("late", "Late"), today: ("today", "Today"), ahead: ("", "")}
        self.check_rows("cases", levels)

    def test_every_number_opens_as_many_for_each(self):
        handover = self.hand_over(start=TODAY)
        self.begin(handover, TODAY)
        self.hand_over("submitted")
        self.hand_over("returned")
        self.make_feedback(handover, state="sent")
        self.make_case(TODAY)
        own = self.check_counts()
        for key in ("waiting", "returned", "accepted", "services"):
            self.assertEqual(own["figures", key, False], 1, key)
        for key in ("to_accept", "not_started", "starts", "feedback", "cases"):
            self.assertEqual(own["blocks", key, False], 1, key)
        other = {key for _kind, key, _row in self.check_counts(self.other)}
        self.assertEqual(other & {"waiting", "returned", "to_accept"}, other - {"training"})

    def test_queries_do_not_grow_with_what_waits(self):
        def make(_number):
            self.make_feedback(self.hand_over(start=TODAY), state="sent")
            self.hand_over("submitted", start=TODAY)
            self.make_case(TODAY)

        self.check_queries(make)
