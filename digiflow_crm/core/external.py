"""What a public method may answer to other programs: pure Python."""


def without_none(value):
    """Return ``value`` with False in place of every None, in its dicts and lists too.

    XML-RPC, by which other programs call Odoo, knows no None. Where there is nothing to count a
    rate is False then; a rate of nothing satisfied is the number 0.0.
    """
    if isinstance(value, dict):
        return {key: without_none(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_none(one) for one in value]
    return False if value is None else value
