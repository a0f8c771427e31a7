"""The figures of the dashboard as somebody would ask the database for them, without the addon."""

# Which indicators are compared with the dashboard's own.
INDICATORS = (
    *("won", "lost", "proposals_sent", "meetings_booked", "meetings_held", "clients_total"),
)
CALLS = """
    SELECT user_id, count(*), count(*) FILTER (WHERE is_effective)
    FROM digiflow_call
    WHERE company_id = %(company)s AND start >= %(begin)s AND start < %(end)s GROUP BY user_id
"""
WON = """
    SELECT user_id, count(*), sum(won_amount), avg(won_date - effective_contact_date),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY won_date - effective_contact_date),
        count(proposal_date)
    FROM crm_lead
    WHERE is_digiflow AND (company_id = %(company)s OR company_id IS NULL)
        AND won_date >= %(begin)s AND won_date < %(end)s GROUP BY user_id
"""
LOST = """
    SELECT lost_reason_id, user_id, count(*), sum(expected_revenue), count(proposal_date)
    FROM crm_lead
    WHERE is_digiflow AND (company_id = %(company)s OR company_id IS NULL)
        AND lost_date >= %(begin)s AND lost_date < %(end)s GROUP BY lost_reason_id, user_id
"""
CALLED = """
    SELECT count(*), count(won_date) FROM crm_lead
    WHERE is_digiflow AND (company_id = %(company)s OR company_id IS NULL)
        AND contacted_date >= %(begin)s AND contacted_date < %(end)s
"""
MEETINGS = """
    SELECT event.user_id, event.booked_by_id,
        count(*) FILTER (WHERE event.create_date >= %(begin)s AND event.create_date < %(end)s),
        count(*) FILTER (WHERE digiflow_state = 'held'
            AND start >= %(begin)s AND start < %(end)s),
        count(*) FILTER (WHERE digiflow_state = 'no_show'
            AND start >= %(begin)s AND start < %(end)s)
    FROM calendar_event event
    WHERE digiflow_kind = 'presentation'
        AND (event.create_date >= %(begin)s AND event.create_date < %(end)s
            OR start >= %(begin)s AND start < %(end)s)
    GROUP BY event.user_id, event.booked_by_id
"""
OFFERS = """
    SELECT user_id, count(DISTINCT opportunity_id), sum(amount_untaxed)
    FROM sale_order
    WHERE is_digiflow AND company_id = %(company)s
        AND offer_sent_on >= %(begin)s AND offer_sent_on < %(end)s GROUP BY user_id
"""
SOLD = """
    SELECT user_id, count(*), sum(amount_untaxed), sum(digiflow_list_total),
        sum(digiflow_list_total * digiflow_discount / 100)
    FROM sale_order
    WHERE is_digiflow AND company_id = %(company)s AND state IN ('sale', 'done')
        AND date_order >= %(begin)s AND date_order < %(end)s GROUP BY user_id
"""
# Who entered a stage in the quarter, and who of them has been in a later one since.
FUNNEL = """
    SELECT stage.id, count(DISTINCT stay.lead_id), count(DISTINCT stay.lead_id) FILTER (
        WHERE EXISTS (
            SELECT FROM digiflow_stage_history later
            JOIN crm_stage further ON further.id = later.stage_id
            WHERE later.lead_id = stay.lead_id AND NOT later.merged IS TRUE
                AND further.sequence > stage.sequence
        )
    )
    FROM digiflow_stage_history stay JOIN crm_stage stage ON stage.id = stay.stage_id
    WHERE stay.company_id = %(company)s AND NOT stay.merged IS TRUE
        AND stay.date_from >= %(begin)s AND stay.date_from < %(end)s
    GROUP BY stage.id ORDER BY stage.sequence
"""
DAYS = """
    SELECT stage_id, avg(days), percentile_cont(0.5) WITHIN GROUP (ORDER BY days)
    FROM digiflow_stage_history
    WHERE company_id = %(company)s AND NOT merged IS TRUE
        AND date_to >= %(begin)s AND date_to < %(end)s GROUP BY stage_id
"""
IN_STAGE = """
    SELECT stage_id, count(*), sum(expected_revenue) FROM crm_lead
    WHERE is_digiflow AND active AND (company_id = %(company)s OR company_id IS NULL)
    GROUP BY stage_id
"""
LISTS = """
    SELECT list.id, count(*), count(contacted_date), count(effective_contact_date),
        count(meeting_booked_date), count(meeting_held_date), count(proposal_date),
        count(won_date), count(lost_date)
    FROM digiflow_prospect_list list JOIN crm_lead lead ON lead.prospect_list_id = list.id
    WHERE list.company_id = %(company)s AND list.state = 'distributed' GROUP BY list.id
"""
CLIENTS = """
    SELECT service_id, count(DISTINCT partner_id) FILTER (
            WHERE date_start <= %(today)s AND coalesce(date_end, 'infinity') >= %(today)s
        ),
        count(DISTINCT partner_id) FILTER (
            WHERE date_start < %(first)s AND coalesce(date_end, 'infinity') >= %(first)s
        )
    FROM digiflow_client_service stay JOIN digiflow_service service ON service.id = service_id
    WHERE service.counted AND stay.company_id = %(company)s GROUP BY service_id
"""
YEARS = """
    SELECT date, service_id, count FROM digiflow_client_count
    WHERE company_id = %(company)s AND kind = 'year'
"""
SCORES = """
    SELECT campaign.date_from, answer.score, count(*)
    FROM digiflow_satisfaction_answer answer
    JOIN digiflow_satisfaction_campaign campaign ON campaign.id = answer.campaign_id
    WHERE campaign.company_id = %(company)s GROUP BY 1, 2
"""
REVIEWS = """
    SELECT user_id, sum(score), count(*), count(*) FILTER (WHERE failed) FROM digiflow_call_review
    WHERE company_id = %(company)s AND state <> 'draft'
        AND call_start >= %(begin)s AND call_start < %(end)s GROUP BY user_id
"""
QUESTIONS = """
    SELECT question_id, count(*) FILTER (WHERE correct), count(*)
    FROM digiflow_training_attempt_question answer
    JOIN digiflow_training_attempt attempt ON attempt.id = answer.attempt_id
    WHERE attempt.company_id = %(company)s AND attempt.state = 'done'
        AND done_on >= %(begin)s AND done_on < %(end)s GROUP BY question_id
"""
TARGETS = "SELECT user_id, sum(amount) FROM digiflow_sales_target GROUP BY user_id"
IMPROVEMENTS = "SELECT phase, count(*) FROM digiflow_improvement GROUP BY phase"
VALUES = (
    "SELECT * FROM digiflow_indicator_value WHERE company_id = %(company)s AND kind = 'quarter'"
)
STATEMENTS = (
    *(CALLS, WON, LOST, CALLED, MEETINGS, OFFERS, SOLD, FUNNEL, DAYS, IN_STAGE, LISTS, CLIENTS),
    *(YEARS, SCORES, REVIEWS, QUESTIONS, TARGETS, IMPROVEMENTS, VALUES),
)


def ask(env, span):
    """Return what the statements say of a quarter that runs, {name: number or numbers}."""
    from odoo.addons.digiflow_crm.core import periods

    begin, end = periods.boundaries([span])
    params = {"begin": begin, "end": end, "company": env.company.id}
    params.update(today=periods.today(), first=span.first)
    found = {}
    for statement in STATEMENTS:
        env.cr.execute(statement, params)
        found[statement] = env.cr.fetchall()
    return {
        "won": _sum(found[WON], 1),
        "lost": _sum(found[LOST], 2),
        "proposals_sent": _sum(found[OFFERS], 1),
        "meetings_booked": _sum(found[MEETINGS], 2),
        "meetings_held": _sum(found[MEETINGS], 3),
        "clients_total": _sum(found[CLIENTS], 1),
        "funnel": [row[1] for row in found[FUNNEL]],
        "calls": _sum(found[CALLS], 1),
    }


def _sum(rows, place):
    """Return the sum of one column."""
    return sum(row[place] for row in rows)
