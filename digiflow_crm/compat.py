"""What Odoo 16.0 and 19.0 do differently, in one place and with one answer."""

import threading

from odoo import SUPERUSER_ID, api, release

SERIES = release.version_info[0]
# Keyword of a number field that is averaged, not summed, when records are grouped.
AVERAGED = {"aggregator" if SERIES >= 18 else "group_operator": "avg"}
# Keyword of a number field whose sum would say nothing.
NOT_SUMMED = {"aggregator" if SERIES >= 18 else "group_operator": False}
# Keyword of a number field that holds a record's id: groups count each id once.
COUNTED_ONCE = {"aggregator" if SERIES >= 18 else "group_operator": "count_distinct"}
# Kind of a mail.message that goes out by e-mail.
OUTGOING_EMAIL = "email_outgoing" if SERIES >= 17 else "email"


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


def grouped_sums(model, domain, field_name, number_name):
    """Sum of a number field of `model` for each value of a many2one field.

    :param model: a recordset of the model, with the rights and the context to sum with
    :param list domain: which records
    :param str field_name: a stored many2one of the model
    :param str number_name: a stored number of the model
    :return: ``{record id: sum}``; False is the key of the records without a value
    """
    total = f"{number_name}:sum"
    if SERIES >= 17:
        return {value.id: sum_ for value, sum_ in model._read_group(domain, [field_name], [total])}
    rows = model._read_group(domain, [total], [field_name])
    return {row[field_name] and row[field_name][0]: row[number_name] for row in rows}


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


def implied_groups_field(env):
    """Name of the field of res.users that holds its groups and those that these imply."""
    return "all_group_ids" if "all_group_ids" in env["res.users"]._fields else "groups_id"


def check_access(records, operation):
    """Refuse what the user of `records` may not do with them, by access rows and by rules.

    :param str operation: ``read``, ``write``, ``create`` or ``unlink``
    :raise AccessError: says which right is missing
    """
    if SERIES >= 18:
        records.check_access(operation)
    else:
        records.check_access_rights(operation)
        records.check_access_rule(operation)


def notify_attendees(attendees, template):
    """Send `template` with an .ics to calendar.attendee records, the acting user left out."""
    if SERIES >= 19:
        attendees._notify_attendees(template, force_send=True)
    else:
        attendees._send_mail_to_attendees(template)


def has_own_logo(company):
    """Whether a company has a logo, not Odoo's picture that stands for one."""
    if SERIES >= 19:
        return not company.uses_default_logo
    return bool(company.logo) and company.logo != company._get_logo()


def send_after_commit(mails):
    """Send mail.mail records when their transaction is over: an e-mail cannot be rolled back.

    In a test, where no transaction is committed, they are sent at once.
    """
    if SERIES >= 19:
        mails.send_after_commit()
        return
    env = mails.env
    if env.registry.in_test_mode() or getattr(threading.current_thread(), "testing", False):
        mails.send()
        return

    @env.cr.postcommit.add
    def send_in_own_transaction():
        with env.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["mail.mail"].browse(mails.ids).send()


def line_taxes(line):
    """The account.tax records of a sale.order.line."""
    return line["tax_ids" if "tax_ids" in line._fields else "tax_id"]


def line_unit(line):
    """The uom.uom record of a sale.order.line."""
    return line["product_uom_id" if "product_uom_id" in line._fields else "product_uom"]


def attach_report(template, report, name):
    """Let the e-mails of a mail.template bring the file of one ir.actions.report.

    :param str name: what 16.0 calls the file, with placeholders; 19.0 asks the report for it
    """
    if "report_template_ids" in template._fields:
        template.report_template_ids = report
    else:
        template.write({"report_template": report.id, "report_name": name})


def add_karma(user, points, reason):
    """Give a res.users points of Odoo's gamification, as the superuser.

    :param str reason: what for; 16.0 does not keep it
    """
    if hasattr(user, "_add_karma"):
        user._add_karma(points, reason=reason)
    else:
        user.karma += points
