from odoo import _, api, models
from odoo.exceptions import AccessError
from odoo.tools.safe_eval import safe_eval

from ...compat import grouped_counts
from ...core import periods
from ...exceptions import ProcessError
from .workday_parts import CALM, LATE, ROWS_SHOWN, TODAY

# In the order of the commercial process; who manages has the dashboard instead.
ROLES = ("telemarketer", "executive", "presales", "quality", "implementation")
MANAGER = "digiflow_crm.group_manager"
NARROWING = ("search_default_", "group_by")


class DigiflowWorkday(models.AbstractModel):
    """The own day of everybody but the manager: what each role has before it.

    Everything is read with the rights of whoever asks. Each role says in a file of its own what
    its day consists of: ``_get_<role>_buttons``, ``_figures``, ``_blocks`` and ``_tables`` return
    lists of the definitions in workday_parts.py; a role has only those it needs.
    """

    _name = "digiflow.workday"
    _description = "Own day"

    @api.model
    def get_day(self, role=False):
        """All that the screen of a role shows, in one call.

        :param str role: one of the user's roles; another one, or none, means the first of them
        :return: ``{"role", "roles": [[key, name]], "day": ISO text of the day in Lima, "buttons",
            "figures", "blocks", "tables"}``. A button is ``{"key", "label", "icon",
            "is_primary"}``; a figure ``{"key", "label", "value", "detail", "count" (False where
            no records stand behind it)}``, with ``verdict`` and ``text`` where there is a goal;
            a block ``{"key", "title", "icon", "count", "empty", "rows": [{"model", "id", "name",
            "detail", "when", "level", "sign"}]}``, its first rows; a table ``{"key", "title",
            "head", "empty", "rows": [{"key", "cells", "count"}]}``
        :raise AccessError: the user has no role with a day of its own
        """
        roles = self._get_roles()
        role = role if role in roles else roles[0]
        names = self._get_role_names()
        return {
            "role": role,
            "roles": [[key, names[key]] for key in roles],
            "day": periods.today().isoformat(),
            "buttons": [self._show_button(one) for one in self._get_parts(role, "buttons")],
            "figures": [self._show_figure(one) for one in self._get_parts(role, "figures")],
            "blocks": [self._show_block(one) for one in self._get_parts(role, "blocks")],
            "tables": [self._show_table(one) for one in self._get_parts(role, "tables")],
        }

    @api.model
    def open_part(self, role, key, row=False):
        """The records behind a figure, a block, or a row of a table.

        :param str role: one of the user's roles
        :param str key: of the figure, the block or the table
        :param row: the key of a row, for a table
        :return: a window action that shows as many records as was counted
        :raise AccessError: the user has not that role
        :raise ProcessError: there is no such part, or it has no records behind it
        """
        self._check_role(role)
        for kind in ("figures", "blocks", "tables"):
            for part in self._get_parts(role, kind):
                if part.key == key and part.model:
                    return self._open(part, self._get_row_domain(part, row))
        raise ProcessError(_("Your day has nothing to open under %(key)s.", key=key))

    @api.model
    def run(self, role, key):
        """What a button of a role's day does.

        :return: an action
        :raise AccessError: the user has not that role
        :raise ProcessError: there is no such button
        """
        self._check_role(role)
        for button in self._get_parts(role, "buttons"):
            if button.key == key:
                if callable(button.run):
                    return button.run()
                return self.env["ir.actions.actions"]._for_xml_id(button.run)
        raise ProcessError(_("Your day has no button %(key)s.", key=key))

    # -- roles
    @api.model
    def _get_roles(self):
        """The user's roles that have a day of their own; never none.

        :raise AccessError: there is none
        """
        user = self.env.user
        if user.has_group(MANAGER):
            raise AccessError(_("Your own screen is the commercial manager's dashboard."))
        roles = [role for role in ROLES if user.has_group(f"digiflow_crm.group_{role}")]
        if not roles:
            raise AccessError(
                _("You have no role in the commercial process. Ask an administrator for one.")
            )
        return roles

    @api.model
    def _get_role_names(self):
        """The names of ROLES in the user's language, by key."""
        names = (
            *(_("Telemarketer"), _("Sales executive"), _("Presales engineer")),
            *(_("Quality analyst"), _("Implementation")),
        )
        return dict(zip(ROLES, names))

    @api.model
    def _check_role(self, role):
        """:raise AccessError: the user has not that role"""
        if role not in self._get_roles():
            raise AccessError(_("This day is of a role that you do not have."))

    # -- parts
    @api.model
    def _get_parts(self, role, kind):
        """The definitions of one kind for a role: its own first, then blocks of everybody."""
        get_parts = getattr(self, f"_get_{role}_{kind}", None)
        parts = get_parts() if get_parts else []
        return [*parts, *self._get_common_blocks(role)] if kind == "blocks" else parts

    @api.model
    def _show_button(self, button):
        """See `get_day`."""
        names = ("key", "label", "icon", "is_primary")
        return {name: getattr(button, name) for name in names}

    @api.model
    def _show_figure(self, figure):
        """See `get_day`."""
        count = self.env[figure.model].search_count(list(figure.domain)) if figure.model else False
        told = figure.tell(count or 0)
        return {"key": figure.key, "label": figure.label, "count": count, **told}

    @api.model
    def _show_block(self, block):
        """See `get_day`."""
        model = self.env[block.model]
        records = model.search(block.domain, order=block.order, limit=ROWS_SHOWN)
        return {
            "key": block.key,
            "title": block.title,
            "icon": block.icon,
            "empty": block.empty,
            "count": model.search_count(block.domain),
            "rows": [self._show_row(block, record) for record in records],
        }

    @api.model
    def _show_row(self, block, record):
        """One record of a block in words."""
        plain = {"model": record._name, "id": record.id, "detail": "", "when": ""}
        told = {**plain, "level": CALM, "sign": "", **block.tell(record)}
        return {"name": record.display_name, **told} if "name" not in told else told

    @api.model
    def _show_table(self, table):
        """See `get_day`."""
        counts = grouped_counts(self.env[table.model], table.domain, table.by)
        return {
            "key": table.key,
            "title": table.title,
            "head": table.head,
            "empty": table.empty,
            "rows": [{**row, "count": counts.get(row["key"], 0)} for row in table.read(counts)],
        }

    @api.model
    def _get_row_domain(self, part, row):
        """The domain of a part, or of one row of a table."""
        domain = list(part.domain)
        return [*domain, (part.by, "=", row)] if hasattr(part, "by") else domain

    @api.model
    def _open(self, part, domain):
        """A window action on the records of a domain, as a list first."""
        title = getattr(part, "title", None) or part.label
        action = {
            "type": "ir.actions.act_window",
            "res_model": part.model,
            "views": [(False, "list"), (False, "form")],
        }
        if part.action:
            action = self.env["ir.actions.act_window"]._for_xml_id(part.action)
            # The list first; the rest stays in its order.
            action["views"] = sorted(action["views"], key=lambda view: view[1] != "list")
        context = safe_eval(action.get("context") or "{}", {"uid": self.env.uid})
        # What the menu filters and groups by would hide some of what was counted.
        kept = {name: context[name] for name in context if not name.startswith(NARROWING)}
        return {**action, "name": title, "domain": domain, "context": kept}

    # -- words
    @api.model
    def _judge(self, day):
        """How pressing something is that is due on `day`: the level and the sign of a row."""
        today = periods.today()
        if day and day < today:
            return {"level": LATE, "sign": _("Late")}
        if day == today:
            return {"level": TODAY, "sign": _("Today")}
        return {"level": CALM, "sign": ""}

    @api.model
    def _say_day(self, day):
        """A date as Peru writes it; nothing without one."""
        return day.strftime("%d/%m/%Y") if day else ""

    @api.model
    def _say_moment(self, moment):
        """A moment of the database in Lima's time: the hour alone when it is today."""
        if not moment:
            return ""
        local = periods.aware(moment).astimezone(periods.LIMA)
        is_today = local.date() == periods.today()
        return local.strftime("%H:%M" if is_today else "%d/%m/%Y %H:%M")
