from odoo import _, api, fields, models
from odoo.tools import sql

from ...exceptions import ProcessError
from .steps import STEP_PRE_KICKOFF, STEP_SELECTION, step_rank

# Stages of before there was a limit get that of data/pipeline.xml.
ROT_SQL = """
    UPDATE crm_stage SET digiflow_rot_days = CASE digiflow_step
        WHEN 'telemarketing' THEN 15 WHEN 'info_sent' THEN 7 WHEN 'meeting' THEN 10
        WHEN 'survey' THEN 10 WHEN 'proposal' THEN 15 ELSE 0 END
"""


class CrmStage(models.Model):
    """A stage of Digiflow's pipeline is one of the six steps; any other has no step."""

    _inherit = "crm.stage"

    digiflow_step = fields.Selection(
        STEP_SELECTION,
        string="Digiflow step",
        copy=False,
        help="The step of Digiflow's commercial process that this stage stands for.",
    )
    digiflow_next_step = fields.Char(
        string="Next step",
        translate=True,
        help="What is to be done with an opportunity in this stage; shown on its card when it "
        "has no planned activity.",
    )

    digiflow_rot_days = fields.Integer(
        string="Days without movement",
        help="After so many days in which nobody moved it, called, met, wrote or changed the "
        "offer, an opportunity in this stage is shown as one without movement. 0: never.",
    )

    _sql_constraints = [
        (
            "digiflow_rot_days_possible",
            "CHECK (digiflow_rot_days >= 0)",
            "The days without movement of a stage cannot be negative. Enter 0 for no limit.",
        ),
        (
            "digiflow_step_uniq",
            "UNIQUE(digiflow_step)",
            "Each step of the Digiflow pipeline has one stage.",
        ),
    ]

    @api.constrains("digiflow_step", "is_won")
    def _check_digiflow_won(self):
        """Pre-kickoff, and no other step, is the won stage."""
        for stage in self.filtered("digiflow_step"):
            if stage.is_won != (stage.digiflow_step == STEP_PRE_KICKOFF):
                raise ProcessError(
                    _(
                        "%(stage)s: Pre-kickoff is the only won stage of the Digiflow pipeline. "
                        "Undo the change of «Is Won Stage».",
                        stage=stage.name,
                    )
                )

    def _auto_init(self):
        """Give the stages that are there already their limit, once: the manager may change it."""
        cr = self.env.cr
        new = not sql.column_exists(cr, self._table, "digiflow_rot_days")
        known = sql.column_exists(cr, self._table, "digiflow_step")
        res = super()._auto_init()
        if new and known:
            cr.execute(ROT_SQL)
        return res

    def write(self, vals):
        if "digiflow_step" in vals:
            self._check_step_kept(vals["digiflow_step"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_digiflow(self):
        """The six stages carry the gates and the history: they are renamed, never deleted."""
        if any(stage.digiflow_step for stage in self):
            raise ProcessError(
                _(
                    "The stages of the Digiflow pipeline cannot be deleted. Rename the stage or "
                    "fold it instead."
                )
            )

    def _check_step_kept(self, step):
        """Refuse to give a stage that already is a step another meaning."""
        if any(stage.digiflow_step and stage.digiflow_step != step for stage in self):
            raise ProcessError(
                _(
                    "The step of a Digiflow stage cannot be changed: opportunities and history "
                    "rely on it. Change its name or its description instead."
                )
            )

    def _digiflow_rank(self):
        """Position of this stage in the pipeline, 0 to 5; -1 for another pipeline's stage."""
        return step_rank(self.digiflow_step)

    @api.model
    def _get_digiflow_stages(self):
        """The six stages in the order of the process, whatever their sequence on screen."""
        stages = self.search([("digiflow_step", "!=", False)])
        return stages.sorted(lambda stage: stage._digiflow_rank())
