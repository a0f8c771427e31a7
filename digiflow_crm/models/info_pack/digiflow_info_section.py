from odoo import api, fields, models

from .modalities import MODALITY_SELECTION

DOCUMENT_LETTER = "letter"
DOCUMENT_CLIENTS = "clients"
DOCUMENT_SUITE = "suite"
DOCUMENT_PROPOSAL_LETTER = "proposal_letter"
DOCUMENT_PROPOSAL_SOLUTION = "proposal_solution"
DOCUMENT_PROPOSAL_INCLUDED = "proposal_included"
DOCUMENT_PROPOSAL_EXCLUDED = "proposal_excluded"
DOCUMENT_PROPOSAL_CONDITIONS = "proposal_conditions"
# Those of the information pack, in the order in which they are attached.
DOCUMENTS = (DOCUMENT_LETTER, DOCUMENT_CLIENTS, DOCUMENT_SUITE)


class DigiflowInfoSection(models.Model):
    """A text of the documents that clients receive, in the language of the clients.

    The manager edits, adds, reorders and archives them; the documents print those that are left.
    """

    _name = "digiflow.info.section"
    _description = "Text of the clients' documents"
    _order = "document, sequence, id"

    name = fields.Char(string="Heading", required=True)
    document = fields.Selection(
        [
            (DOCUMENT_LETTER, "Presentation letter"),
            (DOCUMENT_SUITE, "Information on the Suite"),
            (DOCUMENT_PROPOSAL_LETTER, "Proposal: letter"),
            (DOCUMENT_PROPOSAL_SOLUTION, "Proposal: solution"),
            (DOCUMENT_PROPOSAL_INCLUDED, "Proposal: what is included"),
            (DOCUMENT_PROPOSAL_EXCLUDED, "Proposal: what is not included"),
            (DOCUMENT_PROPOSAL_CONDITIONS, "Proposal: conditions"),
        ],
        required=True,
        default=DOCUMENT_SUITE,
    )
    modality = fields.Selection(
        MODALITY_SELECTION,
        help="Printed for this modality; on the Suite for all of them together too. Empty: always.",
    )
    body = fields.Html(string="Text", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.model
    def _get_sections(self, document, modality=False):
        """The texts of a document in their order.

        :param str document: ``letter`` or ``suite``
        :param modality: key of one modality; False: all of them
        """
        domain = [("document", "=", document)]
        if modality:
            domain.append(("modality", "in", (False, modality)))
        return self.search(domain)

    @api.model
    def _get_proposal_sections(self, document, modality):
        """The texts of a part of the proposal in their order.

        :param str document: one of DOCUMENT_PROPOSAL_*
        :param modality: key of the client's modality; False: only what is said of each of them
        """
        return self.search([("document", "=", document), ("modality", "in", (False, modality))])
