from odoo import fields, models


class SampleVisit(models.Model):
    """A visit with its lines: a record with a chatter, a state and constraints."""

    _name = "sample.visit"
    _description = "Sample Visit"
    _inherit = ["mail.thread"]

    name = fields.Char(required=True)
    state = fields.Selection([("draft", "Draft"), ("done", "Done")], default="draft")
    priority = fields.Integer()
    partner_id = fields.Many2one("res.partner")
    active = fields.Boolean(default=True)
    line_ids = fields.One2many("sample.visit.line", "visit_id")

    _sql_constraints = [
        ("name_uniq", "UNIQUE(name)", "The visit's name stands once: ¿otra vez?"),
        (
            "priority_range",
            "CHECK(priority = ANY(ARRAY[0, 1, 2]))",
            'The priority is 0, 1 or 2, and not "other".',
        ),
    ]

    def _cron_close(self):
        """Close the visits that are left open."""
        self.search([("state", "=", "draft")]).write({"state": "done"})
