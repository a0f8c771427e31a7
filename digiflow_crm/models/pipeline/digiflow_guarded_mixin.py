from odoo import api, models


class DigiflowGuardedMixin(models.AbstractModel):
    """A record whose ``write()`` refuses people what only its own work finds out and writes.

    It comes first among what a model inherits: what is written past the model's own ``write()``
    still goes through those of the others, such as the one that tracks changes.
    """

    _name = "digiflow.guarded.mixin"
    _description = "With fields that only its own work writes"

    def _update(self, vals):
        """Write what the record's own work finds out."""
        # The linter expects `super()._update`: our own `write` is for people and refuses these.
        return super().write(vals)  # pylint: disable=super-method-mismatch # reason above

    @api.model
    def _get_protected_fields(self):
        """Names of the fields that only the record's own work writes: those that are readonly."""
        own = (field for field in self._fields.values() if field._module == "digiflow_crm")
        return {field.name for field in own if field.readonly and not field.compute}
