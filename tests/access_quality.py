"""Who may do what with the quality of calls: the table, and the records that it is tried on."""

from datetime import timedelta

from odoo.addons.digiflow_crm.core import periods

from .access_records import FOREIGN, OTHER, OWN, WON
from .access_training import READS, READS_ALL, WRITES, WRITES_ALL

READ_BY_ANALYSTS = {"quality": READS_ALL, "manager": READS_ALL}
READ_BY_COMPANY = {"quality": READS, "manager": READS}
BEGUN_BY_COMPANY = dict.fromkeys(("quality", "manager"), ("c", {OWN: "r"}))

# Own: of the telemarketer, reviewed by the quality analyst. A review of one's own is a draft, the
# one that is "won" is signed, like those of others.
QUALITY_MATRIX = {
    "digiflow.call.scorecard": {"telemarketer": READS, "quality": WRITES, "manager": WRITES},
    "digiflow.call.scorecard.criterion": {
        "telemarketer": READS,
        "quality": WRITES,
        "manager": WRITES,
    },
    "digiflow.call.review": {
        "telemarketer": ("", {WON: "r"}),
        "quality": ("c", {OWN: "rwd", WON: "r", OTHER: "r"}),
        "manager": ("c", {OWN: "r", WON: "r", OTHER: "r"}),
    },
    "digiflow.call.review.line": {
        "telemarketer": ("", {WON: "r"}),
        "quality": ("", {OWN: "rw", WON: "r", OTHER: "r"}),
        "manager": ("", {OWN: "r", WON: "r", OTHER: "r"}),
    },
    "digiflow.call.calibration": BEGUN_BY_COMPANY,
    "digiflow.call.sample": READ_BY_COMPANY,
    "digiflow.call.sample.person": READ_BY_ANALYSTS,
    "digiflow.call.sample.line": READ_BY_ANALYSTS,
    "digiflow.call.quality.report": {"telemarketer": READS, **READ_BY_ANALYSTS},
    "digiflow.call.coverage": {"telemarketer": READS, **READ_BY_ANALYSTS},
    "digiflow.coaching": {"telemarketer": READS, "quality": WRITES_ALL, "manager": WRITES_ALL},
    "digiflow.coaching.commitment": {
        "telemarketer": ("", {OWN: "rw"}),
        "quality": WRITES_ALL,
        "manager": WRITES_ALL,
    },
}
QUALITY_HARMLESS = {
    "digiflow.call.scorecard": {"description": "For new people"},
    "digiflow.call.scorecard.criterion": {"description": "Greets first"},
    "digiflow.call.review": {"comment": "Well done"},
    "digiflow.call.review.line": {"points": 50},
    "digiflow.call.calibration": {"signed_count": 2},
    "digiflow.call.sample": {"seed": 1},
    "digiflow.call.sample.person": {"quota": 1},
    "digiflow.call.sample.line": {"number": 9},
    "digiflow.call.quality.report": {"points": 100},
    "digiflow.call.coverage": {"quota": 1},
    "digiflow.coaching": {"minutes": 45},
    "digiflow.coaching.commitment": {"done": True},
}


class QualityRecords:
    """Records of the quality of calls for each of the owners; a part of AccessCase."""

    def make_quality(self):
        """model -> owner -> record; made by the test that needs them."""
        self.week = periods.closed(periods.WEEK, periods.today()).first
        self.analyst_2 = self.make_user("quality", login="quality_2")
        self.analyst_2.company_ids = [(4, self.abroad.id)]
        self.card = self.make_card()
        cards = {OWN: self.make_card(), FOREIGN: self.make_card(self.abroad)}
        companies = (self.company | self.abroad).ids
        begun = self.env["digiflow.call.calibration"].with_context(allowed_company_ids=companies)
        return {
            "digiflow.call.scorecard": cards,
            "digiflow.call.scorecard.criterion": {
                owner: card.criterion_ids for owner, card in cards.items()
            },
            **self.make_reviews(),
            **self.make_samples(),
            **self.make_coachings(),
            "digiflow.call.calibration": {
                owner: begun.create(self.calibration_values(owner)).with_env(self.env)
                for owner in (OWN, FOREIGN)
            },
        }

    def make_card(self, company=None):
        """A scorecard of one criterion, of every company without one."""
        return self.env["digiflow.call.scorecard"].create(
            {
                "name": "Prueba",
                "company_id": company and company.id,
                "criterion_ids": [(0, 0, {"name": "Saludo"})],
            }
        )

    def caller_values(self, owner):
        """Whose a call or a coaching is, and of which company."""
        other = self.other_people["telemarketer_id"]
        return {
            "user_id": other if owner == OTHER else self.users["telemarketer"].id,
            "company_id": (self.abroad if owner == FOREIGN else self.company).id,
        }

    def make_call(self, owner):
        """A recorded call of the last week that is over."""
        # Its company follows from the opportunity.
        lead = self.leads[owner if owner in (OTHER, FOREIGN) else OWN]
        user = {"user_id": self.caller_values(owner)["user_id"], "lead_id": lead.id}
        start = periods.starts_at(self.week) + timedelta(hours=12)
        call = self.env["digiflow.call"].create({**user, "start": start, "outcome": "no_answer"})
        link = f"https://pbx.example.com/{call.id}.mp3"
        self.env["digiflow.call.recording"].create({"call_id": call.id, "url": link})
        return call

    def make_reviews(self):
        """model -> owner -> record: reviews and their criteria, and the rows of the figures."""
        reviews = {}
        for owner in (OWN, WON, OTHER, FOREIGN):
            analyst = self.analyst_2 if owner == OTHER else self.users["quality"]
            begun = self.env["digiflow.call.review"].with_user(analyst)
            review = begun.with_context(allowed_company_ids=analyst.company_ids.ids).create(
                {"call_id": self.make_call(owner).id, "scorecard_id": self.card.id}
            )
            if owner != OWN:
                review.line_ids.write({"points": 90})
                review.action_sign()
            reviews[owner] = review.with_env(self.env)
        rows = {owner: review.line_ids for owner, review in reviews.items()}
        figures = self.env["digiflow.call.quality.report"]
        signed = {OWN: WON, OTHER: OTHER, FOREIGN: FOREIGN}
        return {
            "digiflow.call.review": reviews,
            "digiflow.call.review.line": rows,
            "digiflow.call.quality.report": {
                owner: figures.browse(rows[whose].id) for owner, whose in signed.items()
            },
        }

    def make_samples(self):
        """model -> owner -> record: samples, who is in them, and their calls."""
        samples = self.env["digiflow.call.sample"]
        own = samples._get_or_make(self.company, self.week)
        found = {OWN: own, FOREIGN: samples._get_or_make(self.abroad, self.week)}
        people, lines = {}, {}
        for owner in (OWN, OTHER, FOREIGN):
            sample = {"sample_id": found.get(owner, own).id}
            user = {"user_id": self.caller_values(owner)["user_id"], "quota": 3}
            people[owner] = self.env["digiflow.call.sample.person"].create({**sample, **user})
            call = {"call_id": self.make_call(owner).id}
            lines[owner] = self.env["digiflow.call.sample.line"].create({**sample, **call})
        return {
            "digiflow.call.sample": found,
            "digiflow.call.sample.person": people,
            "digiflow.call.sample.line": lines,
            "digiflow.call.coverage": {
                owner: self.env["digiflow.call.coverage"].browse(person.id)
                for owner, person in people.items()
            },
        }

    def make_coachings(self):
        """model -> owner -> record: coachings, and what was committed to in them."""
        coachings = {
            owner: self.env["digiflow.coaching"].create(
                {**self.caller_values(owner), "coach_id": self.users["quality"].id}
            )
            for owner in (OWN, OTHER, FOREIGN)
        }
        return {
            "digiflow.coaching": coachings,
            "digiflow.coaching.commitment": {
                owner: self.env["digiflow.coaching.commitment"].create(
                    self.commitment_values(coaching)
                )
                for owner, coaching in coachings.items()
            },
        }

    def calibration_values(self, owner):
        """Values of a calibration of a new call."""
        return {
            "call_id": self.make_call(owner).id,
            "scorecard_id": self.card.id,
            "first_id": self.users["quality"].id,
            "second_id": self.analyst_2.id,
        }

    @staticmethod
    def commitment_values(coaching):
        """Values of a commitment."""
        return {"coaching_id": coaching.id, "name": "Saludar", "date_due": "2099-12-31"}

    def new_quality_values(self, records):
        """model -> values of a new record."""
        own = {model: by_owner[OWN] for model, by_owner in records.items()}
        sample = {"sample_id": own["digiflow.call.sample"].id}
        call = {"call_id": self.make_call(OWN).id}
        return {
            "digiflow.call.scorecard": {"name": "Nueva"},
            "digiflow.call.scorecard.criterion": {
                "scorecard_id": own["digiflow.call.scorecard"].id,
                "name": "Cierre",
            },
            "digiflow.call.review": {**call, "scorecard_id": self.card.id},
            "digiflow.call.review.line": {"review_id": own["digiflow.call.review"].id},
            "digiflow.call.calibration": self.calibration_values(OWN),
            "digiflow.call.sample": {
                "company_id": self.company.id,
                "week": self.week - timedelta(days=7),
                "seed": 1,
            },
            "digiflow.call.sample.person": {**sample, "user_id": self.analyst_2.id},
            "digiflow.call.sample.line": {**sample, **call},
            "digiflow.call.quality.report": {},
            "digiflow.call.coverage": {},
            "digiflow.coaching": {"user_id": self.other_people["telemarketer_id"]},
            "digiflow.coaching.commitment": self.commitment_values(own["digiflow.coaching"]),
        }
