from odoo import models

from ..pipeline.res_users import NOBODY

EVERYTHING = (1, "=", 1)
# Roles that reach every client; what of a client they read, the access rows say.
ALL_CLIENTS = ("manager", "quality", "implementation")


class ResUsers(models.Model):
    """Which clients a user reaches follows from the roles the user has."""

    _inherit = "res.users"

    def digiflow_client_domain(self, prefix=""):
        """Which clients the user reaches; used by the record rules of what clients have.

        An executive reaches the clients whose executive they are (Odoo's salesperson of the
        company); a presales engineer those of the opportunities they work on.

        :param str prefix: path to the client's company from the model of the rule, e.g.
            ``partner_id.``
        :return: a domain; without any role it matches nothing
        """
        self.ensure_one()
        if any(self.has_group(f"digiflow_crm.group_{role}") for role in ALL_CLIENTS):
            return [EVERYTHING]
        reach = {
            "executive": (f"{prefix}user_id", "=", self.id),
            "presales": (f"{prefix}opportunity_ids.presales_user_id", "=", self.id),
        }
        terms = [
            term for role, term in reach.items() if self.has_group(f"digiflow_crm.group_{role}")
        ]
        return ["|"] * (len(terms) - 1) + terms or NOBODY
