"""Who gets how many: previewed, given, moved from one to others, by weight and by place."""

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from .distributions import DistributionCase


class TestShares(DistributionCase):
    """Evenly and by weight."""

    def test_evenly_with_what_they_have(self):
        self.make_leads(3, telemarketer_id=self.ana.id)
        leads = self.make_leads(7)
        distribution = self.make(role="telemarketer")
        distribution.action_preview()
        self.assertEqual(distribution.state, "previewed")
        self.assertEqual(distribution.lead_count, 7)
        self.assertEqual(self.shares(distribution), {"Ana": (3, 2, 0, 5), "Beto": (0, 5, 0, 5)})
        self.assertEqual(self.owners(leads), {"": 7})
        distribution.action_distribute()
        self.assertEqual(self.owners(leads), {"Ana": 2, "Beto": 5})
        self.assertEqual(self.owners(leads, "executive"), {"": 7})
        self.assertEqual(distribution.given_count, 7)
        self.assertEqual(self.prospects.state, "distributed")

    def test_both_roles_at_once(self):
        leads = self.make_leads(5)
        self.distribute()
        self.assertEqual(self.owners(leads), {"Ana": 3, "Beto": 2})
        self.assertEqual(self.owners(leads, "executive"), {"Carla": 3, "Dino": 2})

    def test_one_role_may_have_less_to_give(self):
        mine = self.make_leads(2, user_id=self.carla.id)
        leads = self.make_leads(2)
        distribution = self.distribute()
        self.assertEqual(self.owners(leads | mine), {"Ana": 2, "Beto": 2})
        self.assertEqual(self.owners(leads, "executive"), {"Dino": 2})
        self.assertEqual(self.owners(mine, "executive"), {"Carla": 2})
        self.assertEqual(distribution.given_count, 4)

    def test_by_weight(self):
        leads = self.make_leads(8)
        distribution = self.make(role="telemarketer", method="weight")
        self.line_of(distribution, self.ana).weight = 3
        distribution.action_preview()
        distribution.action_distribute()
        self.assertEqual(self.owners(leads), {"Ana": 6, "Beto": 2})

    def test_no_weight_at_all(self):
        self.make_leads(1)
        distribution = self.make(role="telemarketer", method="weight")
        distribution.line_ids.weight = 0
        with self.assertRaisesRegex(WorkflowError, "weight"):
            distribution.action_preview()

    def test_in_turn(self):
        """A register is often sorted: nobody gets all the big companies."""
        leads = self.make_leads(6)
        self.distribute(role="telemarketer")
        self.assertEqual(leads.telemarketer_id, self.ana | self.beto)
        owners = [lead.telemarketer_id.name for lead in leads.sorted("id")]
        self.assertEqual(owners, ["Ana", "Beto"] * 3)

    def test_the_same_preview_gives_the_same(self):
        leads = self.make_leads(9)
        distribution = self.make()
        plans = []
        for _turn in range(2):
            distribution.action_preview()
            moves = self.env["digiflow.prospect.distribution.move"].search(
                [("distribution_id", "=", distribution.id)]
            )
            plans.append({(move.lead_id, move.role): move.new_owner_id for move in moves})
        self.assertEqual(plans[0], plans[1])
        distribution.action_distribute()
        for (lead, role), owner in plans[0].items():
            name = {"telemarketer": "telemarketer_id", "executive": "user_id"}[role]
            self.assertEqual(lead[name], owner)
        self.assertEqual(len(plans[0]), 2 * len(leads))

    def test_nothing_to_give(self):
        distribution = self.make()
        distribution.action_preview()
        self.assertEqual(distribution.lead_count, 0)
        with self.assertRaises(WorkflowError):
            distribution.action_distribute()

    def test_won_and_lost_are_left_out(self):
        lost, won, other = self.make_leads(3)
        lost.action_set_lost()
        self.complete(won, "pre_kickoff").action_set_won()
        distribution = self.distribute(role="telemarketer")
        self.assertEqual(distribution.given_count, 1)
        self.assertFalse((lost | won).telemarketer_id)
        self.assertTrue(other.telemarketer_id)

    def test_another_list_is_left_alone(self):
        other = self.make_leads(2, prospects=self.prospects.copy())
        self.make_leads(2)
        self.distribute()
        self.assertFalse(other.telemarketer_id | other.user_id)


class TestScopes(DistributionCase):
    """What nobody worked on is distributed anew, or goes from one person to others."""

    def test_unworked_moves_as_few_as_can_be(self):
        leads = self.make_leads(6, telemarketer_id=self.ana.id)
        distribution = self.make(role="telemarketer", scope="unworked")
        distribution.action_preview()
        self.assertEqual(self.shares(distribution), {"Ana": (6, 0, 3, 3), "Beto": (0, 3, 0, 3)})
        self.assertEqual(distribution.lead_count, 3)
        distribution.action_distribute()
        self.assertEqual(self.owners(leads), {"Ana": 3, "Beto": 3})
        self.assertEqual(distribution.given_count, 3)

    def test_what_was_worked_on_stays_and_counts(self):
        leads = self.make_leads(6, telemarketer_id=self.ana.id)
        leads[:2].write({"description": "Called"})
        self.distribute(role="telemarketer", scope="unworked")
        self.assertEqual(self.owners(leads[:2]), {"Ana": 2})
        self.assertEqual(self.owners(leads), {"Ana": 3, "Beto": 3})

    def test_from_one_person_to_the_others(self):
        leads = self.make_leads(4, telemarketer_id=self.ana.id)
        other = self.make_leads(3, telemarketer_id=self.beto.id)
        leads[0].message_post(body="Hablamos", message_type="comment")
        distribution = self.make(
            role="telemarketer", scope="person", from_user_id=self.ana.id, keep_known=False
        )
        self.assertTrue(self.line_of(distribution, self.ana).away_reason)
        distribution.action_preview()
        self.assertEqual(self.shares(distribution), {"Ana": (4, 0, 3, 1), "Beto": (3, 3, 0, 6)})
        distribution.action_distribute()
        self.assertEqual(self.owners(leads), {"Ana": 1, "Beto": 3})
        self.assertEqual(self.owners(other), {"Beto": 3})

    def test_from_somebody_who_left(self):
        leads = self.make_leads(2, telemarketer_id=self.ana.id)
        self.ana.active = False
        self.distribute(role="telemarketer", scope="person", from_user_id=self.ana.id)
        self.assertEqual(self.owners(leads), {"Beto": 2})

    def test_from_nobody(self):
        with self.assertRaises(ProcessError):
            self.make(scope="person")

    def test_distributed_is_not_worked_on(self):
        leads = self.make_leads(4)
        self.distribute(role="telemarketer")
        self.assertEqual(set(leads.mapped("distributed_on")), set(leads.mapped("write_date")))
        self.assertFalse(any(lead._is_worked_on() for lead in leads))
        self.age(leads)
        third = self.make_user("telemarketer", login="third", name="Tito")
        distribution = self.make(role="telemarketer", scope="unworked")
        distribution.line_ids = [(0, 0, {"role": "telemarketer", "user_id": third.id})]
        distribution.action_preview()
        distribution.action_distribute()
        self.assertEqual(self.owners(leads), {"Ana": 2, "Beto": 1, "Tito": 1})
        self.assertIn(third, self.prospects.telemarketer_ids)

    def test_work_before_stays_work(self):
        """Giving it to an executive does not wipe out what the telemarketer did."""
        lead = self.make_leads(1, telemarketer_id=self.ana.id)
        lead.description = "Called"
        self.distribute(role="executive")
        self.assertTrue(lead.user_id)
        self.assertTrue(lead._is_worked_on())


class TestKnown(DistributionCase):
    """A company stays with whoever has it or had it."""

    def known_owner(self, **vals):
        """Who gets a company that is known, among others."""
        self.make_leads(2, telemarketer_id=self.beto.id)
        lead = self.make_leads(1)
        self.prepare(lead)
        self.distribute(role="telemarketer", **vals)
        return lead.telemarketer_id

    def prepare(self, lead):
        """Beto, who has most, lost this company once."""
        self.make_lead(ruc=lead.ruc, telemarketer_id=self.beto.id, active=False, probability=0)

    def test_had_it(self):
        self.assertEqual(self.known_owner(), self.beto)

    def test_switched_off(self):
        self.assertEqual(self.known_owner(keep_known=False), self.ana)

    def test_seller_of_the_client(self):
        leads = self.make_leads(4)
        self.env["res.partner"].create(
            {"name": "Cliente", "vat": leads[0].ruc, "user_id": self.dino.id}
        )
        self.distribute(role="executive")
        self.assertEqual(leads[0].user_id, self.dino)
        self.assertEqual(self.owners(leads, "executive"), {"Carla": 2, "Dino": 2})

    def test_who_is_not_there_does_not_count(self):
        leads = self.make_leads(1)
        self.prepare(leads)
        distribution = self.make(role="telemarketer")
        self.line_of(distribution, self.beto).included = False
        distribution.action_preview()
        distribution.action_distribute()
        self.assertEqual(leads.telemarketer_id, self.ana)

    def test_part_of_the_share_by_weight(self):
        leads = self.make_leads(4)
        self.prepare(leads[3])
        self.distribute(role="telemarketer", method="weight")
        self.assertEqual(leads[3].telemarketer_id, self.beto)
        self.assertEqual(self.owners(leads), {"Ana": 2, "Beto": 2})


class TestPlaces(DistributionCase):
    """Whole districts to one person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.places = {
            "Miraflores": cls.make_leads(4, ubigeo="150122", city="Miraflores"),
            "Callao": cls.make_leads(3, city=" Callao "),
            "Callao 2": cls.make_leads(1, city="CALLAO"),
            "Lince": cls.make_leads(1, ubigeo="150116"),
            "": cls.make_leads(3),
        }

    def preview(self, **vals):
        """A previewed distribution by place."""
        distribution = self.make(role="telemarketer", method="place", **vals)
        distribution.action_preview()
        return distribution

    def rows(self, distribution):
        """(place, count, person) of the table of places."""
        return [
            (place.name, place.lead_count, place.user_id.name) for place in distribution.place_ids
        ]

    def test_whole_places(self):
        distribution = self.preview()
        self.assertEqual(
            self.rows(distribution),
            [("Miraflores (150122)", 4, "Ana"), ("Callao", 4, "Beto"), ("150116", 1, "Ana")],
        )
        distribution.action_distribute()
        self.assertEqual(self.owners(self.places["Miraflores"]), {"Ana": 4})
        callao = self.places["Callao"] | self.places["Callao 2"]
        self.assertEqual(self.owners(callao), {"Beto": 4})
        everything = callao.browse().concat(*self.places.values())
        self.assertEqual(self.owners(everything), {"Ana": 6, "Beto": 6})

    def test_the_manager_chooses(self):
        distribution = self.preview()
        distribution.place_ids[0].user_id = self.beto
        self.assertEqual(distribution.state, "draft")
        with self.assertRaises(WorkflowError):
            distribution.action_distribute()
        distribution.action_preview()
        self.assertEqual(self.rows(distribution)[0], ("Miraflores (150122)", 4, "Beto"))
        self.assertEqual(self.rows(distribution)[1], ("Callao", 4, "Ana"))
        distribution.action_distribute()
        self.assertEqual(self.owners(self.places["Miraflores"]), {"Beto": 4})

    def test_only_somebody_who_is_included(self):
        distribution = self.preview()
        with self.assertRaises(ProcessError):
            distribution.place_ids[0].user_id = self.carla

    def test_a_choice_falls_with_the_person(self):
        distribution = self.preview()
        distribution.place_ids[0].user_id = self.beto
        self.line_of(distribution, self.beto).included = False
        distribution.action_preview()
        self.assertEqual({name for _place, _count, name in self.rows(distribution)}, {"Ana"})
