from odoo import models


class DigiflowTrainingSession(models.Model):
    """From a proposal to what was held: who may do what, and when no more."""

    _inherit = "digiflow.training.session"
