from odoo import fields, models


class DigiflowProspectMapping(models.Model):
    """Which column is which in files with a certain header, as a user once said."""

    _name = "digiflow.prospect.mapping"
    _description = "Remembered columns of prospect files"
    _order = "write_date desc, id desc"

    name = fields.Char(required=True, help="The header it stands for.")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    header_key = fields.Char(required=True, index=True, readonly=True)
    # {key of core.prospect_columns.KEYS: [index of a column, from 0]}
    columns = fields.Json(required=True, readonly=True)

    _sql_constraints = [
        (
            "header_uniq",
            "UNIQUE(company_id, header_key)",
            "The columns of this header are remembered already.",
        ),
    ]

    def _get_columns(self, company, header_key):
        """The columns remembered for a header: ``{key: [index]}``, or None."""
        domain = [("company_id", "=", company.id), ("header_key", "=", header_key)]
        return self.search(domain).columns or None

    def _remember(self, company, header_key, header, columns):
        """Keep what a user said of a header, instead of what was said before."""
        domain = [("company_id", "=", company.id), ("header_key", "=", header_key)]
        known = self.search(domain)
        vals = {"name": ", ".join(title for title in header if title), "columns": columns}
        if known:
            known.write(vals)
        else:
            self.create({**vals, "company_id": company.id, "header_key": header_key})
