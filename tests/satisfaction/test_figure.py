"""The figure of satisfaction, recounted by hand."""

from datetime import timedelta

from odoo.addons.digiflow_crm.exceptions import ProcessError

from ..meeting.cases import lima
from .cases import FeedbackCase

QUARTER = ("2026-01-01", "2026-03-31")
NEXT = ("2026-04-01", "2026-06-30")


class TestFigure(FeedbackCase):
    """Satisfied are those who answered 4 or 5, out of those who answered."""

    def figure(self, role="manager", days=QUARTER):
        """The figure as a role gets it."""
        return self.feedbacks.with_user(self.users[role]).get_figure(*days)

    def test_no_data(self):
        nothing = {"satisfied": 0, "answers": 0, "sent": 0, "rate": False, "response_rate": False}
        self.assertEqual(self.figure(), nothing)
        self.make_feedback(lima(10), state="sent")
        self.assertEqual(self.figure(), {**nothing, "sent": 1, "response_rate": 0.0})
        for state in ("to_send", "not_sent"):
            self.make_feedback(lima(10), state=state)
        self.assertEqual(self.figure()["sent"], 1)

    def test_recounted(self):
        scores = "5544433215"
        for score in scores:
            self.make_feedback(lima(10), score=score)
        for state in ("sent", "expired", "expired"):
            self.make_feedback(lima(9), state=state)
        satisfied = sum(score in "45" for score in scores)
        self.assertEqual(
            self.figure(),
            {
                "satisfied": satisfied,
                "answers": len(scores),
                "sent": len(scores) + 3,
                "rate": 100.0 * satisfied / len(scores),
                "response_rate": 100.0 * len(scores) / (len(scores) + 3),
            },
        )
        counts = self.feedbacks._get_distribution(*QUARTER)
        self.assertEqual(counts, {score: scores.count(score) for score in "12345"})

    def test_midnight_in_lima_at_quarter_end(self):
        last = lima(23, 59, day=31)
        self.make_feedback(last, score="5")
        self.make_feedback(last + timedelta(minutes=1), score="1")
        self.assertEqual((last + timedelta(minutes=1)).isoformat(), "2026-04-01T05:00:00")
        self.assertEqual(self.figure()["rate"], 100.0)
        self.assertEqual(self.figure(days=NEXT)["rate"], 0.0)
        first = lima(0, day=1, month=1)
        self.make_feedback(first, score="4")
        self.make_feedback(first - timedelta(minutes=1), score="4")
        self.assertEqual(self.figure()["answers"], 2)

    def test_executives_have_their_own(self):
        other = self.make_lead(
            name="Ajena", user_id=self.make_user("executive", login="executive_2").id
        )
        self.make_feedback(lima(10), score="5")
        self.make_feedback(lima(10), score="1", lead=other)
        self.assertEqual(self.figure("executive")["rate"], 100.0)
        for role in ("quality", "manager"):
            self.assertEqual(self.figure(role)["rate"], 50.0, role)

    def test_wrong_questions(self):
        for args in (
            ("31/03/2026", "2026-03-31"),
            (None, "2026-03-31"),
            ("2026-03-31", "2026-01-01"),
            (*QUARTER, "unheard"),
        ):
            with self.assertRaises(ProcessError, msg=args):
                self.feedbacks.get_figure(*args)

    def test_screen(self):
        report = self.env["digiflow.feedback.report"].with_user(self.users["quality"]).create({})
        self.assertEqual((str(report.date_from), str(report.date_to)), QUARTER)
        self.assertEqual((report.rate, report.response_rate), ("no data", "no data"))
        for score in "554":
            self.make_feedback(lima(10), score=score)
        self.make_feedback(lima(10), score="2")
        report.invalidate_recordset()
        self.assertEqual(report.rate.replace(",", "."), "75.0 %")
        self.assertIn("Very satisfied", report.distribution)
        action = report.action_view_answers()
        self.assertEqual(self.feedbacks.search_count(action["domain"]), 4)
