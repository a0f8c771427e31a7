"""Lets one transaction at a time decide something about a client."""


def lock_clients(partners):
    """Let nobody else decide about these clients until this transaction is over.

    The row is written, not only locked: who waited for it begins anew and sees what was done.

    :param partners: res.partner records
    """
    if partners:
        partners.env.cr.execute(
            "UPDATE res_partner SET write_date = write_date WHERE id IN %s",
            (tuple(sorted(partners.ids)),),
        )
