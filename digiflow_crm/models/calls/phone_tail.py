"""Numbers in the database: found by their last digits, the same however a number is written."""

from odoo.tools import sql

# An extension is left away. What may be a number by this, the library of numbers then confirms.
DIGITS = 7
TAIL_SQL = (
    "(right(regexp_replace(regexp_replace({column}, '(anexo|anx|ext|x|#).*$', '', 'i'), "
    f"'[^0-9]', '', 'g'), {DIGITS}))"
)


def create_tail_index(cr, table, column):
    """Make the index that finds rows of a table by the last digits of a number."""
    name = f"{table}_{column}_tail_index"
    sql.create_index(cr, name, table, [TAIL_SQL.format(column=column)])
