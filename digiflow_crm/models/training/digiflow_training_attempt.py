from odoo import api, fields, models

from ...compat import AVERAGED
from .attempt_states import ATTEMPT_DONE, ATTEMPT_OPEN, ATTEMPT_SELECTION, METHOD_SELECTION


class DigiflowTrainingAttempt(models.Model):
    """What somebody reached in one evaluation, once: the base of all four methods.

    It keeps its own copy of what it was measured by. Once done it never changes, whoever asks:
    see the guard. Methods make attempts (`evaluation._open_attempts`) and end them (`_finish`).
    """

    _name = "digiflow.training.attempt"
    _description = "Attempt at a training evaluation"
    _inherit = ["digiflow.guarded.mixin"]
    _order = "started_on desc, id desc"
    _rec_names_search = ["evaluation_id", "user_id"]

    # What and whose
    evaluation_id = fields.Many2one(
        "digiflow.training.evaluation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    evaluation_name = fields.Char(string="Called then", required=True, readonly=True)
    module_id = fields.Many2one(
        "digiflow.training.module", readonly=True, index=True, ondelete="restrict"
    )
    version_id = fields.Many2one(
        "digiflow.training.module.version",
        string="Version of the module",
        readonly=True,
        ondelete="restrict",
    )
    program_id = fields.Many2one(
        "digiflow.training.program",
        string="Programme",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    session_id = fields.Many2one(
        "digiflow.training.session",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    method = fields.Selection(METHOD_SELECTION, required=True, readonly=True)
    # The course of it
    state = fields.Selection(
        ATTEMPT_SELECTION, required=True, readonly=True, default=ATTEMPT_OPEN, index=True
    )
    started_on = fields.Datetime(string="Began", required=True, readonly=True)
    done_on = fields.Datetime(string="Ended", readonly=True, index=True)
    trainer_id = fields.Many2one(
        "res.users",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Who scores it; nobody for a written test.",
    )
    group_name = fields.Char(string="Group")
    comment = fields.Text()
    # What came out
    pass_mark = fields.Float(string="Pass mark", required=True, readonly=True, **AVERAGED)
    score = fields.Float(readonly=True, help="From 0 to 100.", **AVERAGED)
    passed = fields.Boolean(readonly=True)
    user_input_id = fields.Many2one(
        "survey.user_input",
        string="Answers",
        readonly=True,
        index=True,
        ondelete="set null",
        groups="digiflow_crm.group_quality,digiflow_crm.group_manager",
    )
    question_ids = fields.One2many(
        "digiflow.training.attempt.question", "attempt_id", string="Questions", readonly=True
    )

    _sql_constraints = [
        ("score_range", "CHECK (score BETWEEN 0 AND 100)", "A score is from 0 to 100."),
        ("pass_mark_range", "CHECK (pass_mark BETWEEN 0 AND 100)", "A mark is from 0 to 100."),
        ("user_input_uniq", "UNIQUE(user_input_id)", "These answers have an attempt already."),
        (
            "done_dated",
            "CHECK (state != 'done' OR done_on IS NOT NULL)",
            "An attempt that is done says since when.",
        ),
    ]

    @api.depends("evaluation_name", "user_id.name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.evaluation_name or ''}: {one.user_id.name or ''}"

    def name_get(self):
        """16.0 asks for names this way."""
        return [(one.id, one.display_name) for one in self]

    def _finish(self, score, **vals):
        """Write the end of these open attempts, for good, and tell who waits for it.

        :param float score: 0-100, the same for all of them
        :param vals: other fields of the attempt that its end decides, such as `comment`
        :raise WorkflowError: one of them is not open
        """
        self._check_open()
        now = fields.Datetime.now()
        for one in self:
            one._update(
                {
                    **vals,
                    "score": score,
                    "passed": score >= one.pass_mark,
                    "state": ATTEMPT_DONE,
                    "done_on": now,
                }
            )
        self._on_done()

    def _on_done(self):
        """Hook: these attempts have just ended."""
