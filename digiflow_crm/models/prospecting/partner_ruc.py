"""The RUC of a customer, as SQL: its tax id without the country, blanks and signs people add."""

# Of a table called `partner`; the index of ResPartner.init() is on the same expression.
RUC_OF_PARTNER = r"regexp_replace(partner.vat, '\D', '', 'g')"
INDEX = r"regexp_replace(vat, '\D', '', 'g')"
