"""What the tests of coaching start from: a scorecard, and calls that are reviewed by it."""

from datetime import datetime, timedelta

from ..calls.cases import CallCase
from ..calls.sounds import encoded, wav

SOUND = encoded(wav(1))
# Good enough for both criteria, and under the mark in one of them.
GOOD = {"script": 90, "ethics": 90}
LOW = {"script": 40, "ethics": 80}
UNETHICAL = {"script": 100, "ethics": 60}


class CoachingCase(CallCase):
    """A telemarketer whose calls a quality analyst reviews by two criteria."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.analyst = cls.users["quality"]
        cls.lead = cls.make_prospect(1)
        modules = cls.env["digiflow.training.module"]
        cls.modules = {name: modules.create({"name": name, "code": f"T-{name}"}) for name in GOOD}
        cls.card = cls.env["digiflow.call.scorecard"].create(
            {
                "name": "Prueba",
                "mark": 70,
                "criterion_ids": [
                    (
                        0,
                        0,
                        {
                            "name": name,
                            "weight": 60 if name == "script" else 40,
                            "critical": name == "ethics",
                            "module_id": module.id,
                        },
                    )
                    for name, module in cls.modules.items()
                ],
            }
        )
        cls.criteria = {one.name: one for one in cls.card.criterion_ids}

    @classmethod
    def make_call(cls, days=0, caller=None):
        """A recorded call of some days ago (0: an hour ago)."""
        caller = caller or cls.caller
        calls = cls.env["digiflow.call"].with_user(caller)
        start = datetime.now().replace(microsecond=0) - timedelta(days=days, hours=1)
        # sudo: who reads the call is not what these tests are about.
        return calls.create(
            {"lead_id": cls.lead.id, "start": start, "outcome": "no_answer", "recording": SOUND}
        ).sudo()

    @classmethod
    def review(cls, points, days=0, sign=True, call=None, analyst=None):
        """A review of a call, with these points of each criterion."""
        reviews = cls.env["digiflow.call.review"].with_user(analyst or cls.analyst)
        call = call or cls.make_call(days)
        review = reviews.create({"call_id": call.id, "scorecard_id": cls.card.id})
        for line in review.line_ids:
            line.points = points[line.name]
        if sign:
            review.action_sign()
        return review

    @classmethod
    def find_coachings(cls):
        return cls.env["digiflow.coaching"].search([("user_id", "=", cls.caller.id)])
