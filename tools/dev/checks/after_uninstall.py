"""Look at a database after the addon went: crm and its data work; run in Odoo's shell."""

addon = env["ir.module.module"].search([("name", "=", "digiflow_crm")])
assert addon.state == "uninstalled", addon.state
lead = env["crm.lead"].search([("name", "=", "Kept lead")])
assert len(lead) == 1, "the lead is gone"
assert lead.partner_id.name == "Bodega Uno", "the lead lost its client"
assert lead.stage_id and lead.team_id, "the lead lost its stage or its team"
assert lead.activity_ids.summary == "Kept task", "the lead lost what was planned"
models = env["ir.model"].search([("model", "=like", "digiflow.%")])
assert not models, f"models of ours stayed: {models.mapped('model')}"
columns = [name for name in env["crm.lead"]._fields if "digiflow" in name]
assert not columns, f"fields of ours stayed: {columns}"
data = env["ir.model.data"].search([("module", "=", "digiflow_crm")])
assert not data, f"records of ours stayed: {data.mapped('name')}"
stage = env["crm.stage"].create({"name": "Next"})
fresh = env["crm.lead"].create({"name": "New lead", "type": "opportunity"})
fresh.stage_id = stage
fresh.action_set_won()
assert fresh.probability == 100, "winning a lead no longer works"
for kind in ("form", "kanban", "search"):
    env["crm.lead"].get_view(view_type=kind)
print("crm works without the addon")
