"""The demonstration of the training programme: the table of the quiz, from real attempts."""

from odoo.tools import convert_file

from odoo.addons.digiflow_crm.compat import SERIES

from ..common import DigiflowCase

# Right answers to each of the seven questions, as the document has them.
RIGHT = [18, 17, 17, 17, 16, 16, 18]


class TestDemonstration(DigiflowCase):
    """What the demonstration's files make, loaded the way Odoo does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        first = cls.env if SERIES >= 17 else cls.env.cr
        for name in ("demo/users.xml", "demo/training.xml"):
            convert_file(first, "digiflow_crm", name, {}, mode="init", noupdate=True)
        cls.quiz = cls.env.ref("digiflow_crm.training_quiz_acquisition")

    def test_the_quiz_comes_out_as_in_the_document(self):
        rows = self.env["digiflow.training.attempt.question"].search([])
        right = [
            len(rows.filtered(lambda row, asked=asked: row.question_id == asked and row.correct))
            for asked in self.quiz.question_ids
        ]
        self.assertEqual(right, RIGHT)
        self.assertEqual((sum(right), len(rows), 100 * sum(right) // len(rows)), (119, 126, 94))
        totals = self.env["digiflow.training.results"].get_results({})["totals"]
        self.assertEqual((totals["right"], totals["wrong"], totals["answers"]), (119, 7, 126))
        self.assertEqual(round(totals["percent"]), 94)

    def test_people_took_it_one_by_one_by_the_survey(self):
        answers = self.env["survey.user_input"].search([("survey_id", "=", self.quiz.id)])
        self.assertEqual(len(answers.partner_id), 18)
        self.assertEqual(set(answers.mapped("state")), {"done"})
        attempts = answers.digiflow_attempt_ids
        self.assertEqual(len(attempts.user_id), 18)
        failed = attempts.filtered(lambda one: not one.passed)
        self.assertEqual(failed.user_id, self.env.ref("digiflow_crm.user_cesar"))
        for one in attempts:
            self.assertAlmostEqual(one.score, one.user_input_id.scoring_percentage, 2)
            self.assertEqual(one.passed, one.user_input_id.scoring_success)
