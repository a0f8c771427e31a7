"""What installing and uninstalling do beyond the data files."""

from odoo import SUPERUSER_ID, api

from .compat import user_groups_field


def post_init_hook(cr_or_env, registry=None):
    """Who administers Odoo is a commercial manager until the roles are given."""
    env = _get_env(cr_or_env)
    manager = env.ref("digiflow_crm.group_manager")
    admin = env.ref("base.user_admin", raise_if_not_found=False)
    if admin:
        admin.write({user_groups_field(env): [(4, manager.id)]})


def uninstall_hook(cr_or_env, registry=None):
    """The team and its stages outlive the addon, and so every opportunity stays where it is.

    Odoo deletes what a module's data made; without their xml ids these are the user's own.
    """
    env = _get_env(cr_or_env)
    _keep_activities(env)
    # The team's alias is part of it.
    kept = ("crm.team", "crm.stage", "mail.alias")
    env["ir.model.data"].search([("module", "=", "digiflow_crm"), ("model", "in", kept)]).unlink()


def _keep_activities(env):
    """What somebody has planned with a type of ours goes on as a task: Odoo would keep the type."""
    ours = env["ir.model.data"].search(
        [("module", "=", "digiflow_crm"), ("model", "=", "mail.activity.type")]
    )
    planned = env["mail.activity"].with_context(active_test=False)
    planned = planned.search([("activity_type_id", "in", ours.mapped("res_id"))])
    planned.write({"activity_type_id": env.ref("mail.mail_activity_data_todo").id})


def _get_env(cr_or_env):
    """The environment, from what Odoo 16.0 (a cursor) or 19.0 (an environment) gives."""
    if isinstance(cr_or_env, api.Environment):
        return cr_or_env
    return api.Environment(cr_or_env, SUPERUSER_ID, {})
