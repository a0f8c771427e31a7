"""What the tests of reviews start from: recorded calls, a scorecard, two analysts."""

from ..calls.cases import CallCase
from ..calls.sounds import encoded, wav

SOUND = encoded(wav(1))
WEIGHTS = {"Guion": 20, "Necesidades": 30, "Etica": 50}
POINTS = {"Guion": 80, "Necesidades": 50, "Etica": 100}


class ReviewCase(CallCase):
    """A telemarketer with recorded calls, and analysts who review them by three criteria."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.analyst = cls.users["quality"]
        cls.analyst_2 = cls.make_user("quality", login="analyst_2")
        cls.manager = cls.users["manager"]
        cls.caller_2 = cls.make_user("telemarketer", login="caller_2")
        cls.lead = cls.make_prospect(1)
        cls.module = cls.env["digiflow.training.module"].create({"name": "Etica", "code": "T-E"})
        cls.card = cls.env["digiflow.call.scorecard"].create(
            {
                "name": "Prueba",
                "sequence": -1,
                "mark": 70,
                "criterion_ids": [
                    (0, 0, cls.criterion_vals(name, weight)) for name, weight in WEIGHTS.items()
                ],
            }
        )
        cls.reviews = cls.env["digiflow.call.review"]

    @classmethod
    def criterion_vals(cls, name, weight):
        critical = name == "Etica"
        module = cls.module.id if critical else False
        return {"name": name, "weight": weight, "critical": critical, "module_id": module}

    @classmethod
    def make_call(cls, caller=None, start="2026-03-02 15:00:00", recorded=True, **vals):
        """A call, recorded unless said otherwise."""
        vals = {"lead_id": cls.lead.id, "outcome": "no_answer", "start": start, **vals}
        if recorded:
            vals["recording"] = SOUND
        # sudo: of a company that the second telemarketer has nothing to do with.
        calls = cls.env["digiflow.call"].with_user(caller or cls.caller).sudo()
        return calls.create(vals).with_env(cls.env)

    @classmethod
    def begin(cls, call=None, analyst=None):
        """A review of a call, with nothing scored yet, in its analyst's hands."""
        call = (call or cls.make_call()).with_user(analyst or cls.analyst)
        review = cls.reviews.with_user(analyst or cls.analyst)
        return review.browse(call.action_review()["res_id"])

    @classmethod
    def score(cls, review, **points):
        """Give points by criterion; None: it does not apply."""
        for line in review.line_ids:
            given = {**POINTS, **points}[line.name]
            line.write({"not_applicable": True} if given is None else {"points": given})
        return review

    @classmethod
    def sign(cls, call=None, analyst=None, **points):
        """A signed review."""
        review = cls.score(cls.begin(call, analyst), **points)
        review.action_sign()
        return review

    def line(self, review, name):
        """The criterion of that name in a review."""
        return review.line_ids.filtered(lambda line: line.name == name)

    def content(self, review):
        """All that a review and its criteria say, as the superuser reads it from the database."""
        self.env.flush_all()
        self.env.invalidate_all()
        # sudo: all that is there, whoever may read it.
        records = [*review.sudo(), *review.sudo().line_ids]
        return [record.read(self.own_names(record), load=None) for record in records]

    @staticmethod
    def own_names(record):
        """Names of the stored fields that are ours."""
        fields = record._fields.items()
        return [name for name, one in fields if one.store and one._module == "digiflow_crm"]
