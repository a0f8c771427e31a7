from odoo import _, api, fields, models

from ...compat import check_access
from ...core import periods
from ...exceptions import WorkflowError
from .digiflow_training_update_publish import TASK

READ, LATE, WAITING = "read", "late", "waiting"
READING_SELECTION = [(READ, "Read"), (LATE, "Late"), (WAITING, "To be read")]


class DigiflowTrainingUpdateReading(models.Model):
    """Whether one person has read one normative update; nobody can say it for another."""

    _name = "digiflow.training.update.reading"
    _description = "Reading of a normative update"
    _inherit = ["digiflow.guarded.mixin"]
    _order = "read_on desc, user_id, id"
    _rec_name = "update_id"

    update_id = fields.Many2one(
        "digiflow.training.update", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="update_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    read_by = fields.Date(related="update_id.read_by")
    read_on = fields.Datetime(string="Read on", readonly=True, copy=False)
    status = fields.Selection(READING_SELECTION, compute="_compute_status")
    reminded_on = fields.Datetime(string="Reminded on", readonly=True, copy=False)

    _sql_constraints = [
        (
            "user_uniq",
            "UNIQUE(update_id, user_id)",
            "This person has a reading of the update already.",
        ),
    ]

    @api.depends("read_on", "update_id.read_by")
    def _compute_status(self):
        today = periods.today()
        for reading in self:
            late = reading.read_by and reading.read_by < today
            reading.status = READ if reading.read_on else LATE if late else WAITING

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody has read anything yet when it is given to them."""
        begun = {"read_on": False, "reminded_on": False}
        return super().create([{**vals, **begun} for vals in vals_list])

    def write(self, vals):  # pylint: disable=method-required-super # nobody writes a reading
        check_access(self, "write")
        raise WorkflowError(
            _("Who has read an update says so with its button; nobody can say it for another.")
        )

    def _read_now(self):
        """Their persons have read the updates now; who has before keeps the first time."""
        # sudo: people say it of their own readings, which nobody writes by hand.
        new = self.sudo().filtered(lambda one: not one.read_on)
        new._update({"read_on": fields.Datetime.now()})
        # Unlinked, not done: a note of each reader would bury the discussion.
        new._get_tasks().unlink()

    def _remind(self):
        """Tell the person that this is still to be read."""
        self.ensure_one()
        update = self.update_id.with_context(lang=self.user_id.lang)
        update.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=update._get_reminder(),
            body=update.body,
        )
        self._update({"reminded_on": fields.Datetime.now()})

    def _get_tasks(self):
        """The activities by which the persons of these readings were asked."""
        kind = self.env.ref(TASK)
        return self.update_id.activity_ids.filtered(
            lambda one: one.activity_type_id == kind and one.user_id in self.user_id
        )
