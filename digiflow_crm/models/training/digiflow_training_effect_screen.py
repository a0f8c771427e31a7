from odoo import _, api, models

from ...core import training_effect as effect
from ...exceptions import ProcessError
from .digiflow_training_effect import DEFAULT_DAYS, FIGURES
from .training_states import KIND_TRAINING


class DigiflowTrainingEffect(models.AbstractModel):
    """The screen of the effect, and the records behind each of its figures."""

    _inherit = "digiflow.training.effect"

    @api.model
    def get_screen(self, program=False, days=DEFAULT_DAYS):
        """The programmes to choose from, and the effect of one of them: the first without an id.

        :param program: id of a digiflow.training.program, or False
        :param int days: length of each side
        :return: ``{"programs": [{"id", "name"}], "effect": what `get_effect` returns, or False when
            there is no programme}``
        """
        programs = self.env["digiflow.training.program"].search([("active", "=", True)])
        # What teaches to sell comes before what new people begin with.
        programs = programs.sorted(lambda one: one.kind != KIND_TRAINING)
        chosen = programs.filtered(lambda one: one.id == program) or programs[:1]
        return {
            "programs": [{"id": one.id, "name": one.name} for one in programs],
            "effect": self.get_effect(chosen.id, days) if chosen else False,
        }

    @api.model
    def open_cases(self, program, days, key, side):
        """The records that a figure counts on one side.

        :param program: id of a digiflow.training.program
        :param int days: length of each side
        :param str key: of the figure
        :param str side: ``before`` or ``after``
        :return: a window action
        :raise ProcessError: there is no such figure or side
        """
        program = self._check_asked(program, days)
        if key not in FIGURES or side not in effect.SIDES:
            raise ProcessError(_("There is no such figure. Choose one of the screen."))
        people, _waiting, _joined = self._get_people(program, days)
        cases = self._get_cases(key, people, days)
        ids = sorted(case.record for case in cases if case.side == side)
        return {
            "type": "ir.actions.act_window",
            "name": program.name,
            "res_model": FIGURES[key][2],
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", ids)],
            # What was lost or archived since counts all the same.
            "context": {"active_test": False, "create": False},
        }
