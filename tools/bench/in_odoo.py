"""Call one function of a measure and print what it returned; runs in Odoo's shell.

The process environment's BENCH_JOB names it: a JSON object with `tools` (the folder to import
from), `call` ("module:function"), `arguments` and `login` (whose rights count; null: Odoo's own).
"""

import importlib
import json
import os
import sys


def run_job(env):
    """Run the job with the user's rights and print its result as a line of JSON."""
    job = json.loads(os.environ["BENCH_JOB"])
    # At the end: none of Odoo's modules is hidden by one of the tool's.
    sys.path.append(job["tools"])
    module, _, name = job["call"].partition(":")
    if job["login"]:
        env = env(user=env["res.users"].search([("login", "=", job["login"])]))
    result = getattr(importlib.import_module(module), name)(env, **job["arguments"])
    env.cr.commit()
    print("BENCH", json.dumps(result), flush=True)


run_job(env)
