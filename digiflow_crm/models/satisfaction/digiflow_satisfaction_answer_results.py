from odoo import models

from ...core import spanish
from ...core.satisfaction_results import Choice, Reply
from .feedback_states import ASKED


class DigiflowSatisfactionAnswer(models.Model):
    """An answer as the results count it."""

    _inherit = "digiflow.satisfaction.answer"

    def _prepare_reply(self, sizes, nothing):
        """This answer without the ORM.

        :param dict sizes: the words of the sizes
        :param dict nothing: name -> Choice of who has no value there
        :rtype: core.satisfaction_results.Reply
        """
        self.ensure_one()
        day = spanish.lima_day(self.answered_date)
        return Reply(
            id=self.id,
            client=self.client_name,
            asked=self.state in ASKED,
            score=self.score or "",
            executive=_choose(self.user_id, nothing["executive"]),
            industry=_choose(self.industry_id, nothing["industry"]),
            size=Choice(self.size, sizes[self.size]) if self.size else nothing["size"],
            district=Choice(self.district, self.district) if self.district else nothing["district"],
            services=tuple(Choice(one.id, one.name) for one in self.service_ids),
            service_scores=tuple(
                (Choice(one.service_id.id, one.service_id.name), one.score)
                for one in self.service_score_ids
            ),
            comment=self.comment or "",
            date=day.isoformat() if day else "",
            is_read=bool(self.read_date),
            call_me=self.call_me,
        )


def _choose(record, nothing):
    """A record as a choice."""
    return Choice(record.id, record.name) if record else nothing
