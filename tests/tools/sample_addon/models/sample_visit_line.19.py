from odoo import fields, models


class SampleVisitLine(models.Model):
    """What was spoken about on a visit, as it is on 19.0."""

    _name = "sample.visit.line"
    _description = "Sample Visit Line"

    visit_id = fields.Many2one("sample.visit", required=True, ondelete="cascade", index=True)
    subject = fields.Char()
    minutes = fields.Integer()
