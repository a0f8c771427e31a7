"""Nobody sees another's reviews but quality and the manager."""

from odoo.exceptions import AccessError

from .review_cases import ReviewCase

MODELS = ("digiflow.call.review", "digiflow.call.review.line")


class TestReviewAccess(ReviewCase):
    """By searching, reading, grouping, and by the methods that answer other programs."""

    def sees(self, user, review):
        """Whether a user reaches a review; every way has to say the same."""
        self.env.invalidate_all()
        line = review.line_ids[0].with_user(user)
        own = review.with_user(user)
        found = {
            "search": own.search_count([("id", "=", review.id)]),
            "by score": own.search_count([("id", "=", review.id), ("score", ">=", 0)]),
            "lines": line.search_count([("review_id", "=", review.id)]),
            "read": self.may(lambda: own.read(["comment", "score", "answer"])),
            "line": self.may(lambda: line.read(["points", "comment"])),
            "sheet": self.may(own.get_sheet),
            "by its criteria": own.search_count(
                [("id", "=", review.id), ("line_ids.points", ">=", 0)]
            ),
        }
        self.assertEqual(len({bool(one) for one in found.values()}), 1, (user.login, found))
        return bool(found["search"])

    def may(self, action):
        try:
            action()
        except AccessError:
            return False
        return True

    def test_before_and_after_the_signature(self):
        """The telemarketer sees the own ones, once they are signed."""
        review = self.score(self.begin())
        for user in (self.analyst, self.analyst_2, self.manager):
            self.assertTrue(self.sees(user, review), user.login)
        for user in (self.caller, self.caller_2):
            self.assertFalse(self.sees(user, review), user.login)
        review.action_sign()
        self.assertTrue(self.sees(self.caller, review))
        self.assertFalse(self.sees(self.caller_2, review))

    def test_other_roles_have_no_right_at_all(self):
        review = self.sign()
        for role in ("executive", "presales", "implementation"):
            for model in MODELS:
                with self.subTest(role, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(self.users[role]).search([])
            with self.assertRaises(AccessError):
                review.with_user(self.users[role]).get_sheet()

    def test_an_analyst_who_calls_too(self):
        """Whoever is both does not read what is being said of the own calls."""
        both = self.make_user(
            None,
            login="both",
            groups="digiflow_crm.group_quality,digiflow_crm.group_telemarketer",
        )
        review = self.score(self.begin(self.make_call(both)))
        self.assertFalse(self.sees(both, review))
        review.action_sign()
        self.assertTrue(self.sees(both, review))

    def test_another_company(self):
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        foreign = self.make_user(
            "quality",
            login="abroad",
            company_id=abroad.id,
            company_ids=[(6, 0, abroad.ids)],
        )
        review = self.sign()
        self.assertEqual(review.company_id, self.env.company)
        self.assertFalse(self.sees(foreign, review))

    def test_only_the_analyst_writes(self):
        review = self.begin()
        for user in (self.analyst_2, self.manager, self.caller):
            for record, vals in ((review, {"comment": "Yo"}), (review.line_ids[0], {"points": 1})):
                with self.subTest(user.login, model=record._name), self.assertRaises(AccessError):
                    record.with_user(user).write(vals)
        review.comment = "Yo"

    def test_lead_given_to_somebody_else(self):
        """Who made the call reads its review though the opportunity is out of reach by now."""
        review = self.sign()
        self.lead.write({"telemarketer_id": self.caller_2.id, "prospect_list_id": False})
        self.env.invalidate_all()
        sheet = review.with_user(self.caller).get_sheet()
        self.assertIn("Empresa 1", sheet["name"])
        self.assertTrue(sheet["recording"]["source"])
