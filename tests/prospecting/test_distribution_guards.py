"""Who may distribute what to whom: rights, companies, closed lists, people who are away."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.digiflow_crm.exceptions import ProcessError, WorkflowError

from .distributions import DistributionCase


class TestRights(DistributionCase):
    """Managers only, of the list's company, through whichever door."""

    def test_only_the_manager(self):
        leads = self.make_leads(2)
        distribution = self.make()
        distribution.action_preview()
        self.env.flush_all()
        for role in ("telemarketer", "executive", "presales", "quality", "implementation"):
            own = distribution.with_user(self.users[role])
            for name in ("action_preview", "action_distribute", "action_undo"):
                with self.subTest(f"{role} {name}"), self.assertRaises(AccessError):
                    getattr(own, name)()
            with self.assertRaises(AccessError):
                self.make(user=self.users[role])
            with self.assertRaises(AccessError):
                self.prospects.with_user(self.users[role]).action_distribute()
        self.assertFalse(leads.telemarketer_id)

    def test_results_are_not_written_by_hand(self):
        distribution = self.make()
        for vals in ({"state": "done"}, {"given_count": 5}):
            with self.assertRaises(ProcessError):
                distribution.write(vals)
            with self.assertRaises(ProcessError):
                self.make(**vals)
        with self.assertRaises(AccessError):
            distribution.env["digiflow.prospect.distribution.move"].create(
                {"distribution_id": distribution.id, "lead_id": self.make_leads(1).id}
            )

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Otra"})
        theirs = self.prospects.copy({"company_id": company.id})
        with self.assertRaises(ProcessError):
            self.env["digiflow.prospect.distribution"].create({"list_id": theirs.id})
        self.ana.company_ids = [(4, company.id)]
        theirs.write({"telemarketer_ids": [(6, 0, self.ana.ids)], "executive_ids": [(5,)]})
        distribution = self.env["digiflow.prospect.distribution"].create({"list_id": theirs.id})
        with self.assertRaises(AccessError):
            distribution.with_user(self.manager).action_preview()
        self.assertNotIn(
            distribution, distribution.with_user(self.manager).search([]).with_user(self.env.user)
        )

    def test_no_portal_users(self):
        portal = self.make_user("portal", login="portal", groups="base.group_portal")
        with self.assertRaises(ProcessError):
            self.make().line_ids = [(0, 0, {"role": "telemarketer", "user_id": portal.id})]

    def test_closed_list(self):
        leads = self.make_leads(1)
        distribution = self.make()
        distribution.action_preview()
        self.prospects.action_close()
        for action in (
            distribution.action_preview,
            distribution.action_distribute,
            self.prospects.action_distribute,
        ):
            with self.assertRaises(WorkflowError):
                action()
        self.assertFalse(leads.telemarketer_id)

    def test_the_button_goes_on_with_what_was_begun(self):
        prospects = self.prospects.with_user(self.manager)
        first = prospects.action_distribute()["res_id"]
        self.assertEqual(prospects.action_distribute()["res_id"], first)

    def test_a_change_asks_for_a_new_preview(self):
        leads = self.make_leads(4)
        distribution = self.make()
        for change in (
            lambda: distribution.write({"method": "weight"}),
            lambda: self.line_of(distribution, self.ana).write({"weight": 2}),
            lambda: self.line_of(distribution, self.ana).write({"included": False}),
            lambda: self.line_of(distribution, self.beto).unlink(),
        ):
            distribution.line_ids.included = True
            distribution.action_preview()
            change()
            self.assertEqual(distribution.state, "draft")
            with self.assertRaises(WorkflowError):
                distribution.action_distribute()
        self.assertFalse(leads.telemarketer_id)

    def test_what_was_made_does_not_change(self):
        self.make_leads(2)
        distribution = self.distribute()
        for change in (
            lambda: distribution.write({"method": "weight"}),
            lambda: distribution.line_ids.write({"weight": 2}),
            distribution.line_ids.unlink,
            distribution.unlink,
        ):
            with self.assertRaises(WorkflowError):
                change()

    def test_changed_since_the_preview(self):
        """What somebody took or worked on meanwhile is left alone; the rest is given."""
        leads = self.make_leads(4)
        distribution = self.make(role="telemarketer")
        distribution.action_preview()
        leads[0].telemarketer_id = self.users["telemarketer"]
        leads[1].active = False
        distribution.action_distribute()
        self.assertEqual((distribution.given_count, distribution.skipped_count), (2, 2))
        self.assertEqual(leads[0].telemarketer_id, self.users["telemarketer"])
        self.assertFalse(leads[1].telemarketer_id)

    def test_worked_on_since_the_preview(self):
        leads = self.make_leads(2, telemarketer_id=self.ana.id)
        distribution = self.make(role="telemarketer", scope="person", from_user_id=self.ana.id)
        distribution.action_preview()
        leads[0].description = "Called"
        distribution.action_distribute()
        self.assertEqual(self.owners(leads), {"Ana": 1, "Beto": 1})

    def test_all_changed_since_the_preview(self):
        leads = self.make_leads(2)
        distribution = self.make(role="telemarketer")
        distribution.action_preview()
        leads.telemarketer_id = self.users["telemarketer"]
        with self.assertRaises(WorkflowError):
            distribution.action_distribute()


class TestAway(DistributionCase):
    """Who is away gets none, neither by a distribution nor by an import."""

    def take_leave(self, user, start=-1, days=3, **vals):
        """A leave as time-off apps write it."""
        resource = self.env["resource.resource"].create({"name": user.name, "user_id": user.id})
        begin = fields.Datetime.now() + timedelta(days=start)
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Vacaciones",
                "resource_id": resource.id,
                "calendar_id": resource.calendar_id.id,
                "date_from": begin,
                "date_to": begin + timedelta(days=days),
                **vals,
            }
        )

    def archive(self):
        """Ana was archived."""
        self.ana.active = False

    def leave(self):
        """Ana is on leave."""
        self.take_leave(self.ana)

    def pause(self):
        """Ana's assignment is paused in the team."""
        self.env["crm.team.member"].create(
            {"crm_team_id": self.team.id, "user_id": self.ana.id, "assignment_optout": True}
        )

    def test_away(self):
        for make_away in (self.archive, self.leave, self.pause):
            with self.subTest(make_away.__name__), self.env.cr.savepoint() as savepoint:
                leads = self.make_leads(4)
                make_away()
                self.env.flush_all()
                self.env.invalidate_all()
                distribution = self.make(role="telemarketer")
                self.assertTrue(self.line_of(distribution, self.ana).away_reason)
                self.assertFalse(self.line_of(distribution, self.beto).away_reason)
                distribution.action_preview()
                distribution.action_distribute()
                self.assertEqual(self.owners(leads), {"Beto": 4})
                self.assertEqual(self.prospects._get_owners()["telemarketer_id"], self.beto.ids)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_not_away(self):
        self.take_leave(self.ana, start=2)
        self.take_leave(self.ana, start=-5, days=2)
        self.take_leave(self.ana, time_type="other")
        self.assertFalse((self.ana | self.beto)._get_away_reasons())
        self.assertEqual(len(self.prospects._get_owners()["telemarketer_id"]), 2)

    def test_away_since_the_preview(self):
        leads = self.make_leads(4)
        distribution = self.make()
        distribution.action_preview()
        self.leave()
        self.env.invalidate_all()
        with self.assertRaisesRegex(WorkflowError, "Ana"):
            distribution.action_distribute()
        self.assertFalse(leads.telemarketer_id)

    def test_nobody_is_there(self):
        self.make_leads(1)
        distribution = self.make()
        distribution.line_ids.filtered(lambda line: line.role == "executive").included = False
        with self.assertRaisesRegex(WorkflowError, "executive"):
            distribution.action_preview()


class TestWorked(DistributionCase):
    """The rule for one lead and the rule for many agree on every kind of work."""

    def works(self):
        """Every kind of work, by name."""
        hours = {"start": "2026-01-20 15:00:00", "stop": "2026-01-20 16:00:00"}
        call = "mail.mail_activity_data_call"
        attachments, events = self.env["ir.attachment"], self.env["calendar.event"]
        return {
            "nothing": lambda lead: None,
            "change": lambda lead: lead.write({"city": "Lima"}),
            "comment": lambda lead: lead.message_post(body="-", message_type="comment"),
            "e-mail": lambda lead: lead.message_post(body="-", message_type="email"),
            "note of ours": lambda lead: lead._message_log(body="-"),
            "notice": lambda lead: lead.message_notify(
                body="-", partner_ids=self.ana.partner_id.ids
            ),
            "planned": lambda lead: lead.activity_schedule(call),
            "done": lambda lead: lead.activity_schedule(call).action_feedback(feedback="-"),
            "file": lambda lead: attachments.create(
                {"name": "a", "raw": b"a", "res_model": "crm.lead", "res_id": lead.id}
            ),
            "meeting": lambda lead: events.create(
                {"name": "-", "opportunity_id": lead.id, **hours}
            ),
            "lost": lambda lead: lead.action_set_lost(),
            "follow": lambda lead: lead.message_subscribe(self.ana.partner_id.ids),
        }

    def test_both_rules_agree(self):
        idle = {"nothing", "note of ours", "notice", "follow"}
        for given in (False, True):
            works = self.works()
            leads = dict(zip(works, self.make_leads(len(works)), strict=True))
            everything = self.env["crm.lead"].concat(*leads.values())
            if given:
                self.distribute()
                self.age(everything)
            for name, work in works.items():
                work(leads[name])
            self.env.flush_all()
            self.env.invalidate_all()
            worked = self.env["crm.lead"]._get_worked_ids(everything.ids)
            for name, lead in leads.items():
                with self.subTest(name, given=given):
                    self.assertEqual(lead.id in worked, lead._is_worked_on())
                    self.assertEqual(lead.id in worked, name not in idle)
