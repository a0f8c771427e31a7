"""The people of the base database and the list they work; runs in Odoo's shell."""

TEAM_SIZE = 4
LIST = "Bench"


def make(env):
    """Put the company in Peru and make a manager, telemarketers, executives and the list."""
    env.company.write({"name": "Digiflow SA", "country_id": env.ref("base.pe").id})
    _user(env, "bench.manager", "manager")
    people = {
        f"{role}_ids": [
            (4, _user(env, f"bench.{role}.{number}", role).id) for number in range(TEAM_SIZE)
        ]
        for role in ("telemarketer", "executive")
    }
    source = env["utm.source"].create({"name": LIST})
    env["digiflow.prospect.list"].create({"name": LIST, "source_id": source.id, **people})


def _user(env, login, role):
    """Return a new user with one role."""
    groups = "groups_id" if "groups_id" in env["res.users"]._fields else "group_ids"
    group = env.ref(f"digiflow_crm.group_{role}")
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": login.replace(".", " ").title(),
                "login": login,
                "email": f"{login}@example.com",
                "tz": "America/Lima",
                groups: [(6, 0, [env.ref("base.group_user").id, group.id])],
            }
        )
    )
