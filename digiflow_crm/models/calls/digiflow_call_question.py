from odoo import fields, models

QUESTION_SELECTION = [
    ("contact_name", "Who decides"),
    ("decision_maker_role", "Role of who decides"),
    ("email_from", "E-mail"),
    ("current_system", "Current system"),
    ("invoice_issuer", "Who issues invoices today"),
    ("current_provider", "Current provider"),
    ("monthly_documents", "Documents a month"),
]


class DigiflowCallQuestion(models.Model):
    """A strategic question, as the desk puts it: a row for each answer that is kept.

    Which answer it is stays fixed (`code`, a field of the opportunity); how it is asked can be
    worded.
    """

    _name = "digiflow.call.question"
    _description = "Strategic question"
    _order = "sequence, id"

    code = fields.Selection(QUESTION_SELECTION, string="Answer", required=True, readonly=True)
    name = fields.Char(string="Question", required=True, translate=True)
    sequence = fields.Integer(default=10)

    _sql_constraints = [
        ("code_uniq", "UNIQUE(code)", "There is a question for this answer. Change that one."),
    ]
