"""SQL of what came of questions and modules, batch by batch, and of who was wrong in one.

A batch is a session, or a month in Lima of what was done outside of sessions. Days stand in the
text: they are this addon's own, never input.
"""

from . import plan_sql

ATTEMPTS_SQL = """
    attempt AS (
        SELECT done.id, done.company_id, done.module_id, done.user_id, done.score, done.passed,
            done.done_on, COALESCE('S' || session.id, to_char({day}, '"M"YYYY-MM')) AS batch,
            CASE WHEN session.id IS NULL
                THEN (date_trunc('month', {day}) + interval '1 month')::date
                WHEN session.state = 'held' THEN {stop_day} END AS closed_on
        FROM digiflow_training_attempt done
        LEFT JOIN digiflow_training_session session
            ON session.id = done.session_id AND session.state <> 'cancelled'
        WHERE done.state = 'done' AND done.done_on >= '{{since}}'
    )
""".format(
    day=plan_sql.LIMA_DAY.format(moment="done.done_on"),
    stop_day=plan_sql.LIMA_DAY.format(moment="session.stop"),
)
# What was asked belongs to the module of the question, else to that of the whole test.
ANSWERS_SQL = """
    answer AS (
        SELECT attempt.company_id, COALESCE(question.digiflow_module_id, attempt.module_id)
                AS module_id,
            given.question_id, attempt.batch, attempt.closed_on, attempt.user_id,
            attempt.done_on, attempt.id, given.correct
        FROM attempt
        JOIN digiflow_training_attempt_question given ON given.attempt_id = attempt.id
        JOIN survey_question question ON question.id = given.question_id
    )
"""
QUESTIONS_SQL = f"""
    WITH {ATTEMPTS_SQL}, {ANSWERS_SQL}
    SELECT company_id, module_id, question_id, batch, closed_on,
        count(*) FILTER (WHERE correct), count(*)
    FROM answer WHERE module_id IS NOT NULL
    GROUP BY company_id, module_id, question_id, batch, closed_on
"""
MODULES_SQL = f"""
    WITH {ATTEMPTS_SQL}
    SELECT company_id, module_id, 0, batch, closed_on, sum(score), 100 * count(*)
    FROM attempt WHERE module_id IS NOT NULL
    GROUP BY company_id, module_id, batch, closed_on
"""
# Whose last answer in a batch was wrong, and with which attempt.
WRONG_SQL = f"""
    WITH {ATTEMPTS_SQL}, {ANSWERS_SQL}
    SELECT company_id, module_id, question_id, user_id, id FROM (
        SELECT DISTINCT ON (company_id, module_id, question_id, user_id) *
        FROM answer
        WHERE (company_id, module_id, question_id, batch) IN %s
        ORDER BY company_id, module_id, question_id, user_id, done_on DESC, id DESC
    ) last WHERE NOT correct
"""
# Whose last score in a batch was under the module's mark, or no pass.
LOW_SQL = f"""
    WITH {ATTEMPTS_SQL}
    SELECT company_id, module_id, 0, user_id, last.id FROM (
        SELECT DISTINCT ON (company_id, module_id, user_id) *
        FROM attempt
        WHERE (company_id, module_id, 0, batch) IN %s
        ORDER BY company_id, module_id, user_id, done_on DESC, id DESC
    ) last JOIN res_company company ON company.id = last.company_id
    WHERE NOT passed OR score < company.digiflow_training_module_mark
"""
