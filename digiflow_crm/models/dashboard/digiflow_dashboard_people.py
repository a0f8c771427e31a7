from odoo import _, api, models

from .digiflow_dashboard_words import NOBODY, TOTAL


class DigiflowDashboard(models.AbstractModel):
    """What the rankings of people share. What nobody has is a row too, and who left keeps theirs:
    rows add up to the indicators of the company.
    """

    _inherit = "digiflow.dashboard"

    @api.model
    def _reckon_people(self, company, span, statements, **params):
        """Figures by person.

        :param statements: pairs: a statement whose rows begin with a user's id, and the names of
            its other columns
        :return: ``{"people": [{"key" (user id; 0: nobody), "name" (None of nobody), and a number
            for each name}]}``
        """
        nothing = {name: 0 for _query, names in statements for name in names}
        people = {}
        for query, names in statements:
            for user_id, *values in self._ask(query, company, span, **params):
                one = people.setdefault(user_id or NOBODY, dict(nothing))
                one.update((name, value or 0) for name, value in zip(names, values))
        known = {key: one for key, one in people.items() if any(one.values())}
        # sudo: the names of people who may have left since.
        users = self.env["res.users"].sudo().browse(key for key in known if key)
        labels = {user.id: user.name for user in users}
        return {"people": [{"key": key, "name": labels.get(key), **known[key]} for key in known]}

    @api.model
    def _present_people(self, people, prepare, order, nobody):
        """Rows of people, the best first and nobody last, each with its ``rank``; and the total.

        :param people: what `_reckon_people` found
        :param prepare: function (figures, name) -> row
        :param order: function (figures) -> tuple to sort by
        :param str nobody: what the row of nobody is called
        :return: ``{"rows", "total" (None without rows)}``
        """

        def place(one):
            return (one["key"] == NOBODY, *order(one), one["name"] or "", one["key"])

        rows = [prepare(one, one["name"] or nobody) for one in sorted(people, key=place)]
        for rank, row in enumerate(rows, 1):
            row["rank"] = rank if row["key"] != NOBODY else None
        names = [name for name in (people or [{}])[0] if name not in ("key", "name")]
        whole = {name: sum(one[name] for one in people) for name in names}
        total = prepare({"key": TOTAL, **whole}, _("Total")) if people else None
        return {"rows": rows, "total": total}

    @api.model
    def _find_of_person(self, key, part, found, nobody, words):
        """The records of a figure that are a person's.

        :param key: a user's id, 0 for nobody, or ``total``
        :param found: function () -> (model name, domain of all, name of the field of the person)
        :param dict words: part -> what it is called
        :return: see `_find_<section>`
        :raise ProcessError: there is no such person, or no such part
        """
        # sudo: the names of people who may have left since.
        user = self.env["res.users"].sudo()
        if key not in (NOBODY, TOTAL):
            user = user.browse(key if isinstance(key, int) else []).exists()
        if part not in words or not (user or key in (NOBODY, TOTAL)):
            raise self._refuse_figure(key, part)
        model, domain, name = found()
        if key != TOTAL:
            domain = [*domain, (name, "=", user.id)]
        label = {NOBODY: nobody, TOTAL: _("Total")}.get(key, user.name)
        return model, domain, f"{label}: {words[part]}"
