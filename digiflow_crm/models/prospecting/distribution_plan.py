"""Who would get which opportunities: the plan of a distribution."""

from odoo import _

from ...core.shares import even_shares, place_owners, weighted_shares
from ...exceptions import WorkflowError
from .digiflow_prospect_distribution_move import PLANNED, ROLE_TELEMARKETER

METHOD_EVEN = "even"
METHOD_WEIGHT = "weight"
METHOD_PLACE = "place"


class DistributionPlan:
    """Makes the plan of one distribution; no opportunity is written.

    :param distribution: the digiflow.prospect.distribution
    """

    def __init__(self, distribution):
        self.distribution = distribution
        self.env = distribution.env
        # sudo: the plan is kept in records that nobody writes by hand.
        self.moves = self.env["digiflow.prospect.distribution.move"].sudo()
        self.places = []

    def make(self):
        """Plan anew, and write the shares on the lines and the places.

        :return: how many opportunities get another person
        :raise WorkflowError: nobody is there to get any
        """
        distribution = self.distribution
        self.moves._clear(distribution)
        for role in distribution._get_roles():
            self._plan_role(role)
        self.moves._finish_plan(distribution)
        self._write_places()
        self._write_lines()
        return self.moves._count_outcomes(distribution).get(PLANNED, 0)

    def _plan_role(self, role):
        """Plan who gets what among the telemarketers, or among the executives."""
        lines = self.distribution._get_recipients(role)
        if not lines:
            raise self._prepare_nobody_error(role)
        loads = self.moves._count_loads(self.distribution, role)
        pool = self.moves._plan_pool(self.distribution, role)
        known = {}
        if self.distribution.keep_known:
            known = self.moves._plan_known(self.distribution, role, lines.user_id)
        # What somebody has for sure: what is not up for distribution, and the known companies.
        kept = {
            user.id: loads.get(user.id, 0) - pool.get(user.id, 0) + known.get(user.id, 0)
            for user in lines.user_id
        }
        left = sum(pool.values()) - sum(known.values())
        if self.distribution.method == METHOD_PLACE:
            left = self._plan_places(role, lines, kept)
        shares = self._get_shares(left, lines, kept, known)
        self.moves._plan_shares(self.distribution, role, shares)

    def _get_shares(self, count, lines, kept, known):
        """How many of `count` each person gets: ``{user id: share}``."""
        user_ids = lines.user_id.ids
        if self.distribution.method != METHOD_WEIGHT:
            shares = even_shares(count, [kept[user_id] for user_id in user_ids])
            return dict(zip(user_ids, shares))
        if not any(line.weight for line in lines):
            raise WorkflowError(_("All weights are 0: give somebody a weight above 0."))
        floors = [known.get(user_id, 0) for user_id in user_ids]
        shares = weighted_shares(count, lines.mapped("weight"), floors)
        return dict(zip(user_ids, shares))

    def _plan_places(self, role, lines, kept):
        """Give whole places to people; those that the manager chose first.

        :param dict kept: what each person has; what they get is added
        :return: number of opportunities that are of no place
        """
        places = self.moves._count_places(self.distribution, role)
        _city, left = places.pop("", ("", 0))
        counts = {key: count for key, (_city, count) in places.items()}
        chosen = self._get_chosen(role, lines, counts)
        for key, user_id in chosen.items():
            kept[user_id] += counts[key]
        free = {key: count for key, count in counts.items() if key not in chosen}
        owners = {**chosen, **place_owners(free, kept)}
        for key in free:
            kept[owners[key]] += counts[key]
        self.moves._plan_places(self.distribution, role, owners)
        self.places += [
            self._prepare_place_vals(role, key, places[key], owners[key], key in chosen)
            for key in owners
        ]
        return left

    def _get_chosen(self, role, lines, counts):
        """The places whose person the manager chose and that still stand: ``{key: user id}``."""
        by_hand = self.distribution.place_ids.filtered(
            lambda place: place.by_hand and place.role == role and place.key in counts
        )
        return {place.key: place.user_id.id for place in by_hand if place.user_id in lines.user_id}

    def _prepare_place_vals(self, role, key, found, user_id, by_hand):
        """Values of a place; `found` is (its city, how many opportunities)."""
        city, count = found
        return {
            "distribution_id": self.distribution.id,
            "role": role,
            "key": key,
            "name": f"{city} ({key})" if city and city.upper() != key else city or key,
            "lead_count": count,
            "user_id": user_id,
            "by_hand": by_hand,
        }

    def _write_places(self):
        """Replace the table of places."""
        # sudo: nobody makes or removes places by hand.
        places = self.distribution.place_ids.sudo()
        places.unlink()
        places.create(self.places)

    def _write_lines(self):
        """Write on each line what the person has, gets and loses; 0 in a role left out."""
        lines = self.distribution.line_ids
        for role in set(lines.mapped("role")):
            loads = self.moves._count_loads(self.distribution, role)
            gains, losses = self.moves._count_moves(self.distribution, role)
            for line in lines.filtered(lambda line, role=role: line.role == role):
                user_id = line.user_id.id
                line.load = loads.get(user_id, 0)
                line.share = gains.get(user_id, 0)
                line.taken = losses.get(user_id, 0)

    def _prepare_nobody_error(self, role):
        """The refusal of a plan without people."""
        if role == ROLE_TELEMARKETER:
            return WorkflowError(
                _(
                    "No telemarketer is there to get opportunities. Add one, or distribute to "
                    "sales executives only."
                )
            )
        return WorkflowError(
            _(
                "No sales executive is there to get opportunities. Add one, or distribute to "
                "telemarketers only."
            )
        )
