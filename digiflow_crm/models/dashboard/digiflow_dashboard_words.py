from odoo import _, api, models
from odoo.tools import formatLang

from ...core import indicators
from ...exceptions import ProcessError

TOTAL = "total"
# Key of the row of what has nobody, or no reason.
NOBODY = 0


class DigiflowDashboard(models.AbstractModel):
    """How sections say their numbers, and refuse what they do not have."""

    _inherit = "digiflow.dashboard"

    @api.model
    def _format_numbers(self, company, rows, units):
        """Give rows their numbers in words: ``<name>_text``, None of what nobody can say.

        :param rows: dicts; None, as a total that there is not, has no numbers
        :param dict units: name of the number -> its unit, one of core.indicators
        """
        for name, unit in units.items():
            one = self.env["digiflow.indicator"].new({"unit": unit})
            for row in filter(None, rows):
                value = row[name]
                row[f"{name}_text"] = None if value is None else one._format(value, company)

    @api.model
    def _percent(self, part, whole):
        """`part` of a hundred of `whole`; None where there is no whole."""
        return indicators.rate(indicators.PERCENT, part, whole).value

    @api.model
    def _format_rate(self, rate):
        """A percentage as people read it, for a column that is never empty."""
        return _("no data") if rate is None else f"{formatLang(self.env, rate, digits=1)} %"

    @api.model
    def _refuse_figure(self, key, part):
        """The refusal of a figure that a section does not have."""
        return ProcessError(
            _(
                "The dashboard has no figure «%(part)s» of «%(key)s». Open it again.",
                part=part,
                key=key,
            )
        )
