from odoo import _, models

from ...core.offer_lines import BandError, NumberError, TemplateLine, choose
from ...exceptions import OfferError
from .catalog import (
    KIND_HOURS_CONSULTING,
    KIND_HOURS_IMPLEMENTATION,
    KIND_HOURS_MANAGEMENT,
    KIND_MODULE,
    QUANTITY_BRANCH,
    QUANTITY_DOCUMENT_TYPE,
    QUANTITY_INTEGRATION,
    QUANTITY_SELECTION,
    VOLUME_DOCUMENTS,
    VOLUME_GRE,
    VOLUME_SELECTION,
)

HOUR_KINDS = (KIND_HOURS_IMPLEMENTATION, KIND_HOURS_CONSULTING, KIND_HOURS_MANAGEMENT)
LAYOUT_BRANCHES = "branches"


class CrmLead(models.Model):
    """What an offer is made of: the template of the modality, and the numbers of the survey."""

    _inherit = "crm.lead"

    def _prepare_offer_vals(self, requirement):
        """The values of a sale.order that answers `requirement`, for this lead's customer."""
        self.ensure_one()
        template = self._get_offer_template(requirement)
        company = self.company_id or self.env.company
        vals = {
            "partner_id": self.partner_id.id,
            "opportunity_id": self.id,
            "requirement_id": requirement.id,
            "company_id": company.id,
            "user_id": self.user_id.id,
            "team_id": self.team_id.id,
            "origin": self.name,
            "sale_order_template_id": template.id,
            "order_line": [(0, 0, line) for line in self._prepare_line_vals(template, requirement)],
        }
        # sudo: which tariff and which standard terms a company has is nobody's secret.
        tariff, terms = company.sudo().digiflow_pricelist_id, self._get_offer_terms(company.sudo())
        vals.update({"pricelist_id": tariff.id} if tariff else {})
        vals.update({"payment_term_id": terms.id} if terms else {})
        for name in ("campaign_id", "medium_id", "source_id"):
            vals[name] = self[name].id
        return vals

    def _get_offer_terms(self, company):
        """The payment terms of an offer: the client's own when they are standard, else the first.

        :return: an account.payment.term, none when the company has no standard ones
        """
        standard = company.digiflow_payment_term_ids
        own = self.partner_id.with_company(company).property_payment_term_id
        return own if own in standard else standard[:1]

    def _get_offer_template(self, requirement):
        """The quotation template of the survey's modality.

        :raise OfferError: there is none
        """
        company = self.company_id or self.env.company
        # sudo: everybody who makes offers makes them from the same templates.
        found = (
            self.env["sale.order.template"]
            .sudo()
            .search(
                [
                    ("digiflow_modality", "=", requirement.modality),
                    ("company_id", "in", [False, company.id]),
                ],
                order="company_id, id",
                limit=1,
            )
        )
        if not found:
            labels = dict(requirement._fields["modality"]._description_selection(self.env))
            raise OfferError(
                _(
                    "There is no quotation template for the modality «%(modality)s». The manager "
                    "adds one under Configuration, Quotation templates.",
                    modality=labels.get(requirement.modality, _("none")),
                )
            )
        return found

    def _prepare_line_vals(self, template, requirement):
        """The values of the lines: what `template` offers for what `requirement` asks.

        :raise OfferError: the template lacks something that the client needs
        """
        template = template.with_context(lang=self.partner_id.lang)
        lines = template.sale_order_template_line_ids
        chosen = dict(self._choose_lines(template, requirement))
        vals_list, heading = [], None
        for line in lines:
            if line.display_type:
                heading = line._prepare_order_line_values()
            elif line in chosen:
                vals_list += [heading] if heading else []
                quantity = {"product_uom_qty": chosen[line]}
                vals_list.append({**line._prepare_order_line_values(), **quantity})
                heading = None
        vals_list += self._prepare_module_vals(lines, requirement)
        return [{**vals, "sequence": place} for place, vals in enumerate(vals_list, 1)]

    def _prepare_module_vals(self, lines, requirement):
        """The values of the modules asked for that the template has no line for."""
        modules = requirement.module_ids - lines.product_id
        return [{"product_id": module.id, "product_uom_qty": 1} for module in modules]

    def _choose_lines(self, template, requirement):
        """`[(template line, quantity)]` of what is offered."""
        lines = template.sale_order_template_line_ids
        wanted = lines.filtered(lambda line: self._is_asked_for(line, requirement))
        numbers = self._get_offer_numbers(requirement)
        volumes = {
            VOLUME_DOCUMENTS: requirement.monthly_documents,
            VOLUME_GRE: requirement.monthly_gre,
        }
        kinds = [self._to_template_line(line) for line in wanted]
        # A kind of document is set up only where the template has a line for it.
        if not any(line.kind == QUANTITY_DOCUMENT_TYPE for line in kinds):
            numbers.pop(QUANTITY_DOCUMENT_TYPE)
        try:
            return choose(kinds, numbers, volumes)
        except BandError as error:
            raise self._prepare_band_error(error, template) from error
        except NumberError as error:
            raise self._prepare_number_error(error, template) from error

    def _is_asked_for(self, line, requirement):
        """Whether the client wants what a line of the template offers."""
        product = line.product_id
        if line.display_type or not product:
            return False
        if product.digiflow_kind == KIND_MODULE:
            return product in requirement.module_ids
        service = product.digiflow_service_id
        guides = self.env.ref("digiflow_crm.service_gre", raise_if_not_found=False)
        if service and service == guides and requirement.monthly_gre:
            return True
        return not service or service in requirement.service_ids

    def _to_template_line(self, line):
        """A sale.order.template.line as core.offer_lines takes it."""
        return TemplateLine(
            key=line,
            kind=line.digiflow_quantity,
            each=line.product_uom_qty,
            volume=line.digiflow_volume,
            low=line.digiflow_from,
            high=line.digiflow_to,
        )

    def _get_offer_numbers(self, requirement):
        """How many the survey says there are of what is offered by the piece."""
        by_branches = requirement.billing_layout == LAYOUT_BRANCHES
        return {
            QUANTITY_INTEGRATION: requirement.integration_count,
            QUANTITY_BRANCH: requirement.branch_count if by_branches else 0,
            QUANTITY_DOCUMENT_TYPE: len(requirement.document_type_ids),
            **{kind: requirement[kind] for kind in HOUR_KINDS},
        }

    def _prepare_band_error(self, error, template):
        """The refusal of a volume that no band of `template` holds."""
        return OfferError(
            _(
                "No plan of the template «%(template)s» is for %(amount)s of «%(volume)s»: its "
                "bands end at %(top)s. The manager adds a band, or a line for each thousand "
                "beyond, under Configuration, Quotation templates.",
                template=template.name,
                amount=error.amount,
                volume=dict(VOLUME_SELECTION)[error.volume],
                top=error.top,
            )
        )

    def _prepare_number_error(self, error, template):
        """The refusal of a number of the survey that no line of `template` offers."""
        return OfferError(
            _(
                "The survey asks for something that the template «%(template)s» has no line for: "
                "«%(what)s». The manager adds one under Configuration, Quotation templates.",
                template=template.name,
                what=dict(QUANTITY_SELECTION)[error.kind],
            )
        )
