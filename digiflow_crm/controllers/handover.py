from odoo import http
from odoo.http import request

from ..core import documents
from ..models.kickoff.states import ITEM_PENDING, ITEM_VALIDATED
from .public_page import NOT_FOUND, TOO_BIG, is_too_big, open_by_link, page, prepare_office

KINDS = ", ".join(documents.EXTENSIONS)
MODEL = "digiflow.handover"
UPLOAD = "digiflow_crm.handover_page_upload"
FILES_AT_ONCE = 10
# All files of one request, and what a form adds to them.
MAX_BYTES = 60 * documents.MEGABYTE
# What the client is told of a file that is not taken, and what to do.
FAULTS = {
    "empty": "está vacío: elíjalo de nuevo.",
    "too_big": f"pesa más de {documents.MAX_BYTES // documents.MEGABYTE} MB: envíelo por partes "
    "o comprimido.",
    "kind": f"es de un tipo que no se admite. Envíe uno de estos: {KINDS}.",
    "content": "no es lo que dice su nombre: ábralo, guárdelo otra vez y envíelo de nuevo.",
    "too_many": f"no cabe: ya hay {documents.MAX_FILES} archivos. Reúna varios en un .zip.",
    "closed": "llegó tarde: este documento ya fue aceptado o el proyecto ya se entregó.",
    "at_once": f"no se recibió: suba hasta {FILES_AT_ONCE} archivos a la vez.",
}
NOTHING_CHOSEN = "Elija al menos un archivo antes de subirlo."
NOT_TAKEN_BACK = "Ese archivo ya no se puede quitar."


class HandoverPage(http.Controller):
    """The page on which a client uploads the documents that its project needs to start."""

    @http.route(
        "/digiflow/handover/<int:handover_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
    )
    def show_documents(self, handover_id, token, done="", **_parameters):
        """What the client is asked for, with the files that it brought already."""
        handover, refusal = open_by_link(MODEL, handover_id, token)
        if refusal:
            return refusal
        return page(UPLOAD, _prepare_upload(handover, {}, done))

    @http.route(
        "/digiflow/handover/<int:handover_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
    )
    def bring_documents(self, handover_id, token, item="", remove="", **_parameters):
        """Keep the files of one item, or take one of them back; say which were not taken."""
        handover, refusal = open_by_link(MODEL, handover_id, token)
        if refusal:
            return refusal
        if is_too_big(MAX_BYTES):
            return page(TOO_BIG, prepare_office(handover), status=413)
        wanted = int(item) if item.isdecimal() else 0
        asked = handover.item_ids._get_shown_to_client().filtered(lambda one: one.id == wanted)
        if not asked:
            return page(NOT_FOUND, status=404)
        problems = _take_back(asked, remove) if remove else _receive(asked)
        if problems:
            return page(UPLOAD, _prepare_upload(handover, {asked.id: problems}, ""))
        return request.redirect(f"{request.httprequest.path}?done={asked.id}", code=303)


def _take_back(item, remove):
    """Take a file back; return what is to be told."""
    done = remove.isdecimal() and item._take_back(int(remove))
    return [] if done else [NOT_TAKEN_BACK]


def _receive(item):
    """Keep the files of the request; return what is to be told of those that were not taken."""
    files = [file for file in request.httprequest.files.getlist("files") if file.filename]
    if not files:
        return [NOTHING_CHOSEN]
    problems = []
    for number, file in enumerate(files):
        name = documents.clean_name(file.filename) or "archivo"
        if number >= FILES_AT_ONCE:
            fault = "at_once"
        else:
            # One byte more than is taken tells a file that is too big without reading all of it.
            fault = item._receive_from_client(name, file.stream.read(documents.MAX_BYTES + 1))
        if fault:
            problems.append(f"«{name}» {FAULTS[fault]}")
    return problems


def _prepare_upload(handover, problems, done):
    """What the page shows: the items with their files, states and problems."""
    items = handover.item_ids._get_shown_to_client()
    rows = [_prepare_row(item, problems.get(item.id, []), done) for item in items]
    return {
        **prepare_office(handover),
        "rows": rows,
        "pending": sum(row["state"] == ITEM_PENDING for row in rows),
        "accept": ",".join(documents.EXTENSIONS),
        "kinds": KINDS,
        "limit": documents.MAX_BYTES // documents.MEGABYTE,
        "at_once": FILES_AT_ONCE,
        "is_open": any(row["takes"] for row in rows),
    }


def _prepare_row(item, problems, done):
    """What the page shows of one item."""
    words = {ITEM_PENDING: "Pendiente", ITEM_VALIDATED: "Aceptado"}
    return {
        "id": item.id,
        "name": item.name,
        "note": item.note,
        "required": item.required,
        "due": item.date_due and item.date_due.strftime("%d/%m/%Y"),
        "state": item.state,
        "late": item.is_overdue,
        "state_text": "Vencido" if item.is_overdue else words.get(item.state, "Recibido"),
        "takes": item._is_taking_files(),
        "files": [{"id": file.id, "name": file.name} for file in item._get_client_files()],
        "problems": problems,
        "done": done == str(item.id),
    }
