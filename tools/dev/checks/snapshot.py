"""Print the stages, teams and leads as ROW lines to compare; run in Odoo's shell."""

FIELDS = {
    "crm.stage": ("name", "sequence", "is_won", "fold"),
    "crm.team": ("name", "active", "sequence"),
    "crm.lead": ("name", "type", "stage_id", "team_id", "user_id", "probability", "active"),
}
for model, names in FIELDS.items():
    for record in env[model].with_context(active_test=False).search([]):
        values = [getattr(record[name], "id", record[name]) for name in names]
        print("ROW", model, record.id, values)
