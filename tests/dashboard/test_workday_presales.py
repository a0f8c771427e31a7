"""The day of a presales engineer: what waits, whose it is, and what opens."""

from datetime import timedelta

from .role_days import NOW, TODAY, RoleDayCase, lima


class TestPresalesDay(RoleDayCase):
    """Opportunities of the engineer beside those of another one."""

    role = "presales"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.make_lead(name="Propia")
        cls.foreign = cls.make_lead(name="Ajena", presales_user_id=cls.other.id)

    def make_leads(self, count, **vals):
        leads = [self.make_lead(name=f"Empresa {number}", **vals) for number in range(count)]
        return self.env["crm.lead"].browse([lead.id for lead in leads])

    def make_event(self, start, state="booked", engineer=None, **vals):
        """A presentation of a quarter of an hour."""
        return self.env["calendar.event"].create(
            {
                "name": "Presentación",
                "digiflow_kind": "presentation",
                "digiflow_state": state,
                "opportunity_id": self.lead.id,
                "user_id": self.users["executive"].id,
                "presales_id": (engineer or self.user).id,
                "start": start,
                "stop": start + timedelta(minutes=15),
                **vals,
            }
        )

    def make_offer_with(self, lead, review, asked_on=NOW):
        """An offer of an opportunity whose review has come so far."""
        order = self.make_offer(lead)
        return self.put(order, digiflow_review=review, digiflow_asked_on=asked_on)

    def test_surveys_to_validate_and_without_hours(self):
        gone, empty, upgrade, standard = self.make_leads(4)
        waiting = self.make_survey(self.lead, submit=True, **self.answers())
        self.make_survey(self.foreign, submit=True, **self.answers())
        self.make_survey(gone, submit=True, **self.answers())
        gone.active = False
        without = self.make_survey(empty)
        unsaid = self.make_survey(upgrade, **self.answers(is_upgrade=True))
        self.make_survey(standard, **self.answers())
        self.make_survey(self.make_lead(presales_user_id=self.other.id))
        self.check_opened({"to_validate": waiting, "estimates": without | unsaid})
        signs = {without: ("today", "Without hours"), unsaid: ("today", "Confirm its hours")}
        self.check_rows("estimates", signs)
        unsaid.with_user(self.user).action_confirm_hours()
        self.check_opened({"estimates": without})

    def test_activities_of_what_waits_in_its_own_block_are_not_told_twice(self):
        survey = self.make_survey(self.lead, submit=True, **self.answers())
        self.assertEqual(survey.activity_ids.user_id, self.user)
        survey.activity_ids.date_deadline = TODAY
        todo = ("mail.mail_activity_data_todo", TODAY)
        own = self.lead.activity_schedule(*todo, user_id=self.user.id)
        elsewhere = self.foreign.activity_schedule(*todo, user_id=self.other.id)
        self.check_opened({"activities": own})
        self.assertEqual(self.opened("activities", user=self.other), elsewhere)
        survey.with_user(self.user).action_reset()
        late = survey.activity_schedule(*todo, user_id=self.user.id)
        self.check_opened({"activities": own | late})

    def test_who_sells_as_well_has_only_the_engineer_s_own_here(self):
        """The record rules of another role let more be read than what is one's own."""
        seller = self.make_user(
            "both", groups="digiflow_crm.group_presales,digiflow_crm.group_executive"
        )
        sold = self.make_lead(user_id=seller.id, presales_user_id=self.user.id)
        self.make_survey(sold, submit=True, **self.answers())
        self.make_handover(sold)
        self.make_offer_with(sold, "presales")
        self.make_survey(self.make_lead(user_id=seller.id, presales_user_id=self.user.id))
        self.put(self.env["crm.lead"].browse(sold.id), digiflow_moved_on="2026-01-05 15:00:00")
        counted = self.check_counts(seller)
        self.assertEqual({key for _kind, key, _row in counted} - {"training"}, set())

    def test_what_the_engineer_validated_this_week(self):
        leads = self.make_leads(4)
        surveys = [self.validate_requirement(lead) for lead in leads]
        whens = (lima(23), lima(22, 23, 59), lima(29, 23, 59), lima(30))
        for survey, when in zip(surveys, whens, strict=True):
            self.put(survey, validated_by_id=self.user.id, validated_on=when)
        self.validate_requirement(self.lead)
        self.check_opened({"validated": surveys[0] | surveys[2]})

    def test_offers_to_review(self):
        second, third, fourth = self.make_leads(3)
        today = self.make_offer_with(self.lead, "presales", lima(24))
        before = self.make_offer_with(second, "presales", lima(23, 23, 59))
        self.make_offer_with(third, "manager")
        self.make_offer_with(fourth, "rejected")
        self.make_offer_with(self.foreign, "presales")
        self.check_opened({"to_review": today | before})
        waits = {before: ("late", "Waiting since yesterday"), today: ("", "")}
        self.check_rows("to_review", waits)
        row = self.part("blocks", "to_review")["rows"][0]
        self.assertEqual((row["id"], row["when"]), (before.id, "23/03/2026 23:59"))
        self.assertIn("S/ ", row["detail"])

    def test_offers_that_the_engineer_decided(self):
        order = self.make_offer_with(self.lead, "presales")
        log = self.env["digiflow.offer.review"]
        entries = [
            ("approved", self.user, lima(23)),
            ("sent_back", self.user, lima(29, 23, 59)),
            ("rejected", self.user, lima(22, 23, 59)),
            ("asked", self.user, lima(24)),
            ("approved", self.other, lima(24)),
        ]
        made = [
            log.create({"order_id": order.id, "decision": what, "user_id": who.id, "date": when})
            for what, who, when in entries
        ]
        self.check_opened({"decided": made[0] | made[1]})

    def test_presentations_of_today_and_of_the_week(self):
        """The days are those of Lima, of which the last ends when UTC is five hours ahead."""
        first, last = self.make_event(lima(24)), self.make_event(lima(24, 23, 45))
        held = self.make_event(lima(24, 9), "held")
        self.make_event(lima(24, 10), "cancelled")
        self.make_event(lima(24, 11), engineer=self.other)
        yesterday = self.make_event(lima(23, 23, 45), "held")
        tomorrow, sunday = self.make_event(lima(25)), self.make_event(lima(29, 23, 45))
        self.make_event(lima(30))
        self.make_event(lima(26), "cancelled")
        self.make_event(lima(22, 23, 45), "held")
        today = first | last | held
        self.check_opened(
            {
                "presentations_today": today,
                "presentations_week": tomorrow | sunday,
                "presented": today | yesterday | tomorrow | sunday,
            }
        )
        signs = {first: ("late", "Say how it went"), held: ("", "Held"), last: ("", "Booked")}
        self.check_rows("presentations_today", signs)
        self.assertEqual(self.part("figures", "presented")["detail"], "2 held so far")

    def test_handovers_returned_or_to_submit(self):
        second, third, fourth = self.make_leads(3)
        draft = self.make_handover(self.lead)
        why = {"return_reason": "Falta el contacto."}
        returned = self.make_handover(second, state="returned", **why)
        self.make_handover(third, state="submitted")
        self.make_handover(fourth, state="accepted")
        self.make_handover(self.foreign)
        self.check_opened({"preparing": draft | returned})
        rows = self.part("blocks", "preparing")["rows"]
        self.assertEqual([row["id"] for row in rows], [returned.id, draft.id])
        self.assertEqual(rows[0]["sign"], "Returned")
        self.assertIn("Falta el contacto.", rows[0]["detail"])
        self.assertEqual(rows[1]["sign"], "Confirm the technical part")

    def test_opportunities_by_stage_and_without_movement(self):
        second, won = self.make_leads(2, **self.contact_vals())
        second.stage_id = self.stages["info_sent"]
        self.put(second | self.foreign, digiflow_moved_on="2026-01-05 15:00:00")
        self.put(won, stage_id=self.stages["pre_kickoff"].id)
        lost = self.make_lead(name="Perdida")
        lost.active = False
        self.check_opened({"opportunities": self.lead | second, "rotting": second})
        self.check_rows("rotting", {second: ("late", "78 days without movement")})
        rows = self.part("tables", "stages")["rows"]
        self.assertEqual(
            [row["cells"] for row in rows],
            [
                [self.stages["telemarketing"].name, "1", "0"],
                [self.stages["info_sent"].name, "1", "1"],
            ],
        )
        self.assertEqual(self.opened("stages", self.stages["info_sent"].id), second)

    def test_every_number_opens_as_many_for_each(self):
        self.make_survey(self.lead, submit=True, **self.answers())
        self.make_offer_with(self.lead, "presales")
        self.make_handover(self.lead)
        self.make_event(lima(24, 9))
        own = self.check_counts()
        for key in ("to_validate", "to_review", "preparing", "presentations_today"):
            self.assertEqual(own["blocks", key, False], 1, key)
        other = self.check_counts(self.other)
        self.assertFalse({key for _kind, key, _row in other} & {"to_validate", "preparing"})
        self.assertEqual(other["figures", "opportunities", False], 1)

    def test_queries_do_not_grow_with_what_waits(self):
        def make(_number):
            [lead] = self.make_leads(1)
            self.make_survey(lead, submit=True, **self.answers())
            self.put(lead, digiflow_moved_on="2026-01-05 15:00:00")
            self.make_handover(lead)

        self.check_queries(make)
