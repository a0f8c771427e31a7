import base64

from odoo import http
from odoo.http import request

# A picture of one transparent dot.
DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
HEADERS = [("Content-Type", "image/gif"), ("Cache-Control", "no-store, private")]


class InfoPackController(http.Controller):
    """The picture in the e-mail of an information pack: asked for, it tells of the opening."""

    @http.route(
        "/digiflow/info/<int:pack_id>/<string:token>.gif",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
    )
    def opened(self, pack_id, token):
        """Answer the same whatever is asked for: the address tells nothing to who guesses it.

        A colleague who looks at the e-mail is not the client.
        """
        if not request.env.user.has_group("base.group_user"):
            request.env["digiflow.info.pack"]._note_opened(pack_id, token)
        return request.make_response(DOT, headers=HEADERS)
