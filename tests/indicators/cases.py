"""What the tests of indicators start from: quarters with frozen figures, and an action."""

from datetime import date

from ..common import DigiflowCase

Q1 = (date(2025, 1, 1), date(2025, 3, 31))
Q2 = (date(2025, 4, 1), date(2025, 6, 30))
Q3 = (date(2025, 7, 1), date(2025, 9, 30))
Q4 = (date(2025, 10, 1), date(2025, 12, 31))


class IndicatorCase(DigiflowCase):
    """An indicator of its own, aimed at 80 %, and who plans improvement actions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.quality = cls.users["manager"], cls.users["quality"]
        cls.executive = cls.users["executive"]
        cls.indicator = cls.env["digiflow.indicator"].create(
            {"code": "prueba", "name": "Satisfaction", "has_target": True, "target": 80}
        )

    @classmethod
    def freeze(cls, quarter, numerator, denominator=100, indicator=None):
        """The frozen value of a quarter."""
        indicator = indicator or cls.indicator
        return indicator._freeze(cls.env.company, *quarter, numerator, denominator)

    @classmethod
    def make_action(cls, **vals):
        """An action of the executive in its plan, with all that a plan needs."""
        return (
            cls.env["digiflow.improvement"]
            .with_user(cls.manager)
            .create(
                {
                    "name": "Low satisfaction",
                    "indicator_id": cls.indicator.id,
                    "cause": "Why? Nobody answers. Why? Nobody sorts the calls.",
                    "plan": "One person sorts the calls.",
                    "user_id": cls.executive.id,
                    "date_deadline": "2099-12-31",
                    **vals,
                }
            )
        )

    @classmethod
    def make_judged(cls, before, after, act="keep"):
        """An action in its last phase: `before` and `after` are the figures it compares."""
        cls.freeze(Q1, before)
        action = cls.make_action(step_ids=[(0, 0, {"name": "Choose who sorts the calls"})])
        action.phase = "do"
        action.step_ids.done = True
        action.write({"do": "Ana sorts them.", "phase": "check"})
        action.write({"value_after_id": cls.freeze(Q2, after).id, "phase": "act"})
        action.write({"act": act, "lesson": "Sort first, then answer."})
        return action
