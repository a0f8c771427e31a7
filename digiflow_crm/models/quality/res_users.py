from odoo import models

from .review_states import CALIBRATION, DRAFT


class ResUsers(models.Model):
    """Which reviews of calls a user reads."""

    _inherit = "res.users"

    def digiflow_review_domain(self, prefix=""):
        """Which reviews of calls the user reads; used by the record rules, the manager's as well.

        Quality analysts and the manager read all of them, but for what somebody else says in a
        calibration before both have signed, and for those begun on their own calls. Everybody else
        reads the reviews of their own calls, once they are signed.

        :param str prefix: path to the review from the model of the rule, e.g. ``review_id.``
        :return: a domain
        """
        self.ensure_one()
        signed = (f"{prefix}state", "!=", DRAFT)
        no_calibration = (f"{prefix}origin", "!=", CALIBRATION)
        if not self.has_group("digiflow_crm.group_quality"):
            return [(f"{prefix}user_id", "=", self.id), signed, no_calibration]
        return [
            *("|", (f"{prefix}analyst_id", "=", self.id), "&"),
            *("|", signed, (f"{prefix}user_id", "!=", self.id)),
            *("|", no_calibration, (f"{prefix}revealed", "=", True)),
        ]
