"""What the tests of the proposal as a document start from: an offer made from a survey."""

from ..documents import DocumentMixin
from .cases import ProposalCase

REPORT = "digiflow_crm.report_digiflow_crm_proposal"


class ProposalDocumentCase(DocumentMixin, ProposalCase):
    """An offer of the executive, and what its proposal says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"vat": "20512081372", "city": "Lima"})
        cls.survey(
            need="Emite dos veces cada venta.\nNo debe detenerse.",
            monthly_documents=2500,
            integration_count=2,
            erp="SAP Business One",
        )
        cls.order = cls.make()
        cls.order.partner_id.commercial_partner_id.write({"name": "Comercial Andina S.A.C."})

    @classmethod
    def tax(cls, rate=18.0):
        """The tax of sales with that rate, alone on every line of the offer."""
        country = cls.env.ref("base.pe")
        group = cls.env["account.tax.group"].create({"name": "IGV", "country_id": country.id})
        tax = cls.env["account.tax"].create(
            {
                "name": f"IGV {rate}",
                "amount": rate,
                "type_tax_use": "sale",
                "country_id": country.id,
                "tax_group_id": group.id,
            }
        )
        lines = cls.order.sudo().order_line
        name = "tax_ids" if "tax_ids" in lines._fields else "tax_id"
        lines.write({name: [(6, 0, tax.ids)]})
        return tax

    def read(self, order=None, user=None):
        """The text of the proposal."""
        return self.read_html(REPORT, order or self.order, user or self.executive)

    @classmethod
    def stock_order(cls):
        """An order of another pipeline, with the same lines."""
        return cls.order.sudo().copy({"opportunity_id": False, "requirement_id": False})
