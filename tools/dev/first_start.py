"""Settings of a new database; runs in Odoo's shell (`env` is its), in both ways of running.

It runs twice: on the bare base, because the apps build on language and currency, and on the
finished database.

Reads ADMIN_LOGIN and ADMIN_PASSWORD from the process environment. Everyone works in Peruvian
Spanish and in Lima's time, and the company is in Peru and counts in soles.
"""

import os

LANGUAGE = "es_PE"
TIMEZONE = "America/Lima"


def set_language(env):
    """Make Spanish of Peru the language of who is there and of who comes."""
    partners = env["res.users"].with_context(active_test=False).search([]).partner_id
    partners |= env["res.company"].search([]).partner_id
    partners.write({"lang": LANGUAGE, "tz": TIMEZONE})
    env["ir.default"].set("res.partner", "lang", LANGUAGE)
    env["ir.default"].set("res.partner", "tz", TIMEZONE)


def set_company(env):
    """Count in soles; the company is in Peru once the apps are there, and until then nowhere.

    By a country that it finds, Odoo's accounting installs that country's chart of accounts, which
    resets the currency. (The demo data of base puts the company in the United States.)
    """
    sol = env.ref("base.PEN")
    sol.active = True
    company = env.ref("base.main_company")
    company.name = "Digiflow SA"
    company.country_id = env.ref("base.pe") if "crm.lead" in env else False
    if company.currency_id != sol:
        company.currency_id = sol


def set_administrator(env):
    """Give the first user the login and password of the settings."""
    administrator = env.ref("base.user_admin")
    administrator.login = os.environ["ADMIN_LOGIN"]
    administrator.password = os.environ["ADMIN_PASSWORD"]


def set_new_users(env):
    """Let users made on the screen begin without a role.

    Odoo 16.0 copies them from a template, which its apps make a sales administrator.
    """
    template = env.ref("base.default_user", raise_if_not_found=False)
    if template and "groups_id" in template._fields:
        template.groups_id = env.ref("base.group_user")


set_language(env)
set_company(env)
set_administrator(env)
set_new_users(env)
env.cr.commit()
