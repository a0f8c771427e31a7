"""Notes and followers of many opportunities at once, as Odoo leaves them one by one."""

from markupsafe import Markup
from psycopg2 import sql

# What differs from note to note.
NOTE_VALUES = {
    "res_id": "note.lead_id",
    "body": "note.body",
    "message_id": "'<' || note.lead_id || '-' || substr(pattern.message_id, 2)",
}
FIRST_SQL = "SELECT * FROM ({notes}) note(lead_id, body) ORDER BY 1 LIMIT 1"
NOTES_SQL = """
    WITH note(lead_id, body) AS ({notes})
    INSERT INTO mail_message ({columns})
    SELECT {values} FROM note CROSS JOIN mail_message pattern
    WHERE pattern.id = %(pattern)s AND note.lead_id <> pattern.res_id
    ORDER BY note.lead_id
"""
FOLLOW_SQL = """
    WITH follower AS (
        INSERT INTO mail_followers (res_model, res_id, partner_id)
        SELECT 'crm.lead', new.lead_id, new.partner_id FROM ({new}) new(lead_id, partner_id)
        ON CONFLICT DO NOTHING RETURNING id
    )
    INSERT INTO mail_followers_mail_message_subtype_rel (mail_followers_id, mail_message_subtype_id)
    SELECT follower.id, subtype.id FROM follower CROSS JOIN unnest(%(subtypes)s) subtype(id)
"""


def log_notes(env, notes, params):
    """Log a note on each of many opportunities.

    The ORM logs the first one; the others are copied from it with their own text.

    :param str notes: a SELECT of (lead id, HTML), one row a lead
    :param dict params: what its placeholders stand for
    """
    env.cr.execute(FIRST_SQL.format(notes=notes), params)
    first = env.cr.fetchone()
    if not first:
        return
    lead_id, body = first
    pattern = (
        env["crm.lead"]
        .browse(lead_id)
        ._message_log(
            body=Markup(body)  # noqa: S704  (HTML of the caller's, with people's names escaped)
        )
    )
    env.flush_all()
    columns = [
        name
        for name, field in pattern._fields.items()
        if field.store and field.column_type and name != "id"
    ]
    values = [NOTE_VALUES.get(name) or f'pattern."{name}"' for name in columns]
    query = sql.SQL(NOTES_SQL).format(
        notes=sql.SQL(notes),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(map(sql.SQL, values)),
    )
    env.cr.execute(query, {**params, "pattern": pattern.id})


def subscribe_executives(env, new, params):
    """Make people follow opportunities as Odoo does with whoever becomes responsible.

    :param str new: a SELECT of (lead id, partner id); who follows already is left as they are
    :param dict params: what its placeholders stand for
    """
    subtypes = env["mail.message.subtype"]._get_auto_subscription_subtypes("crm.lead")[1]
    env.cr.execute(FOLLOW_SQL.format(new=new), {**params, "subtypes": list(subtypes)})
