from odoo import _, models

from ...core.script_text import PLACEHOLDERS, unknown_placeholders
from ...exceptions import ProcessError


class DigiflowCallText(models.AbstractModel):
    """A text of the call desk with placeholders, which are filled in for each call."""

    _name = "digiflow.call.text"
    _description = "Text for calls"

    def _check_placeholders(self, field_name):
        """Refuse a placeholder that nothing would be filled into.

        :raise ProcessError: names the record, the placeholder and those that there are
        """
        for record in self:
            unknown = unknown_placeholders(record[field_name])
            if unknown:
                known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
                unknown = ", ".join(f"{{{name}}}" for name in unknown)
                raise ProcessError(
                    _(
                        "%(record)s: nothing is known to fill in for %(unknown)s. Write one of "
                        "%(known)s.",
                        record=record.name,
                        unknown=unknown,
                        known=known,
                    )
                )
