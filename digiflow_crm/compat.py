"""What Odoo 16.0 and 19.0 do differently, in one place and with one answer."""

from odoo import release

SERIES = release.version_info[0]
# Keyword of a number field that is averaged, not summed, when records are grouped.
AVERAGED = {"aggregator" if SERIES >= 18 else "group_operator": "avg"}


def grouped_counts(model, domain, field_name):
    """Number of records of `model` for each value of a many2one field.

    :param model: a recordset of the model, with the rights and the context to count with
    :param list domain: which records count
    :param str field_name: a stored many2one of the model
    :return: ``{record id: count}``; False is the key of the records without a value
    """
    if SERIES >= 17:
        rows = model._read_group(domain, [field_name], ["__count"])
        return {value.id: count for value, count in rows}
    rows = model._read_group(domain, [field_name], [field_name])
    return {row[field_name] and row[field_name][0]: row[f"{field_name}_count"] for row in rows}


def search_sql(model, domain, columns):
    """The SELECT of what a search of `model` finds, to count it in the database.

    The caller flushes what the domain and the columns depend on.

    :param model: a recordset of the model, with the rights and the context to search with
    :param list domain: which records
    :param columns: names of stored columns
    :return: (SQL with positional placeholders, list of what they stand for)
    """
    query = model._search(domain)
    if isinstance(query, list):  # 16.0 knows without asking that there is nothing
        # sudo: so that rights do not shorten the answer again; it finds nothing at all.
        query = model.sudo()._search([("id", "=", 0)])
    query.order = None
    selected = query.select(*(f'"{model._table}"."{name}"' for name in columns))
    if SERIES >= 17:
        return selected.code, list(selected.params)
    code, params = selected
    return code, list(params)


def user_groups_field(env):
    """Name of the field of res.users that holds its groups."""
    return "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"
