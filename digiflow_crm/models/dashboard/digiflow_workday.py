from odoo import models


class DigiflowWorkday(models.AbstractModel):
    """The own day of everybody but the manager: what each role has before it."""

    _name = "digiflow.workday"
    _description = "Own day"
