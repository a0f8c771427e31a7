import json

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

MAX_BYTES = 64 * 1024
SCHEME = "bearer "


class TelephoneController(http.Controller):
    """Takes calls from telephone systems (docs/telephone.md).

    How often somebody may knock is the proxy's matter, which sees all of them: this only makes
    sure that a knock in vain costs little and tells nothing.
    """

    # csrf=False: a telephone system has no session and no form of ours; no cookie lets anybody in
    # here, only the token in a header, which no other page can send.
    @http.route(
        "/digiflow/telephone/calls",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def log_call(self, **_parameters):
        """Log the call in the JSON body: 201 with it, 200 when it was told before.

        400 says which field cannot be taken, 401 that the token is not valid, 403 that the caller
        may not log this call, 413 that the body is too big.
        """
        system = request.env["digiflow.telephone.system"]._find_by_token(self._read_token())
        if not system:
            return self._answer(401, {"error": "The token is not valid. Make a new one in Odoo."})
        if (request.httprequest.content_length or 0) > MAX_BYTES:
            return self._answer(413, {"error": f"body: is over {MAX_BYTES} bytes; shorten it"})
        system._note_use()
        try:
            values = self._read_body()
            with request.env.cr.savepoint():  # nothing of a call that is refused stays
                logged = request.env["digiflow.call"]._log_of_system(system, values)
        except AccessError as error:
            return self._answer(403, {"error": str(error)})
        except (UserError, ValueError) as error:
            return self._answer(400, {"error": str(error)})
        return self._answer(201 if logged["created"] else 200, logged)

    def _read_token(self):
        header = request.httprequest.headers.get("Authorization", "")
        return header[len(SCHEME) :].strip() if header.lower().startswith(SCHEME) else ""

    def _read_body(self):
        """The JSON value of the body.

        :raise ValueError: it is none
        """
        try:
            text = request.httprequest.get_data().decode("utf-8")
            return json.loads(text, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise ValueError("body: is no JSON in UTF-8; send one object") from None

    def _answer(self, status, content):
        headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        if status == 401:
            headers.append(("WWW-Authenticate", 'Bearer realm="digiflow"'))
        return request.make_response(json.dumps(content), headers=headers, status=status)


def _refuse_constant(name):
    raise ValueError(name)
