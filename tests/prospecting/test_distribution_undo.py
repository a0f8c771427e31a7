"""Undoing gives back what nobody worked on since, and counts the rest."""

from odoo.addons.digiflow_crm.exceptions import WorkflowError

from .distributions import DistributionCase


class TestUndo(DistributionCase):
    """Back to the previous owners, in the order the other way round."""

    def test_back_to_who_had_it(self):
        leads = self.make_leads(4, telemarketer_id=self.ana.id, user_id=self.dino.id)
        before = leads.read(["telemarketer_id", "user_id", "date_open", "day_open"])
        followers = {lead: lead.message_partner_ids for lead in leads}
        distribution = self.distribute(scope="unworked")
        self.assertEqual(self.owners(leads), {"Ana": 2, "Beto": 2})
        self.assertEqual(self.owners(leads, "executive"), {"Carla": 2, "Dino": 2})
        self.age(leads)
        distribution.action_undo()
        self.assertEqual(distribution.state, "undone")
        # Two opportunities changed hands, in both roles.
        self.assertEqual((distribution.undone_count, distribution.stayed_count), (2, 0))
        names = ["telemarketer_id", "user_id", "date_open", "day_open"]
        after = leads.read(names)
        for one, other in zip(before, after, strict=True):
            self.assertEqual({**one, "date_open": 0}, {**other, "date_open": 0})
        self.assertEqual({lead: lead.message_partner_ids for lead in leads}, followers)
        self.assertFalse(leads._get_worked_ids(leads.ids))
        self.assertIn("given back", self.prospects.message_ids[0].body)

    def test_back_to_nobody(self):
        leads = self.make_leads(3)
        self.distribute().action_undo()
        self.assertFalse(leads.telemarketer_id | leads.user_id)
        self.assertEqual(leads.mapped("date_open"), [False] * 3)
        self.assertFalse(leads.message_partner_ids & (self.carla | self.dino).partner_id)

    def call(self, lead):
        """Plan a call."""
        lead.activity_schedule("mail.mail_activity_data_call")

    def call_done(self, lead):
        """Plan a call and make it."""
        lead.activity_schedule("mail.mail_activity_data_call").action_feedback(feedback="-")

    def note(self, lead):
        """Write a note."""
        lead.message_post(body="Llamar el lunes", message_type="comment")

    def attach(self, lead):
        """Put a file in the chatter."""
        vals = {"name": "a.txt", "raw": b"a", "res_model": lead._name, "res_id": lead.id}
        self.env["ir.attachment"].create(vals)

    def meet(self, lead):
        """Book a meeting."""
        hours = {"start": "2026-01-20 15:00:00", "stop": "2026-01-20 16:00:00"}
        self.env["calendar.event"].create({"name": "-", "opportunity_id": lead.id, **hours})

    def change(self, lead):
        """Change a field."""
        lead.city = "Lima"

    def pass_on(self, lead):
        """Give it to somebody else by hand."""
        lead.telemarketer_id = self.users["telemarketer"]

    def lose(self, lead):
        """Lose it."""
        lead.action_set_lost()

    def test_worked_on_stays(self):
        works = (
            *(self.call, self.call_done, self.note, self.attach),
            *(self.meet, self.change, self.pass_on, self.lose),
        )
        for work in works:
            with self.subTest(work.__name__), self.env.cr.savepoint() as savepoint:
                worked, other = self.make_leads(2)
                distribution = self.distribute()
                self.age(worked | other)
                work(worked)
                owner = worked.telemarketer_id
                distribution.action_undo()
                self.assertEqual(worked.telemarketer_id, owner)
                self.assertTrue(worked.user_id)
                self.assertFalse(other.telemarketer_id | other.user_id)
                counts = (distribution.undone_count, distribution.stayed_count)
                self.assertEqual(counts, (1, 1))
                self.assertEqual(self.found(distribution.action_view_left()), worked)
                savepoint.rollback()
                self.env.invalidate_all()

    def found(self, action):
        """The leads that a window action shows."""
        leads = self.env[action["res_model"]].with_context(**action["context"])
        return leads.search(action["domain"])

    def test_work_before_the_distribution_does_not_hold_it(self):
        lead = self.make_leads(1, telemarketer_id=self.ana.id)
        self.note(lead)
        lead.city = "Lima"
        self.env.flush_all()
        self.age_messages(lead)
        distribution = self.distribute(role="executive")
        self.assertTrue(lead._is_worked_on())
        distribution.action_undo()
        self.assertEqual(distribution.undone_count, 1)
        self.assertFalse(lead.user_id)
        self.assertTrue(lead._is_worked_on())

    def age_messages(self, lead):
        """Make the lead's messages a day older."""
        self.env.cr.execute(
            "UPDATE mail_message SET create_date = create_date - interval '1 day' "
            "WHERE model = 'crm.lead' AND res_id = %s",
            (lead.id,),
        )

    def test_last_in_first_out(self):
        leads = self.make_leads(4)
        first = self.distribute(role="telemarketer")
        self.age(leads)
        second = self.make(role="telemarketer", scope="unworked", method="weight")
        self.line_of(second, self.beto).weight = 3
        second.action_preview()
        second.action_distribute()
        self.assertEqual(self.owners(leads), {"Ana": 1, "Beto": 3})
        with self.assertRaisesRegex(WorkflowError, "first"):
            first.action_undo()
        self.age(leads)
        second.action_undo()
        self.assertEqual(self.owners(leads), {"Ana": 2, "Beto": 2})
        self.age(leads)
        first.action_undo()
        self.assertEqual(first.undone_count, 4)
        self.assertFalse(leads.telemarketer_id)

    def test_once(self):
        self.make_leads(1)
        distribution = self.distribute()
        distribution.action_undo()
        for action in (distribution.action_undo, distribution.action_distribute):
            with self.assertRaises(WorkflowError):
                action()

    def test_not_before_it_is_done(self):
        self.make_leads(1)
        distribution = self.make()
        with self.assertRaises(WorkflowError):
            distribution.action_undo()
        distribution.action_preview()
        with self.assertRaises(WorkflowError):
            distribution.action_undo()

    def test_a_closed_list_can_be_undone(self):
        leads = self.make_leads(1)
        distribution = self.distribute()
        self.prospects.action_close()
        distribution.action_undo()
        self.assertFalse(leads.user_id)

    def test_deleted_leads_are_gone(self):
        leads = self.make_leads(2)
        distribution = self.distribute()
        leads[0].unlink()
        distribution.action_undo()
        self.assertEqual(distribution.undone_count, 1)

    def test_distributed_again_after_the_undoing(self):
        leads = self.make_leads(2)
        self.distribute().action_undo()
        self.age(leads)
        self.assertEqual(self.distribute().given_count, 2)
