"""Which records somebody uses, as the database knows it: whatever points at them."""

from psycopg2 import sql

# Columns of other tables that refer to the ids of a table.
REFERENCES_SQL = """
    SELECT source.relname, attribute.attname
    FROM pg_constraint reference
    JOIN pg_class source ON source.oid = reference.conrelid
    JOIN pg_attribute attribute
        ON attribute.attrelid = reference.conrelid AND attribute.attnum = reference.conkey[1]
    WHERE reference.contype = 'f' AND reference.confrelid = %s::regclass
        AND cardinality(reference.conkey) = 1
    ORDER BY 1, 2
"""
REFERRED_SQL = "SELECT DISTINCT {column} FROM {table} WHERE {column} = ANY(%(ids)s)"
# A contact that goes with its client is no use of it.
OUTSIDE = " AND NOT id = ANY(%(ids)s)"
CHANGED_SQL = "SELECT id FROM {table} WHERE id = ANY(%(ids)s) AND write_date > create_date"
# What hangs on a record by its model's name.
TRACES_SQL = """
    SELECT res_id FROM mail_message WHERE model = %(model)s AND res_id = ANY(%(ids)s)
    UNION SELECT res_id FROM mail_activity WHERE res_model = %(model)s AND res_id = ANY(%(ids)s)
    UNION SELECT res_id FROM ir_attachment
        WHERE res_model = %(model)s AND res_id = ANY(%(ids)s) AND res_field IS NULL
"""


def find_used(records, ignored=()):
    """Return those of `records` that were changed since they came, or that something refers to.

    :param ignored: tables whose references count for nothing
    """
    cr = records.env.cr
    records.env.flush_all()
    params = {"ids": records.ids, "model": records._name}
    cr.execute(REFERENCES_SQL, (records._table,))
    queries = [sql.SQL(CHANGED_SQL).format(table=sql.Identifier(records._table))]
    queries.append(sql.SQL(TRACES_SQL))
    for table, column in cr.fetchall():
        if table not in ignored:
            text = REFERRED_SQL + (OUTSIDE if table == records._table else "")
            names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
            queries.append(sql.SQL(text).format(**names))
    used = set()
    for query in queries:
        cr.execute(query, params)
        used.update(record_id for (record_id,) in cr.fetchall())
    return records.filtered(lambda record: record.id in used)
