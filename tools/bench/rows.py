"""Many rows like one that Odoo made, by SQL; runs in Odoo's shell."""

COPIES_SQL = """
    INSERT INTO {table} ({columns}) SELECT {values} FROM {table} pattern, {source}
    WHERE pattern.id = %(pattern_id)s
"""


def multiply(env, pattern, source, columns, params):
    """Insert a copy of a record's row for each row of `source`, some of its columns otherwise.

    :param str source: what follows a FROM, with an alias
    :param dict columns: name -> SQL of what it holds, which may read `source` and `pattern`
    :param dict params: of the SQL
    :return: how many rows were inserted
    """
    env.flush_all()
    values = {
        name: columns.get(name, f"pattern.{name}")
        for name, field in pattern._fields.items()
        if field.store and field.column_type and name != "id"
    }
    query = COPIES_SQL.format(
        table=pattern._table,
        columns=", ".join(values),
        values=", ".join(values.values()),
        source=source,
    )
    env.cr.execute(query, {**params, "pattern_id": pattern.id})
    return env.cr.rowcount
