"""The day of a telemarketer: goals, callbacks, packs, presentations, reviews and lists."""

from datetime import timedelta

from .role_days import NOW, RoleDayCase, lima

FRIDAY = lima(27, 10)


class TestTelemarketerDay(RoleDayCase):
    """Companies of the telemarketer beside those of another one."""

    role = "telemarketer"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prospects.state = "distributed"
        cls.prospects.telemarketer_ids = [(4, cls.other.id)]

    def make_company(self, name="Propia", user=None, **columns):
        """A company of a telemarketer's list, with columns as the process would leave them."""
        lead = self.make_lead(
            name=name, telemarketer_id=(user or self.user).id, prospect_list_id=self.prospects.id
        )
        return self.put(lead, **columns) if columns else lead

    def make_call(self, lead, start, user=None):
        """A call that nobody answered."""
        return self.env["digiflow.call"].create(
            {
                "lead_id": lead.id,
                "user_id": (user or self.user).id,
                "start": start,
                "outcome": "no_answer",
            }
        )

    def make_booking(self, lead, booked, user=None, start=FRIDAY):
        """A presentation that somebody booked at some moment."""
        event = self.env["calendar.event"].create(
            {
                "name": "Presentación",
                "digiflow_kind": "presentation",
                "digiflow_state": "booked",
                "opportunity_id": lead.id,
                "user_id": self.users["executive"].id,
                "start": start,
                "stop": start + timedelta(minutes=30),
            }
        )
        booker = (user or self.user).id
        return self.put(event, booked_by_id=booker, create_uid=booker, create_date=booked)

    def make_review(self, call, **columns):
        """A review of a call, as far as `columns` say."""
        vals = {
            "call_id": call.id,
            "user_id": call.user_id.id,
            "company_id": self.env.company.id,
            "scorecard_id": self.env["digiflow.call.scorecard"].search([], limit=1).id,
            "name": "Revisión",
            "score": 80,
            "state": "signed",
            "origin": "sample",
            **columns,
        }
        names, marks = ", ".join(vals), ", ".join(["%s"] * len(vals))
        self.env.flush_all()
        self.env.cr.execute(
            f"INSERT INTO digiflow_call_review ({names}) VALUES ({marks}) RETURNING id",
            list(vals.values()),
        )
        return self.env["digiflow.call.review"].browse(self.env.cr.fetchone()[0])

    def test_the_day_is_limas_and_ones_own(self):
        lead = self.make_company()
        for start in (lima(24), lima(24, 22, 29)):
            self.make_call(lead, start)
        self.make_call(lead, lima(23, 23, 59))
        self.make_call(lead, lima(24, 9), self.other)
        effective = self.put(self.make_call(lead, lima(24, 10)), is_effective=True)
        booked = self.make_booking(lead, lima(24))
        self.make_booking(lead, lima(23, 23, 59), start=lima(27, 11))
        self.make_booking(lead, lima(24, 9), self.other, start=lima(27, 12))
        counts = self.check_counts()
        figures = {key: counts["figures", key, False] for key in ("calls", "effective", "meetings")}
        self.assertEqual(figures, {"calls": 3, "effective": 1, "meetings": 1})
        self.assertEqual(self.opened("effective").call_id, effective)
        self.assertEqual(self.opened("meetings").event_id, booked)
        self.check_opened({"bookings": booked})
        self.assertEqual(self.day()["day"], "2026-03-24")
        self.assertEqual(self.part("figures", "calls", self.other)["count"], 1)

    def test_goals_are_reached_or_still_to_go(self):
        lead = self.make_company()
        self.make_call(lead, lima(24))
        company = self.env.company
        for goal, verdict, text in (
            (1, True, "Goal reached"),
            (3, None, "2 to go"),
            (0, None, None),
        ):
            company.digiflow_goal_calls = goal
            figure = self.part("figures", "calls")
            self.assertEqual(figure["value"], "1")
            self.assertEqual((figure.get("verdict"), figure.get("text")), (verdict, text))

    def test_callbacks_that_are_due_and_of_the_rest_of_the_day(self):
        dues = {
            "Vencida": lima(20, 9),
            "De hoy": lima(24, 9),
            "Más tarde": lima(24, 23, 59),
            "Mañana": lima(25),
        }
        made = {
            name: self.make_company(name, call_queue="callback", call_due=due)
            for name, due in dues.items()
        }
        own = self.make_company("Sin llamar", call_queue="new", call_due=lima(20))
        foreign = self.make_company("Ajena", self.other, call_queue="callback", call_due=lima(24))
        lost = self.make_company("Perdida", call_queue="callback", call_due=lima(24), active=False)
        old, early, later, _tomorrow = made.values()
        self.check_opened({"callbacks": old | early | later})
        self.assertFalse(self.opened("callbacks") & (own | foreign | lost))
        signs = {old: ("late", "Call now"), early: ("late", "Call now"), later: ("today", "Today")}
        self.check_rows("callbacks", signs)
        rows = self.part("blocks", "callbacks")["rows"]
        whens = ["20/03/2026 09:00", "09:00", "23:59"]
        self.assertEqual([row["when"] for row in rows], whens)

    def test_packs_to_send(self):
        spoken = {"effective_contact_date": lima(24, 9)}
        today = self.make_company(**spoken, email_from="ana@example.com")
        before = self.make_company(
            "Ayer", effective_contact_date=lima(23, 23, 59), email_from="eva@example.com"
        )
        silent = self.make_company("Sin correo", **spoken)
        self.make_company("Enviada", **spoken, info_sent_date=NOW)
        self.make_company("Sin hablar")
        self.make_company("Ganada", **spoken, stage_id=self.stages["pre_kickoff"].id)
        self.make_company("Perdida", **spoken, active=False)
        self.make_company("Ajena", self.other, **spoken)
        self.check_opened({"packs": today | before | silent})
        signs = {
            today: ("", ""),
            before: ("late", "Waiting since yesterday"),
            silent: ("", "Without an e-mail address"),
        }
        self.check_rows("packs", signs)

    def test_reviews_to_answer(self):
        lead = self.make_company()
        calls = [self.make_call(lead, lima(20, hour)) for hour in range(5)]
        late = self.make_review(calls[0], answer_until=lima(23).date())
        last = self.make_review(calls[1], answer_until=lima(24).date())
        self.make_review(calls[2], state="answered", answer_until=lima(24).date())
        self.make_review(calls[3], origin="calibration", answer_until=lima(24).date())
        foreign = self.make_call(lead, lima(20, 9), self.other)
        self.make_review(foreign, answer_until=lima(24).date())
        self.check_opened({"reviews": late | last})
        self.check_rows("reviews", {late: ("late", "Late"), last: ("today", "Today")})

    def test_lists_with_their_progress(self):
        """All companies of the list, whoever calls them, also those that were lost."""
        reached = {"contacted_date": lima(20), "effective_contact_date": lima(20)}
        self.make_company()
        self.make_company("Contactada", contacted_date=lima(20))
        self.make_company("Efectiva", **reached, meeting_booked_date=lima(21))
        self.make_company("Perdida", self.other, **reached, active=False)
        self.prospects.copy({"name": "Cerrada", "state": "closed"})
        foreign = self.prospects.copy({"name": "De otros", "telemarketer_ids": [(6, 0, [])]})
        foreign.state = "distributed"
        rows = self.part("tables", "lists")["rows"]
        cells = ["Agentes de retención", "4", "3 (75 %)", "2 (50 %)", "1 (25 %)", "0 (0 %)"]
        self.assertEqual([row["cells"] for row in rows], [cells])
        self.assertEqual(rows[0]["count"], 4)
        self.assertEqual(len(self.opened("lists", rows[0]["key"])), 4)

    def test_the_number_of_queries_does_not_grow(self):
        self.check_queries(self.make_full, few=10, more=30)
        self.assertEqual(len(self.part("blocks", "callbacks")["rows"]), 7)
        self.check_counts()

    def make_full(self, number):
        """One of everything that is counted in the day."""
        lead = self.make_company(
            f"Empresa {number}",
            call_queue="callback",
            call_due=lima(24, 9),
            effective_contact_date=lima(23, 9),
        )
        call = self.make_call(lead, lima(24, 9))
        # A call that nobody answered puts the company back among those to try again.
        self.put(lead, call_queue="callback", call_due=lima(24, 9))
        self.make_booking(lead, lima(24, 9), start=lima(27) + timedelta(hours=number))
        self.make_review(call, answer_until=lima(27).date())
