from odoo import _, api, fields, models

from ...core import years
from ...exceptions import ProcessError


class DigiflowYearMixin(models.AbstractModel):
    """A year as people write it: text of four digits, which no screen adds up or puts dots in."""

    _name = "digiflow.year.mixin"
    _description = "Of a year"

    year = fields.Char(required=True, size=4, index=True)

    @api.constrains("year")
    def _check_year(self):
        for record in self:
            if not record._get_year():
                raise ProcessError(
                    _("«%(year)s» is no year. Write it like 2027.", year=record.year)
                )

    def _get_year(self):
        """The year as a number, None while it is none."""
        try:
            return years.parse_year(self.year)
        except ValueError:
            return None
