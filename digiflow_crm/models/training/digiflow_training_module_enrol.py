from odoo import models


class DigiflowTrainingModule(models.Model):
    """Who needs a module gets a seat in a session of it, and a day until which to pass it."""

    _inherit = "digiflow.training.module"

    def _enrol(self, users, company, origin, reason):
        """Enrol people in the next session of this module, or in a proposed one.

        :param users: res.users who need the module
        :param company: res.company that teaches it
        :param str origin: why, of ENROLMENT_ORIGIN_SELECTION
        :param str reason: the same in words
        :return: their digiflow.training.enrolment
        """
        self.ensure_one()
        return self.env["digiflow.training.enrolment"]
