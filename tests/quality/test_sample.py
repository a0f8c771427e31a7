"""Samples of calls: what is drawn, by whom, and what never happens twice."""

import random
from collections import Counter
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods, sampling
from odoo.addons.digiflow_crm.exceptions import CallRefusedError, WorkflowError
from odoo.addons.digiflow_crm.models.calls.outcomes import UNANSWERED

from .sample_cases import SampleCase


class TestDraw(SampleCase):
    """The lot of a week."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_calls(6, outcome="refused")
        cls.make_calls(5, outcome="effective")
        cls.make_calls(7, outcome="no_answer")
        cls.make_calls(2, cls.caller_2, "refused")
        cls.make_calls(4, cls.caller_2, "effective", recorded=False)

    def drawn_of(self, sample):
        """How many calls of whom were drawn."""
        return Counter(line.user_id for line in sample.line_ids)

    def test_quota_for_each_from_what_can_be_heard(self):
        sample = self.draw()
        self.assertEqual(self.drawn_of(sample), {self.caller: 3, self.caller_2: 2})
        self.assertEqual(sample.quota, 3)
        self.assertEqual(set(sample.line_ids.mapped("state")), {"to_review"})
        self.assertTrue(all(sample.line_ids.mapped("is_audible")))
        # Somebody was spoken to in six and five calls: nobody listens to ringing.
        self.assertFalse(sample.line_ids.filtered(lambda line: line.outcome in UNANSWERED))
        mine = sample.line_ids.filtered(lambda line: line.user_id == self.caller)
        self.assertEqual(set(mine.mapped("outcome")), {"refused", "effective"})
        self.assertEqual(sorted(sample.line_ids.mapped("number")), [1, 2, 3, 4, 5])

    def test_anybody_can_repeat_it_with_the_seed(self):
        sample = self.draw()
        begin, end = periods.boundaries([periods.period_of(self.week, periods.WEEK)])
        calls = self.env["digiflow.call"].search([("start", ">=", begin), ("start", "<", end)])
        heard = calls.filtered("has_recording")
        candidates = [sampling.Candidate(one.id, one.user_id.id, one.outcome) for one in heard]
        random.shuffle(candidates)
        places = {self.caller.id: 3, self.caller_2.id: 3}
        again = sampling.draw(candidates, places, sample.seed, UNANSWERED)
        expected = [call.call_id for user in sorted(places) for call in again[user]]
        self.assertEqual(sample.line_ids.sorted("number").call_id.ids, expected)

    def test_another_seed_draws_others(self):
        found = set()
        for seed in range(1, 9):
            sample = self.samples._get_or_make(self.company, self.week - timedelta(weeks=seed))
            sample.seed = seed
            calls = [
                sampling.Candidate(one.id, one.user_id.id, one.outcome)
                for one in self.env["digiflow.call"].search([("user_id", "=", self.caller.id)])
            ]
            drawn = sampling.draw(calls, {self.caller.id: 3}, sample.seed)[self.caller.id]
            found.add(tuple(drawn))
        self.assertGreater(len(found), 4)

    def test_drawing_again_adds_nothing(self):
        sample = self.draw()
        before = sample.line_ids
        self.assertEqual(self.samples._draw_week(self.company, self.week), 0)
        self.samples._cron_draw()
        sample.with_user(self.analyst).action_draw()
        self.assertEqual(sample.line_ids, before)

    def test_a_recording_that_came_later_is_drawn_to_the_quota(self):
        sample = self.draw()
        late = self.make_calls(3, self.caller_2, "callback")
        self.assertEqual(self.samples._draw_week(self.company, self.week), 1)
        theirs = sample.line_ids.filtered(lambda line: line.user_id == self.caller_2)
        self.assertEqual(len(theirs), 3)
        self.assertEqual(len(theirs.call_id & late), 1)

    def test_scheduled_job_draws_the_week_that_is_over(self):
        self.env.ref("digiflow_crm.ir_cron_call_sample").ir_actions_server_id.run()
        sample = self.samples.search([("company_id", "=", self.company.id)])
        self.assertEqual(sample.mapped("week"), [self.week])
        self.assertEqual(self.week.weekday(), 0)
        self.assertEqual(len(sample.line_ids), 5)

    def test_weeks_end_in_lima(self):
        """A call at 23:30 of Sunday there is of its week, though UTC has begun Monday."""
        late = periods.starts_at(self.week + timedelta(days=6)) + timedelta(hours=23, minutes=30)
        after = self.make_call(self.caller_2, "callback", start=late + timedelta(hours=1))
        last = self.make_call(self.caller_2, "callback", start=late)
        sample = self.draw()
        self.assertIn(last, sample.line_ids.call_id)
        self.assertNotIn(after, sample.line_ids.call_id)

    def test_week_that_is_not_over_is_refused(self):
        day = periods.today()
        with self.assertRaisesRegex(WorkflowError, "not over"):
            self.samples._draw_week(self.company, day)
        wizard = self.env["digiflow.call.sample.draw"].with_user(self.analyst).create({"day": day})
        with self.assertRaisesRegex(WorkflowError, "not over"):
            wizard.action_draw()

    def test_button_draws_for_analysts(self):
        wizards = self.env["digiflow.call.sample.draw"]
        wizard = wizards.with_user(self.analyst).create({"day": self.week + timedelta(days=3)})
        self.assertIn("5", wizard.action_draw()["params"]["message"])
        self.assertIn("no call to draw", wizard.action_draw()["params"]["message"])
        with self.assertRaises(AccessError):
            wizards.with_user(self.caller).create({})

    def test_size_is_the_company_s(self):
        self.company.digiflow_quality_sample_size = 5
        self.assertEqual(self.drawn_of(self.draw()), {self.caller: 5, self.caller_2: 2})
        self.company.digiflow_quality_sample_size = 0
        self.assertEqual(self.samples._draw_week(self.company, self.week - timedelta(weeks=1)), 0)

    def test_only_calls_of_telemarketers_and_of_the_company(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.caller_2.company_ids = [(4, abroad.id)]
        lead = self.make_lead(company_id=abroad.id, name="Boliviana", user_id=False)
        foreign = self.make_call(self.caller_2, lead_id=lead.id)
        self.make_calls(2, self.users["executive"])
        self.make_calls(2, self.users["manager"])
        sample = self.draw()
        self.assertEqual(set(self.drawn_of(sample)), {self.caller, self.caller_2})
        self.assertNotIn(foreign, sample.line_ids.call_id)
        self.samples._draw_week(abroad, self.week)
        theirs = self.samples.search([("company_id", "=", abroad.id)])
        self.assertEqual(theirs.line_ids.call_id, foreign)

    def test_withdrawn_recordings_are_not_drawn(self):
        recordings = self.env["digiflow.call.recording"].search(
            [("user_id", "=", self.caller_2.id)]
        )
        recordings.with_user(self.users["manager"]).withdraw("Of another call")
        self.assertEqual(self.drawn_of(self.draw()), {self.caller: 3})


class TestPicks(SampleCase):
    """What the analyst wants to hear beside the draw."""

    def pick(self, calls, user=None):
        return calls.with_user(user or self.analyst).action_pick_for_review()

    def test_pick_comes_to_the_queue_beside_the_quota(self):
        calls = self.make_calls(6)
        self.pick(calls[0])
        picked = self.lines.search([("call_id", "=", calls[0].id)])
        self.assertEqual((picked.origin, picked.state), ("picked", "to_review"))
        self.assertEqual(picked.picked_by_id, self.analyst)
        self.assertFalse(picked.sample_id.drawn_on)
        sample = self.draw()
        self.assertEqual(picked.sample_id, sample)
        self.assertEqual((sample.drawn_count, sample.picked_count), (3, 1))
        self.assertIn("chosen for review before", self.pick(calls[0])["params"]["message"])
        self.assertEqual(len(sample.line_ids), 4)

    def test_a_call_of_this_week_can_be_picked(self):
        start = periods.starts_at(self.week + timedelta(weeks=1))
        call = self.make_call(start=start)
        self.pick(call)
        line = self.lines.search([("call_id", "=", call.id)])
        self.assertEqual(line.week, self.week + timedelta(weeks=1))

    def test_what_cannot_be_reviewed_is_not_picked(self):
        mine = self.make_call(
            self.make_user(
                "both", groups="digiflow_crm.group_quality,digiflow_crm.group_telemarketer"
            )
        )
        cases = [
            (self.make_call(recorded=False), self.analyst, WorkflowError, "no recording"),
            (self.make_call(self.users["executive"]), self.analyst, WorkflowError, "telemarketers"),
            (mine, mine.user_id, WorkflowError, "their own calls"),
            (self.make_call(), self.caller, AccessError, "quality analysts"),
            (self.env["digiflow.call"], self.analyst, WorkflowError, "Choose the calls"),
        ]
        for call, user, kind, words in cases:
            with self.subTest(words=words), self.assertRaisesRegex(kind, words):
                self.pick(call, user)
        self.assertFalse(self.lines.search([("call_id", "=", mine.id)]))

    def test_button_is_there_for_who_may(self):
        call = self.make_call()
        self.assertTrue(call.with_user(self.analyst).can_pick)
        self.assertFalse(call.with_user(self.caller).can_pick)
        self.pick(call)
        seen = call.with_user(self.analyst)
        seen.invalidate_recordset()
        self.assertFalse(seen.can_pick)
        self.assertEqual(seen.sample_state, "to_review")
        # Who called does not learn that the call will be heard.
        self.assertFalse(call.with_user(self.caller).sample_state)


class TestQueue(SampleCase):
    """One analyst at a time, and a reason for what is left out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_calls(5)
        cls.other = cls.make_user("quality", login="quality_2", name="Otra")

    def setUp(self):
        super().setUp()
        self.sample = self.draw()
        self.line = self.sample.line_ids[0]

    def test_oldest_first(self):
        starts = self.lines.search([]).mapped("start")
        self.assertEqual(starts, sorted(starts))

    def test_taken_by_one_until_it_is_given_back(self):
        line = self.line.with_user(self.analyst)
        review = self.env["digiflow.call.review"].browse(line.action_review()["res_id"])
        self.assertEqual((review.origin, review.analyst_id), ("sample", self.analyst))
        self.assertEqual(line.analyst_id, self.analyst)
        self.assertEqual(line.action_review()["res_id"], review.id)
        theirs = self.line.with_user(self.other)
        for attempt in (
            theirs.action_review,
            theirs.action_give_back,
            theirs.call_id.action_review,
            lambda: theirs.skip("no"),
        ):
            with self.assertRaisesRegex(WorkflowError, "has taken this call"):
                attempt()
        line.action_give_back()
        self.assertFalse(review.exists())
        self.assertEqual((line.analyst_id.id, line.state), (False, "to_review"))
        self.assertTrue(theirs.action_review()["res_id"])

    def test_manager_gives_back_what_another_took(self):
        self.review(self.line, sign=False)
        self.line.with_user(self.users["manager"]).action_give_back()
        self.assertFalse(self.line.review_id)
        self.review(self.line, analyst=self.other)
        self.assertEqual(self.line.state, "reviewed")

    def test_signed_is_reviewed_and_stays(self):
        review = self.review(self.line)
        self.assertEqual((self.line.state, self.line.review_id), ("reviewed", review))
        for attempt in (
            lambda: self.line.with_user(self.analyst).skip("late"),
            self.line.with_user(self.users["manager"]).action_give_back,
            self.line.call_id.with_user(self.other).action_review,
        ):
            with self.assertRaisesRegex(WorkflowError, "has reviewed this call"):
                attempt()
        self.assertEqual(self.line.with_user(self.other).action_review()["res_id"], review.id)

    def test_review_begun_on_the_call_takes_it_from_the_queue(self):
        """Whichever door: the call's button, a new review by hand, or the queue."""
        self.line.call_id.with_user(self.analyst).action_review()
        self.assertEqual(self.line.analyst_id, self.analyst)
        self.assertEqual(self.line.review_id.origin, "sample")
        free = (self.sample.line_ids - self.line)[0]
        reviews = self.env["digiflow.call.review"].with_user(self.other)
        made = reviews.create({"call_id": free.call_id.id, "scorecard_id": self.card.id})
        self.assertEqual((free.review_id, free.analyst_id), (made, self.other))
        made.unlink()
        self.assertEqual((free.state, free.analyst_id.id), ("to_review", False))

    def test_any_other_review_is_a_pick(self):
        call = self.make_call()
        call.with_user(self.analyst).action_review()
        line = self.lines.search([("call_id", "=", call.id)])
        self.assertEqual((line.origin, line.review_id.origin), ("picked", "picked"))

    def test_skipped_with_a_reason_and_the_next_of_the_lot_comes(self):
        for reason in (False, "  "):
            with self.assertRaisesRegex(WorkflowError, "why"):
                self.line.with_user(self.analyst).skip(reason)
        order = sampling.in_order(
            [
                sampling.Candidate(call.id, self.caller.id, call.outcome)
                for call in self.env["digiflow.call"].search([("user_id", "=", self.caller.id)])
            ],
            self.sample.seed,
            UNANSWERED,
        )
        wizard = self.env["digiflow.call.sample.skip"].with_user(self.analyst)
        for place in (3, 4):
            line = self.sample.line_ids.filtered(lambda one: one.state == "to_review")[0]
            wizard.create({"line_id": line.id, "reason": "Solo ruido"}).action_skip()
            self.assertEqual((line.state, line.skip_reason), ("skipped", "Solo ruido"))
            self.assertEqual((line.skipped_by_id, bool(line.skipped_on)), (self.analyst, True))
            newest = max(self.sample.line_ids, key=lambda one: one.number)
            self.assertEqual(newest.call_id.id, order[place].call_id)
        line = self.sample.line_ids.filtered(lambda one: one.state == "to_review")[0]
        self.assertFalse(line.with_user(self.analyst).skip("Ruido"))
        with self.assertRaisesRegex(WorkflowError, "was skipped"):
            line.with_user(self.analyst).skip("Ruido")
        with self.assertRaisesRegex(WorkflowError, "Ruido"):
            line.with_user(self.other).action_review()

    def test_skipping_a_pick_draws_nothing(self):
        rest = self.env["digiflow.call"].search([("user_id", "=", self.caller.id)])
        picked = (rest - self.sample.line_ids.call_id)[0]
        picked.with_user(self.analyst).action_pick_for_review()
        line = self.sample.line_ids.filtered(lambda one: one.origin == "picked")
        self.assertFalse(line.with_user(self.analyst).skip("Doble"))
        self.assertEqual(len(self.sample.line_ids), 4)

    def test_skipping_what_was_begun_discards_it(self):
        review = self.review(self.line, sign=False)
        self.line.with_user(self.analyst).skip("No se oye")
        self.assertFalse(review.exists())

    def test_a_withdrawn_recording_is_said_and_skipped(self):
        recording = self.line.call_id.recording_id.with_user(self.users["manager"])
        recording.withdraw("Of another call")
        self.env.invalidate_all()
        line = self.line.with_user(self.analyst)
        self.assertFalse(line.is_audible)
        with self.assertRaisesRegex(WorkflowError, "withdrawn"):
            line.action_review()
        self.assertTrue(line.skip("Retirada"))

    def test_calibration_does_not_take_from_the_queue(self):
        reviews = self.env["digiflow.call.review"].with_user(self.analyst)
        review = reviews._begin(self.line.call_id, origin="calibration")
        self.assertEqual(review.origin, "calibration")
        self.assertFalse(self.line.review_id)


class TestKept(SampleCase):
    """Who sees a sample, and that nobody changes one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_calls(4)

    def test_nobody_writes_one_not_even_the_manager(self):
        sample = self.draw()
        line = sample.line_ids[0]
        call = self.make_call()
        values = {
            "digiflow.call.sample": {"company_id": self.company.id, "week": self.week, "seed": 1},
            "digiflow.call.sample.person": {"sample_id": sample.id, "user_id": self.analyst.id},
            "digiflow.call.sample.line": {"sample_id": sample.id, "call_id": call.id},
        }
        records = (sample, sample.person_ids[0], line)
        fields = ({"seed": 5}, {"quota": 1}, {"review_id": False})
        for user in (self.analyst, self.users["manager"]):
            for record, vals in zip(records, fields, strict=True):
                own = record.with_user(user)
                for attempt in (
                    lambda own=own: own.create(values[own._name]),
                    lambda own=own, vals=vals: own.write(vals),
                    lambda own=own: own.unlink(),
                ):
                    with self.subTest(model=own._name), self.assertRaises(AccessError):
                        attempt()
        for record in (sample, line):
            with self.assertRaises(WorkflowError):
                record.copy()
            with self.assertRaises(WorkflowError):
                record.unlink()

    def test_who_called_does_not_see_what_will_be_heard(self):
        sample = self.draw()
        for role in ("telemarketer", "executive", "presales", "implementation"):
            for record in (sample, sample.line_ids, sample.person_ids):
                with self.subTest(role=role), mute_logger("odoo.addons.base.models.ir_model"):
                    self.assertRaises(AccessError, record.with_user(self.users[role]).read, ["id"])
        both = "digiflow_crm.group_quality,digiflow_crm.group_telemarketer"
        user = self.make_user("both", groups=both)
        self.make_calls(2, user)
        self.samples._draw_week(self.company, self.week)
        lines = self.lines.search([("user_id", "=", user.id)])
        self.assertEqual(len(lines), 2)
        self.assertFalse(self.lines.with_user(user).search([("user_id", "=", user.id)]))
        with self.assertRaises(AccessError):
            lines[0].with_user(user).action_review()

    def test_other_companies_are_out_of_reach(self):
        sample = self.draw()
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        self.analyst.write({"company_ids": [(4, abroad.id)]})
        there = self.samples.with_user(self.analyst).with_company(abroad)
        there = there.with_context(allowed_company_ids=abroad.ids)
        self.assertFalse(there.search([("id", "=", sample.id)]))

    def test_a_recorded_call_keeps_its_place_in_the_sample(self):
        line = self.draw().line_ids[0]
        with self.assertRaises(CallRefusedError):
            line.call_id.unlink()
