"""Scorecards: what may be changed, by whom, and the one that is shipped."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .review_cases import ReviewCase


class TestScorecard(ReviewCase):
    """A template is free to change; what was used stays on record."""

    def test_shipped(self):
        """Weights sum up to 100, ethics is critical, every criterion belongs to a module."""
        card = self.env.ref("digiflow_crm.scorecard_telemarketing")
        self.assertEqual(card.weight_total, 100)
        critical = card.criterion_ids.filtered("critical")
        self.assertEqual(critical, self.env.ref("digiflow_crm.scorecard_telemarketing_ethics"))
        modules = [self.env.ref(f"digiflow_crm.training_module_{n}") for n in (1, 2, 3, 5, 6)]
        self.assertEqual(set(card.criterion_ids.mapped("module_id")), set(modules))
        self.assertEqual(len(card.criterion_ids.filtered("description")), len(card.criterion_ids))

    def test_unused_ones_are_deleted(self):
        card = self.card.copy()
        self.assertEqual(len(card.criterion_ids), 3)
        card.with_user(self.analyst).criterion_ids[0].unlink()
        card.with_user(self.analyst).unlink()
        self.assertFalse(card.exists())

    def test_new_reviews_come_without_what_is_off(self):
        self.card.criterion_ids[0].active = False
        self.assertEqual(self.begin().line_ids.mapped("name"), ["Necesidades", "Etica"])

    def test_first_of_the_company(self):
        """The first in order that is not another company's."""
        abroad = self.env["res.company"].create({"name": "Digiflow Bolivia"})
        foreign = self.card.copy({"sequence": -9, "company_id": abroad.id})
        self.assertEqual(self.begin().scorecard_id, self.card)
        review = self.begin(self.make_call(start="2026-03-03 15:00:00"))
        with self.assertRaises(UserError):
            review.scorecard_id = foreign

    def test_no_criterion_no_review(self):
        self.card.criterion_ids.active = False
        with self.assertRaisesRegex(ValidationError, "no scorecard with criteria"):
            self.begin()

    def test_impossible_values(self):
        vals = {"scorecard_id": self.card.id, "name": "Nada"}
        for wrong in ({"weight": -1}, {"weight": 0}):
            with self.subTest(wrong), mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self.card.criterion_ids.create({**vals, **wrong})
        self.card.criterion_ids.create({**vals, "weight": 0, "critical": True})

    def test_telemarketers_read_what_they_are_judged_by(self):
        card = self.card.with_user(self.caller)
        self.assertEqual(card.criterion_ids[0].name, "Guion")
        with self.assertRaises(AccessError):
            card.name = "Otra"
        with self.assertRaises(AccessError):
            card.criterion_ids[0].weight = 1
