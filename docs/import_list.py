"""Import a file of companies into a new prospect list through Odoo's external API.

python import_list.py http://localhost:8069 DATABASE LOGIN PASSWORD_OR_API_KEY companies.csv

A big file is checked and imported in the background: the script tells how far it is until it is
done. It ends with 1 when somebody has to do something first.
"""

import base64
import sys
import time
from pathlib import Path
from xmlrpc.client import ServerProxy

IMPORT = "digiflow.prospect.import"
BUSY = ("checking", "importing", "completing")
COUNTS = {
    "total_count": "rows",
    "created_count": "new",
    "in_list_count": "already in this list",
    "elsewhere_count": "already a prospect",
    "client_count": "already a client",
    "left_out_count": "left out",
    "rejected_count": "rejected",
}

url, database, login, password, file = sys.argv[1:]
uid = ServerProxy(f"{url}/xmlrpc/2/common").authenticate(database, login, password, {})
server = ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)


def call(model, method, *args):
    """Call a method of a model as the user, whose language the answers are in."""
    return server.execute_kw(database, uid, password, model, method, args)


def wait(import_id):
    """Wait for the background; say how far it is, and what it found in the end."""
    fields = ["state", "error", "done_count", "new_count", *COUNTS]
    while True:
        [now] = call(IMPORT, "read", [import_id], fields)
        if now["state"] not in BUSY or now["error"]:
            break
        if now["state"] == "checking":
            print(f"checking: {now['total_count']:,} rows read")
        else:
            print(f"importing: {now['done_count']:,} of {now['new_count']:,} companies")
        time.sleep(2)
    if now["error"]:
        sys.exit(now["error"])
    if now["state"] == "mapping":
        sys.exit("The columns are not known: open the import on screen and say which is which.")
    counts = ", ".join(f"{now[name]:,} {label}" for name, label in COUNTS.items())
    print(f"{now['state']}: {counts}")


list_id = call("digiflow.prospect.list", "create", {"name": Path(file).stem})
content = base64.b64encode(Path(file).read_bytes()).decode()
import_id = call(
    IMPORT, "create", {"list_id": list_id, "file": content, "filename": Path(file).name}
)
for action in ("action_preview", "action_import"):
    call(IMPORT, action, [import_id])
    wait(import_id)
[prospects] = call("digiflow.prospect.list", "read", [list_id], ["name", "state", "total"])
print(f"list: {prospects['name']}, {prospects['state']}, {prospects['total']:,} opportunities")
