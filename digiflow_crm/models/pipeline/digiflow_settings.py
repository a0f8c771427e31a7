from odoo import api, fields, models


class DigiflowSettings(models.TransientModel):
    """The settings of the commercial process of one company, on one form for the manager.

    Odoo's own settings can be opened by its administrators only; these are the commercial
    manager's to change. What is set is kept on the company (`res.company`), where code reads it.

    A step adds its settings in ``models/<step>/digiflow_settings.py``: fields of the company with
    ``related="company_id.<name>", readonly=False``; and its group to the form, in
    ``views/pipeline/digiflow_settings_views.xml``.
    """

    _name = "digiflow.settings"
    _description = "Settings of Digiflow CRM"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    digiflow_link_days = fields.Integer(related="company_id.digiflow_link_days", readonly=False)

    @api.model_create_multi
    def create(self, vals_list):
        names = self._get_company_fields()
        settings = super().create([_without(vals, names) for vals in vals_list])
        for setting, vals in zip(settings, vals_list):
            setting._write_company(vals)
        return settings

    def write(self, vals):
        # The company is fixed when the form opens.
        res = super().write(_without(vals, {"company_id", *self._get_company_fields()}))
        for setting in self:
            setting._write_company(vals)
        return res

    def action_save(self):
        """Close the form: what was entered in it is saved by then."""
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _get_company_fields(self):
        """Names of the settings: the fields here that are kept on the company."""
        return {
            name
            for name, field in self._fields.items()
            if field.related and field.related.startswith("company_id.")
        }

    def _write_company(self, vals):
        """Keep the settings among `vals` on the company.

        The caller has checked by then that the user may write this record, which is the manager's
        own and of a company at work.
        """
        self.ensure_one()
        names = self._get_company_fields()
        changed = {
            self._fields[name].related.partition(".")[2]: value
            for name, value in vals.items()
            if name in names
        }
        if changed:
            # sudo: the manager changes these settings of the company, and nothing else of it.
            self.company_id.sudo().write(changed)


def _without(vals, names):
    """`vals` without the keys that are among `names`."""
    return {name: value for name, value in vals.items() if name not in names}
