"""Two analysts judge one call blind, and compare."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .review_cases import ReviewCase


class TestCalibration(ReviewCase):
    """Neither sees what the other says, by any way, until both have signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls.make_call()
        cls.calibrations = cls.env["digiflow.call.calibration"].with_user(cls.analyst)
        cls.calibration = cls.calibrations.create(
            {
                "call_id": cls.call.id,
                "scorecard_id": cls.card.id,
                "first_id": cls.analyst.id,
                "second_id": cls.analyst_2.id,
            }
        )
        cls.first, cls.second = (cls.half(user) for user in (cls.analyst, cls.analyst_2))

    @classmethod
    def half(cls, user):
        """The review of one of them, in that one's hands."""
        cls.env.invalidate_all()
        return cls.calibration.with_user(user)._get_reviews()

    def finish(self):
        self.score(self.first).action_sign()
        self.score(self.second, Guion=None, Necesidades=60, Etica=75).action_sign()
        self.env.invalidate_all()

    def assert_blind(self, user, review):
        """Nothing of a review reaches a user."""
        self.env.invalidate_all()
        own, line = review.with_user(user), review.line_ids[0].with_user(user)
        self.assertFalse(own.search([("id", "=", review.id)]))
        self.assertFalse(own.search([("call_id", "=", self.call.id), ("score", ">", 1)]) & review)
        self.assertFalse(line.search([("review_id", "=", review.id)]))
        self.assertFalse(line.search([("review_id.call_id", "=", self.call.id)]) & review.line_ids)
        for way in (
            lambda: own.read(["score"]),
            lambda: own.get_sheet(),
            lambda: line.read(["points"]),
            lambda: own.message_ids.read(["body"]) and own.score,
        ):
            with self.assertRaises(AccessError):
                way()
        calibration = self.calibration.with_user(user)
        self.assertEqual(calibration.get_comparison(), {})
        self.assertFalse(calibration.comparison)

    def test_blind(self):
        """Also for the manager, and for who has signed: until the other one has."""
        self.score(self.first).action_sign()
        self.assert_blind(self.analyst_2, self.first)
        self.assert_blind(self.manager, self.first)
        self.score(self.second)
        self.assert_blind(self.analyst, self.second)
        self.assertEqual(self.calibration.signed_count, 1)
        third = self.make_user("quality", login="analyst_3")
        self.assert_blind(third, self.first)

    def test_compared(self):
        self.finish()
        self.assertEqual(self.calibration.state, "done")
        result = self.calibration.with_user(self.manager).get_comparison()
        rows = [(row["name"], row["points"], row["difference"]) for row in result["rows"]]
        self.assertEqual(
            rows,
            [
                ("Guion", ["80", False], ""),
                ("Necesidades", ["50", "60"], "+10"),
                ("Etica", ["100", "75"], "-25"),
            ],
        )
        # (30*60 + 50*75) / 80 = 69.375
        self.assertEqual(result["scores"], ["81.00", "69.38"])
        self.assertEqual((result["difference"], result["mean"]), ("-11.62", "17.50"))
        self.assertTrue(result["rows"][0]["apart"])
        self.assertIn("-11.62", self.calibration.with_user(self.analyst_2).comparison)
        self.assertTrue(self.second.with_user(self.analyst).get_sheet()["calibration"])

    def test_counts_in_no_figure(self):
        self.finish()
        # sudo: both halves, which no analyst reads yet.
        both = (self.first | self.second).sudo()
        self.assertFalse(both._counts())
        report = self.env["digiflow.call.quality.report"]
        self.assertFalse(report.search([("review_id", "in", both.ids)]))
        self.assertFalse(self.env["digiflow.coaching"].search([("user_id", "=", self.caller.id)]))

    def test_the_telemarketer_is_left_out(self):
        self.finish()
        reviews = self.reviews.with_user(self.caller)
        self.assertFalse(reviews.search([]))
        with self.assertRaises(AccessError):
            self.first.with_user(self.caller).answer_review("Yo")
        with self.assertRaises(AccessError):
            self.calibration.with_user(self.caller).read(["name"])

    def test_signed_ones_stay(self):
        self.finish()
        before = self.content(self.first | self.second)
        for way in (
            lambda: self.first.with_user(self.manager).write({"comment": "Otro"}),
            lambda: self.first.line_ids[0].write({"points": 1}),
            lambda: self.first.unlink(),
            lambda: self.calibration.with_user(self.manager).write({"state": "open"}),
            # sudo: the superuser is refused as well.
            lambda: self.calibration.sudo().unlink(),
            lambda: self.calibration.copy(),
            lambda: self.calibration.with_user(self.manager).action_cancel(),
        ):
            with self.assertRaises(UserError):
                way()
        self.assertEqual(self.content(self.first | self.second), before)

    def test_one_scorecard_and_no_discarding(self):
        """Half of a calibration neither goes away nor changes its criteria."""
        with self.assertRaisesRegex(ValidationError, "one scorecard"):
            self.first.scorecard_id = self.env.ref("digiflow_crm.scorecard_telemarketing")
        with self.assertRaisesRegex(ValidationError, "half of a calibration"):
            self.first.unlink()

    def test_what_cannot_be_calibrated(self):
        """A call somebody reviewed, one's own, one without sound, one person alone."""
        vals = {"scorecard_id": self.card.id, "first_id": self.analyst.id}
        reviewed = self.sign(self.make_call(start="2026-03-03 15:00:00")).call_id
        fresh = self.make_call(start="2026-03-04 15:00:00")
        silent = self.make_call(start="2026-03-05 15:00:00", recorded=False)
        for call, second in (
            (reviewed, self.analyst_2),
            (self.call, self.manager),
            (silent, self.analyst_2),
            (fresh, self.caller_2),
            (self.make_call(self.manager, "2026-03-06 15:00:00"), self.manager),
        ):
            with self.assertRaises(UserError):
                self.calibrations.create({**vals, "call_id": call.id, "second_id": second.id})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.calibrations.create({**vals, "call_id": fresh.id, "second_id": self.analyst.id})

    def test_nobody_else_reviews_the_call_meanwhile(self):
        """An ordinary review could be read by the two."""
        with self.assertRaisesRegex(ValidationError, "blind"):
            self.begin(self.call, self.manager)
        self.finish()
        self.assertEqual(self.begin(self.call, self.manager).state, "draft")

    def test_cancelled(self):
        """What was signed may be read then; the draft is gone, and the call free again."""
        self.score(self.first).action_sign()
        stranger = self.make_user("quality", login="analyst_3")
        with self.assertRaises(AccessError):
            self.calibration.with_user(stranger).action_cancel()
        self.calibration.with_user(self.analyst_2).action_cancel()
        self.env.invalidate_all()
        # sudo: that it is gone, and not merely out of reach.
        self.assertFalse(self.second.sudo().exists())
        self.assertTrue(self.first.with_user(self.analyst_2).get_sheet())
        self.assertEqual(self.calibration.get_comparison(), {})
        self.assertEqual(self.calibration.sudo().cancelled_by_id, self.analyst_2)
