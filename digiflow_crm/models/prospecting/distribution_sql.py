"""The SQL of a distribution: statements made of constants, their values given as parameters.

In the tables' names of these statements `move` is an opportunity that the distribution gives to
somebody, `lead` the opportunity itself.
"""

from .worked import WRITTEN

NOW = "(now() AT TIME ZONE 'UTC')"
OF_ROLE = "move.distribution_id = %(distribution)s AND move.role = %(role)s"
OPEN = """
    crm_lead lead JOIN crm_stage stage ON stage.id = lead.stage_id
    WHERE lead.prospect_list_id = %(list)s AND lead.active AND lead.is_digiflow
        AND NOT COALESCE(stage.is_won, FALSE)
"""
LOADS_SQL = "SELECT lead.{owner}, count(*) FROM " + OPEN + " GROUP BY 1"
POOL_SQL = (
    """
    INSERT INTO digiflow_prospect_distribution_move
        (distribution_id, lead_id, role, owner_id, outcome)
    SELECT %(distribution)s, lead.id, %(role)s, lead.{owner}, 'planned'
    FROM """
    + OPEN
    + "AND {scope} ORDER BY lead.id"
)
# Without it the statements that follow are planned for a table of a few rows.
ANALYZE_SQL = "ANALYZE digiflow_prospect_distribution_move"
# Who has the company already: the seller of the client, else whoever followed it last.
KNOWN_SQL = f"""
    UPDATE digiflow_prospect_distribution_move move SET new_owner_id = known.user_id
    FROM (
        SELECT DISTINCT ON (lead.id) lead.id, fact.user_id
        FROM digiflow_prospect_distribution_move move
        JOIN crm_lead lead ON lead.id = move.lead_id
        CROSS JOIN LATERAL (
            SELECT 0 AS rank, partner.id, partner.user_id FROM res_partner partner
            WHERE partner.vat IN (lead.ruc, 'PE' || lead.ruc) AND partner.active
                AND COALESCE(partner.company_id, %(company)s) = %(company)s
            UNION ALL
            SELECT 1, other.id, other.{{owner}} FROM crm_lead other
            WHERE other.ruc = lead.ruc AND other.id <> lead.id
                AND COALESCE(other.company_id, %(company)s) = %(company)s
        ) fact
        WHERE {OF_ROLE} AND lead.ruc <> '' AND fact.user_id = ANY(%(users)s)
        ORDER BY lead.id, fact.rank, fact.id DESC
    ) known
    WHERE {OF_ROLE} AND move.lead_id = known.id
"""
# Whose opportunity is up for distribution keeps it, up to their share.
STAY_SQL = f"""
    WITH own AS (
        SELECT move.id, quota.share,
            row_number() OVER (PARTITION BY move.owner_id ORDER BY move.lead_id) AS number
        FROM digiflow_prospect_distribution_move move
        JOIN unnest(%(users)s::int[], %(shares)s::int[]) quota(user_id, share)
            ON quota.user_id = move.owner_id
        WHERE {OF_ROLE} AND move.new_owner_id IS NULL
    ), stay AS (
        UPDATE digiflow_prospect_distribution_move move SET new_owner_id = move.owner_id
        FROM own WHERE own.id = move.id AND own.number <= own.share
        RETURNING move.owner_id
    )
    SELECT owner_id, count(*) FROM stay GROUP BY 1
"""
# The others in turn, each person as often as their share says, from the first to the last.
REST_SQL = f"""
    UPDATE digiflow_prospect_distribution_move move SET new_owner_id = slot.user_id
    FROM (
        SELECT move.id, row_number() OVER (ORDER BY move.lead_id) AS number
        FROM digiflow_prospect_distribution_move move
        WHERE {OF_ROLE} AND move.new_owner_id IS NULL
    ) free
    JOIN (
        SELECT quota.user_id,
            row_number() OVER (ORDER BY (turn - 0.5) / quota.share, quota.position) AS number
        FROM unnest(%(users)s::int[], %(shares)s::int[])
            WITH ORDINALITY AS quota(user_id, share, position)
        CROSS JOIN LATERAL generate_series(1, quota.share) turn
    ) slot ON slot.number = free.number
    WHERE move.id = free.id
"""
# District code, else city; what has neither is of no place.
PLACE = "COALESCE(NULLIF(lead.ubigeo, ''), NULLIF(upper(btrim(lead.city)), ''), '')"
PLACES_SQL = f"""
    SELECT {PLACE},
        COALESCE(mode() WITHIN GROUP (ORDER BY NULLIF(btrim(lead.city), '')), ''), count(*)
    FROM digiflow_prospect_distribution_move move JOIN crm_lead lead ON lead.id = move.lead_id
    WHERE {OF_ROLE} AND move.new_owner_id IS NULL GROUP BY 1
"""
GIVE_PLACES_SQL = f"""
    UPDATE digiflow_prospect_distribution_move move SET new_owner_id = place.user_id
    FROM crm_lead lead
    JOIN unnest(%(places)s::text[], %(users)s::int[]) place(key, user_id) ON place.key = {PLACE}
    WHERE lead.id = move.lead_id AND {OF_ROLE} AND move.new_owner_id IS NULL
"""
# What is no longer as it was when it was planned.
SKIP_SQL = (
    f"""
    UPDATE digiflow_prospect_distribution_move move SET outcome = 'skipped'
    WHERE {OF_ROLE} AND move.outcome = 'planned' AND NOT EXISTS (
        SELECT FROM """
    + OPEN
    + """
            AND lead.id = move.lead_id AND lead.{owner} IS NOT DISTINCT FROM move.owner_id
            AND {scope}
    )
"""
)
STAMP_SQL = f"""
    UPDATE digiflow_prospect_distribution_move move
    SET outcome = 'given', previous_written_on = lead.write_date, written_on = {NOW},
        date_open = lead.date_open,
        subscribed = move.role = 'executive' AND NOT EXISTS (
            SELECT FROM mail_followers follower JOIN res_users executive
                ON executive.partner_id = follower.partner_id
            WHERE executive.id = move.new_owner_id AND follower.res_model = 'crm.lead'
                AND follower.res_id = move.lead_id
        )
    FROM crm_lead lead
    WHERE lead.id = move.lead_id AND move.distribution_id = %(distribution)s
        AND move.outcome = 'planned'
"""
# What ORM's write() of the owners leaves behind. `owner` is where they go, `since` the date from
# which they have it.
WRITE_SQL = f"""
    UPDATE crm_lead lead
    SET telemarketer_id = CASE WHEN moved.calls THEN moved.caller ELSE lead.telemarketer_id END,
        user_id = CASE WHEN moved.sells THEN moved.seller ELSE lead.user_id END,
        date_open = CASE WHEN moved.sells THEN moved.date_open ELSE lead.date_open END,
        day_open = CASE WHEN NOT moved.sells THEN lead.day_open ELSE floor(extract(
            epoch FROM moved.date_open - date_trunc('second', lead.create_date)
        ) / 86400) END,
        distributed_on = CASE WHEN {WRITTEN} THEN lead.distributed_on ELSE {NOW} END,
        write_date = {NOW}, write_uid = %(uid)s
    FROM (
        SELECT move.lead_id,
            bool_or(move.role = 'telemarketer') AS calls,
            bool_or(move.role = 'executive') AS sells,
            max(move.{{owner}}) FILTER (WHERE move.role = 'telemarketer') AS caller,
            max(move.{{owner}}) FILTER (WHERE move.role = 'executive') AS seller,
            max({{since}}) FILTER (WHERE move.role = 'executive') AS date_open
        FROM digiflow_prospect_distribution_move move
        WHERE move.distribution_id = %(distribution)s AND move.outcome = %(outcome)s
        GROUP BY move.lead_id
    ) moved
    WHERE moved.lead_id = lead.id
"""
JUDGE_SQL = """
    UPDATE digiflow_prospect_distribution_move move
    SET outcome = CASE WHEN
            lead.write_date = move.written_on
            AND move.new_owner_id IS NOT DISTINCT FROM
                CASE move.role WHEN 'executive' THEN lead.user_id ELSE lead.telemarketer_id END
            AND NOT {traces}
        THEN 'undone' ELSE 'stayed' END
    FROM crm_lead lead
    WHERE lead.id = move.lead_id AND move.distribution_id = %(distribution)s
        AND move.outcome = 'given'
"""
# An opportunity goes back whole or not at all.
WHOLE_SQL = """
    UPDATE digiflow_prospect_distribution_move move SET outcome = 'stayed'
    FROM digiflow_prospect_distribution_move other
    WHERE other.distribution_id = %(distribution)s AND other.outcome = 'stayed'
        AND other.lead_id = move.lead_id
        AND move.distribution_id = %(distribution)s AND move.outcome = 'undone'
"""
# For an earlier distribution of the same opportunities nobody wrote them in between.
CHAIN_SQL = f"""
    UPDATE digiflow_prospect_distribution_move earlier SET written_on = {NOW}
    FROM digiflow_prospect_distribution_move move
    WHERE move.distribution_id = %(distribution)s AND move.outcome = 'undone'
        AND earlier.lead_id = move.lead_id AND earlier.distribution_id <> move.distribution_id
        AND earlier.outcome = 'given' AND earlier.written_on = move.previous_written_on
"""
UNSUBSCRIBE_SQL = """
    DELETE FROM mail_followers follower
    USING digiflow_prospect_distribution_move move, res_users executive
    WHERE move.distribution_id = %(distribution)s AND move.outcome = 'undone' AND move.subscribed
        AND executive.id = move.new_owner_id AND follower.partner_id = executive.partner_id
        AND follower.res_model = 'crm.lead' AND follower.res_id = move.lead_id
"""
# Who gets and who loses how many.
GAINS_SQL = f"""
    SELECT move.new_owner_id, count(*) FROM digiflow_prospect_distribution_move move
    WHERE {OF_ROLE} AND move.outcome = ANY(%(outcomes)s) GROUP BY 1
"""
LOSSES_SQL = f"""
    SELECT move.owner_id, count(*) FROM digiflow_prospect_distribution_move move
    WHERE {OF_ROLE} AND move.outcome = ANY(%(outcomes)s) GROUP BY 1
"""
OUTCOMES_SQL = """
    SELECT move.outcome, count(DISTINCT move.lead_id)
    FROM digiflow_prospect_distribution_move move
    WHERE move.distribution_id = %(distribution)s GROUP BY 1
"""
CLEAR_SQL = """
    DELETE FROM digiflow_prospect_distribution_move WHERE distribution_id = %(distribution)s
"""
# Whoever had it keeps it: no move at all.
DROP_SQL = """
    DELETE FROM digiflow_prospect_distribution_move
    WHERE distribution_id = %(distribution)s AND new_owner_id = owner_id
"""
# A later distribution, not undone, that gave the same opportunities.
LATER_SQL = """
    SELECT later.distribution_id FROM digiflow_prospect_distribution_move later
    JOIN digiflow_prospect_distribution_move move ON move.lead_id = later.lead_id
    WHERE move.distribution_id = %(distribution)s AND move.outcome = 'given'
        AND later.outcome = 'given' AND later.written_on > move.written_on LIMIT 1
"""
# One sentence a role; `piece` are the sentences, one for each pair of people.
PAIRS_SQL = """
    SELECT DISTINCT move.role, COALESCE(move.owner_id, 0), COALESCE(move.new_owner_id, 0)
    FROM digiflow_prospect_distribution_move move
    WHERE move.distribution_id = %(distribution)s AND move.outcome = %(outcome)s
"""
NOTES_SQL = """
    SELECT move.lead_id, %(intro)s || string_agg(piece.text, '' ORDER BY move.role DESC) || '</p>'
    FROM digiflow_prospect_distribution_move move
    JOIN unnest(%(roles)s::text[], %(befores)s::int[], %(afters)s::int[], %(texts)s::text[])
        piece(role, before, after, text)
        ON piece.role = move.role AND piece.before = COALESCE(move.owner_id, 0)
        AND piece.after = COALESCE(move.new_owner_id, 0)
    WHERE move.distribution_id = %(distribution)s AND move.outcome = %(outcome)s
    GROUP BY move.lead_id
"""
NEW_FOLLOWERS_SQL = """
    SELECT move.lead_id, executive.partner_id
    FROM digiflow_prospect_distribution_move move
    JOIN res_users executive ON executive.id = move.new_owner_id
    WHERE move.distribution_id = %(distribution)s AND move.outcome = 'given' AND move.subscribed
"""
