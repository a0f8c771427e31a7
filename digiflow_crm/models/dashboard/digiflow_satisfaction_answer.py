from odoo import models
from odoo.tools import sql


class DigiflowSatisfactionAnswer(models.Model):
    """An index that tells how often each score was given without reading the answers."""

    _inherit = "digiflow.satisfaction.answer"

    def init(self):
        res = super().init()
        columns = ["campaign_id, state, score"]
        sql.create_index(
            self.env.cr, "digiflow_satisfaction_answer_score_index", self._table, columns
        )
        return res
