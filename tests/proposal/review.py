"""What the tests of the review start from: an offer of a survey, and people of every role."""

from odoo.addons.digiflow_crm.exceptions import OfferReviewError, ProcessError

from ..common import DigiflowCase


class ReviewCase(DigiflowCase):
    """An offer of the executive's opportunity, made by the button from a standard survey."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["presales_2"] = cls.make_user("presales", login="presales_2")
        cls.users["executive_2"] = cls.make_user("executive", login="executive_2")
        cls.lead = cls.make_lead(ruc="20100070970")
        cls.survey = cls.validate_requirement(cls.lead)
        cls.order = cls.make_offer(cls.lead).with_env(cls.env)
        cls.plan = cls.order.order_line.filtered(
            lambda line: line.product_id.digiflow_kind == "plan"
        )[:1]

    def by(self, role, record=None):
        """The offer, or another record, in the hands of somebody of that role."""
        return (self.order if record is None else record).with_user(self.users[role])

    def give_discount(self, percent=30.0, role="executive"):
        """The executive gives a discount on the plan."""
        self.by(role, self.plan).write({"discount": percent})
        return self.order

    def codes(self, order=None):
        """Why the offer needs a review: codes, in their order."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [need["code"] for need in (order or self.order)._get_review_needs()]

    def approve(self, *roles):
        """The executive asks; people of `roles` say yes, in turn."""
        self.by("executive").action_submit_review()
        for role in roles:
            self.by(role).action_approve_review()
        return self.order

    def assertRefused(self, action, *args, error=ProcessError, **kwargs):
        """`action` is refused and nothing of it stays; return the refusal's text."""
        with self.assertRaises(error) as refusal, self.env.cr.savepoint():
            action(*args, **kwargs)
            self.env.flush_all()
        self.env.invalidate_all()
        return str(refusal.exception)

    def assertNotOut(self, action, *args, **kwargs):
        """`action` is refused for want of the review, and the offer stays a draft."""
        text = self.assertRefused(action, *args, error=OfferReviewError, **kwargs)
        self.assertIn("without its review", text)
        self.assertEqual(self.order.state, "draft")
        self.assertFalse(self.order.signature)
        return text

    def decisions(self):
        """What the log says, the oldest first: pairs of step and decision."""
        return [(entry.step, entry.decision) for entry in self.order.digiflow_review_ids[::-1]]
