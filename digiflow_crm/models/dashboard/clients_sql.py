"""The statement behind the clients of the dashboard."""

# A branch that became another client's keeps its own stay: of the stays of a client in a service,
# all but the first one are counted already.
COUNTED_ALREADY_SQL = """
    SELECT id
    FROM (
        SELECT stay.id, row_number() OVER (
            PARTITION BY stay.service_id, coalesce(client.commercial_partner_id, client.id)
            ORDER BY stay.id
        ) AS place
        FROM digiflow_client_service stay JOIN res_partner client ON client.id = stay.partner_id
        WHERE stay.company_id = %(company)s AND stay.service_id = ANY(%(services)s)
            AND stay.date_start <= %(day)s AND coalesce(stay.date_end, 'infinity') >= %(day)s
    ) counted
    WHERE place > 1
"""
