"""Uninstall the addon, with leads in it; run in Odoo's shell, which gives `env`."""

stage = env.ref("digiflow_crm.stage_telemarketing")
team = env.ref("digiflow_crm.team_digiflow")
partner = env["res.partner"].create({"name": "Bodega Uno"})
values = {"name": "Kept lead", "partner_id": partner.id, "type": "opportunity"}
lead = env["crm.lead"].create({**values, "team_id": team.id, "stage_id": stage.id})
lead.activity_schedule("digiflow_crm.mail_activity_client_answers", summary="Kept task")
env.cr.commit()
addon = env["ir.module.module"].search([("name", "=", "digiflow_crm")])
assert addon.state == "installed", addon.state
addon.button_immediate_uninstall()
