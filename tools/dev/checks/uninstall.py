"""Uninstall the addon, with leads in it; run in Odoo's shell, which gives `env`."""

stage = env.ref("digiflow_crm.stage_telemarketing")  # noqa: F821  (the shell's own name)
stock = env["crm.stage"].search([("id", "!=", stage.id)], limit=1)  # noqa: F821
partner = env["res.partner"].create({"name": "Bodega Uno"})  # noqa: F821
env["crm.lead"].create(  # noqa: F821
    {"name": "Kept lead", "partner_id": partner.id, "type": "opportunity", "stage_id": stage.id}
)
env.cr.commit()  # noqa: F821
addon = env["ir.module.module"].search([("name", "=", "digiflow_crm")])  # noqa: F821
assert addon.state == "installed", addon.state
addon.button_immediate_uninstall()
