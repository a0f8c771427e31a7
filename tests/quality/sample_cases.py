"""What the tests of samples start from: a week of recorded calls of two telemarketers."""

from datetime import timedelta

from odoo.addons.digiflow_crm.core import periods

from ..common import DigiflowCase

QUESTIONS = ("Guion", "Objeciones", "Etica")
WHOM = {"contact_name": "Rosa Quispe", "decision_maker_role": "accounting"}


class SampleCase(DigiflowCase):
    """Calls of the last week that is over, at noon in Lima, and a scorecard of three criteria."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.week = periods.closed(periods.WEEK, periods.today()).first
        cls.analyst = cls.users["quality"]
        cls.caller = cls.users["telemarketer"]
        cls.caller_2 = cls.make_user("telemarketer", login="caller_2", name="Zoe")
        cls.company = cls.env.company
        # The first in order: what a new review begins with.
        cls.card = cls.env["digiflow.call.scorecard"].create(
            {
                "name": "Prueba",
                "sequence": -1,
                "criterion_ids": [
                    (0, 0, {"name": name, "weight": weight, "critical": name == "Etica"})
                    for name, weight in zip(QUESTIONS, (50, 30, 20), strict=True)
                ],
            }
        )
        cls.samples = cls.env["digiflow.call.sample"]
        cls.lines = cls.env["digiflow.call.sample.line"]

    @classmethod
    def make_call(cls, user=None, outcome="refused", day=0, recorded=True, **vals):
        """A call of the week, of no opportunity."""
        start = periods.starts_at(cls.week + timedelta(days=day)) + timedelta(hours=12)
        call = cls.env["digiflow.call"].create(
            {
                "user_id": (user or cls.caller).id,
                "outcome": outcome,
                "start": start,
                "duration": 3,
                **(WHOM if outcome == "effective" else {}),
                **({"callback_at": start + timedelta(days=30)} if outcome == "callback" else {}),
                **vals,
            }
        )
        if recorded:
            cls.record(call)
        return call

    @classmethod
    def record(cls, call):
        """Give a call its recording."""
        link = f"https://pbx.example.com/{call.id}.mp3"
        return cls.env["digiflow.call.recording"].create({"call_id": call.id, "url": link})

    @classmethod
    def make_calls(cls, count, user=None, outcome="refused", recorded=True):
        """So many calls over the days of the week."""
        calls = [cls.make_call(user, outcome, number % 7, recorded) for number in range(count)]
        return cls.env["digiflow.call"].browse([call.id for call in calls])

    def draw(self):
        """Draw the week as the scheduled job does; return its sample."""
        self.samples._draw_week(self.company, self.week)
        return self.samples.search([("week", "=", self.week), ("company_id", "=", self.company.id)])

    @classmethod
    def review(cls, line, points=(80, 80, 80), analyst=None, sign=True):
        """Review a line of a sample; None of `points` is a criterion that does not apply."""
        action = line.with_user(analyst or cls.analyst).action_review()
        review = cls.env["digiflow.call.review"].with_user(analyst or cls.analyst)
        return cls.score(review.browse(action["res_id"]), points, sign)

    @classmethod
    def score(cls, review, points, sign=True):
        """Give the points of a review, and sign it."""
        for row, given in zip(review.line_ids.sorted("id"), points, strict=True):
            row.write({"not_applicable": True} if given is None else {"points": given})
        if sign:
            review.action_sign()
        return review
