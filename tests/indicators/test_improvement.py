"""Improvement actions: what each phase needs, what is read, and what stays."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.digiflow_crm.core import periods
from odoo.addons.digiflow_crm.exceptions import ImprovementError, ProcessError, WorkflowError

from .cases import Q1, Q2, Q3, IndicatorCase


class TestPhases(IndicatorCase):
    """The gates of the cycle, by every way through them."""

    def test_each_phase_needs_the_ones_before(self):
        before, after = self.freeze(Q1, 72), self.freeze(Q2, 81)
        bare = {"cause": False, "plan": " ", "date_deadline": False, "value_before_id": before.id}
        action = self.make_action(**bare, step_ids=[(0, 0, {"name": "Choose Ana"})])
        gates = (
            ("do", "Root cause; What will be done; Deadline", self.make_plan_vals()),
            ("check", "What was done; step not done: Choose Ana", None),
            ("act", "After", {"value_after_id": after.id}),
            ("closed", "Decision; What we learned", {"act": "keep", "lesson": "Sort first."}),
        )
        for phase, missing, cure in gates:
            with self.subTest(phase):
                refused = self.assertRaisesRegex(ImprovementError, f"Missing: {missing}\\.")
                with refused, self.env.cr.savepoint():
                    action.action_next_phase()
                if phase == "check":
                    action.step_ids.done = True
                    cure = {"do": "Ana sorts the calls."}
                action.write(cure)
                # Dragged on the kanban: the same write.
                action.write({"phase": phase})
                self.assertEqual(action.phase, phase)
        self.assertEqual((action.closed_by_id, action.verdict), (self.manager, "improved"))
        self.assertEqual(action.difference_text, "+9.0 points")

    def make_plan_vals(self):
        return {"cause": "Nobody sorts.", "plan": "Ana sorts.", "date_deadline": "2099-12-31"}

    def test_no_way_round(self):
        action = self.make_action()
        actions = action.browse()
        vals = {"name": "X", "indicator_id": self.indicator.id}
        for name, way in {
            "over phases": lambda: action.write({"phase": "act"}),
            "created": lambda: actions.create({**vals, "phase": "check"}),
            "two at once": lambda: (action | self.make_action(plan=False)).write({"phase": "do"}),
        }.items():
            with self.subTest(name), self.assertRaises(WorkflowError), self.env.cr.savepoint():
                way()
        loaded = actions.load(
            ["name", "indicator_id/.id", "phase"], [["X", str(self.indicator.id), "Closed"]]
        )
        self.assertFalse(loaded["ids"])
        meant = actions.with_context(default_phase="closed", default_verdict="improved")
        begun = meant.create(vals)
        self.assertEqual((begun.phase, begun.verdict, begun.cycle), ("plan", False, 1))
        action.phase = "do"
        with self.assertRaises(ImprovementError), self.env.cr.savepoint():
            action.plan = False
        action.invalidate_recordset()
        self.assertEqual(action.copy().phase, "plan")
        with self.assertRaisesRegex(WorkflowError, "stays on record"):
            action.unlink()

    def test_closed_stays_as_it_is(self):
        action = self.make_judged(72, 81)
        action.action_next_phase()
        step = action.step_ids
        for name, way in {
            "plan": lambda: action.write({"plan": "Something else"}),
            "phase": lambda: action.write({"phase": "act"}),
            "back": action.action_previous_phase,
            "step": lambda: step.write({"note": "Later"}),
            "step by action": lambda: action.write({"step_ids": [(5,)]}),
            "new step": lambda: step.create({"improvement_id": action.id, "name": "One more"}),
            "step away": step.unlink,
            "unlink": action.unlink,
        }.items():
            with self.subTest(name), self.assertRaises(WorkflowError), self.env.cr.savepoint():
                way()
        action.invalidate_recordset()
        action.message_post(body="It still holds.")
        self.assertFalse(action.activity_ids)

    def test_verdict_is_read_not_typed(self):
        action = self.make_judged(72, 60)
        self.assertEqual((action.verdict, action.difference_text), ("worse", "-12.0 points"))
        for vals in ({"verdict": "improved"}, {"difference": 9}, {"cycle": 3}):
            with self.subTest(vals), self.assertRaisesRegex(WorkflowError, "not typed in"):
                action.write(vals)

    def test_figures_that_say_nothing(self):
        low, same = self.freeze(Q2, 72), self.freeze(Q1, 72)
        other = self.indicator.copy({"code": "otra"})
        foreign = self.freeze(Q3, 90, indicator=other)
        empty = self.freeze(Q3, 0, 0)
        action = self.make_action(value_before_id=low.id)
        for name, value in (
            ("another's", foreign),
            ("empty", empty),
            ("earlier", same),
            ("the same", low),
        ):
            with self.subTest(name), self.assertRaises(ProcessError), self.env.cr.savepoint():
                action.value_after_id = value
            action.invalidate_recordset()
        action.indicator_id = other
        self.assertEqual(action.value_before_id, foreign)

    def test_adjust_goes_round_again(self):
        action = self.make_judged(60, 70, act="adjust")
        action.action_next_phase()
        following = action.next_ids
        self.assertEqual((following.phase, following.cycle), ("plan", 2))
        self.assertEqual(following.cause, action.cause)
        self.assertEqual(following.value_before_id, action.value_after_id)
        self.assertFalse(following.plan or following.act or following.step_ids)
        self.assertEqual(action.action_view_next()["res_id"], following.id)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            following.copy()._update({"previous_id": action.id})
        kept = self.make_action()
        with self.assertRaisesRegex(WorkflowError, "not typed in"):
            kept.previous_id = action

    def test_asked_for_by_a_figure(self):
        low = self.freeze(Q1, 60)
        open_for = self.env["digiflow.improvement"]._open_for
        first = open_for(self.indicator, self.env.company, low, name="Low quarter")
        self.assertEqual(first, open_for(self.indicator, self.env.company, low))
        self.assertEqual((first.name, first.value_before_id), ("Low quarter", low))
        self.assertTrue(first.user_id.has_group("digiflow_crm.group_manager"))


class TestPeople(IndicatorCase):
    """Who may do what, and who is told when."""

    def test_responsible_tells_what_was_done(self):
        action = self.make_action(step_ids=[(0, 0, {"name": "Ask", "user_id": self.executive.id})])
        own = action.with_user(self.executive)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.do = "Too early"
        action.phase = "do"
        own.write({"do": "Asked.", "step_ids": [(0, 0, {"name": "Ask again", "done": True})]})
        own.step_ids[0].done = True
        self.assertEqual(action.step_ids.mapped("done_by_id"), self.executive)
        self.assertEqual(set(action.step_ids.mapped("done_on")), {periods.today()})
        for vals in ({"plan": "Easier"}, {"date_deadline": "2100-01-01"}, {"phase": "plan"}):
            with self.subTest(vals), self.assertRaises(AccessError), self.env.cr.savepoint():
                own.write(vals)
        own.invalidate_recordset()
        own.action_next_phase()
        self.assertEqual(action.phase, "check")
        with self.assertRaises(AccessError):
            own.action_next_phase()

    def test_who_does_one_step(self):
        helper = self.users["presales"]
        action = self.make_action(step_ids=[(0, 0, {"name": "Measure", "user_id": helper.id})])
        told = action.message_ids | self.env["mail.message"].search(
            [("partner_ids", "in", helper.partner_id.ids), ("res_id", "=", action.id)]
        )
        self.assertTrue(told.filtered(lambda one: "Measure" in one.body))
        step = action.step_ids.with_user(helper)
        self.assertEqual(step.improvement_id.name, action.name)
        step.write({"done": True, "note": "Twice a day"})
        for way in (
            lambda: step.write({"user_id": self.executive.id}),
            lambda: step.improvement_id.write({"do": "All"}),
            step.unlink,
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                way()
        self.assertFalse(
            self.env["digiflow.improvement"].with_user(self.users["implementation"]).search([])
        )

    def test_task_of_the_responsible(self):
        action = self.make_action(date_deadline=False)
        self.assertFalse(action.activity_ids)
        action.date_deadline = "2099-06-30"
        self.assertEqual(action.activity_ids.user_id, self.executive)
        action.write({"user_id": self.quality.id, "date_deadline": "2099-07-31"})
        task = action.activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.quality, "2099-07-31"))
        action.date_deadline = False
        self.assertFalse(action.activity_ids)

    def test_responsible_needs_a_role(self):
        clerk = self.make_user("clerk", groups="base.group_user")
        with self.assertRaisesRegex(ProcessError, "no role"):
            self.make_action(user_id=clerk.id, date_deadline=False)

    def test_overdue(self):
        today = periods.today()
        late = self.make_action(date_deadline=today - timedelta(days=3))
        due = self.make_action(date_deadline=today)
        free = self.make_action(date_deadline=False)
        self.assertEqual((late.is_overdue, late.days_late), (True, 3))
        both = [("id", "in", (late | due | free).ids)]
        actions = self.env["digiflow.improvement"]
        self.assertEqual(actions.search([*both, ("is_overdue", "=", True)]), late)
        self.assertEqual(actions.search([*both, ("is_overdue", "=", False)]), due | free)
