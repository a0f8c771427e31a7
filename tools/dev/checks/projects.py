"""Accept a handover where the app of projects is installed; run in Odoo's shell, which gives `env`.

The project is a copy of the template of the settings, with its tasks, for the client of the sale.
"""

MANAGER = env.ref("base.user_admin")
env = env(user=MANAGER, context={"lang": "en_US"})
PLAN = env.ref("digiflow_crm.product_plan_cloud_2000")
PLAN.sudo().product_tmpl_id.digiflow_service_id = env.ref("digiflow_crm.service_ose")


def make_handover(name):
    """The handover of a lead that was won, complete and submitted."""
    client = env["res.partner"].create({"name": name, "is_company": True})
    lead = env["crm.lead"].create(
        {
            "name": name,
            "type": "opportunity",
            "partner_id": client.id,
            "team_id": env.ref("digiflow_crm.team_digiflow").id,
            "user_id": MANAGER.id,
        }
    )
    lead.action_pass_gate("pre_kickoff", "To see what begins")
    order = env["sale.order"].create(
        {
            "partner_id": client.id,
            "opportunity_id": lead.id,
            "user_id": MANAGER.id,
            "order_line": [(0, 0, {"product_id": PLAN.id, "product_uom_qty": 1})],
        }
    )
    if not order._is_review_done():
        order.action_submit_review()
    while not order._is_review_done():
        order.action_approve_review()
    order.action_confirm()
    handover = lead.handover_id
    handover.contact_ids = [(0, 0, {"name": "Rosa Quispe", "phone": "987 654 321"})]
    handover.item_ids.write({"needs_document": False, "state": "validated"})
    asked = {"handover_id": handover.id, "name": "Price list", "required": False}
    handover.item_ids.create(asked)
    handover.action_submit()
    return handover


def accept(name):
    """The project of an accepted handover."""
    handover = make_handover(name)
    handover.write({"project_manager_id": MANAGER.id, "state": "accepted"})
    assert handover.has_project, "no project was made"
    action = handover.action_view_project()
    project = env[action["res_model"]].browse(action["res_id"])
    assert project.partner_id == handover.partner_id, "the project has another client"
    assert project.user_id == MANAGER, "the project has another manager"
    assert project.date_start, "the project begins on no day"
    assert f"id={handover.id}&" in project.description.replace("&amp;", "&"), project.description
    assert handover.client_service_ids.service_id.code == "OSE", "no service began"
    return project


def task_names(project):
    """Names of the tasks of a project, sorted."""
    return sorted(env["project.task"].search([("project_id", "=", project.id)]).mapped("name"))


bare = accept("Without a template")
assert task_names(bare) == ["Price list"], task_names(bare)

template = env["project.project"].create({"name": "Template"})
for name in ("Kick-off meeting", "Certificate"):
    env["project.task"].create({"name": name, "project_id": template.id})
settings = env["digiflow.settings"].create({"digiflow_project": str(template.id)})
assert settings.digiflow_project == str(template.id), "the setting was not kept"
choices = dict(settings._select_projects())
assert str(bare.id) not in choices, "the project of a handover is no template"

copied = accept("With a template")
wanted = ["Certificate", "Kick-off meeting", "Price list"]
assert task_names(copied) == wanted, task_names(copied)
assert task_names(template) == wanted[:2], "the template changed"
assert copied.name == "With a template", copied.name
print("a handover begins its project")
