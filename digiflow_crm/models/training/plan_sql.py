"""SQL of who must have which training module, and how far each of them is.

Everything is reckoned as of the end of one day in Lima. Dates, ids and states stand in the text:
they are this addon's own, never input.
"""

LIMA_DAY = "({moment} AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')::date"
# Roles include others: whoever has the group `via` has `gid`. Gid 0 stands for any role.
PEOPLE_SQL = """
    member AS MATERIALIZED (
        SELECT DISTINCT pair.gid, rel.uid AS user_id
        FROM (VALUES {pairs}) AS pair(gid, via)
        JOIN res_groups_users_rel rel ON rel.gid = pair.via
    ),
    meant AS (
        SELECT module_id, group_id AS gid FROM digiflow_training_module_group_rel
        UNION ALL
        SELECT module.id, 0 FROM digiflow_training_module module WHERE NOT EXISTS (
            SELECT FROM digiflow_training_module_group_rel rel WHERE rel.module_id = module.id
        )
    ),
    needed AS (
        SELECT member.user_id, meant.module_id, home.cid AS company_id
        FROM meant JOIN member ON member.gid = meant.gid
        JOIN res_company_users_rel home ON home.user_id = member.user_id
        {assigned}
    ),
    duty AS (
        SELECT needed.user_id, needed.module_id, needed.company_id, module.version_id,
            module.sequence, make_interval(months => module.validity_months) AS validity,
            module.validity_months = 0 AS forever
        FROM needed
        JOIN res_users person ON person.id = needed.user_id AND person.active AND NOT person.share
        JOIN digiflow_training_module module ON module.id = needed.module_id
            AND module.active AND module.version_id IS NOT NULL
            AND (module.company_id IS NULL OR module.company_id = needed.company_id)
        {joined}
    )
"""
# Who has to pass a module by a date has it in the plan, whatever the roles say.
ASSIGNED_SQL = """
        UNION
        SELECT task.user_id, task.module_id, task.company_id FROM digiflow_training_assignment task
        JOIN res_company_users_rel home
            ON home.user_id = task.user_id AND home.cid = task.company_id
        WHERE task.done_on IS NULL
"""
# On a day of the past, those who were in the team by then.
JOINED_SQL = "WHERE person.digiflow_joined_on IS NULL OR person.digiflow_joined_on <= '{day}'"
# A module asks for its own required evaluations; without any, for those of its programmes.
TESTS_SQL = """
    test AS (
        SELECT id, module_id, company_id, method FROM digiflow_training_evaluation
        WHERE active AND required AND module_id IS NOT NULL
        UNION
        SELECT whole.id, line.module_id, whole.company_id, whole.method
        FROM digiflow_training_evaluation whole
        JOIN digiflow_training_program_line line ON line.program_id = whole.program_id
        WHERE whole.active AND whole.required AND whole.module_id IS NULL AND NOT EXISTS (
            SELECT FROM digiflow_training_evaluation own
            WHERE own.active AND own.required AND own.module_id = line.module_id
        )
    ),
    tried AS (
        SELECT user_id, evaluation_id, max({done_day}) FILTER (WHERE passed) AS passed_on,
            max(done_on) AS done_on,
            (array_agg(passed ORDER BY done_on DESC, id DESC))[1] AS last_passed,
            (array_agg(score ORDER BY done_on DESC, id DESC))[1] AS last_score,
            (array_agg(id ORDER BY done_on DESC, id DESC))[1] AS attempt_id
        FROM digiflow_training_attempt
        WHERE state = 'done' AND done_on < '{end}'
        GROUP BY user_id, evaluation_id
    ),
    attended AS (
        SELECT enrolment.user_id, session.module_id, max({stop_day}) AS passed_on
        FROM digiflow_training_enrolment enrolment
        JOIN digiflow_training_session session ON session.id = enrolment.session_id
        WHERE enrolment.attendance = 'present' AND session.state = 'held'
            AND session.stop < '{end}'
        GROUP BY enrolment.user_id, session.module_id
    )
"""
# One row for each thing that is to be passed: an evaluation, or attendance where there is none.
STEPS_SQL = """
    step AS (
        SELECT duty.user_id, duty.module_id, duty.company_id, duty.version_id, duty.sequence,
            test.id AS evaluation_id, test.method, tried.done_on, tried.last_score,
            tried.attempt_id,
            COALESCE(tried.last_passed, TRUE) AS last_passed, given.passed_on,
            CASE WHEN given.passed_on IS NULL THEN NULL WHEN duty.forever THEN 'infinity'::date
                ELSE (given.passed_on + duty.validity)::date END AS valid_until
        FROM duty
        LEFT JOIN test ON test.module_id = duty.module_id
            AND (test.company_id IS NULL OR test.company_id = duty.company_id)
        LEFT JOIN tried ON tried.user_id = duty.user_id AND tried.evaluation_id = test.id
        LEFT JOIN attended ON test.id IS NULL AND attended.user_id = duty.user_id
            AND attended.module_id = duty.module_id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN test.id IS NULL THEN attended.passed_on ELSE tried.passed_on END
                AS passed_on
        ) given
    ),
    result AS (
        SELECT user_id, module_id, company_id, version_id, sequence,
            count(*) = count(passed_on) AS passed_once,
            count(*) = count(*) FILTER (WHERE valid_until >= '{day}') AS is_valid,
            bool_or(NOT last_passed AND COALESCE(valid_until < '{day}', TRUE)) AS failed,
            max(passed_on) AS passed_on, min(valid_until) AS valid_until,
            (array_agg(last_score ORDER BY done_on DESC NULLS LAST, attempt_id DESC))[1]
                AS last_score,
            (array_agg(attempt_id ORDER BY done_on DESC NULLS LAST, attempt_id DESC))[1]
                AS attempt_id,
            (array_agg(
                evaluation_id ORDER BY valid_until NULLS FIRST, evaluation_id
            ) FILTER (WHERE method = 'written'))[1] AS evaluation_id,
            count(evaluation_id) AS test_count
        FROM step
        GROUP BY user_id, module_id, company_id, version_id, sequence
    )
"""
# Who must have any module, and whether he or she has all of them.
STAFF_SQL = f"""
    WITH {PEOPLE_SQL}, {TESTS_SQL}, {STEPS_SQL}
    SELECT user_id, bool_and(is_valid) AS complete FROM result
    WHERE company_id = {{company}} GROUP BY user_id
"""
# The sessions to come: that which somebody has a place in, and the next one with room.
SESSIONS_SQL = """
    booked AS (
        SELECT DISTINCT ON (enrolment.user_id, session.module_id, session.company_id)
            enrolment.user_id, session.module_id, session.company_id, session.id,
            session.start, session.state
        FROM digiflow_training_enrolment enrolment
        JOIN digiflow_training_session session ON session.id = enrolment.session_id
        WHERE enrolment.attendance IN ('pending', 'present') AND (
            session.state = 'proposed' OR session.state = 'planned' AND session.stop > {now}
        )
        ORDER BY enrolment.user_id, session.module_id, session.company_id,
            session.state, session.start, session.id
    ),
    coming AS (
        SELECT DISTINCT ON (session.module_id, session.company_id)
            session.module_id, session.company_id, session.id, session.start
        FROM digiflow_training_session session
        WHERE session.state = 'planned' AND session.start > {now}
            AND (session.seats = 0 OR session.seats > COALESCE(session.taken_seats, 0))
        ORDER BY session.module_id, session.company_id, session.start, session.id
    ),
    task AS (
        SELECT id, user_id, module_id, company_id, date_due, origin
        FROM digiflow_training_assignment WHERE done_on IS NULL
    )
"""
# Ids follow from person, module and company; they are small enough for XML-RPC.
ID_SQL = """
    (result.user_id::int8 * 1024 + (
        SELECT count(*) FROM digiflow_training_module older WHERE older.id < result.module_id
    )) * 64 + (SELECT count(*) FROM res_company older WHERE older.id < result.company_id)
"""
PLAN_SQL = f"""
    WITH {PEOPLE_SQL}, {TESTS_SQL}, {STEPS_SQL}, {SESSIONS_SQL},
    judged AS (
        SELECT {ID_SQL} AS id, result.user_id, result.module_id, result.company_id,
            result.version_id, result.sequence, result.passed_on, result.last_score,
            result.attempt_id, result.evaluation_id, result.test_count, result.is_valid,
            CASE WHEN isfinite(result.valid_until) AND result.passed_once
                THEN result.valid_until END AS valid_until,
            CASE WHEN booked.state = 'planned' THEN booked.id END AS session_id,
            CASE WHEN booked.state = 'planned' THEN booked.start END AS session_start,
            CASE WHEN booked.state = 'proposed' THEN booked.id END AS proposal_id,
            coming.id AS open_session_id, coming.start AS open_session_start,
            task.id AS assignment_id, task.date_due, task.origin,
            CASE WHEN result.is_valid AND result.valid_until
                    > '{{day}}'::date + company.digiflow_training_notice_days THEN 'passed'
                WHEN result.is_valid THEN 'expiring'
                WHEN booked.state = 'planned' THEN 'scheduled'
                WHEN result.failed THEN 'failed'
                WHEN result.passed_once THEN 'expired'
                ELSE 'missing' END AS status
        FROM result
        JOIN res_company company ON company.id = result.company_id
        LEFT JOIN booked ON booked.user_id = result.user_id
            AND booked.module_id = result.module_id AND booked.company_id = result.company_id
        LEFT JOIN coming ON coming.module_id = result.module_id
            AND coming.company_id = result.company_id
        LEFT JOIN task ON task.user_id = result.user_id
            AND task.module_id = result.module_id AND task.company_id = result.company_id
    )
    SELECT judged.*, LEAST(date_due, CASE WHEN status = 'expiring' THEN valid_until END)
            AS deadline,
        CASE WHEN is_valid THEN 100 ELSE 0 END::float8 AS trained,
        (status <> 'passed' OR assignment_id IS NOT NULL) AS to_do
    FROM judged
"""
