from odoo import _, api, fields, models

from .attempt_states import ATTEMPT_DONE, ATTEMPT_OPEN, METHOD_WRITTEN

STANDING_SELECTION = [
    ("to_take", "To take"),
    ("open", "Begun"),
    ("failed", "Not passed yet"),
    ("passed", "Passed"),
]


class DigiflowTrainingEvaluation(models.Model):
    """How an evaluation stands for whoever looks at it: the screen "My evaluations"."""

    _inherit = "digiflow.training.evaluation"

    is_mine = fields.Boolean(string="For me", compute="_compute_is_mine", search="_search_is_mine")
    my_standing = fields.Selection(
        STANDING_SELECTION, string="Where I stand", compute="_compute_mine"
    )
    my_attempt_ids = fields.Many2many(
        "digiflow.training.attempt", string="My attempts", compute="_compute_mine"
    )
    my_last_attempt_id = fields.Many2one(
        "digiflow.training.attempt", string="My last attempt", compute="_compute_mine"
    )
    my_result = fields.Char(string="My last result", compute="_compute_mine")
    my_certificate_id = fields.Many2one(
        "digiflow.training.attempt", string="My certificate", compute="_compute_mine"
    )
    my_attempts_left = fields.Char(string="Attempts left", compute="_compute_mine")
    my_mark = fields.Float(string="Mark to pass", compute="_compute_my_mark")
    can_start = fields.Boolean(compute="_compute_mine")
    # sudo: how long a test is and how many questions it has is for whoever takes it.
    test_summary = fields.Char(compute="_compute_test_summary", compute_sudo=True)

    @api.depends_context("uid", "company")
    @api.depends("attempt_ids.state", "attempt_ids.passed")
    def _compute_mine(self):
        mine = self.env["digiflow.training.attempt"].search(
            [("evaluation_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        )
        for one in self:
            attempts = mine.filtered(lambda attempt, one=one: attempt.evaluation_id == one)
            done = attempts.filtered(lambda attempt: attempt.state == ATTEMPT_DONE)
            running = attempts.filtered(lambda attempt: attempt.state == ATTEMPT_OPEN)[:1]
            left = one._count_left(self.env.user) if one.method == METHOD_WRITTEN else 0
            one.my_attempt_ids = done
            one.my_last_attempt_id = done[:1]
            one.my_result = one._describe_result(done[:1])
            one.my_certificate_id = done.filtered("has_certificate")[:1]
            one.my_standing = one._get_standing(running, done)
            one.my_attempts_left = one._describe_left(left)
            one.can_start = one.method == METHOD_WRITTEN and bool(running or left)

    @api.depends_context("company")
    @api.depends("pass_mark", "module_id.pass_mark")
    def _compute_my_mark(self):
        for one in self:
            one.my_mark = one._get_pass_mark(self.env.company)

    @api.depends("survey_id.question_count", "survey_id.time_limit", "survey_id.is_time_limited")
    def _compute_test_summary(self):
        for one in self:
            survey = one.survey_id
            parts = [_("%s questions", survey.question_count)]
            if survey.is_time_limited:
                parts.append(_("%s minutes", int(survey.time_limit)))
            if survey.is_attempts_limited:
                parts.append(_("%s attempts", survey.attempts_limit))
            one.test_summary = ", ".join(parts) if survey else False

    @api.depends_context("uid", "company")
    def _compute_is_mine(self):
        mine = self.browse(self._get_mine_ids())
        for one in self:
            one.is_mine = one in mine

    def _search_is_mine(self, operator, value):
        wanted = value if isinstance(value, bool) else True in value
        is_in = wanted == (operator in ("=", "in"))
        return [("id", "in" if is_in else "not in", self._get_mine_ids())]

    def action_view_attempts(self):
        """Open the attempts at these evaluations that the user sees.

        :return: a window action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_training_attempt_action"
        )
        return {**action, "domain": [("evaluation_id", "in", self.ids)]}

    def action_my_certificate(self):
        """Download the last certificate that the user has of this evaluation.

        :return: an action that downloads it
        """
        self.ensure_one()
        return self.my_certificate_id.action_certificate()

    @api.model
    def _get_mine_ids(self):
        """Ids of the evaluations of what the user is to know, or was evaluated by."""
        user, company = self.env.user, self.env.company
        found = self.search([("active", "=", True)])
        # sudo: who needs a module is asked of all of them, also those the user does not reach.
        reached = found.sudo()
        modules = reached._get_all_modules()
        needed = modules.filtered(lambda module: user in module._get_audience(company))
        mine = reached.filtered(lambda one: one._get_all_modules() & needed)
        tried = self.env["digiflow.training.attempt"].search([("user_id", "=", user.id)])
        return [*mine.ids, *tried.evaluation_id.ids]

    def _get_all_modules(self):
        """The modules that any of these evaluates."""
        return self.module_id | self.program_id.line_ids.module_id

    def _get_standing(self, running, done):
        """How the user stands: one of STANDING_SELECTION.

        :param running: the open attempt, if there is one
        :param done: the ended ones, the newest first
        """
        if running:
            return "open"
        if not done:
            return "to_take"
        return "passed" if done[0].passed else "failed"

    def _describe_result(self, attempt):
        """The score of an attempt and what it came to, in words; False without one."""
        return f"{attempt.score:.0f} % {attempt.result_text}" if attempt else False

    def _describe_left(self, left):
        """How many attempts are left in words; False where they are not limited."""
        self.ensure_one()
        # sudo: the limit is no secret, the rest of the test is.
        if not self.sudo().survey_id.is_attempts_limited:
            return False
        return _("%s attempts left", left) if left != 1 else _("1 attempt left")
