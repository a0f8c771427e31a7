"""Tell Odoo of a call, as a telephone system does (docs/telephone.md).

python send_call.py http://localhost:8069 TOKEN CALL_ID EXTENSION NUMBER [RECORDING_URL]

The call is an outgoing one that begins now. Sent again with the same CALL_ID it adds the recording.
"""

import json
import sys
from datetime import datetime, timezone
from urllib.error import HTTPError
from urllib.request import Request, urlopen

url, token, call_id, extension, number, *recording = sys.argv[1:]
call = {
    "call_id": call_id,
    "direction": "out",
    "extension": extension,
    "phone": number,
    "start": datetime.now(timezone.utc).isoformat(),
}
if recording:
    call["recording_url"] = recording[0]
request = Request(
    f"{url}/digiflow/telephone/calls",
    data=json.dumps(call).encode(),
    headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
)
try:
    with urlopen(request, timeout=30) as answer:
        print(answer.status, answer.read().decode())
except HTTPError as refusal:
    sys.exit(f"{refusal.code} {refusal.read().decode()}")
