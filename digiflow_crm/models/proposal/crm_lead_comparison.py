from odoo import _, models

from ...core.offer_rounds import changes, compare


class CrmLead(models.Model):
    """The rounds of an opportunity side by side: what each offers, and what changed."""

    _inherit = "crm.lead"

    def _get_round_comparison(self):
        """The table of the rounds, with the amounts as text.

        :return: ``{"rounds": [sale.order], "rows": [{"name", "cells": [dict or None], "words":
            [text]}], "totals": [{"listed", "discount", "untaxed", "total", "words"}]}``; a cell
            has ``quantity price discount subtotal changed``
        """
        self.ensure_one()
        rounds = self.order_ids.sorted("round")
        table = compare([order._get_round_items() for order in rounds])
        rows = [self._prepare_comparison_row(row, rounds) for row in table]
        before = [self.env["sale.order"], *rounds[:-1]]
        totals = [order._prepare_round_total(old) for order, old in zip(rounds, before)]
        return {"rounds": rounds, "rows": rows, "totals": totals}

    def _prepare_comparison_row(self, row, rounds):
        """A row of the table with its cells as text, and what changed from round to round."""
        cells, words = [], []
        for place, (order, item) in enumerate(zip(rounds, row["cells"])):
            moves = changes(row["cells"][place - 1], item) if place else []
            cells.append(item and {**order._prepare_round_cell(item), "changed": bool(moves)})
            words += [
                _("Round %(round)s: %(change)s", round=order.round, change=text)
                for text in order._describe_changes(moves)
            ]
        return {"name": row["name"], "cells": cells, "words": words}
