"""Uninstall the addon, with leads in it; run in Odoo's shell, which gives `env`."""

stage = env.ref("digiflow_crm.stage_telemarketing")
stock = env["crm.stage"].search([("id", "!=", stage.id)], limit=1)
partner = env["res.partner"].create({"name": "Bodega Uno"})
env["crm.lead"].create(
    {"name": "Kept lead", "partner_id": partner.id, "type": "opportunity", "stage_id": stage.id}
)
env.cr.commit()
addon = env["ir.module.module"].search([("name", "=", "digiflow_crm")])
assert addon.state == "installed", addon.state
addon.button_immediate_uninstall()
