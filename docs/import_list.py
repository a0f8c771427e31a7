"""Import a file of companies into a new prospect list through Odoo's external API.

python import_list.py http://localhost:8069 DATABASE LOGIN PASSWORD_OR_API_KEY companies.csv
"""

import base64
import sys
from pathlib import Path
from xmlrpc.client import ServerProxy

url, database, login, password, file = sys.argv[1:]
uid = ServerProxy(f"{url}/xmlrpc/2/common").authenticate(database, login, password, {})
server = ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)
COUNTS = ["total_count", "created_count", "duplicate_count", "rejected_count"]


def call(model, method, *args):
    """Call a method of a model as the user, whose language the answers are in."""
    return server.execute_kw(database, uid, password, model, method, args)


list_id = call("digiflow.prospect.list", "create", {"name": Path(file).stem})
content = base64.b64encode(Path(file).read_bytes()).decode()
import_id = call(
    "digiflow.prospect.import",
    "create",
    {"list_id": list_id, "file": content, "filename": Path(file).name},
)
call("digiflow.prospect.import", "action_preview", [import_id])
print("check: ", call("digiflow.prospect.import", "read", [import_id], COUNTS)[0])
call("digiflow.prospect.import", "action_import", [import_id])
print("import:", call("digiflow.prospect.import", "read", [import_id], COUNTS)[0])
print("list:  ", call("digiflow.prospect.list", "read", [list_id], ["name", "state", "total"])[0])
