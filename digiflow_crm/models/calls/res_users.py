from odoo import fields, models


class ResUsers(models.Model):
    """Whose calls somebody may log and note on."""

    _inherit = "res.users"

    digiflow_extension = fields.Char(
        string="Telephone extension",
        copy=False,
        help="By it the telephone system says whose a call is.",
    )

    _sql_constraints = [
        (
            "digiflow_extension_uniq",
            "UNIQUE(digiflow_extension, company_id)",
            "Another user of the company has this extension. Each one has an own one.",
        ),
    ]

    def digiflow_call_domain(self):
        """Which calls the user may write; used by the record rule.

        Their own, as far as the opportunity is theirs to work on or there is none yet; all of
        them for the manager.
        """
        self.ensure_one()
        if self.has_group("digiflow_crm.group_manager"):
            return [(1, "=", 1)]
        reach = self.digiflow_lead_domain("write", "lead_id.")
        return ["&", ("user_id", "=", self.id), "|", ("lead_id", "=", False), *reach]

    def digiflow_recording_domain(self):
        """Which recordings of calls the user hears, and may give; used by the record rule.

        Quality analysts hear all of them, everybody else those of their own calls; what was
        withdrawn only the manager.
        """
        self.ensure_one()
        if self.has_group("digiflow_crm.group_manager"):
            return [(1, "=", 1)]
        if self.has_group("digiflow_crm.group_quality"):
            return [("withdrawn_on", "=", False)]
        return [("withdrawn_on", "=", False), ("user_id", "=", self.id)]

    def _logs_calls(self):
        """Whether the user is somebody whose calls are logged."""
        self.ensure_one()
        return self.active and any(
            self.has_group(f"digiflow_crm.group_{role}") for role in ("telemarketer", "executive")
        )
