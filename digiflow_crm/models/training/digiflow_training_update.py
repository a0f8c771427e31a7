from odoo import fields, models

from .training_states import UPDATE_DRAFT, UPDATE_SELECTION


class DigiflowTrainingUpdate(models.Model):
    """A normative change (of SUNAT) that everybody concerned is to read."""

    _name = "digiflow.training.update"
    _description = "Normative update"
    _inherit = ["digiflow.guarded.mixin", "mail.thread"]
    _order = "published_on desc, id desc"
    _check_company_auto = True

    # What changed
    name = fields.Char(string="Subject", required=True, tracking=True)
    body = fields.Html(string="What changes")
    source_number = fields.Char(
        string="Norm", help="Number of the resolution, e.g. R.S. 000123-2026/SUNAT."
    )
    source_url = fields.Char(string="Link to the norm")
    date_in_force = fields.Date(string="In force since")
    module_id = fields.Many2one(
        "digiflow.training.module",
        ondelete="restrict",
        check_company=True,
        help="The module that is to be passed again because of it, if any.",
    )
    # Whom
    group_ids = fields.Many2many(
        "res.groups",
        "digiflow_training_update_group_rel",
        "update_id",
        "group_id",
        string="Roles concerned",
        help="Without roles it concerns everybody in the commercial team.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    read_by = fields.Date(string="To be read by", help="A reminder follows after this day.")
    reading_ids = fields.One2many(
        "digiflow.training.update.reading", "update_id", string="Readings", readonly=True
    )
    # State
    state = fields.Selection(
        UPDATE_SELECTION,
        required=True,
        readonly=True,
        default=UPDATE_DRAFT,
        index=True,
        copy=False,
        tracking=True,
    )
    published_on = fields.Datetime(string="Published on", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", "Published by", readonly=True, copy=False)
