"""Two made-up years of the whole commercial process, by SQL: leads, stays, calls, presentations,
orders, clients, a satisfaction campaign, reviewed calls and tests; runs in Odoo's shell.

Every number follows from the lead's own, so any two runs count the same.
"""

from datetime import timedelta

from .measures import client_counts
from .rows import multiply

LISTS = 20
DAYS = 730
CALLS_OF_EACH = 5
ANSWERS = 5_000
REVIEWS = 2_000
ATTEMPTS = 3_000
STEPS = ("telemarketing", "info_sent", "meeting", "survey", "proposal", "pre_kickoff")
# Of a hundred leads the first ones go on to each milestone, so many days after they were made.
REACHED = {
    "contacted_date": (40, 2),
    "effective_contact_date": (25, 4),
    "meeting_booked_date": (12, 6),
    "meeting_held_date": (11, 10),
    "proposal_date": (10, 14),
    "won_date": (3, 24),
}
LOST = "(made.place BETWEEN 7 AND 9 OR made.place BETWEEN 30 AND 39)"
LOST_DAYS = 20
LEADS_SOURCE = """
    (
        SELECT number, number %% 100 AS place, number / 100 AS turn,
            %(first)s::timestamp + number::bigint * 7919 %% {days} * interval '1 day'
                + number %% 1440 * interval '1 minute' AS day
        FROM generate_series(1, %(count)s) number
    ) made
"""
LEADS = {
    "name": "'Empresa ' || made.number",
    "create_date": "made.day",
    "prospect_list_id": "(%(lists)s::int[])[1 + made.turn %% cardinality(%(lists)s)]",
    "telemarketer_id": "(%(callers)s::int[])[1 + made.turn %% cardinality(%(callers)s)]",
    "user_id": "(%(executives)s::int[])[1 + made.turn / 7 %% cardinality(%(executives)s)]",
    "stage_id": """(%(stages)s::int[])[CASE WHEN made.place < 3 THEN 6 WHEN made.place < 10 THEN 5
        WHEN made.place < 11 THEN 4 WHEN made.place < 12 THEN 3 WHEN made.place < 25 THEN 2
        ELSE 1 END]""",
    "expected_revenue": "1000 + made.number %% 9000",
    "proposal_amount": "CASE WHEN made.place < 10 THEN 1000 + made.number %% 9000 ELSE 0 END",
    "won_amount": "CASE WHEN made.place < 3 THEN 1000 + made.number %% 9000 ELSE 0 END",
    "active": f"NOT {LOST}",
    "probability": f"CASE WHEN {LOST} THEN 0 WHEN made.place < 3 THEN 100 ELSE 10 END",
    "lost_reason_id": f"""CASE WHEN {LOST}
        THEN (%(reasons)s::int[])[1 + made.turn %% cardinality(%(reasons)s)] END""",
    "lost_date": f"CASE WHEN {LOST} THEN made.day + interval '{LOST_DAYS} days' END",
    **{
        name: f"CASE WHEN made.place < {share} THEN made.day + interval '{days} days' END"
        for name, (share, days) in REACHED.items()
    },
}
STAYS_SQL = """
    INSERT INTO digiflow_stage_history (
        lead_id, company_id, user_id, move, stage_id, from_stage_id, date_from, date_to, days,
        first_time, went_on
    )
    SELECT lead.id, lead.company_id, lead.user_id,
        CASE WHEN stay.before IS NULL THEN 'created' ELSE 'forward' END, stay.stage_id,
        stay.before, stay.begin, stay.until,
        coalesce(extract(epoch FROM stay.until - stay.begin) / 86400, 0), true, stay.went_on
    FROM crm_lead lead CROSS JOIN LATERAL (
        SELECT stage_id, begin, lag(stage_id) OVER places AS before,
            coalesce(lead(begin) OVER places, lead.lost_date) AS until,
            lead(begin) OVER places IS NOT NULL AS went_on
        FROM unnest(%(stages)s::int[], ARRAY[
            lead.create_date, lead.effective_contact_date, lead.meeting_booked_date,
            lead.meeting_held_date, lead.proposal_date, lead.won_date
        ]) WITH ORDINALITY AS reached(stage_id, begin, place)
        WHERE begin IS NOT NULL WINDOW places AS (ORDER BY place)
    ) stay
    WHERE lead.id > %(pattern)s
"""
CALLS_SQL = """
    INSERT INTO digiflow_call (
        create_date, write_date, lead_id, company_id, prospect_list_id, user_id, direction, start,
        duration, outcome, is_effective
    )
    SELECT now(), now(), lead.id, lead.company_id, lead.prospect_list_id, lead.telemarketer_id,
        'out', lead.contacted_date + (number - 1) * interval '2 days', 3,
        CASE WHEN effective THEN 'effective' ELSE 'no_answer' END, effective
    FROM crm_lead lead CROSS JOIN generate_series(1, %(calls)s) number CROSS JOIN LATERAL (
        SELECT number = 2 AND lead.effective_contact_date IS NOT NULL AS effective
    ) made
    WHERE lead.contacted_date IS NOT NULL
"""
MEETINGS_SQL = """
    INSERT INTO calendar_event (
        create_date, name, privacy, show_as, active, start, stop, opportunity_id, user_id,
        booked_by_id, digiflow_kind, digiflow_state
    )
    SELECT meeting_booked_date, 'Presentación', 'public', 'busy', true,
        meeting_booked_date + interval '4 days', meeting_booked_date + interval '97 hours', id,
        user_id, telemarketer_id, 'presentation',
        CASE WHEN meeting_held_date IS NULL THEN 'no_show' ELSE 'held' END
    FROM crm_lead WHERE meeting_booked_date IS NOT NULL
"""
ORDERS_SOURCE = """
    (SELECT * FROM crm_lead WHERE proposal_date IS NOT NULL AND id > %(pattern)s) made
"""
ORDERS = {
    "name": "'P' || made.id",
    "create_date": "made.proposal_date",
    "opportunity_id": "made.id",
    "user_id": "made.user_id",
    "state": "CASE WHEN made.won_date IS NULL THEN 'sent' ELSE 'sale' END",
    "offer_sent_on": "made.proposal_date",
    "date_order": "coalesce(made.won_date, made.proposal_date)",
    "amount_untaxed": "made.proposal_amount",
    "digiflow_list_total": "made.proposal_amount * 1.1",
    "digiflow_discount": "10",
}
ANSWERS_SQL = """
    INSERT INTO digiflow_satisfaction_answer (
        campaign_id, company_id, partner_id, client_key, client_name, state, score, answered_date,
        sent_date
    )
    SELECT %(campaign)s, %(company)s, client.id, client.id, client.name, 'answered',
        (1 + client.id %% 5)::text, now(), now()
    FROM (
        SELECT * FROM res_partner WHERE name LIKE 'Client %%' ORDER BY id LIMIT %(answers)s
    ) client
"""
REVIEWS_SQL = """
    INSERT INTO digiflow_call_review (
        call_id, scorecard_id, user_id, company_id, analyst_id, state, origin, call_start, score,
        failed, signed_on
    )
    SELECT id, %(scorecard)s, user_id, company_id, %(analyst)s, 'signed', 'sample', start,
        50 + id %% 50, id %% 50 < 20, start + interval '1 day'
    FROM digiflow_call ORDER BY start DESC, id LIMIT %(reviews)s
"""
ATTEMPTS_SQL = """
    WITH attempt AS (
        INSERT INTO digiflow_training_attempt (
            evaluation_id, evaluation_name, program_id, user_id, company_id, method, state,
            started_on, done_on, pass_mark, score, passed
        )
        SELECT %(evaluation)s, 'Bench', %(program)s,
            (%(callers)s::int[])[1 + number %% cardinality(%(callers)s)], %(company)s, 'written',
            'done', now() - number * interval '1 hour', now() - number * interval '1 hour', 70, 86,
            true
        FROM generate_series(1, %(attempts)s) number RETURNING id
    )
    INSERT INTO digiflow_training_attempt_question (
        attempt_id, question_id, sequence, title, correct
    )
    SELECT attempt.id, question.id, place, question.title->>'en_US', (attempt.id + place) %% 7 > 0
    FROM attempt CROSS JOIN unnest(%(questions)s::int[]) WITH ORDINALITY AS asked(id, place)
    JOIN survey_question question ON question.id = asked.id
"""


def fill(env, count):
    """Put the two years into a new database.

    :return: {"leads", "calls", "orders", "stays"}: how many there are
    """
    from odoo.addons.digiflow_crm.core import periods

    client_counts.fill(env)
    params = _params(env, count, periods.today())
    pattern = env["crm.lead"].browse(params["pattern"])
    multiply(env, pattern, LEADS_SOURCE.format(days=DAYS - 40), LEADS, params)
    made = {"leads": count}
    for name, query in (("stays", STAYS_SQL), ("calls", CALLS_SQL), ("meetings", MEETINGS_SQL)):
        env.cr.execute(query, params)
        made[name] = env.cr.rowcount
    made["orders"] = multiply(env, _make_order(env, pattern), ORDERS_SOURCE, ORDERS, params)
    for query in (ANSWERS_SQL, REVIEWS_SQL, ATTEMPTS_SQL):
        env.cr.execute(query, params)
    env["digiflow.client.count"]._recount(env.company)
    return made


def _params(env, count, today):
    """Return the parameters of the statements, with the records that they name made."""
    prospects = env["digiflow.prospect.list"].search([], limit=1)
    lists = prospects
    for number in range(1, LISTS):
        lists |= prospects.copy({"name": f"Bench {number}"})
    lists.state = "distributed"
    quiz = env.ref("digiflow_crm.training_evaluation_quiz")
    campaign = env["digiflow.satisfaction.campaign"].create({})
    pattern = _make_lead(env, prospects)
    env.flush_all()
    return {
        "count": count,
        "first": today - timedelta(days=DAYS),
        "company": env.company.id,
        "lists": lists.ids,
        "callers": prospects.telemarketer_ids.ids,
        "executives": prospects.executive_ids.ids,
        "stages": [env.ref(f"digiflow_crm.stage_{step}").id for step in STEPS],
        "reasons": env["crm.lost.reason"].search([]).ids,
        "pattern": pattern.id,
        "calls": CALLS_OF_EACH,
        "campaign": campaign.id,
        "answers": ANSWERS,
        "scorecard": env["digiflow.call.scorecard"].search([], limit=1).id,
        "analyst": env.uid,
        "reviews": REVIEWS,
        "evaluation": quiz.id,
        "program": quiz.program_id.id or None,
        "attempts": ATTEMPTS,
        "questions": quiz.survey_id.question_ids.ids,
    }


def _make_lead(env, prospects):
    """Return the lead that the others are copies of."""
    return env["crm.lead"].create(
        {
            "name": "Empresa 0",
            "type": "opportunity",
            "team_id": env.ref("digiflow_crm.team_digiflow").id,
            "company_id": env.company.id,
            "user_id": prospects.executive_ids[:1].id,
            "prospect_list_id": prospects.id,
        }
    )


def _make_order(env, lead):
    """Return the order that the others are copies of."""
    client = env["res.partner"].search([("name", "=like", "Client %")], limit=1)
    order = env["sale.order"].create(
        {"partner_id": client.id, "opportunity_id": lead.id, "company_id": env.company.id}
    )
    env.flush_all()
    return order
