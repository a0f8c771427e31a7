"""The statements that count clients by service; see digiflow_client_count_recount.py.

A stay becomes a range of numbers of periods: those on whose counted day the client has the service.
Ranges of a client in a service are put together (one that ends where the next begins is no break),
so each range that is left is a client who came, stayed, and perhaps went. From there on only who
came and who went in a period is added up: the number of stays that a period has does not matter.
"""

FIRST_DAY_SQL = """
    SELECT min(stay.date_start)
    FROM digiflow_client_service stay JOIN digiflow_service service ON service.id = stay.service_id
    WHERE service.counted AND stay.company_id = ANY(%(companies)s) AND stay.date_start <= %(today)s
"""
# `number` 0 is the day before the first period: what that one begins with. A service has rows from
# the period on in which its first stay began.
RECOUNT_SQL = """
    WITH ends AS (
        SELECT * FROM unnest(
            %(kinds)s::text[], %(numbers)s::int[], %(days)s::date[], %(lasts)s::date[]
        ) AS ends(kind, number, day, last)
    ), axes AS (
        SELECT kind, array_agg(day ORDER BY number) AS days FROM ends GROUP BY kind
    ), stays AS (
        SELECT stay.company_id, stay.service_id, stay.date_start, stay.date_end,
            coalesce(client.commercial_partner_id, client.id) AS client_id
        FROM digiflow_client_service stay
        JOIN digiflow_service service ON service.id = stay.service_id
        JOIN res_partner client ON client.id = stay.partner_id
        WHERE service.counted AND stay.company_id = ANY(%(companies)s)
            AND stay.date_start <= %(today)s
    ), spans AS (
        SELECT kind, company_id, service_id, unnest(range_agg(int4range(first, after))) AS span
        FROM stays CROSS JOIN axes CROSS JOIN LATERAL (
            SELECT width_bucket(date_start - 1, days) AS first,
                coalesce(width_bucket(date_end, days), cardinality(days)) AS after
        ) place
        WHERE first < after
        GROUP BY kind, company_id, service_id, client_id
    ), moves AS (
        SELECT kind, company_id, service_id, number, sum(came) AS came, sum(went) AS went
        FROM spans CROSS JOIN LATERAL (VALUES (lower(span), 1, 0), (upper(span), 0, 1))
            AS move(number, came, went)
        GROUP BY kind, company_id, service_id, number
    ), begun AS (
        SELECT company_id, service_id, min(date_start) AS first_day
        FROM stays GROUP BY company_id, service_id
    ), figures AS (
        SELECT ends.kind, ends.number, ends.day, ends.last, company_id, service_id, first_day,
            coalesce(came, 0) AS came, coalesce(went, 0) AS went,
            sum(coalesce(came, 0) - coalesce(went, 0)) OVER (
                PARTITION BY ends.kind, company_id, service_id ORDER BY ends.number
            ) AS present
        FROM begun CROSS JOIN ends
        LEFT JOIN moves USING (kind, number, company_id, service_id)
    ), written AS (
        INSERT INTO digiflow_client_count (
            company_id, kind, date, service_id, origin, counted_on,
            count, at_start, kept, new_clients, lost, create_uid, write_uid, create_date, write_date
        )
        SELECT company_id, kind, last, service_id, 'computed', day,
            present, present - came + went, present - came, came, went,
            %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
        FROM figures
        WHERE number > 0 AND first_day <= day AND NOT EXISTS (
            SELECT FROM digiflow_client_count typed
            WHERE typed.company_id = figures.company_id AND typed.service_id = figures.service_id
                AND typed.date = figures.last AND typed.origin = 'historical'
        )
        ON CONFLICT (company_id, kind, date, service_id) DO UPDATE SET
            counted_on = excluded.counted_on, count = excluded.count,
            at_start = excluded.at_start, kept = excluded.kept, new_clients = excluded.new_clients,
            lost = excluded.lost, write_uid = excluded.write_uid, write_date = excluded.write_date
            WHERE digiflow_client_count.origin = 'computed'
        RETURNING id
    )
    DELETE FROM digiflow_client_count old
    WHERE old.origin = 'computed' AND old.company_id = ANY(%(companies)s)
        AND NOT EXISTS (SELECT FROM written WHERE written.id = old.id)
"""
MAKE_ROOM_SQL = """
    DELETE FROM digiflow_client_count
    WHERE origin = 'computed' AND company_id = %(company)s AND date = %(date)s
        AND service_id = %(service)s
"""
