from odoo import fields, models

from ...compat import grouped_counts

# Who reads the plan of others.
READERS = "digiflow_crm.group_quality,digiflow_crm.group_manager"


class ResUsers(models.Model):
    """How many of the modules that a person must have are passed and not expired."""

    _inherit = "res.users"

    digiflow_training_count = fields.Integer(
        string="Modules to have", compute="_compute_digiflow_training", groups=READERS
    )
    digiflow_training_text = fields.Char(
        string="Modules trained", compute="_compute_digiflow_training", groups=READERS
    )

    def _compute_digiflow_training(self):
        """Counted among the rows of the plan that whoever looks reaches."""
        plans = self.env["digiflow.training.plan"]
        own = [("user_id", "in", self.ids)]
        needed = grouped_counts(plans, own, "user_id")
        trained = grouped_counts(plans, [*own, ("trained", "=", 100)], "user_id")
        for user in self:
            user.digiflow_training_count = needed.get(user.id, 0)
            user.digiflow_training_text = f"{trained.get(user.id, 0)}/{needed.get(user.id, 0)}"

    def action_view_digiflow_training(self):
        """Open the training plan of this person.

        :return: a window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "digiflow_crm.digiflow_training_plan_action_people"
        )
        domain = [("user_id", "=", self.id)]
        return {**action, "name": self.name, "domain": domain, "context": {}}
