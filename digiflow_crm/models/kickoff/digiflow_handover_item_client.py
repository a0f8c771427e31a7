from odoo import SUPERUSER_ID, _, models

from ...core import documents
from .states import GIVER_CLIENT, ITEM_PENDING, ITEM_VALIDATED, OPEN_STATES

ACTIVITY = "digiflow_crm.mail_activity_client_answers"


class DigiflowHandoverItem(models.Model):
    """The client's side of the checklist: what it is asked for, and the files that it brings.

    Everything here works in the hands of the superuser: the link to the page let the client in.
    """

    _inherit = "digiflow.handover.item"

    def _get_shown_to_client(self):
        """Those of these items that the client is asked for, given or not."""
        return self.filtered(lambda item: item.giver == GIVER_CLIENT)

    def _get_client_files(self):
        """The files that the client brought itself; what Digiflow's people added is not shown."""
        return self.attachment_ids.filtered(lambda file: file.create_uid.id == SUPERUSER_ID)

    def _is_taking_files(self):
        """Whether the client may still bring files, or take its own back."""
        self.ensure_one()
        return self.handover_id.state in OPEN_STATES and self.state != ITEM_VALIDATED

    def _get_client_fault(self, name, content):
        """The key of why a file is not taken from the client now; an empty text when it is."""
        self.ensure_one()
        if not self._is_taking_files():
            return "closed"
        if len(self.attachment_ids) >= documents.MAX_FILES:
            return "too_many"
        return documents.fault_of(name, content)

    def _receive_from_client(self, name, content):
        """Keep a file that the client brought and tell its responsible.

        :return: the key of why it is not taken; an empty text when it was
        """
        fault = self._get_client_fault(name, content)
        if not fault:
            # Nothing that a browser would run: of a text with markup only the text is served.
            item = self.with_context(attachments_mime_plainxml=True)
            item._receive_document(name, content)
            item._announce_documents()
        return fault

    def _take_back(self, file_id):
        """Take one of the client's own files away again.

        :return: whether there was such a file, and it still could be
        """
        self.ensure_one()
        file = self._get_client_files().filtered(lambda one: one.id == file_id)
        if not file or not self._is_taking_files():
            return False
        name = file.name
        file.unlink()
        self.invalidate_recordset(["attachment_ids"])
        if not self.attachment_ids:
            self.state = ITEM_PENDING
        text = _("«%(item)s»: the client took %(file)s back.", item=self.name, file=name)
        self.handover_id._message_log(body=text)
        return True

    def _announce_documents(self):
        """Give the item's responsible an activity, unless one waits for them already."""
        handover = self.handover_id
        user = self.user_id or handover.executive_id
        kind = self.env.ref(ACTIVITY)
        waiting = handover.activity_ids.filtered(
            lambda one: one.activity_type_id == kind and one.user_id == user
        )
        if user and not waiting:
            handover = handover.with_context(lang=user.lang or self.env.lang)
            handover.activity_schedule(
                ACTIVITY, summary=handover._get_documents_task(), user_id=user.id
            )
