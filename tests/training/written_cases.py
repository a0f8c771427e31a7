"""What the tests of written tests start from: the quiz, and people who take it by Odoo's survey."""

from ..common import DigiflowCase

QUIZ = "digiflow_crm.training_quiz_acquisition"
EVALUATION = "digiflow_crm.training_evaluation_quiz"


class WrittenCase(DigiflowCase):
    """The quiz of seven questions; whoever takes it sends answers as the survey's pages do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quiz = cls.env.ref(QUIZ)
        cls.evaluation = cls.env.ref(EVALUATION)
        cls.attempts = cls.env["digiflow.training.attempt"]
        cls.telemarketer = cls.users["telemarketer"]

    def begin(self, user=None):
        """Press the button and then "Start": the survey.user_input of an attempt that runs."""
        user = user or self.telemarketer
        self.evaluation.with_user(user).action_start()
        answer = self.open_attempt(user).user_input_id
        if answer.state == "new":
            answer._mark_in_progress()
        return answer

    def open_attempt(self, user=None):
        """The attempt that a person has begun."""
        user = user or self.telemarketer
        return self.attempts.search([("user_id", "=", user.id), ("state", "=", "open")])

    def answer(self, answers, wrong=()):
        """Answer all questions, those in `wrong` (numbers from 1) with a choice that is wrong."""
        for number, question in enumerate(self.quiz.question_ids, 1):
            right = question.suggested_answer_ids.filtered("is_correct")
            self.send(answers, question, right if number not in wrong else self.bad(question))

    def bad(self, question):
        """Choices that are not the right answer, and bring no points."""
        choices = question.suggested_answer_ids
        wrong = choices.filtered(lambda one: not one.is_correct)[:1]
        return wrong if question.question_type == "simple_choice" else choices[:1] | wrong

    def send(self, answers, question, choices):
        """Send choices to a question, as the page of the survey does."""
        save = getattr(answers, "save_lines", None) or answers._save_lines
        sent = [str(number) for number in choices.ids]
        save(question, sent if question.question_type == "multiple_choice" else sent[0])

    def take(self, user=None, wrong=()):
        """Take the whole test; the attempt that came of it."""
        answers = self.begin(user)
        self.answer(answers, wrong)
        answers._mark_done()
        self.env.invalidate_all()
        return answers.digiflow_attempt_ids
