from odoo import api, fields, models

SATISFACTION_SELECTION = [
    ("1", "Dissatisfied"),
    ("2", "Little satisfied"),
    ("3", "Fairly satisfied"),
    ("4", "Satisfied"),
    ("5", "Very satisfied"),
]
SATISFIED = ("4", "5")
ROLES = "digiflow_crm.group_executive,digiflow_crm.group_quality"


class ResPartner(models.Model):
    """A client that is satisfied, and lets us say so, is named to prospects."""

    _inherit = "res.partner"

    digiflow_satisfaction = fields.Selection(
        SATISFACTION_SELECTION,
        string="Satisfaction",
        copy=False,
        groups=ROLES,
        help="The client's last answer, from 1 to 5.",
    )
    digiflow_reference = fields.Boolean(
        string="May be named to prospects",
        copy=False,
        groups=ROLES,
        help="The client allows us to name them in the list of satisfied clients.",
    )

    @api.model
    def _get_satisfied_clients(self, company):
        """The clients that answered 4 or 5 and may be named.

        :param company: the company of ours whose clients they are; those of none are of all
        :return: list of ``{"name", "industry", "city"}`` (text or False), by industry and name
        """
        domain = [
            ("is_company", "=", True),
            ("digiflow_reference", "=", True),
            ("digiflow_satisfaction", "in", SATISFIED),
            ("company_id", "in", (False, company.id)),
        ]
        # sudo: of these clients everybody may know what is printed for strangers, and no more.
        partners = self.sudo().search(domain)
        rows = [
            {"name": one.name, "industry": one.industry_id.name, "city": one.city}
            for one in partners
        ]
        return sorted(
            rows, key=lambda row: (not row["industry"], row["industry"] or "", row["name"])
        )
