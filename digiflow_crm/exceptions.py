"""The refusals of the commercial process: each says what is missing and what to do."""

from odoo.exceptions import ValidationError


class ProcessError(ValidationError):
    """A rule of the commercial process was not kept.

    ``context`` travels with the error to the browser, which shows a subclass it does not know
    like any validation error (``exception_class``).
    """

    def __init__(self, message, **context):
        super().__init__(message)
        self.context = {"exception_class": "odoo.exceptions.ValidationError", **context}


class StageGateError(ProcessError):
    """A lead may not enter a stage: steps before it are not complete.

    The browser opens the gate form when ``context`` names one ``lead_id`` and its ``stage_id``.
    """


class PipelineMismatchError(ProcessError):
    """A lead's stage and its sales team belong to different pipelines."""


class InvalidRucError(ProcessError):
    """A RUC is not one that SUNAT could have given."""


class ProspectFileError(ProcessError):
    """A file of prospects cannot be read at all (a bad row is reported, not refused)."""


class WorkflowError(ProcessError):
    """A document (survey, handover, import) is not in the state that the request needs."""


class SurveyError(WorkflowError):
    """The answers of a requirements survey contradict each other, or are not enough to submit it.

    ``context`` names the ``fields`` that are to be mended.
    """


class OfferReviewError(WorkflowError):
    """An offer whose review is not done would go out, or its review would be passed by."""


class SecondOpportunityError(ProcessError):
    """A company would have a second open opportunity, and no reason is given for it."""


class CallRefusedError(ProcessError):
    """A call cannot be logged as it is given: something is missing, or cannot be true."""


class MeetingConflictError(ProcessError):
    """A presentation cannot be at that time: somebody who holds it is not free.

    The message names the next free times.
    """


class InfoPackError(ProcessError):
    """The information pack cannot be sent to a lead: it says why, and what to do.

    ``context`` names the ``lead_id`` and the ``code`` of the reason.
    """


class OfferLockedError(WorkflowError):
    """An offer that the client has would change: a change of it is a new round.

    ``context`` names the ``order_id`` where there is one.
    """


class OfferError(ProcessError):
    """An offer cannot be made: the survey or the catalogue lacks what the message names."""


class ImprovementError(WorkflowError):
    """An improvement action would be in a phase without what the phases before give.

    The message names what is missing; ``context`` names the ``improvement_id``.
    """


class SessionFullError(WorkflowError):
    """A training session has no seat left for somebody."""
