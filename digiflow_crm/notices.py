"""The short message at the corner of the screen that tells what a button did."""


def notify(message, kind="success", following=None, **params):
    """A client action that shows a message, and then closes the form it was asked from.

    :param str message: what was done, translated
    :param str kind: ``success``, ``info`` or ``warning``
    :param dict following: the action to go on with in place of closing
    :param params: others of Odoo's, such as ``sticky``
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "type": kind,
            "message": message,
            "next": following or {"type": "ir.actions.act_window_close"},
            **params,
        },
    }
