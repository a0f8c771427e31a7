from odoo import fields, models


class SampleVisitLine(models.Model):
    """What was spoken about on a visit."""

    _name = "sample.visit.line"
    _description = "Sample Visit Line"

    visit_id = fields.Many2one("sample.visit", required=True, ondelete="cascade")
    subject = fields.Char()
    minutes = fields.Integer()
