"""The records that no domain can tell from others, by their ids: exceptions, and few.

`begin` and `end` are when a period of days in Lima begins and is over, as naive UTC moments.
"""

from ..indicators.indicator_sql import LIMA_DAY, OF_COMPANY

# Stays in a counted service on the day before a period or on its last one, of the clients that have
# several in the service: twice there, or gone and back.
SEVERAL_STAYS_SQL = """
    WITH stay AS (
        SELECT stay.id, stay.service_id,
            coalesce(client.commercial_partner_id, client.id) AS client_id,
            stay.date_start <= %(before)s
                AND coalesce(stay.date_end, 'infinity') >= %(before)s AS at_start,
            stay.date_start <= %(day)s
                AND coalesce(stay.date_end, 'infinity') >= %(day)s AS at_end
        FROM digiflow_client_service stay
        JOIN digiflow_service service ON service.id = stay.service_id
        JOIN res_partner client ON client.id = stay.partner_id
        WHERE service.counted AND stay.company_id = %(company)s AND stay.date_start <= %(day)s
            AND coalesce(stay.date_end, 'infinity') >= %(before)s
    ), several AS (
        SELECT *, count(*) OVER (PARTITION BY client_id, service_id) AS stays
        FROM stay WHERE at_start OR at_end
    )
    SELECT client_id, service_id, id, at_start, at_end FROM several WHERE stays > 1
    ORDER BY client_id, service_id, id
"""
# Rounds that the same period has a later one of, which counts in their place.
REPLACED_OFFERS_SQL = """
    SELECT offer.id FROM sale_order offer
    WHERE offer.is_digiflow AND offer.company_id = %(company)s
        AND offer.offer_sent_on >= %(begin)s AND offer.offer_sent_on < %(end)s
        AND EXISTS (
            SELECT FROM sale_order later
            WHERE later.opportunity_id = offer.opportunity_id
                AND later.is_digiflow AND later.company_id = offer.company_id
                AND later.offer_sent_on >= %(begin)s AND later.offer_sent_on < %(end)s
                AND (later.offer_sent_on, later.id) > (offer.offer_sent_on, offer.id)
        )
    ORDER BY offer.id
"""
# Won on a day before that of the first effective contact: they have no cycle.
NO_CYCLE_SQL = f"""
    SELECT lead.id FROM crm_lead lead
    WHERE lead.is_digiflow AND {OF_COMPANY}
        AND lead.won_date >= %(begin)s AND lead.won_date < %(end)s
        AND {LIMA_DAY.format(date="lead.won_date")}
            < {LIMA_DAY.format(date="lead.effective_contact_date")}
    ORDER BY lead.id
"""
