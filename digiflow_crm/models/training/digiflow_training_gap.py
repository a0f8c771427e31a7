from odoo import _, api, fields, models

from ...compat import AVERAGED, check_access
from ...exceptions import WorkflowError
from .plan_states import GAP_MODULE, GAP_QUESTION, GAP_SELECTION
from .training_states import PLANNED, PROPOSED


class DigiflowTrainingGap(models.Model):
    """A question or a module under its mark, or people who did not pass: why a reinforcement
    session is proposed.

    It keeps what was found on the day it was found. It is open until its session is held or
    discarded: meanwhile the same gap is not found again (digiflow_training_gap_search).
    """

    _name = "digiflow.training.gap"
    _description = "Gap in training"
    _inherit = ["digiflow.guarded.mixin"]
    _order = "found_on desc, rate, id desc"
    _rec_name = "subject"

    # What
    kind = fields.Selection(GAP_SELECTION, required=True, readonly=True, index=True)
    module_id = fields.Many2one(
        "digiflow.training.module", required=True, readonly=True, index=True, ondelete="restrict"
    )
    question_id = fields.Many2one("survey.question", readonly=True, index=True, ondelete="set null")
    subject = fields.Char(
        required=True, readonly=True, help="The question, or the module, as it was called then."
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    # Where it shows
    found_on = fields.Date(required=True, readonly=True)
    batch = fields.Char(
        readonly=True, help="The session, or the month outside of sessions, where it shows."
    )
    right = fields.Float(readonly=True)
    total = fields.Float(readonly=True)
    rate = fields.Float(string="Right (%)", readonly=True, digits=(16, 1), **AVERAGED)
    mark = fields.Float(string="Mark (%)", readonly=True, digits=(16, 1), **AVERAGED)
    reason = fields.Char(string="Why", compute="_compute_reason")
    # Who needs it
    user_ids = fields.Many2many(
        "res.users",
        "digiflow_training_gap_user_rel",
        "gap_id",
        "user_id",
        string="People who need it",
        readonly=True,
    )
    attempt_ids = fields.Many2many(
        "digiflow.training.attempt",
        "digiflow_training_gap_attempt_rel",
        "gap_id",
        "attempt_id",
        string="Attempts",
        readonly=True,
    )
    user_count = fields.Integer(string="People", compute="_compute_user_count")
    # What is done about it
    session_id = fields.Many2one(
        "digiflow.training.session",
        string="Reinforcement",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    state = fields.Selection(related="session_id.state", store=True, index=True)
    is_open = fields.Boolean(compute="_compute_is_open", store=True)

    @api.depends("kind", "subject", "rate", "mark", "user_ids")
    @api.depends_context("lang")
    def _compute_reason(self):
        for gap in self:
            gap.reason = gap._describe()

    @api.depends("user_ids")
    def _compute_user_count(self):
        for gap in self:
            gap.user_count = len(gap.user_ids)

    @api.depends("session_id.state")
    def _compute_is_open(self):
        for gap in self:
            gap.is_open = gap.session_id.state in (PROPOSED, PLANNED)

    def write(self, vals):  # pylint: disable=method-required-super # nobody writes one
        check_access(self, "write")
        raise WorkflowError(_("A gap stays as it was found. Plan or discard its session instead."))

    def init(self):
        """The same gap is open once."""
        self.env.cr.execute(
            """
            CREATE UNIQUE INDEX IF NOT EXISTS digiflow_training_gap_open_uniq
                ON digiflow_training_gap (company_id, module_id, kind, COALESCE(question_id, 0))
             WHERE is_open
            """
        )

    def action_view_session(self):
        """Open the session that is to close this gap."""
        self.ensure_one()
        return self.env["digiflow.training.plan"]._get_record_action(self.session_id)

    def _describe(self):
        """Why a session is proposed, in the user's language."""
        self.ensure_one()
        values = {
            "subject": self.subject,
            "rate": f"{self.rate:.1f}",
            "mark": f"{self.mark:.1f}",
            "right": f"{self.right:.0f}",
            "total": f"{self.total:.0f}",
            "count": len(self.user_ids),
        }
        if self.kind == GAP_QUESTION:
            return _(
                "«%(subject)s»: %(right)s of %(total)s right, %(rate)s %% (mark %(mark)s %%)",
                **values,
            )
        if self.kind == GAP_MODULE:
            return _("«%(subject)s»: average %(rate)s (mark %(mark)s)", **values)
        if len(self.user_ids) == 1:
            return _("«%(subject)s»: 1 person has not passed it", **values)
        return _("«%(subject)s»: %(count)s people have not passed it", **values)
