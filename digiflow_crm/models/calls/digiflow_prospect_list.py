from odoo import _, api, fields, models

from ...exceptions import ProcessError


class DigiflowProspectList(models.Model):
    """The script with which a list is called."""

    _inherit = "digiflow.prospect.list"

    script_id = fields.Many2one(
        "digiflow.call.script",
        ondelete="restrict",
        tracking=True,
        help="What telemarketers say to the companies of this list. Empty: the first script.",
    )

    @api.constrains("script_id", "company_id")
    def _check_script_id(self):
        """Telemarketers of the list's company must be able to read its script."""
        for prospects in self:
            # sudo: the script may be another company's; that is what is found out.
            company = prospects.script_id.sudo().company_id
            if company and company != prospects.company_id:
                raise ProcessError(
                    _(
                        "The script «%(script)s» is %(company)s's. Choose one for every company or "
                        "of the list's own.",
                        script=prospects.script_id.sudo().name,  # sudo: see above
                        company=company.name,
                    )
                )
