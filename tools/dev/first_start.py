"""Settings of a new database; runs in Odoo's shell (`env` is its), in both ways of running.

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
    """Put the company in Peru, with soles as its currency."""
    sol = env.ref("base.PEN")
    sol.active = True
    company = env.ref("base.main_company")
    company.write({"name": "Digiflow SA", "country_id": env.ref("base.pe").id})
    if company.currency_id != sol:
        company.currency_id = sol


def set_administrator(env):
    """Give the first user the login and password of the settings."""
    administrator = env.ref("base.user_admin")
    administrator.login = os.environ["ADMIN_LOGIN"]
    administrator.password = os.environ["ADMIN_PASSWORD"]


set_language(env)
set_company(env)
set_administrator(env)
env.cr.commit()
